"""What a page may weigh (docs/performance.md), asserted on every page of the demo content as it is served."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bench import pages

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def weighed() -> list[dict[str, Any]]:
    """The heaviest page of each kind."""
    return pages.measure()["pages"]


def test_every_kind_of_page_is_weighed(weighed):
    kinds = {row["kind"] for row in weighed}
    assert {"home", "search", "not found", "module", "lesson", "example", "centre", "subject", "standard"} <= kinds
    assert sum(row["of"] for row in weighed) > 150


def test_no_page_is_over_its_budget(weighed):
    assert pages.over(weighed) == []


def test_a_page_over_its_budget_is_named():
    row = {"kind": "home", "address": "/", "html": 14_001, "all": 30_000, "script": 8_000, "requests": 5}
    assert pages.over([row]) == ["home /: html 14,001 > 14,000", "home /: requests 5 > 4"]
