"""Hooks of the editing form: the side panel on every kind of material, its address, Wagtail's content checks."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from django.views.generic import RedirectView
from wagtail import hooks
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.admin.viewsets.pages import PageViewSet

from cms.admin.content_checks import ReadingChecks
from cms.admin.side_panels import (
    ChecklistOnCreateView,
    ChecklistOnEditView,
    ResourceCreateView,
    ResourceEditView,
    ResourceRevertView,
)
from cms.models import LearningResource


class ChecklistPageViewSet(PageViewSet):
    """Wagtail's editing views with the panel "Still missing"."""

    # The explorer's listings stay Wagtail's.
    parent_models = ()
    add_view_class = ResourceCreateView
    edit_view_class = ResourceEditView
    revisions_revert_view_class = ResourceRevertView


@hooks.register("register_admin_viewset")
def register_resource_viewset() -> PageViewSet:
    return ChecklistPageViewSet("learning_resource_pages", model=LearningResource)


@hooks.register("register_admin_urls")
def checklist_urls() -> list[URLPattern]:
    """Parallel to Wagtail's own: what follows `pages/` in the form's address follows `kelengkapan/` here."""
    return [
        path("kelengkapan/", RedirectView.as_view(pattern_name="wagtailadmin_home"), name="checklist"),
        path("kelengkapan/<int:page_id>/edit/", ChecklistOnEditView.as_view(), name="checklist_edit"),
        path(
            "kelengkapan/<int:page_id>/revisions/<int:revision_id>/revert/",
            ChecklistOnEditView.as_view(),
            name="checklist_revert",
        ),
        path(
            "kelengkapan/add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/",
            ChecklistOnCreateView.as_view(),
            name="checklist_add",
        ),
    ]


@hooks.register("construct_wagtail_userbar")
def check_for_readers(request: Any, items: list[Any], page: Any) -> None:
    """Our own checks instead of Wagtail's, in the bar on the page and in the editor's panel."""
    items[:] = [
        ReadingChecks(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item for item in items
    ]
