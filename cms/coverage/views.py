"""Laporan › Peta Cakupan: where materials are, where few and where none; as chart, table and sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from cms.admin.export import harmless
from cms.admin.reach import is_national
from cms.coverage.axes import PAIRS, third
from cms.coverage.chart import pictures
from cms.coverage.grid import STEPS, THIN, Cell, Grid
from cms.models import Centre
from cms.vocabulary import TermEntry
from cms.workspaces.roles import is_national_team, workspaces_of

LISTED = 24


def may_see_coverage(user: Any) -> bool:
    """Everybody of the national team and of a centre: the figures are of what readers see."""
    return bool(sees_every_centre(user) or workspaces_of(user).exists())


def sees_every_centre(user: Any) -> bool:
    return bool(is_national(user) or is_national_team(user))


def centres_for(user: Any) -> Any:
    """The centres whose own map the user may look at: every one, or those they work in; as a queryset by name."""
    centres = Centre.objects.order_by("name", "pk").filter(successor=None)
    if not sees_every_centre(user):
        centres = centres.filter(workspace__in=workspaces_of(user))
    return centres


class CoverageView(SpreadsheetExportMixin, WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """`axes` says which two vocabularies are shown, the third one's parameter filters, `centre` narrows to a centre."""

    template_name = "coverage/map.html"
    page_title = _("Coverage map")
    header_icon = "table"
    _show_breadcrumbs = True
    list_export = ["row", "column", "chosen", "centre", "count", "state", "url"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_see_coverage(request.user):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_export:
            return self.as_spreadsheet(list(self.grid.cells), request.GET["export"])
        return super().get(request, *args, **kwargs)

    @cached_property
    def centres(self) -> list[Centre]:
        return list(centres_for(self.request.user))

    @cached_property
    def centre(self) -> Centre | None:
        """The chosen centre. One that is not the user's is as unknown to them as one that is not there."""
        slug = self.request.GET.get("centre", "")
        found = next((centre for centre in self.centres if centre.slug == slug), None)
        if slug and found is None:
            raise Http404(f"no centre of this user's is called {slug}")
        return found

    @cached_property
    def grid(self) -> Grid:
        pair = PAIRS.get(self.request.GET.get("axes", ""), PAIRS["subject-level"])
        axis = third(pair)
        slug = self.request.GET.get(axis.name, "")
        chosen = axis.resolve(slug) if slug else None
        if slug and chosen is None:
            raise Http404(f"no {axis.name} is called {slug}")
        return Grid(pair, chosen, self.centre)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        grid = self.grid
        return {
            **super().get_context_data(**kwargs),
            "grid": grid,
            "pictures": pictures(grid),
            "pairs": [(name, rows.label, columns.label) for name, (rows, columns) in PAIRS.items()],
            "terms": self._terms(),
            "centres": self.centres,
            "centre": self.centre,
            "missing": grid.missing[:LISTED],
            "thin": grid.thin[:LISTED],
            "legend": self._legend(),
            "thin_below": THIN,
        }

    def _terms(self) -> list[TermEntry]:
        axis, chosen = self.grid.filter_axis, self.grid.chosen
        return axis.shown({chosen.pk: 1} if chosen else {})

    @staticmethod
    def _legend() -> list[tuple[int, str]]:
        """(shade, the numbers it stands for)."""
        ends = [begin - 1 for begin in STEPS[1:]]
        ranges = [f"{begin}–{end}" for begin, end in zip(STEPS, ends, strict=False)]
        return list(enumerate(["0", *ranges, f"≥ {STEPS[-1]}"]))

    def get_filename(self) -> str:
        place = f"-{self.centre.slug}" if self.centre else ""
        return f"peta-cakupan{place}-{timezone.localdate():%Y-%m-%d}"

    def get_heading(self, queryset: Any, field: str) -> str:
        grid = self.grid
        return str(
            {
                "row": grid.row_axis.label,
                "column": grid.column_axis.label,
                "chosen": grid.filter_axis.label,
                "centre": _("Centre"),
                "count": _("Materials"),
                "state": _("Status"),
                "url": _("Address"),
            }[field]
        )

    def to_row_dict(self, item: Cell) -> dict[str, Any]:
        grid = self.grid
        row = {
            "row": item.row.label,
            "column": item.column.label,
            "chosen": grid.chosen.label if grid.chosen else str(grid.filter_axis.every),
            "centre": self.centre.label if self.centre else str(_("The whole country")),
            "count": item.count,
            "state": item.state_label,
            "url": self.request.build_absolute_uri(item.url) if item.url else "",
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
