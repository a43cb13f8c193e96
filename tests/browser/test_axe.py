"""axe finds nothing on any public template, nor on what opens on them, in the light and in the dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser.accessibility import violations
from tests.browser.search_pages import open_drawer
from tests.browser.templates import EXAMPLE, LESSON, TEMPLATES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SCHEMES = ("light", "dark")


@pytest.fixture(scope="module", params=SCHEMES)
def reader(request: Any, browser: Any, site: Any, every_template: dict[str, str]) -> Iterator[Callable[..., Any]]:
    """Opens an address in the one tab of this colour scheme, at a phone's width unless told."""
    context = browser.new_context(base_url=site.url, color_scheme=request.param, reduced_motion="reduce")
    tab = context.new_page()
    tab.set_default_timeout(20_000)

    def read(address: str, width: int = 360) -> Any:
        tab.set_viewport_size({"width": width, "height": 780})
        tab.goto(address)
        return tab

    yield read
    context.close()


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_violation(reader: Any, name: str) -> None:
    assert violations(reader(TEMPLATES[name])) == []


@pytest.mark.parametrize("name", ["home", "search-filtered", "module", "lesson", "example", "centre", "subject"])
def test_no_violation_on_a_wide_screen(reader: Any, name: str) -> None:
    assert violations(reader(TEMPLATES[name], 1280)) == []


def test_no_violation_in_the_drawer_of_filters(reader: Any) -> None:
    page = reader("/")
    open_drawer(page)
    assert violations(page) == []


def test_no_violation_with_suggestions_open(reader: Any) -> None:
    page = reader("/cari/")
    page.locator("#q").press_sequentially("geog", delay=30)
    page.wait_for_selector("#q-list [role=option]")
    page.keyboard.press("ArrowDown")
    assert violations(page) == []


def test_no_violation_once_questions_are_answered(reader: Any) -> None:
    page = reader(LESSON)
    for choice in page.locator(".quiz .choices button").all():
        choice.click()
    for check in page.locator(".quiz .check").all():
        check.click()
    assert page.locator(".quiz .is-right").count() > 0
    assert violations(page) == []


def test_no_violation_with_a_picture_enlarged(reader: Any) -> None:
    page = reader(EXAMPLE)
    page.locator("a.enlarge").first.click()
    page.wait_for_selector("dialog.enlarged[open] img")
    assert violations(page) == []


def test_no_violation_with_every_fold_open(reader: Any) -> None:
    page = reader(EXAMPLE)
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    assert violations(page) == []


def test_axe_sees_a_fault_that_is_put_in(reader: Any) -> None:
    page = reader("/")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/x.png\"><button></button>')"
    )
    found = {line.split(":")[0] for line in violations(page)}
    assert {"image-alt", "button-name"} <= found
