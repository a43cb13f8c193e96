"""axe finds nothing on the desk's own screens and on the forms that it adds to, in the light and in the dark."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser.accessibility import violations
from tests.browser.templates import EXAMPLE, LESSON, MODULE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SCREENS = {
    "home": "/admin/",
    "modules": "/admin/materi/module/",
    "modules-filtered": "/admin/materi/module/?q=geogebra",
    "examples": "/admin/materi/example/",
    "choose-parent": "/admin/materi/module/choose_parent/",
    "documents": "/admin/documents/",
    "synonyms": "/admin/snippets/cms/synonym/",
    "subjects": "/admin/snippets/cms/subject/",
}
# Of the centres' work; those that need a submission or an adaptation are looked at in test_centre_life.py.
CENTRES = {
    "centres": "/admin/balai/",
    "add-centre": "/admin/balai/tambah/",
    "teams": "/admin/tim/",
    "queue": "/admin/kurasi/",
    "sent-by-me": "/admin/kurasi/saya/",
    "proposals": "/admin/kurasi/usulan/",
    "checklist": "/admin/kurasi/daftar-periksa/",
    "sources": "/admin/adaptasi/",
    "adaptations": "/admin/reports/adaptasi/",
    "imports": "/admin/impor/",
    "new-import": "/admin/impor/baru/",
    "completeness": "/admin/aturan-kelengkapan/",
    "checks": "/admin/aturan-kelengkapan/pemeriksaan/",
    "broken-links": "/admin/reports/tautan-rusak/",
    "coverage": "/admin/reports/peta-cakupan/",
}
# Wagtail's outline beside the form: its list scrolls and takes no focus, its links do.
OURS = {"exclude": [[".w-minimap"]]}
# axe takes every named <section> for a landmark, also those that field_names.js has made groups.
QUIRKS = ["landmark-unique"]
FORMS = {"module": MODULE, "lesson": LESSON, "example": EXAMPLE, "centre": "/balai/balai-tekkomdik-diy/", "home": "/"}


@pytest.fixture(scope="module", params=["light", "dark"])
def desk(request: Any, browser: Any, site: Any, every_template: dict[str, str]) -> Iterator[Callable[[str], Any]]:
    """Opens an admin address as the demo's administrator, once everything on it is there."""
    context = browser.new_context(
        base_url=site.url, color_scheme=request.param, reduced_motion="reduce", viewport={"width": 1280, "height": 900}
    )
    tab = context.new_page()
    tab.set_default_timeout(30_000)
    tab.goto("/admin/login/")
    assert violations(tab) == []
    tab.fill("#id_username", "admin")
    tab.fill("#id_password", "sinau-demo")
    tab.press("#id_password", "Enter")
    tab.wait_for_url("**/admin/")

    def visit(address: str) -> Any:
        answer = tab.goto(address)
        assert answer.status == 200, address
        tab.wait_for_load_state("load")
        # The form's scripts build rich text and blocks one after the other.
        tab.wait_for_timeout(1500 if "/pages/" in address else 300)
        return tab

    yield visit
    context.close()


def edit_address(tab: Any, address: str) -> str:
    """Where the page at a public address is edited, as the bar for editors links to it."""
    found = re.search(r"/admin/pages/\d+/edit/", tab.request.get(address).text())
    assert found, f"{address} offers no link to its form"
    return found[0]


@pytest.mark.parametrize("name", SCREENS)
def test_no_violation_on_the_desks_screens(desk: Any, name: str) -> None:
    assert violations(desk(SCREENS[name])) == []


@pytest.mark.parametrize("name", CENTRES)
def test_no_violation_on_the_screens_of_the_centres_work(desk: Any, name: str) -> None:
    assert violations(desk(CENTRES[name])) == []


@pytest.mark.parametrize("name", FORMS)
def test_no_violation_on_any_tab_of_a_form(desk: Any, name: str) -> None:
    tab = desk("/admin/")
    tab = desk(edit_address(tab, FORMS[name]))
    found = []
    for label in tab.locator("form [role=tab]").all():
        label.click()
        found += violations(tab, OURS, QUIRKS)
    assert sorted(set(found)) == []


@pytest.mark.parametrize("kind", ["module", "example"])
def test_no_violation_on_a_form_with_mistakes(desk: Any, kind: str) -> None:
    tab = desk(f"/admin/materi/{kind}/")
    tab = desk(edit_address(tab, {"module": MODULE, "example": EXAMPLE}[kind]))
    tab.locator("form [role=tab]").first.click()
    tab.fill("#id_title", "")
    tab.evaluate("document.querySelector('#page-edit-form').noValidate = true")
    tab.locator("#page-edit-form button[type=submit].action-save, #page-edit-form .action-save").first.click()
    tab.wait_for_selector(".w-field--error, .error-message")
    assert violations(tab, OURS, QUIRKS) == []


@pytest.mark.parametrize("action", ["retag", "export"])
def test_no_violation_on_the_questions_of_the_bulk_actions(desk: Any, action: str) -> None:
    tab = desk("/admin/materi/module/")
    tab.locator("tbody input[type=checkbox]").first.check()
    link = tab.locator(f"[data-bulk-action-button][href*='/{action}/'], a[href*='/bulk/'][href*='{action}']").first
    address = link.get_attribute("href")
    page_id = tab.locator("tbody input[type=checkbox]").first.get_attribute("data-object-id")
    tab = desk(f"{address.split('?')[0]}?id={page_id}")
    assert violations(tab) == []
