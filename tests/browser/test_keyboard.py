"""The keyboard alone: every step from the search box to an answered question, by Tab, Enter and Space."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.search_pages import count, number
from tests.browser.templates import LESSON, MODULE, TEMPLATES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
FOCUSED = "selector => !!document.activeElement && document.activeElement.matches(selector)"
# The focus is seen: an outline, or a frame or shadow that the element has only then.
RING = """() => {
  const style = (element) => { const s = getComputedStyle(element); return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.borderColor, s.backgroundColor].join(); };
  const element = document.activeElement;
  const focused = getComputedStyle(element);
  const outlined = focused.outlineStyle !== "none" && parseFloat(focused.outlineWidth) >= 2;
  const before = style(element);
  element.blur();
  const changed = style(element) !== before;
  element.focus({ focusVisible: true });
  return outlined || changed;
}"""
# In view, and nothing that sticks to the window's edge lies on its middle.
SEEN = """() => {
  const element = document.activeElement, box = element.getBoundingClientRect();
  const x = box.x + box.width / 2, y = Math.min(box.y + box.height / 2, innerHeight - 1);
  if (box.bottom <= 0 || box.top >= innerHeight) return false;
  const above = document.elementFromPoint(Math.max(0, Math.min(x, innerWidth - 1)), Math.max(0, y));
  return !!above && (element.contains(above) || above.contains(element) || !!above.closest("label")?.contains(element));
}"""
NAME = "(document.activeElement.outerHTML || '').slice(0, 160)"


@pytest.fixture
def keys(browser: Any, site: Any, every_template: dict[str, str]) -> Iterator[Any]:
    """A tab of 1280 px that is used with the keyboard; the mouse is never asked for."""
    context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    tab = context.new_page()
    tab.set_default_timeout(20_000)
    yield tab
    context.close()


def tab_to(page: Any, selector: str, presses: int = 150, key: str = "Tab") -> None:
    for _press in range(presses):
        page.keyboard.press(key)
        if page.evaluate(FOCUSED, selector):
            return
    raise AssertionError(f"{selector} is not reached with {presses} × {key} on {page.url}")


def test_from_the_home_page_to_a_result_and_its_lesson(keys: Any) -> None:
    keys.goto("/")
    tab_to(keys, "main input[name=q]")
    keys.keyboard.type("geogebra")
    with keys.expect_navigation(url="**/cari/?*q=geogebra*"):
        keys.keyboard.press("Enter")
    tab_to(keys, f".card h3 a[href$='{MODULE}']")
    with keys.expect_navigation(url=f"**{MODULE}"):
        keys.keyboard.press("Enter")
    tab_to(keys, f"main a[href$='{LESSON}']")
    with keys.expect_navigation(url=f"**{LESSON}"):
        keys.keyboard.press("Enter")
    assert keys.locator("h1").inner_text() != ""


def test_a_filter_is_chosen_and_removed_again(keys: Any) -> None:
    keys.goto("/cari/")
    before = count(keys)
    tab_to(keys, "#filter input[name=kind][value=module]")
    with keys.expect_response(lambda response: "/cari/hasil/" in response.url):
        keys.keyboard.press("Space")
    keys.wait_for_function("before => document.querySelector('#results-title').innerText !== before", arg=before)
    assert number(count(keys)) < number(before)
    assert keys.evaluate(FOCUSED, "#filter input[name=kind][value=module]"), "the focus was lost"
    tab_to(keys, ".chips a.chip, .chips .chip a")
    keys.keyboard.press("Enter")
    keys.wait_for_function("before => document.querySelector('#results-title').innerText === before", arg=before)
    assert not keys.url.endswith("kind=module")


def test_filters_on_a_phone_are_opened_chosen_and_shown(keys: Any) -> None:
    keys.set_viewport_size({"width": 360, "height": 780})
    keys.goto("/cari/")
    before = count(keys)
    tab_to(keys, "#filters-open")
    keys.keyboard.press("Enter")
    keys.wait_for_selector("#filter[role=dialog]")
    tab_to(keys, "#filter input[name=kind][value=example]")
    with keys.expect_response(lambda response: "/cari/hasil/" in response.url):
        keys.keyboard.press("Space")
    keys.wait_for_function("before => document.querySelector('#results-title').innerText !== before", arg=before)
    tab_to(keys, "#filters-show")
    keys.keyboard.press("Enter")
    keys.wait_for_selector("#filter", state="hidden")
    assert keys.url.endswith("kind=example")


def test_without_script_the_form_is_sent_by_enter(browser: Any, site: Any, every_template: dict[str, str]) -> None:
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/cari/")
    page.focus("#q")
    page.keyboard.type("geogebra")
    with page.expect_navigation(url="**/cari/?*q=geogebra*"):
        page.keyboard.press("Enter")
    assert page.locator(".card h3 a").count() > 0
    context.close()


def test_a_question_is_answered_and_the_verdict_is_announced(keys: Any) -> None:
    keys.goto(LESSON)
    tab_to(keys, ".quiz .choices button")
    quiz = keys.locator(".quiz").first
    for _try in range(quiz.locator(".choices button").count()):
        keys.keyboard.press("Enter")
        assert quiz.locator("[role=status].verdict").inner_text().strip()
        if quiz.locator(".choices li.is-right").count():
            break
        keys.keyboard.press("Tab")
    assert quiz.locator(".choices li.is-right").count() == 1
    assert quiz.locator("details").get_attribute("open") is not None


def test_the_first_tab_skips_to_the_content(keys: Any) -> None:
    for address in ("/", MODULE, "/cari/"):
        keys.goto(address)
        keys.keyboard.press("Tab")
        assert keys.evaluate(FOCUSED, "a.skip"), address
        assert keys.locator("a.skip").is_visible()
        keys.keyboard.press("Enter")
        keys.keyboard.press("Tab")
        assert keys.evaluate("document.querySelector('main').contains(document.activeElement)"), address


@pytest.mark.parametrize("name", ["home", "search", "modules", "module", "lesson", "example", "centre", "subjects"])
def test_every_stop_of_the_focus_is_seen(keys: Any, name: str) -> None:
    keys.set_viewport_size({"width": 360, "height": 640})
    keys.goto(TEMPLATES[name])
    stops = 0
    for _press in range(300):
        keys.keyboard.press("Tab")
        if keys.evaluate("document.activeElement === document.body"):
            break
        stops += 1
        assert keys.evaluate(SEEN), f"covered or out of view: {keys.evaluate(NAME)}"
        assert keys.evaluate(RING), f"the focus does not show: {keys.evaluate(NAME)}"
    assert stops > 5
