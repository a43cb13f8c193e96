"""Reports of what readers search for: what found nothing, and what is searched most. With CSV and XLSX."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Max, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, override, pgettext_lazy
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry

from cms.admin.export import harmless
from cms.admin.reach import is_national
from cms.models import Synonym
from search.models import QueryLog
from search.query_log import MISSED

PERIODS = (7, 30, 180)
DEFAULT_PERIOD = 30
EVERY = "semua"
# A report is read by people; a sheet of more rows than this by nobody.
MAX_EXPORTED = 10_000


@dataclass(frozen=True, slots=True)
class SearchRow:
    """A query in one interface language: how often in the period, and what its last search of the period found."""

    query: str
    language: str
    times: int
    last: QueryLog

    @property
    def total(self) -> int:
        return self.last.total

    @property
    def day(self) -> datetime.date:
        return self.last.day

    @property
    def instead(self) -> str:
        return self.last.instead

    @property
    def outcome(self) -> str:
        return str(self.last.get_outcome_display())

    @property
    def language_name(self) -> str:
        return str(dict(settings.LANGUAGES).get(self.language, self.language))

    @property
    def url(self) -> str:
        """The search itself, as its readers see it."""
        with override(self.language if self.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
            return f"{reverse('search')}?{urlencode({'q': self.query})}"


class SearchFilterSet(WagtailFilterSet):  # type: ignore[misc]
    """The period looked at, the interface's language, and whether searches within filters count too."""

    period = django_filters.ChoiceFilter(
        label=_("Period"),
        choices=[
            (days, ngettext_lazy("Last %(days)s day", "Last %(days)s days", days) % {"days": days}) for days in PERIODS
        ],
        empty_label=None,
        method="in_period",
    )
    language = django_filters.ChoiceFilter(label=_("Interface language"), choices=settings.LANGUAGES)
    scope = django_filters.ChoiceFilter(
        label=_("Which searches"),
        choices=[(EVERY, _("Also those within filters"))],
        empty_label=_("Only those without filters"),
        method="of_scope",
    )

    class Meta:
        model = QueryLog
        fields: Sequence[str] = []

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        data = data.copy() if data is not None else {}
        if data.get("period") not in {str(days) for days in PERIODS}:
            data["period"] = str(DEFAULT_PERIOD)
        super().__init__(data, *args, **kwargs)
        self.form.fields["period"].initial = str(DEFAULT_PERIOD)

    def in_period(self, rows: QuerySet[QueryLog], name: str, value: str) -> QuerySet[QueryLog]:
        return rows.filter(day__gt=timezone.localdate() - datetime.timedelta(days=int(value)))

    def of_scope(self, rows: QuerySet[QueryLog], name: str, value: str) -> QuerySet[QueryLog]:
        return rows

    def filter_queryset(self, queryset: QuerySet[QueryLog]) -> QuerySet[QueryLog]:
        rows: QuerySet[QueryLog] = super().filter_queryset(queryset)
        # What a search within filters does not find may well be there without them.
        return rows if self.form.cleaned_data.get("scope") == EVERY else rows.filter(facets={})


class SearchReportView(ReportView):  # type: ignore[misc]
    """Searches of the log, those of a query and language in one row."""

    template_name = "search/admin/search_report.html"
    table_classname = "listing search-report"
    header_icon = "search"
    model = QueryLog
    filterset_class = SearchFilterSet
    is_searchable = True
    search_fields = ["query"]
    search_backend_name = None
    default_ordering = "-times"
    file_stem = "pencarian"
    list_export = ["query", "times", "total", "outcome", "instead", "day", "language_name"]
    export_headings = {
        "query": _("Words"),
        "times": _("Times"),
        "total": _("Results"),
        "outcome": _("Outcome"),
        "instead": _("Searched instead"),
        "day": _("Last searched"),
        "language_name": _("Interface language"),
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_national(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> Any:
        rows = QueryLog.objects.order_by().values("query", "language")
        return rows.annotate(times=Sum("count"), last_id=Max("pk"), last_day=Max("day"))

    def order_queryset(self, queryset: Any) -> Any:
        return super().order_queryset(queryset).order_by(self.ordering, "query", "language")

    def get_filtered_queryset(self) -> Any:
        rows = super().get_filtered_queryset()
        return rows[:MAX_EXPORTED] if self.is_export else rows

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        return self._rows(object_list) if self.is_export else object_list

    def get_table(self, object_list: Any) -> Any:
        return super().get_table(self._rows(object_list))

    def _rows(self, object_list: Any) -> list[SearchRow]:
        rows = list(object_list)
        last = QueryLog.objects.in_bulk([row["last_id"] for row in rows])
        return [
            SearchRow(row["query"], row["language"], row["times"], last[row["last_id"]])
            for row in rows
            if row["last_id"] in last
        ]

    @property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "query",
                label=_("Words"),
                get_url=lambda row: row.url,
                link_attrs={"target": "_blank", "rel": "noreferrer"},
                sort_key="query",
            ),
            NumberColumn("times", label=_("Times"), classname="is-number", sort_key="times"),
            NumberColumn("total", label=_("Results"), classname="is-number"),
            Column("instead", label=_("Searched instead"), classname="is-extra"),
            Column("day", label=_("Last searched"), classname="is-extra", sort_key="last_day"),
            Column("language_name", label=_("Interface language"), classname="is-extra"),
        ]

    def get_filename(self) -> str:
        return f"{self.file_stem}-{timezone.localdate():%Y-%m-%d}"

    def to_row_dict(self, item: SearchRow) -> dict[str, Any]:
        return {name: harmless(value) for name, value in super().to_row_dict(item).items()}

    def stream_csv(self, queryset: Any) -> Iterator[bytes]:
        # Without the mark Excel takes UTF-8 for the system's own encoding.
        yield "\ufeff".encode()
        yield from super().stream_csv(queryset)

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> Any:
        response = super().as_spreadsheet(queryset, spreadsheet_format)
        response["Cache-Control"] = "no-store"
        return response


class PopularSearchesView(SearchReportView):
    page_title = _("Popular searches")
    index_url_name = "popular_searches"
    index_results_url_name = "popular_searches_results"
    file_stem = "pencarian-populer"


class SynonymColumn(Column):  # type: ignore[misc]
    """A way to help: a synonym with these words."""

    cell_template_name = "search/admin/synonym_cell.html"

    def get_cell_context_data(self, instance: SearchRow, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, "url": synonym_url(instance.query)}


class MissedSearchesView(SearchReportView):
    page_title = _("Searches that found nothing")
    index_url_name = "missed_searches"
    index_results_url_name = "missed_searches_results"
    file_stem = "pencarian-tanpa-hasil"

    def get_base_queryset(self) -> Any:
        """What was typed did not find anything, whatever was shown instead."""
        return super().get_base_queryset().filter(outcome__in=MISSED)

    @property
    def columns(self) -> list[Column]:
        shown = super().columns
        shown.insert(3, Column("outcome", label=_("Outcome"), classname="is-extra"))
        if may_add_synonyms(self.request.user):
            shown.append(SynonymColumn("synonym", label=pgettext_lazy("column", "Help"), accessor="query"))
        return shown


def may_add_synonyms(user: Any) -> bool:
    return bool(policy_registry.get_by_type(Synonym).user_has_permission(user, "add"))


def synonym_url(query: str) -> str:
    """The form of a new synonym with these words in it."""
    return f"{reverse('wagtailsnippets_cms_synonym:add')}?{urlencode({'same_meaning': query})}"


class NationalMenuItem(MenuItem):  # type: ignore[misc]
    """Shown to those who work on national content."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_national(request.user)


REPORTS: tuple[tuple[str, type[SearchReportView], int], ...] = (
    ("missed_searches", MissedSearchesView, 1300),
    ("popular_searches", PopularSearchesView, 1310),
)


@hooks.register("register_admin_urls")
def report_urls() -> list[URLPattern]:
    addresses = {"missed_searches": "pencarian-tanpa-hasil", "popular_searches": "pencarian-populer"}
    return [
        pattern
        for name, view, _order in REPORTS
        for pattern in (
            path(f"reports/{addresses[name]}/", view.as_view(), name=name),
            path(f"reports/{addresses[name]}/results/", view.as_view(results_only=True), name=f"{name}_results"),
        )
    ]


def _menu_item(name: str, view: type[SearchReportView], order: int) -> None:
    @hooks.register("register_reports_menu_item")
    def item() -> MenuItem:
        return NationalMenuItem(view.page_title, reverse(name), name=name, icon_name="search", order=order)


for report in REPORTS:
    _menu_item(*report)
