"""What somebody has sent: where it stands, and what was said."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.models import TaskState, WorkflowState

from cms.curation.history import told
from cms.curation.models import DecisionKind, Submission


def standing(submission: Any) -> str:
    """Where a submission stands, in the ministry's words."""
    state = submission.workflow_state
    if state.status == WorkflowState.STATUS_IN_PROGRESS:
        task = state.current_task_state
        return str(task.task.name) if task and task.status == TaskState.STATUS_IN_PROGRESS else _("In curation")
    if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return _("Needs revision")
    if state.status == WorkflowState.STATUS_APPROVED:
        return _("Published") if submission.page.live else _("Passed curation")
    latest = next(iter(submission.decisions.all()), None)
    return _("Refused") if latest and latest.decision == DecisionKind.REFUSE else _("Taken back")


def last_word(submission: Any) -> str:
    latest = next(iter(submission.decisions.all()), None)
    if latest is None:
        return ""
    parts = {**latest.as_json(), "checklist": []}
    return told(parts)


class MineView(BaseListingView):
    """The user's own submissions, newest first."""

    model = Submission
    page_title = gettext_lazy("Sent by me")
    header_icon = "resubmit"
    results_template_name = "curation/mine_results.html"
    index_url_name = "curation:mine"
    index_results_url_name = "curation:mine_results"
    is_searchable = False
    paginate_by = 50
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Title"),
            accessor=lambda row: row.page.get_admin_display_title(),
            get_url=lambda row: reverse("wagtailadmin_pages:edit", args=[row.page_id]),
        ),
        Column("state", label=gettext_lazy("State"), accessor=standing),
        Column("said", label=gettext_lazy("What was said"), accessor=last_word),
        DateColumn("sent_at", label=gettext_lazy("Sent")),
    ]

    def get_base_queryset(self) -> QuerySet:
        rows = Submission.objects.sent_by(self.request.user)
        related = ("page__content_type", "workflow_state__current_task_state__task")
        return rows.select_related(*related).prefetch_related("decisions__by")

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset.order_by("-sent_at", "-pk")
