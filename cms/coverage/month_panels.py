"""On the admin's home: what a centre did this month, and for the national admins what all centres did.

What readers open is not counted anywhere, so it is not shown here.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Count, Max, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import PageLogEntry

from cms.admin.home import DeskPanel, ways_to_add
from cms.models import Centre, LearningResource
from cms.workspaces.models import Role, Workspace
from cms.workspaces.roles import is_national_team, roles

SHOWN = 8
BEGUN = ("wagtail.create", "wagtail.copy")
SENT = ("wagtail.workflow.start", "wagtail.workflow.resume")


def month_begins(moment: datetime.datetime) -> datetime.datetime:
    """The first moment of a time's month, in local time."""
    return timezone.localtime(moment).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def months() -> tuple[datetime.datetime, datetime.datetime]:
    """When the month before and this month began."""
    this = month_begins(timezone.now())
    return month_begins(this - datetime.timedelta(days=1)), this


class PanelForSome(DeskPanel):
    """A panel that says nothing to those whom it does not concern."""

    def concerns(self, user: Any) -> bool:
        raise NotImplementedError

    def render_html(self, parent_context: Any = None) -> SafeString:
        if not self.concerns(parent_context["request"].user):
            return SafeString("")
        return SafeString(super().render_html(parent_context))


def own_workspaces(user: Any) -> Any:
    """Centres' workspaces that the user is a member of; a superuser is everywhere and so nowhere in particular."""
    return Workspace.objects.filter(pk__in=roles(user)).exclude(centre=None)


def own_centres(user: Any) -> list[Centre]:
    """The centres of `own_workspaces`, by name."""
    workspaces = own_workspaces(user).select_related("centre").order_by("centre__name", "pk")
    return [workspace.centre for workspace in workspaces if workspace.centre]


class MyCentreThisMonthPanel(PanelForSome):
    """Materials begun, sent for curation and newly published in the user's centres, beside the month before."""

    name = "my_centre"
    template_name = "coverage/home/my_centre.html"
    order = 115

    def concerns(self, user: Any) -> bool:
        return bool(roles(user)) and own_workspaces(user).exists()

    def contents(self, request: HttpRequest) -> dict[str, Any]:
        centres = own_centres(request.user)
        figures = month_figures([centre.pk for centre in centres])
        rows = [{"centre": centre, "figures": figures[centre.pk]} for centre in centres]
        idle = not any(now for found in figures.values() for _label, now, _before in found)
        before, this = months()
        return {
            "rows": rows,
            "idle": idle,
            "ways": ways_to_add(request.user)[:1] if idle else [],
            "this_month": this,
            "month_before": before,
            "coverage_url": reverse("coverage_map"),
        }


def month_figures(centres: list[int]) -> dict[int, list[tuple[str, int, int]]]:
    """Centre id → (what, how many materials this month, how many in the month before). Two queries."""
    before, this = months()
    begun, sent = Q(action__in=BEGUN), Q(action__in=SENT)
    now, earlier = Q(timestamp__gte=this), Q(timestamp__lt=this)
    logged = (
        PageLogEntry.objects.filter(page__learningresource__centre__in=centres, timestamp__gte=before)
        .filter(begun | sent)
        .order_by()
        .values("page__learningresource__centre")
        .annotate(
            begun_now=Count("page", filter=begun & now, distinct=True),
            begun_before=Count("page", filter=begun & earlier, distinct=True),
            sent_now=Count("page", filter=sent & now, distinct=True),
            sent_before=Count("page", filter=sent & earlier, distinct=True),
        )
    )
    done = {row["page__learningresource__centre"]: row for row in logged}
    published = {
        row["centre"]: row
        for row in LearningResource.objects.filter(centre__in=centres, first_published_at__gte=before)
        .order_by()
        .values("centre")
        .annotate(
            now=Count("pk", filter=Q(first_published_at__gte=this)),
            before=Count("pk", filter=Q(first_published_at__lt=this)),
        )
    }
    found = {}
    for pk in centres:
        log, out = done.get(pk, {}), published.get(pk, {})
        found[pk] = [
            (_("Begun"), log.get("begun_now", 0), log.get("begun_before", 0)),
            (_("Sent for curation"), log.get("sent_now", 0), log.get("sent_before", 0)),
            (_("First published"), out.get("now", 0), out.get("before", 0)),
        ]
    return found


class CentresThisMonthPanel(PanelForSome):
    """The centres by what they newly published this month, and those that published nothing."""

    name = "centres_this_month"
    template_name = "coverage/home/centres.html"
    order = 125

    def concerns(self, user: Any) -> bool:
        return bool(user.is_superuser or is_national_team(user, Role.ADMIN))

    def contents(self, request: HttpRequest) -> dict[str, Any]:
        before, this = months()
        centres = list(centres_by_publications(before, this))
        busy = [centre for centre in centres if centre.published_now]
        silent = sorted(
            (centre for centre in centres if not centre.published_now),
            key=lambda centre: (centre.last_published is not None, centre.last_published, centre.name),
        )
        return {
            "busy": busy[:SHOWN],
            "more": max(len(busy) - SHOWN, 0),
            "silent": silent[:SHOWN],
            "more_silent": max(len(silent) - SHOWN, 0),
            "any": bool(centres),
            "this_month": this,
            "coverage_url": reverse("coverage_map"),
        }


def centres_by_publications(before: datetime.datetime, this: datetime.datetime) -> Any:
    """The active centres with a page; adds `published_now`, `published_before` and `last_published`. One query."""
    at = "resources__first_published_at"
    return (
        Centre.objects.filter(status=Centre.Status.ACTIVE, page__isnull=False)
        .annotate(
            published_now=Count("resources", filter=Q(**{f"{at}__gte": this})),
            published_before=Count("resources", filter=Q(**{f"{at}__gte": before, f"{at}__lt": this})),
            last_published=Max(at),
        )
        .order_by("-published_now", "name", "pk")
    )
