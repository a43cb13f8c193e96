"""Wagtail's reports, with the lists of people and pages that other centres' work would show in kept to one's own."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib.auth import get_user_model
from django.db.models import CharField, Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.reports.audit_logging import (
    LogEntriesView,
    SiteHistoryReportFilterSet,
    get_users_for_filter,
)
from wagtail.admin.views.reports.locked_pages import LockedPagesReportFilterSet, LockedPagesView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.admin.views.reports.workflows import (
    WorkflowReportFilterSet,
    WorkflowTasksReportFilterSet,
    WorkflowTasksView,
    WorkflowView,
)
from wagtail.models import Page, Task, Workflow, WorkflowState
from wagtail.permissions import page_permission_policy

from cms.workspaces.isolation import explorable_pages_with_work, sees_all


def _people(**conditions: Any) -> Any:
    return get_user_model()._default_manager.filter(**conditions).order_by("username")


def _own_states(user: Any) -> Any:
    """Workflow states of pages that the user may change; all for who sees all."""
    states = WorkflowState.objects.order_by()
    if sees_all(user):
        return states
    pages = page_permission_policy.instances_user_has_permission_for(user, "change").order_by()
    # Object ids are text.
    return states.filter(object_id__in=pages.annotate(as_text=Cast("pk", CharField())).values("as_text"))


def who_requested(request: HttpRequest) -> Any:
    return _people(pk__in=_own_states(request.user).exclude(requested_by=None).values("requested_by"))


def who_locked(request: HttpRequest) -> Any:
    pages = page_permission_policy.instances_user_has_permission_for(request.user, "unlock").order_by()
    return _people(pk__in=pages.exclude(locked_by=None).values("locked_by"))


def own_workflows(request: HttpRequest) -> Any:
    if sees_all(request.user):
        return Workflow.objects.all()
    return Workflow.objects.filter(pk__in=_own_states(request.user).values("workflow"))


def own_tasks(request: HttpRequest) -> Any:
    if sees_all(request.user):
        return Task.objects.all()
    return Task.objects.filter(task_states__workflow_state__in=_own_states(request.user)).distinct()


class OwnWorkflowFilterSet(WorkflowReportFilterSet):
    requested_by = django_filters.ModelChoiceFilter(
        field_name="requested_by", label=_("Requested by"), queryset=who_requested
    )
    workflow = django_filters.ModelChoiceFilter(field_name="workflow", label=_("Workflow"), queryset=own_workflows)


class OwnWorkflowTasksFilterSet(WorkflowTasksReportFilterSet):
    workflow = django_filters.ModelChoiceFilter(
        field_name="workflow_state__workflow", label=_("Workflow"), queryset=own_workflows
    )
    task = django_filters.ModelChoiceFilter(field_name="task", label=_("Task"), queryset=own_tasks)


class OwnLockedFilterSet(LockedPagesReportFilterSet):
    locked_by = django_filters.ModelChoiceFilter(
        field_name="locked_by", label=_("Locked by"), empty_label=_("Anyone"), queryset=who_locked
    )


class OwnHistoryFilterSet(SiteHistoryReportFilterSet):
    """Wagtail's offers everybody who ever did anything: it asks for the people under a name that nobody calls."""

    def get_users_queryset(self) -> Any:
        return get_users_for_filter(self.request.user)


class OwnHistoryView(LogEntriesView):
    filterset_class = OwnHistoryFilterSet


class OwnWorkflowView(WorkflowView):
    filterset_class = OwnWorkflowFilterSet


class OwnWorkflowTasksView(WorkflowTasksView):
    filterset_class = OwnWorkflowTasksFilterSet


class OwnLockedPagesView(LockedPagesView):
    filterset_class = OwnLockedFilterSet


class OwnPageTypesUsageView(PageTypesUsageReportView):
    """Counts and the page edited last are those of the user's own part of the tree."""

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        if sees_all(self.request.user):
            return rows
        own = explorable_pages_with_work(self.request.user)
        latest = own.filter(content_type=OuterRef("pk")).order_by(
            F("latest_revision_created_at").desc(nulls_last=True), "title", "-pk"
        )
        narrowed = rows.annotate(
            count=Count("pages", filter=Q(pages__in=Page.objects.filter(pk__in=own.values("pk")))),
            last_edited_page_id=Subquery(latest.values("pk")[:1]),
        )
        return narrowed.order_by("-count", "app_label", "model")
