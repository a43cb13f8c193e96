"""What the tests of the search page in a browser share."""

from __future__ import annotations

import re
from typing import Any

FOCUS = "document.activeElement.id || document.activeElement.getAttribute('href') || ''"


def announced(page: Any) -> str:
    return str(page.locator("#search-status").inner_text())


def count(page: Any) -> str:
    return str(page.locator("#results-title").inner_text())


def number(text: str) -> int:
    return int(re.findall(r"\d+", text)[0])


def choose(page: Any, selector: str) -> None:
    with page.expect_response(lambda response: "/cari/hasil/" in response.url):
        page.locator(selector).first.check()
    page.wait_for_function("!document.querySelector('[aria-busy]')")


def open_drawer(page: Any, address: str = "/cari/") -> None:
    page.goto(address)
    page.locator("#filters-open").click()
    page.wait_for_selector("#filter[role=dialog]")
