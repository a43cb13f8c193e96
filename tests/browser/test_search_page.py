"""The search page in a browser: only the results are exchanged, focus stays, Back works, it is announced."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def announced(page: Any) -> str:
    return str(page.locator("#search-status").inner_text())


def test_choosing_a_filter_exchanges_only_the_results(page: Any) -> None:
    page.goto("/cari/")
    page.evaluate("window.sameDocument = true")
    before = page.locator("[data-count]").inner_text()
    page.locator("details.filters summary").click()
    box = page.locator("input[name=level]").first
    with page.expect_response(lambda response: "/cari/hasil/" in response.url):
        box.check()
    page.wait_for_function("document.querySelector('.chips')")
    assert page.evaluate("window.sameDocument")
    assert "level=" in page.url
    assert page.locator("[data-count]").inner_text() != before
    assert announced(page) == page.locator("[data-count]").inner_text()
    assert page.evaluate("document.activeElement.name") == "level"


def test_back_restores_the_results_before(page: Any) -> None:
    page.goto("/cari/")
    before = page.locator("[data-count]").inner_text()
    page.fill("#q", "buku")
    page.press("#q", "Enter")
    page.wait_for_url("**q=buku*")
    page.wait_for_function("before => document.querySelector('[data-count]').textContent !== before", arg=before)
    page.go_back()
    page.wait_for_function("before => document.querySelector('[data-count]').innerText === before", arg=before)
    assert page.input_value("#q") == ""
    assert page.url.endswith("/cari/")


def test_chip_takes_a_choice_away(page: Any) -> None:
    page.goto("/cari/?kind=example")
    page.locator(".chips a.chip").first.click()
    page.wait_for_function("!document.querySelector('.chips')")
    assert page.url.endswith("/cari/")


def test_suggestions_are_a_combobox(page: Any) -> None:
    page.goto("/cari/")
    page.locator("#q").press_sequentially("buk", delay=30)
    page.wait_for_selector("#suggestions li")
    assert page.get_attribute("#q", "aria-expanded") == "true"
    page.press("#q", "ArrowDown")
    chosen = page.get_attribute("#q", "aria-activedescendant")
    assert page.get_attribute(f"#{chosen}", "aria-selected") == "true"
    page.press("#q", "Escape")
    assert page.get_attribute("#q", "aria-expanded") == "false"


def test_it_works_without_javascript(browser: Any, site: Any) -> None:
    context = browser.new_context(base_url=site.url, java_script_enabled=False, viewport={"width": 360, "height": 780})
    page = context.new_page()
    page.goto("/cari/?q=buku")
    page.locator("details.filters summary").click()
    page.locator("input[name=kind]").first.check()
    page.locator(".facet-actions button").click()
    assert "kind=" in page.url
    assert page.locator(".cards .card").count() > 0
    context.close()


def test_no_page_is_wider_than_a_phone(page: Any) -> None:
    for address in ("/", "/cari/", "/cari/?q=buku", "/contoh/", "/balai/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
