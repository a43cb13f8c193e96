"""The reader's province in a browser: kept there, sent with searches, in no address."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.search_pages import choose

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CHOSEN = "ID-YO"


def choose_province(page: Any, slug: str = CHOSEN) -> None:
    page.locator(".region summary").click()
    page.locator("#daerah").select_option(slug)


def shown(page: Any) -> str:
    return str(page.locator(".region summary b").inner_text())


def test_a_choice_stays_in_the_browser_and_can_be_cleared(wide: Any) -> None:
    wide.goto("/")
    unchosen = shown(wide)
    choose_province(wide)
    wide.goto("/cari/")
    assert shown(wide) != unchosen
    assert wide.locator("#daerah").input_value() == CHOSEN
    assert wide.context.cookies() == []
    wide.locator(".region summary").click()
    wide.locator(".region button[type=button]").click()
    assert wide.evaluate("localStorage.length") == 0
    assert shown(wide) == unchosen


def test_a_search_from_home_is_made_with_it_and_its_address_is_without(wide: Any) -> None:
    wide.goto("/")
    choose_province(wide)
    wide.locator("#q").fill("murid")
    with wide.expect_request(lambda request: f"near={CHOSEN}" in request.url):
        wide.keyboard.press("Enter")
    wide.wait_for_function("location.search === '?q=murid'")
    assert wide.locator("#results a[href*='near=']").count() == 0


def test_a_page_made_without_it_is_asked_for_once_more(wide: Any) -> None:
    wide.goto("/")
    choose_province(wide)
    with wide.expect_response(lambda response: "/cari/hasil/" in response.url) as asked:
        wide.goto("/cari/?q=murid")
    assert f"near={CHOSEN}" in asked.value.url
    assert wide.evaluate("location.search") == "?q=murid"


def test_choosing_on_the_search_page_sends_it_and_keeps_the_address(wide: Any) -> None:
    wide.goto("/cari/?q=murid")
    with wide.expect_response(lambda response: f"near={CHOSEN}" in response.url):
        choose_province(wide)
    choose(wide, "input[name=level]")
    assert "near" not in wide.url
    assert "level=" in wide.url


def test_without_a_choice_home_sends_no_empty_field(wide: Any) -> None:
    wide.goto("/")
    wide.locator("#q").fill("murid")
    wide.keyboard.press("Enter")
    wide.wait_for_url("**/cari/?q=murid")


def test_a_province_that_a_link_brought_is_not_kept(wide: Any) -> None:
    wide.goto(f"/cari/?q=murid&near={CHOSEN}")
    assert wide.locator("#daerah").input_value() == CHOSEN
    assert wide.evaluate("localStorage.length") == 0
