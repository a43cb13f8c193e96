"""The report "Adaptasi": what was adapted from where, and whether the source has changed since."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Case, CharField, Exists, OuterRef, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import page_permission_policy

from cms.adaptation.models import Adaptation
from cms.admin.export import harmless
from cms.admin.reach import explorable
from cms.models import LearningResource

STATES = {
    "changed": gettext_lazy("Source has changed"),
    "current": gettext_lazy("Up to date"),
    "hidden": gettext_lazy("Source is not public any more"),
    "gone": gettext_lazy("Source was deleted"),
}
RIGHTS = {"add", "change", "publish", "bulk_delete", "lock", "unlock"}


def may_see_report(user: Any) -> bool:
    return bool(page_permission_policy.user_has_any_permission(user, RIGHTS))


def with_state(rows: Any) -> Any:
    """Adds `state`: one of `STATES`."""
    source_is_open = Exists(LearningResource.objects.visible().filter(pk=OuterRef("source")))
    return rows.annotate(
        state=Case(
            When(source=None, then=Value("gone")),
            When(~source_is_open, then=Value("hidden")),
            When(source_changed_at__isnull=False, then=Value("changed")),
            default=Value("current"),
            output_field=CharField(),
        )
    )


class AdaptationFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=list(STATES.items()))

    class Meta:
        model = Adaptation
        fields: list[str] = []


class AdaptationReportView(ReportView):
    """The adaptations that the user may see in the admin: those of their own tree."""

    page_title = gettext_lazy("Adaptations")
    header_icon = "copy"
    model = Adaptation
    filterset_class = AdaptationFilterSet
    is_searchable = True
    search_fields = ["page__title", "page__draft_title", "source_title"]
    search_backend_name = None
    default_ordering = "-adapted_at"
    index_url_name = "adaptation_report"
    index_results_url_name = "adaptation_report_results"
    results_template_name = "adaptation/report_results.html"
    list_export = ["title", "centre", "source_title", "source_url", "state", "adapted_at", "merged_at", "changed_at"]
    export_headings = {
        "title": gettext_lazy("Material"),
        "centre": gettext_lazy("Centre"),
        "source_title": gettext_lazy("Source"),
        "source_url": gettext_lazy("Address of the source"),
        "state": gettext_lazy("State"),
        "adapted_at": gettext_lazy("Adapted on"),
        "merged_at": gettext_lazy("Last taken over"),
        "changed_at": gettext_lazy("Source changed on"),
    }
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Material"),
            accessor=lambda row: row.page.get_admin_display_title(),
            get_url=lambda row: reverse("wagtailadmin_pages:edit", args=[row.page_id]),
        ),
        Column("centre", label=gettext_lazy("Centre"), accessor=lambda row: centre_of(row)),
        Column("source_title", label=gettext_lazy("Source"), sort_key="source_title"),
        TitleColumn(
            "state",
            label=gettext_lazy("State"),
            accessor=lambda row: str(STATES[row.state]),
            get_url=lambda row: reverse("adaptation_take_over", args=[row.page_id]) if row.state == "changed" else None,
        ),
        DateColumn("adapted_at", label=gettext_lazy("Adapted on"), sort_key="adapted_at"),
        DateColumn("merged_at", label=gettext_lazy("Last taken over"), sort_key="merged_at"),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_see_report(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> Any:
        own = explorable(self.request.user).order_by().values("pk")
        rows = with_state(Adaptation.objects.filter(page__in=own))
        return rows.select_related("page__centre").defer("base", "parts")

    def order_queryset(self, queryset: Any) -> Any:
        ordered = super().order_queryset(queryset)
        return ordered.order_by(*ordered.query.order_by, "-pk")

    def get_filename(self) -> str:
        return f"adaptasi-{timezone.localdate():%Y-%m-%d}"

    def to_row_dict(self, item: Adaptation) -> dict[str, Any]:
        row: dict[str, Any] = {
            "title": item.page.get_admin_display_title(),
            "centre": centre_of(item),
            "source_title": item.source_title,
            "source_url": item.source_url,
            "state": str(STATES[item.state]),  # type: ignore[attr-defined]
            "adapted_at": _day(item.adapted_at),
            "merged_at": _day(item.merged_at),
            "changed_at": _day(item.source_changed_at),
        }
        return {name: harmless(value) for name, value in row.items()}

    def stream_csv(self, queryset: Any) -> Iterator[bytes]:
        # Without the mark Excel takes UTF-8 for the system's own encoding.
        yield "\ufeff".encode()
        yield from super().stream_csv(queryset)

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> Any:
        response = super().as_spreadsheet(queryset, spreadsheet_format)
        response["Cache-Control"] = "no-store"
        return response


def centre_of(row: Adaptation) -> str:
    return row.page.centre.label if row.page.centre else _("National")


def _day(moment: Any) -> Any:
    return timezone.localtime(moment).replace(tzinfo=None, microsecond=0) if moment else None
