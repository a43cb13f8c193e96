"""What the catalogue adds to the admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from search import (
    admin_duplicates,  # noqa: F401
    admin_promotions,  # noqa: F401
    admin_reports,  # noqa: F401
    admin_status,  # noqa: F401
    admin_words,  # noqa: F401
)
from search.missed_panel import MissedSearchesPanel


@hooks.register("construct_homepage_panels")
def show_missed_searches(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(MissedSearchesPanel())
