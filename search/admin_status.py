"""For administrators: how the search engines fare, what waits, what was refused, and what to do about it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from search import index_states
from search.drain import waiting
from search.engines import get_indexes
from search.engines.base import EngineUnavailable, SearchEngine
from search.engines.breaker import breaker_of
from search.fallback_care import is_behind
from search.models import IndexState, RejectedDocument
from search.types import EngineStatus

SHOWN = 50
NAMES = {"embedded": gettext_lazy("Embedded engine"), "elasticsearch": "Elasticsearch"}
STATES = {
    "ready": pgettext_lazy("search engine", "Ready"),
    "building": pgettext_lazy("search engine", "Being built"),
    "lagging": pgettext_lazy("search engine", "Behind"),
    "down": pgettext_lazy("search engine", "Cannot be used"),
}


def may_see_status(user: Any) -> bool:
    """Superusers, and whoever holds the permission to view `search.IndexState`."""
    return bool(user.is_active and user.has_perm("search.view_indexstate"))


@dataclass(frozen=True, slots=True)
class IndexReport:
    """One index as it is now; `waits` None: cannot be known. `reason` is what the engine says itself."""

    name: str
    first: bool
    state: str
    documents: int
    cursor: int
    waits: int | None
    address: str
    version: str
    since: datetime.datetime | None
    reason: str
    known: IndexState | None

    @property
    def label(self) -> str:
        return str(NAMES.get(self.name, self.name))

    @property
    def state_label(self) -> str:
        return str(STATES[self.state])

    @property
    def answers(self) -> bool:
        """Whether it can answer readers, be it behind."""
        return self.state in ("ready", "lagging")


def report(engine: SearchEngine, *, first: bool) -> IndexReport:
    """Asks the engine; one that cannot be reached is asked only once."""
    known = IndexState.objects.filter(pk=engine.name).first()
    reading = breaker_of(engine)
    status = EngineStatus(engine.name, "down", detail=reading.reason) if reading.is_pausing else engine.status()
    version, waits = "", None
    if status.state in ("ready", "lagging"):
        try:
            version, waits = engine.version(), waiting(engine)
        except EngineUnavailable as error:
            status = EngineStatus(engine.name, "down", detail=str(error))
    failing = known if known and known.failing_since else None
    state, reason = status.state, status.detail
    if state == "ready" and failing:
        state, reason = "lagging", failing.reason
    since = (failing.failing_since if failing else None) or reading.since
    return IndexReport(
        name=engine.name,
        first=first,
        state=state,
        documents=status.documents,
        cursor=status.cursor,
        waits=waits,
        address=engine.address,
        version=version,
        since=since if state != "ready" else None,
        reason=reason if state != "ready" else "",
        known=known,
    )


@dataclass(frozen=True, slots=True)
class Refused:
    """A rejected material with its title and the address of its form, where the page is still there."""

    row: RejectedDocument
    title: str
    url: str


def refused() -> list[Refused]:
    """What the engines in use refuse, at most SHOWN, the newest first."""
    names = [engine.name for engine in get_indexes()]
    rows = list(RejectedDocument.objects.filter(engine__in=names).order_by("-updated_at", "pk")[:SHOWN])
    titles = dict(Page.objects.filter(pk__in=[row.page_id for row in rows]).values_list("pk", "title"))
    return [
        Refused(
            row,
            titles.get(row.page_id, str(row.uuid)),
            reverse("wagtailadmin_pages:edit", args=[row.page_id]) if row.page_id in titles else "",
        )
        for row in rows
    ]


class SearchStatusView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    template_name = "search/admin/status.html"
    page_title = gettext_lazy("Search engine")
    header_icon = "search"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_see_status(request.user):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        engines = get_indexes()
        reports = [report(engine, first=at == 0) for at, engine in enumerate(engines)]
        rows = refused()
        return {
            **super().get_context_data(**kwargs),
            "reports": reports,
            "main": reports[0],
            "standing_in": (not reports[0].answers or is_behind(engines[0]))
            and any(other.answers for other in reports[1:]),
            "refused": rows,
            "refused_left_out": len(rows) == SHOWN,
            "page_title": self.page_title,
        }


class SearchStatusPanel(Component):  # type: ignore[misc]
    """On the admin's home, for administrators, only when something needs them. Asks the database, not the engines."""

    name = "search_status"
    template_name = "search/admin/status_panel.html"
    order = 20

    def render_html(self, parent_context: Any = None) -> SafeString:
        if not may_see_status(parent_context["request"].user):
            return SafeString("")
        context = self.get_context_data(parent_context)
        if not context["behind"] and not context["refused"]:
            return SafeString("")
        return SafeString(super().render_html(parent_context))

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        behind = index_states.behind()
        return {
            "behind": [{"label": NAMES.get(state.engine, state.engine), "state": state} for state in behind],
            "refused": RejectedDocument.objects.filter(engine__in=[one.name for one in get_indexes()]).count(),
            "url": reverse("search_status"),
        }


class StatusMenuItem(MenuItem):  # type: ignore[misc]
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_status(request.user)


@hooks.register("register_admin_urls")
def status_urls() -> list[URLPattern]:
    return [path("mesin-pencari/", SearchStatusView.as_view(), name="search_status")]


@hooks.register("register_reports_menu_item")
def status_menu_item() -> MenuItem:
    return StatusMenuItem(
        _("Search engine"), reverse("search_status"), name="search-status", icon_name="search", order=1300
    )


@hooks.register("construct_homepage_panels")
def show_status(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(SearchStatusPanel())
