"""Two who write the same page, and one whose session ended while typing: a clear word, and nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import Site
from tests.browser.editing import SAVE, autosaved, draft_title, edit, end_session, revisions, save

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize("autosaves", [True, False])
def test_the_second_to_save_is_warned_and_neither_loses_text(
    autosaves: bool, open_tab: Any, site: Site, example_id: str
) -> None:
    """Also when the save comes before anything told the second about the first."""
    first, second = open_tab("admin"), open_tab("editor")
    if not autosaves:
        second.add_init_script("document.addEventListener('w-autosave:save', (event) => event.preventDefault(), true)")
    edit(second, example_id)
    edit(first, example_id)
    first.fill("#id_title", "Judul dari yang pertama")
    save(first)
    second.fill("#id_title", "Judul dari yang kedua")
    second.locator(SAVE).first.click()
    warning = second.locator("#w-save-confirmation-dialog")
    confirm = warning.locator("[data-w-dialog-target=confirm]")
    confirm.wait_for(state="visible")
    assert "Admin Pusat" in warning.inner_text()
    assert second.input_value("#id_title") == "Judul dari yang kedua"
    assert draft_title(site, example_id) == "Judul dari yang pertama"
    with second.expect_navigation():
        confirm.click()
    assert draft_title(site, example_id) == "Judul dari yang kedua"
    assert "Judul dari yang pertama" in [revision["title"] for revision in revisions(site, example_id)]


def test_who_typed_on_after_the_session_ended_logs_in_beside_and_saves(
    open_tab: Any, site: Site, example_id: str
) -> None:
    tab = open_tab("editor")
    edit(tab, example_id)
    autosaved(tab, lambda: tab.fill("#id_title", "Sebelum berakhir"))
    end_session(tab, site)
    tab.fill("#id_title", "Sesudah berakhir")
    notice = tab.locator(".session-guard")
    notice.wait_for()
    tab.locator(SAVE).first.click()
    assert "/edit/" in tab.url
    assert tab.input_value("#id_title") == "Sesudah berakhir"
    with tab.context.expect_page() as opened:
        notice.locator("a").click()
    login = opened.value
    login.fill("#id_username", "editor")
    login.fill("#id_password", "sinau-demo")
    login.click("button[type=submit]")
    login.wait_for_url("**/sesi/kembali/")
    login.close()
    tab.evaluate("window.dispatchEvent(new Event('focus'))")
    tab.wait_for_function("document.querySelector('.session-guard button.button:not(.button-secondary)')")
    with tab.expect_navigation():
        notice.locator("button").first.click()
    assert draft_title(site, example_id) == "Sesudah berakhir"


def test_a_save_right_after_the_session_ended_keeps_the_form(open_tab: Any, site: Site, example_id: str) -> None:
    tab = open_tab("editor")
    tab.add_init_script("document.addEventListener('w-autosave:save', (event) => event.preventDefault(), true)")
    edit(tab, example_id)
    end_session(tab, site)
    tab.fill("#id_title", "Ditulis lalu langsung disimpan")
    tab.locator(SAVE).first.click()
    tab.locator(".session-guard").wait_for()
    assert "/edit/" in tab.url
    assert tab.input_value("#id_title") == "Ditulis lalu langsung disimpan"


def test_without_a_connection_a_save_keeps_the_form(open_tab: Any, site: Site, example_id: str) -> None:
    tab = open_tab("editor")
    edit(tab, example_id)
    tab.context.set_offline(True)
    tab.fill("#id_title", "Ditulis tanpa sambungan")
    tab.locator(SAVE).first.click()
    tab.locator(".session-guard").wait_for()
    assert tab.input_value("#id_title") == "Ditulis tanpa sambungan"
    tab.context.set_offline(False)
    save(tab)
    assert draft_title(site, example_id) == "Ditulis tanpa sambungan"
