"""The search page in a browser: only what changes is fetched, focus stays, Back works, it is announced."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browser.search_pages import announced, choose, count

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# Beside the results


def test_choosing_a_filter_exchanges_only_what_changes(wide: Any) -> None:
    wide.goto("/cari/")
    wide.evaluate("window.sameDocument = true")
    before = count(wide)
    choose(wide, "input[name=level]")
    assert wide.evaluate("window.sameDocument")
    assert "level=" in wide.url
    assert count(wide) != before
    assert announced(wide) == count(wide)
    assert wide.evaluate("document.activeElement.name") == "level"
    assert wide.locator(".chips .chip").count() == 1


def test_back_restores_the_results_the_place_and_the_focus(wide: Any) -> None:
    wide.goto("/cari/")
    before = count(wide)
    box = wide.locator("input[name=school_level]").first
    box.focus()
    wide.evaluate("scrollTo(0, 300)")
    choose(wide, "input[name=school_level]")
    wide.evaluate("scrollTo(0, 0)")
    wide.go_back()
    wide.wait_for_function("before => document.querySelector('#results-title').innerText === before", arg=before)
    wide.wait_for_function("scrollY > 200")
    assert wide.url.endswith("/cari/")
    assert wide.evaluate("document.activeElement.name") == "school_level"


def test_back_from_a_result_returns_to_it(wide: Any) -> None:
    wide.goto("/cari/")
    link = wide.locator(".cards h3 a").nth(4)
    address = link.get_attribute("href")
    link.focus()
    place = wide.evaluate("scrollY")
    wide.keyboard.press("Enter")
    wide.wait_for_url(f"**{address}")
    wide.go_back()
    wide.wait_for_function("address => document.activeElement.getAttribute('href') === address", arg=address)
    assert abs(wide.evaluate("scrollY") - place) < 60


def test_a_facet_that_was_opened_stays_open(wide: Any) -> None:
    wide.goto("/cari/")
    wide.locator("#facet-language summary").click()
    choose(wide, "input[name=kind]")
    assert wide.locator("#facet-language").evaluate("facet => facet.open")


def test_a_chip_takes_a_choice_away(wide: Any) -> None:
    wide.goto("/cari/?kind=example&level=dasar")
    wide.locator(".chips a.chip").first.click()
    wide.wait_for_function("document.querySelectorAll('.chips .chip').length === 1")
    assert wide.url.endswith("/cari/?level=dasar")
    wide.locator(".chips a.more").click()
    wide.wait_for_function("!document.querySelector('.results-main .chips')")
    assert wide.url.endswith("/cari/")


def test_the_grid_is_remembered_in_this_tab(wide: Any) -> None:
    wide.goto("/cari/")
    requests: list[str] = []
    wide.on("request", lambda request: requests.append(request.url))
    wide.locator("[data-layout=kisi]").click()
    assert wide.locator("ol.cards.is-list").count() == 0
    assert wide.url.endswith("/cari/?tampilan=kisi")
    assert not [url for url in requests if "/cari/hasil/" in url]
    choose(wide, "input[name=kind]")
    assert "tampilan=kisi" in wide.url
    assert wide.locator("ol.cards.is-list").count() == 0
    wide.goto("/cari/?q=buku")
    assert wide.locator("ol.cards.is-list").count() == 0
    assert wide.locator("[data-layout=kisi]").get_attribute("aria-current") == "true"


def test_a_skeleton_shows_only_when_the_answer_takes_its_time(wide: Any) -> None:
    wide.goto("/cari/")
    wide.evaluate(
        """() => { window.waited = 0;
        new MutationObserver(() => { if (results.classList.contains('is-waiting')) window.waited += 1 })
          .observe(results, { attributes: true }) }"""
    )
    choose(wide, "input[name=kind]")
    assert wide.evaluate("window.waited") == 0

    def slowly(route: Any) -> None:
        response = route.fetch()
        wide.wait_for_timeout(700)
        route.fulfill(response=response)

    wide.route("**/cari/hasil/**", slowly)
    choose(wide, "input[name=level]")
    assert wide.evaluate("window.waited") > 0
    assert wide.locator("#results.is-waiting").count() == 0


# The keyboard alone


def test_the_keyboard_alone_searches_filters_removes_and_opens(wide: Any) -> None:
    wide.goto("/cari/")
    wide.locator("#q").focus()
    wide.keyboard.type("buku")
    wide.keyboard.press("Enter")
    wide.wait_for_url("**q=buku*")
    wide.wait_for_function("document.activeElement.id === 'results-title'")

    def tab_to(selector: str, key: str = "Tab") -> None:
        for _press in range(150):
            wide.keyboard.press(key)
            if wide.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        pytest.fail(f"Tab never reaches {selector}")

    tab_to("#filter input[name=kind]", "Shift+Tab")
    with wide.expect_response(lambda response: "/cari/hasil/" in response.url):
        wide.keyboard.press("Space")
    wide.wait_for_function("document.querySelector('.results-main .chip')")
    tab_to(".results-main .chip")
    wide.keyboard.press("Enter")
    wide.wait_for_function("!document.querySelector('.results-main .chip')")
    tab_to(".cards h3 a")
    address = wide.evaluate("document.activeElement.href")
    wide.keyboard.press("Enter")
    wide.wait_for_url(address)


# Without the script


def test_it_works_without_javascript(browser: Any, site: Any) -> None:
    context = browser.new_context(base_url=site.url, java_script_enabled=False, viewport={"width": 360, "height": 780})
    page = context.new_page()
    page.goto("/cari/?q=buku")
    assert page.locator("#filter").is_hidden()
    page.locator("#filters-open").click()
    assert page.locator("#filter").is_visible()
    page.locator(".filters-close").click()
    assert page.locator("#filter").is_hidden()
    page.locator("#filters-open").click()
    page.locator("#filter input[name=kind]").first.check()
    page.locator("#filters-show").click()
    page.wait_for_url(re.compile("kind="))
    assert page.locator("#filter").is_hidden()
    assert page.locator(".cards .card").count() > 0
    page.locator(".chips .chip").click()
    page.wait_for_url(re.compile("^(?!.*kind=)"))
    context.close()
