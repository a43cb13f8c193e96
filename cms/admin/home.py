"""The admin's first page: what waits for whom. Each panel says when there is nothing, and what to do then."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q
from django.db.models.functions import Cast, Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import (
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.permissions import page_permission_policy

from cms.admin.checklist import checklist
from cms.admin.gaps import GAPS, count_gaps
from cms.admin.listings import ParentFirstView, add_label, listed_kinds, listing_name, menu_label
from cms.admin.reach import editable, explorable

SHOWN = 6
WEEK = datetime.timedelta(days=7)


def arrange_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Ours in place of those of Wagtail's that say the same; what else is there stays."""
    replaced = (RecentEditsPanel, UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel)
    panels[:] = [panel for panel in panels if not isinstance(panel, replaced)]
    panels += [QuickActions(), MyDraftsPanel(), SentBackPanel(), WaitingForMePanel()]
    panels += [PublishedThisWeekPanel(), QualityGapsPanel()]


class DeskPanel(Component):
    """A panel of the home page, in the column layout of our own stylesheet."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        return {**super().get_context_data(parent_context), "request": request, **self.contents(request)}

    def contents(self, request: HttpRequest) -> dict[str, Any]:
        raise NotImplementedError


def ways_to_add(user: Any) -> list[dict[str, str]]:
    """A way to begin each kind that the user may add somewhere: label, icon and address."""
    found = []
    for model in listed_kinds():
        view = ParentFirstView(model=model)
        view.locale = None
        if view.get_valid_parent_pages(user).exists():
            url = reverse(f"{listing_name(model)}:choose_parent")
            found.append({"label": add_label(model), "icon": model.admin_menu_icon, "url": url})
    return found


class QuickActions(DeskPanel):
    name = "quick_actions"
    template_name = "cms/admin/home/quick_actions.html"
    order = 10

    def contents(self, request: HttpRequest) -> dict[str, Any]:
        return {"ways": ways_to_add(request.user)}


class MyDraftsPanel(DeskPanel):
    """Pages with changes that readers do not see yet, mine or last changed by me, and how much they still lack."""

    name = "my_drafts"
    template_name = "cms/admin/home/my_drafts.html"
    order = 100

    def contents(self, request: HttpRequest) -> dict[str, Any]:
        drafts = my_drafts(request.user)
        rows = list(
            drafts.order_by("-latest_revision_created_at", "-pk").select_related("latest_revision")[: SHOWN + 1]
        )
        return {
            "drafts": [_draft_row(page) for page in rows[:SHOWN]],
            "more": drafts.count() if len(rows) > SHOWN else 0,
            "ways": [] if rows else ways_to_add(request.user)[:1],
        }


def my_drafts(user: Any) -> Any:
    """Pages with unpublished changes that the user owns or changed last, and may still change; as a queryset."""
    mine = Page.objects.filter(Q(owner=user) | Q(latest_revision__user=user), has_unpublished_changes=True)
    return _may_change(mine, user)


def _may_change(pages: Any, user: Any) -> Any:
    """Of these pages (a queryset) those that the user may change."""
    if user.is_superuser:
        return pages
    allowed = page_permission_policy.instances_user_has_permission_for(user, "change")
    return pages.filter(pk__in=allowed.order_by().values("pk"))


def _draft_row(page: Page) -> dict[str, Any]:
    latest = page.latest_revision.as_object() if page.latest_revision else page.specific
    wanting = checklist(latest)
    return {
        "page": page,
        "title": latest.get_admin_display_title(),
        "kind": capfirst(latest._meta.verbose_name),
        "required": len(wanting.required),
        "recommended": len(wanting.recommended),
    }


class SentBackPanel(DeskPanel):
    """What the user wrote or sent, and curators sent back for changes, with their words, the oldest first."""

    name = "sent_back"
    template_name = "cms/admin/home/sent_back.html"
    order = 90

    def contents(self, request: HttpRequest) -> dict[str, Any]:
        states = sent_back_to(request.user)
        related = states.select_related("current_task_state__task", "current_task_state__finished_by")
        found = list(related.order_by("current_task_state__finished_at", "pk")[: SHOWN + 1])
        shown = found[:SHOWN]
        pages = Page.objects.select_related("content_type").in_bulk([int(state.object_id) for state in shown])
        rows = [_sent_back_row(state, pages[int(state.object_id)]) for state in shown if int(state.object_id) in pages]
        return {"rows": rows, "more": states.count() if len(found) > SHOWN else 0}


def sent_back_to(user: Any) -> Any:
    """The workflows that wait for changes by the user, who owns the page or sent it, and may still change it.

    As a queryset; the curation's letters go to the same people.
    """
    back = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_NEEDS_CHANGES, base_content_type=ContentType.objects.get_for_model(Page)
    )
    sent = back.filter(submission__sent_by=user).order_by().values("submission__page")
    mine = _may_change(Page.objects.filter(Q(owner=user) | Q(pk__in=sent)), user)
    keys = mine.order_by().annotate(key=Cast("pk", CharField())).values("key")
    return back.filter(object_id__in=keys)


def _sent_back_row(state: WorkflowState, page: Page) -> dict[str, Any]:
    task = state.current_task_state
    since = task.finished_at if task and task.finished_at else state.created_at
    return {
        "page": page,
        "title": page.get_admin_display_title(),
        "kind": _kind(page),
        "task": task,
        "days": (timezone.now() - since).days,
    }


class WaitingForMePanel(DeskPanel):
    """Tasks of workflows on which the user may act, the longest waiting first."""

    name = "waiting_for_me"
    template_name = "cms/admin/home/waiting.html"
    order = 110

    def contents(self, request: HttpRequest) -> dict[str, Any]:
        # What waits in the curation waits since it was sent: its second step does not begin anew.
        since = Coalesce("workflow_state__submission__sent_at", "started_at")
        tasks = TaskState.objects.reviewable_by(request.user).annotate(since=since).order_by("since", "pk")
        related = tasks.select_related("task", "revision__user", "workflow_state__workflow")
        rows = list(related.prefetch_related("revision__content_object")[: SHOWN + 1])
        now = timezone.now()
        return {
            "tasks": [
                {"state": state, "object": state.revision.content_object, "days": (now - state.since).days}
                for state in rows[:SHOWN]
                if state.revision.content_object
            ],
            "more": tasks.count() if len(rows) > SHOWN else 0,
            # Ours have a queue of their own, with checklists and reasons; Wagtail's report knows nothing of these.
            "queue": len(rows) > SHOWN and not tasks.filter(workflow_state__submission=None).exists(),
        }


class PublishedThisWeekPanel(DeskPanel):
    """What readers got in the last seven days, in the part of the tree that the user may see."""

    name = "published_this_week"
    template_name = "cms/admin/home/published.html"
    order = 120

    def contents(self, request: HttpRequest) -> dict[str, Any]:
        since = timezone.now() - WEEK
        fresh = explorable(request.user).filter(live=True, last_published_at__gte=since)
        rows = fresh.select_related("centre", "content_type").defer_streamfields()
        pages = list(rows.order_by("-last_published_at", "-pk")[: SHOWN + 1])
        return {
            "pages": [
                {
                    "page": page,
                    "kind": _kind(page),
                    "is_new": page.first_published_at and page.first_published_at >= since,
                }
                for page in pages[:SHOWN]
            ],
            "more": fresh.count() if len(pages) > SHOWN else 0,
            "listings": [
                {"label": menu_label(model), "url": _listing(model, state="live")} for model in listed_kinds()
            ],
        }


def _kind(page: Any) -> str:
    model = page.content_type.model_class()
    return str(getattr(model, "kind_label", "") or capfirst(page.page_type_display_name))


class QualityGapsPanel(DeskPanel):
    """What the published materials lack that the user may change: a number for each kind, linked to exactly those."""

    name = "quality_gaps"
    template_name = "cms/admin/home/gaps.html"
    order = 130

    def contents(self, request: HttpRequest) -> dict[str, Any]:
        counts = count_gaps(editable(request.user))
        kinds = listed_kinds()
        types = ContentType.objects.get_for_models(*kinds)
        used = [model for model in kinds if types[model].pk in counts]
        return {"kinds": [menu_label(model) for model in used], "rows": list(_gap_rows(used, types, counts))}


def _gap_rows(kinds: list[Any], types: dict[Any, ContentType], counts: dict[int, dict[str, int]]) -> Iterator[Any]:
    for slug, gap in GAPS.items():
        cells = [
            {"count": number, "kind": menu_label(model), "url": _listing(model, gap=slug)}
            for model in kinds
            for number in [counts[types[model].pk][slug]]
        ]
        if any(cell["count"] for cell in cells):
            yield {"label": gap.label, "cells": cells}


def _listing(model: Any, **filters: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in filters.items())
    return f"{reverse(f'{listing_name(model)}:index')}?{query}"
