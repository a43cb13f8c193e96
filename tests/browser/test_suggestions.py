"""Suggestions under the search box: a combobox of the ARIA authoring practices."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


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
