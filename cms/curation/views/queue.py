"""The queue: what waits for a decision, the longest waiting first, in a fixed number of queries."""

from __future__ import annotations

import datetime
from typing import Any

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, TitleColumn
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.generic.base import BaseListingView

from cms.curation.access import sees_queue
from cms.curation.models import Step, Submission
from cms.models import Centre
from cms.models.resources import resource_kinds
from cms.workspaces.models import Role, WorkspaceGroup

LATE, VERY_LATE = 3, 7
STEP = "workflow_state__current_task_state__task__curationtask__step"
NATIONAL = "pusat"


def kind_choices() -> list[tuple[str, str]]:
    return [(slug, str(capfirst(str(model.kind_label)))) for slug, model in resource_kinds().items()]


def centre_choices() -> list[tuple[str, str]]:
    centres = Centre.objects.order_by("name", "pk")
    return [(NATIONAL, _("National")), *((centre.slug, centre.label) for centre in centres)]


class QueueFilterSet(WagtailFilterSet):
    step = django_filters.ChoiceFilter(label=gettext_lazy("Step"), choices=Step.choices, field_name=STEP)
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=kind_choices, method="of_kind")
    centre = django_filters.ChoiceFilter(label=gettext_lazy("Centre"), choices=centre_choices, method="of_centre")
    age = django_filters.ChoiceFilter(
        label=gettext_lazy("Waiting for"),
        choices=[(str(LATE), gettext_lazy("3 days or more")), (str(VERY_LATE), gettext_lazy("7 days or more"))],
        method="waiting_for",
    )

    class Meta:
        model = Submission
        fields: list[str] = []

    def of_kind(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(page__content_type=ContentType.objects.get_for_model(resource_kinds()[value]))

    def of_centre(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == NATIONAL:
            return rows.filter(centre_id=None)
        return rows.filter(centre_id=Centre.objects.filter(slug=value).values("pk")[:1])

    def waiting_for(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(sent_at__lte=timezone.now() - datetime.timedelta(days=int(value)))


class AgeColumn(BaseColumn):
    cell_template_name = "curation/age_cell.html"


class QueueView(BaseListingView):
    """Everything that waits within the user's reach, with what the user may do about it."""

    model = Submission
    page_title = gettext_lazy("Curation queue")
    header_icon = "tasks"
    template_name = "curation/queue.html"
    results_template_name = "curation/queue_results.html"
    index_url_name = "curation:queue"
    index_results_url_name = "curation:queue_results"
    filterset_class = QueueFilterSet
    is_searchable = False
    paginate_by = 50
    verbose_name_plural = gettext_lazy("submissions")
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Title"),
            accessor=lambda row: row.page.get_admin_display_title(),
            get_url=lambda row: reverse("curation:decide", args=[row.pk]),
        ),
        Column("kind", label=gettext_lazy("Kind"), accessor=lambda row: capfirst(row.page.page_type_display_name)),
        Column("centre", label=gettext_lazy("Centre"), accessor="centre_label"),
        Column("step", label=gettext_lazy("Step"), accessor="step_label"),
        Column(
            "sent_by",
            label=gettext_lazy("Sent by"),
            accessor=lambda row: get_user_display_name(row.sent_by) if row.sent_by else "",
        ),
        AgeColumn("age", label=gettext_lazy("Waiting since")),
        Column("state", label=gettext_lazy("State"), accessor="state_label"),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not sees_queue(request.user):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_base_queryset(self) -> QuerySet:
        rows = Submission.objects.visible_to(self.request.user).waiting()
        related = ("page__content_type", "sent_by", "workflow_state__current_task_state__task__curationtask")
        return rows.select_related(*related).prefetch_related("authors")

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset.order_by("sent_at", "pk")

    def get_table(self, object_list: Any) -> Any:
        describe(list(object_list), self.request.user)
        return super().get_table(object_list)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(*args, **kwargs), "mine_url": reverse_lazy("curation:mine")}


def describe(rows: list[Any], user: Any) -> None:
    """Give each row what the table shows of it. Three queries, however many rows."""
    centres = Centre.objects.in_bulk({row.centre_id for row in rows if row.centre_id})
    curators = curators_by_centre({row.centre_id for row in rows})
    now = timezone.now()
    for row in rows:
        row.days = (now - row.sent_at).days
        row.is_late, row.is_very_late = row.days >= LATE, row.days >= VERY_LATE
        row.age_label = (
            ngettext("%(count)s day", "%(count)s days", row.days) % {"count": row.days} if row.days else _("today")
        )
        row.centre_label = centres[row.centre_id].label if row.centre_id else _("National")
        row.step_label = Step(row.workflow_state.current_task_state.task.curationtask.step).label
        row.state_label = _state(row, user, curators)


def curators_by_centre(centres: set[int | None]) -> dict[int | None, set[int]]:
    """Centre id (None: national) → ids of its active curators."""
    found: dict[int | None, set[int]] = {pk: set() for pk in centres}
    groups = WorkspaceGroup.objects.filter(role=Role.CURATOR, group__user__is_active=True)
    for centre, user in groups.values_list("workspace__centre_id", "group__user"):
        if centre in found and user is not None:
            found[centre].add(user)
    return found


def _state(row: Any, user: Any, curators: dict[int | None, set[int]]) -> str:
    authors = {author.pk for author in row.authors.all()}
    own = curators[row.centre_id]
    if row.passed_on_at and row.centre_id:
        return _("Passed on to the national curators")
    if not own - authors:
        return _("Nobody else can decide") if row.centre_id else _("No curator")
    if user.pk in authors:
        return _("Your own work")
    return _("Waiting for you") if user.is_superuser or user.pk in own else _("Waiting for the curators")
