"""What readers ask of their device is honoured: less motion, and colours of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.templates import LESSON, TEMPLATES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
# Elements, with their ::before and ::after, that would move, fade or slide.
MOVING = """() => {
  const found = [];
  const seconds = (text) => Math.max(...text.split(",").map(parseFloat));
  for (const element of document.querySelectorAll("*"))
    for (const part of [null, "::before", "::after"]) {
      const style = getComputedStyle(element, part);
      if (seconds(style.transitionDuration) > 0.01 || (style.animationName !== "none" && seconds(style.animationDuration) > 0.01) || style.scrollBehavior === "smooth")
        found.push(`${element.tagName}.${element.className}${part ?? ""}`);
    }
  return found;
}"""
# Buttons, fields and choices whose edge is drawn by a background or a shadow alone: those colours are taken away.
EDGELESS = """() => {
  const found = [];
  for (const element of document.querySelectorAll("button, .button, input:not([type=hidden]):not([type=checkbox]):not([type=radio]), select, textarea, .chip")) {
    if (!element.checkVisibility() || element.closest(".visually-hidden")) continue;
    const style = getComputedStyle(element);
    const border = ["Top", "Right", "Bottom", "Left"].some((side) => style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) >= 1);
    const outline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
    const underlined = style.textDecorationLine.includes("underline");
    const frame = element.parentElement.closest(".search-box");
    const framed = frame && parseFloat(getComputedStyle(frame).borderTopWidth) >= 1;
    if (!border && !outline && !underlined && !framed) found.push(element.outerHTML.slice(0, 140));
  }
  return found;
}"""
# Words whose colours are kept against the reader's wish.
STUBBORN = """() => [...document.querySelectorAll("body *")]
  .filter((element) => getComputedStyle(element).forcedColorAdjust === "none" && !element.closest("svg") && element.innerText?.trim())
  .map((element) => element.outerHTML.slice(0, 140))"""


@pytest.fixture(scope="module")
def calm(browser: Any, site: Any, every_template: dict[str, str]) -> Iterator[Any]:
    context = browser.new_context(base_url=site.url, viewport={"width": 360, "height": 780}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def forced(browser: Any, site: Any, every_template: dict[str, str]) -> Iterator[Any]:
    context = browser.new_context(
        base_url=site.url, viewport={"width": 1280, "height": 800}, forced_colors="active", color_scheme="dark"
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", TEMPLATES)
def test_nothing_moves_for_readers_who_want_none(calm: Any, name: str) -> None:
    calm.goto(TEMPLATES[name])
    assert calm.evaluate(MOVING) == []


def test_some_things_move_for_everybody_else(wide: Any) -> None:
    wide.goto("/cari/")
    assert wide.evaluate(MOVING)


@pytest.mark.parametrize("name", TEMPLATES)
def test_controls_keep_an_edge_in_forced_colours(forced: Any, name: str) -> None:
    forced.goto(TEMPLATES[name])
    assert forced.evaluate("matchMedia('(forced-colors: active)').matches")
    assert forced.evaluate(EDGELESS) == []
    assert forced.evaluate(STUBBORN) == []


def test_a_verdict_is_more_than_a_colour(forced: Any) -> None:
    forced.goto(LESSON)
    item = forced.locator(".quiz .choices li[data-correct]").first
    item.locator("button").click()
    assert item.locator(".mark svg").bounding_box()["width"] > 8
    assert item.locator(".mark .visually-hidden").inner_text().strip()


def test_a_chosen_way_of_showing_results_is_marked_in_forced_colours(forced: Any) -> None:
    forced.goto("/cari/")
    drawn = "element => { const s = getComputedStyle(element); return [s.borderTopColor, s.borderTopWidth, s.outlineStyle, s.backgroundColor, s.color, s.textDecorationLine].join() }"
    chosen = forced.locator(
        ".results-layouts [aria-current], .layouts [aria-current], [aria-pressed=true], .is-on"
    ).first
    other = chosen.locator("xpath=(following-sibling::* | preceding-sibling::*)[1]")
    assert chosen.evaluate(drawn) != other.evaluate(drawn)
