"""The search page in a browser: only what changes is fetched, focus stays, Back works, it is announced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

FOCUS = "document.activeElement.id || document.activeElement.getAttribute('href') || ''"


def announced(page: Any) -> str:
    return str(page.locator("#search-status").inner_text())


def count(page: Any) -> str:
    return str(page.locator("#results-title").inner_text())


def number(text: str) -> int:
    return int(re.findall(r"\d+", text)[0])


@pytest.fixture
def wide(browser: Any, site: Any) -> Iterator[Any]:
    """A tab with filters beside the results."""
    context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def choose(page: Any, selector: str) -> None:
    with page.expect_response(lambda response: "/cari/hasil/" in response.url):
        page.locator(selector).first.check()
    page.wait_for_function("!document.querySelector('[aria-busy]')")


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


# The drawer of a phone


def open_drawer(page: Any, address: str = "/cari/") -> None:
    page.goto(address)
    page.locator("#filters-open").click()
    page.wait_for_selector("#filter[role=dialog]")


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


# Suggestions


def test_suggestions_are_a_combobox(page: Any) -> None:
    page.goto("/cari/")
    box = page.locator("#q")
    assert box.get_attribute("role") == "combobox"
    assert box.get_attribute("aria-expanded") == "false"
    box.press_sequentially("buk", delay=30)
    page.wait_for_selector(".suggestions li")
    listbox = page.locator(f"#{box.get_attribute('aria-controls')}")
    assert listbox.get_attribute("role") == "listbox"
    assert box.get_attribute("aria-expanded") == "true"
    assert listbox.locator("li small").first.inner_text() != ""
    page.press("#q", "ArrowDown")
    chosen = box.get_attribute("aria-activedescendant")
    assert page.locator(f"#{chosen}").get_attribute("aria-selected") == "true"
    page.press("#q", "ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    page.press("#q", "Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert page.input_value("#q") == "buk"


@pytest.mark.parametrize("way", ["keyboard", "pointer"])
def test_a_suggestion_leads_to_what_it_names(page: Any, way: str) -> None:
    page.goto("/cari/")
    page.locator("#q").press_sequentially("buk", delay=30)
    option = page.locator(".suggestions li").first
    address = option.get_attribute("data-url")
    if way == "keyboard":
        page.press("#q", "ArrowDown")
        page.press("#q", "Enter")
    else:
        option.click()
    page.wait_for_url(f"**{address}")


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
    assert "kind=" in page.url
    assert page.locator("#filter").is_hidden()
    assert page.locator(".cards .card").count() > 0
    page.locator(".chips .chip").click()
    assert "kind=" not in page.url
    context.close()


# Every screen


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
