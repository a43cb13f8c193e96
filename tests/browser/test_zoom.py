"""Enlarged to 400 %: a window of 1280 px is 320 px wide then, and nothing has to be read sideways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.search_pages import open_drawer
from tests.browser.templates import TEMPLATES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
# Elements with words or pictures that stick out of the window and that no scrollable box holds.
OUTSIDE = """() => {
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    if (!element.checkVisibility({ visibilityProperty: true }) || element.closest("svg, .visually-hidden, .skip")) continue;
    const box = element.getBoundingClientRect();
    if (!box.width || box.right <= innerWidth + 1 && box.left >= -1) continue;
    let holder = element.parentElement;
    while (holder && !/auto|scroll/.test(getComputedStyle(holder).overflowX)) holder = holder.parentElement;
    if (!holder) found.push(`${element.tagName}.${element.className} ${Math.round(box.left)}..${Math.round(box.right)}`);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def enlarged(browser: Any, site: Any, every_template: dict[str, str]) -> Iterator[Any]:
    """The tab of a window of 1280 by 1024 px, at 400 %."""
    context = browser.new_context(
        base_url=site.url, viewport={"width": 320, "height": 256}, device_scale_factor=4, reduced_motion="reduce"
    )
    tab = context.new_page()
    tab.set_default_timeout(20_000)
    yield tab
    context.close()


@pytest.mark.parametrize("name", TEMPLATES)
def test_nothing_is_read_sideways(enlarged: Any, name: str) -> None:
    enlarged.goto(TEMPLATES[name])
    assert enlarged.evaluate("document.documentElement.scrollWidth") <= 320
    assert enlarged.evaluate(OUTSIDE) == []


def test_the_filters_fit_and_scroll(enlarged: Any) -> None:
    open_drawer(enlarged)
    assert enlarged.evaluate("document.documentElement.scrollWidth") <= 320
    box = enlarged.locator("#filter").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    last = enlarged.locator("#filter summary").last
    last.scroll_into_view_if_needed()
    assert 0 <= last.bounding_box()["y"] < 256


def test_what_sticks_to_the_edges_leaves_room_to_read(enlarged: Any) -> None:
    for name in ("home", "search", "module", "lesson", "example"):
        enlarged.goto(TEMPLATES[name])
        enlarged.evaluate("scrollTo(0, 600)")
        taken = enlarged.evaluate(
            """() => [...document.querySelectorAll("body *")]
              .filter((element) => /fixed|sticky/.test(getComputedStyle(element).position) && element.checkVisibility())
              .map((element) => element.getBoundingClientRect())
              .filter((box) => box.width > 160 && box.bottom > 0 && box.top < innerHeight)
              .filter((box) => box.top <= 1 || box.bottom >= innerHeight - 1)
              .reduce((sum, box) => sum + Math.min(box.bottom, innerHeight) - Math.max(box.top, 0), 0)"""
        )
        assert taken <= 256 / 3, name


def test_the_check_sees_what_sticks_out(enlarged: Any) -> None:
    enlarged.goto("/")
    enlarged.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<p style=\"width:500px\">Lebar</p>')"
    )
    assert enlarged.evaluate(OUTSIDE)
