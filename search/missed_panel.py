"""On the admin's home: what readers searched for and did not find. Said to those who work on national content."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from wagtail.admin.ui.components import Component

from cms.admin.home import ways_to_add
from cms.admin.reach import is_national
from search.admin_reports import may_add_synonyms, synonym_url
from search.query_log import missed_searches

DAYS = 7


class MissedSearchesPanel(Component):  # type: ignore[misc]
    name = "missed_searches"
    template_name = "search/admin/missed_searches.html"
    order = 140

    def render_html(self, parent_context: Any = None) -> SafeString:
        if not is_national(parent_context["request"].user):
            return SafeString("")
        return SafeString(super().render_html(parent_context))

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        user = parent_context["request"].user
        missed = missed_searches(days=DAYS)
        may_help = bool(missed) and may_add_synonyms(user)
        return {
            "rows": [
                {
                    "missed": row,
                    "url": f"{reverse('search')}?{urlencode({'q': row.query})}",
                    "synonym_url": synonym_url(row.query) if may_help else "",
                }
                for row in missed
            ],
            "days": DAYS,
            "ways": ways_to_add(user) if missed else [],
        }
