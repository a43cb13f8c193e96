"""The filters on a phone: a dialog that keeps the focus, counts along and that Back closes."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browser.search_pages import FOCUS, choose, count, number, open_drawer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_the_drawer_keeps_the_focus_and_escape_closes_it(page: Any) -> None:
    open_drawer(page)
    for _press in range(70):
        page.keyboard.press("Tab")
        inside = page.evaluate("document.activeElement === document.body || filter.contains(document.activeElement)")
        assert inside, page.evaluate(FOCUS)
    page.keyboard.press("Escape")
    assert page.locator("#filter").is_hidden()
    assert page.evaluate(FOCUS) == "filters-open"
    assert page.evaluate("document.querySelectorAll('[inert]').length") == 0
    page.wait_for_url("**/cari/")


def test_the_button_of_the_drawer_counts_along_and_shows_the_results(page: Any) -> None:
    open_drawer(page)
    button = page.locator("#filters-show")
    before = button.inner_text()
    choose(page, "#filter input[name=level]")
    after = button.inner_text()
    assert after != before
    assert number(after) == number(count(page))
    assert button.is_visible()
    button.click()
    assert page.locator("#filter").is_hidden()
    assert page.evaluate(FOCUS) == "results-title"
    assert re.search(r"/cari/\?level=\w+$", page.url)
    assert page.locator(".cards .card").count() == min(number(after), 20)


def test_back_closes_the_drawer(page: Any) -> None:
    open_drawer(page)
    assert page.url.endswith("#filter")
    page.go_back()
    page.wait_for_selector("#filter", state="hidden")
    assert page.url.endswith("/cari/")
    assert page.evaluate(FOCUS) == "filters-open"


def test_back_after_choosing_in_the_drawer_returns_to_the_results_before(page: Any) -> None:
    open_drawer(page)
    before = count(page)
    choose(page, "#filter input[name=kind]")
    choose(page, "#filter input[name=level]")
    page.locator("#filters-show").click()
    assert count(page) != before
    page.go_back()
    page.wait_for_function("before => document.querySelector('#results-title').innerText === before", arg=before)
    assert page.url.endswith("/cari/")
    assert page.locator("#filter").is_hidden()


def test_a_tap_beside_the_drawer_closes_it(browser: Any, site: Any) -> None:
    context = browser.new_context(base_url=site.url, viewport={"width": 800, "height": 700})
    page = context.new_page()
    open_drawer(page)
    page.mouse.click(50, 500)
    page.wait_for_selector("#filter", state="hidden")
    context.close()


@pytest.mark.parametrize("width", [320, 360, 700, 1280])
def test_nothing_is_wider_than_the_screen(browser: Any, site: Any, width: int) -> None:
    context = browser.new_context(base_url=site.url, viewport={"width": width, "height": 640})
    page = context.new_page()
    for address in (
        "/cari/",
        "/cari/?q=buku&tampilan=kisi",
        "/cari/?q=buku&grade=kelas-1&level=lanjut",
        "/cari/#filter",
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    context.close()


def test_no_page_is_wider_than_a_phone(page: Any) -> None:
    for address in ("/", "/contoh/", "/balai/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address


def test_nothing_moves_where_motion_is_not_wanted(browser: Any, site: Any) -> None:
    context = browser.new_context(base_url=site.url, viewport={"width": 360, "height": 640}, reduced_motion="reduce")
    page = context.new_page()
    open_drawer(page)
    assert page.evaluate("document.getAnimations().length") == 0
    context.close()
