"""Admin addresses that stand before Wagtail's own of the same path, and show one's own work alone."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from wagtail.admin.auth import require_admin_access

from cms.workspaces import isolation, reports

REPORTS: dict[str, Any] = {
    "locked": reports.OwnLockedPagesView,
    "site-history": reports.OwnHistoryView,
    "workflow": reports.OwnWorkflowView,
    "workflow_tasks": reports.OwnWorkflowTasksView,
    "page-types-usage": reports.OwnPageTypesUsageView,
}

urlpatterns: list[URLPattern] = [
    path(
        "pages/<int:page_to_move_id>/move/<int:destination_id>/confirm/",
        require_admin_access(isolation.KnownMoveConfirmView.as_view()),
    ),
    path("choose-page/<int:parent_page_id>/", require_admin_access(isolation.KnownBrowseView.as_view())),
    path("choose-page/chosen-multiple/", require_admin_access(isolation.KnownChosenMultipleView.as_view())),
    *(path(f"reports/{name}/", require_admin_access(view.as_view())) for name, view in REPORTS.items()),
    *(
        path(f"reports/{name}/results/", require_admin_access(view.as_view(results_only=True)))
        for name, view in REPORTS.items()
    ),
]
