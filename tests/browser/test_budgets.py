"""What a page may weigh (docs/performance.md), asserted on every public template as a server sends it.

`make bench ARGS=pages` weighs every page of the whole demo content.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from types import SimpleNamespace
from typing import Any

import pytest

from tests.bench import pages

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


class Reader:
    """Reads the served site as Django's test client would."""

    def __init__(self, url: str) -> None:
        self.url = url

    def get(self, address: str) -> SimpleNamespace:
        try:
            answer = urllib.request.urlopen(self.url + address, timeout=30)
        except urllib.error.HTTPError as error:
            answer = error
        return SimpleNamespace(status_code=answer.status, streaming=False, content=answer.read())


def test_no_template_is_over_its_budget(site: Any, every_template: dict[str, str]) -> None:
    reader = Reader(site.url)
    weighed = [{"kind": name, **pages.weigh(address, reader)} for name, address in every_template.items()]
    assert pages.over(weighed) == []
    # The figures are of whole pages: each has its style inside, and those with a script load it.
    assert all(row["raw"] > 5_000 and row["html"] > 3_000 for row in weighed)
    assert {row["kind"] for row in weighed if row["script"]} >= {"search", "module", "lesson", "example"}


def test_a_page_over_its_budget_is_named() -> None:
    row = {"kind": "home", "address": "/", "html": 14_001, "all": 30_000, "script": 8_000, "requests": 5}
    assert pages.over([row]) == ["home /: html 14,001 > 14,000", "home /: requests 5 > 4"]
