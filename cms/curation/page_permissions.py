"""What Wagtail's own buttons, bulk actions and API may do with a page where the curation stands."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from wagtail.models import PagePermissionTester, WorkflowState

from cms.curation.access import is_material
from cms.curation.models import CurationTask, Submission
from cms.models import LearningResource


class CuratedPagePermissionTester(PagePermissionTester):
    """A material becomes public by the curation, and nobody touches it on the way, superusers included.

    Who holds Wagtail's `publish` (the national admins) corrects with it what is public already, and may unpublish
    and restrict. Superusers may publish a draft, as whoever keeps the server could anyway.
    """

    def can_publish(self) -> bool:
        if not super().can_publish() or self._waits(Q(page__path__on_the_way_to=self.page.path)):
            return False
        return bool(self.user.is_superuser or self.page.live or not (is_material(self.page) and self._is_curated()))

    def can_publish_subpage(self) -> bool:
        if not super().can_publish_subpage():
            return False
        return bool(self.user.is_superuser or not (self._holds_materials() and self._is_curated()))

    def can_set_view_restrictions(self) -> bool:
        return bool(super().can_publish())

    def can_unschedule(self) -> bool:
        return bool(super().can_publish())

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return bool(super().can_delete(ignore_bulk) and not self._is_held())

    def can_move_to(self, destination: Any) -> bool:
        # Superusers are let through there without `can_move()`.
        return bool(super().can_move_to(destination) and not self._is_held())

    def _is_held(self) -> bool:
        """Whether the page is being curated, or belongs to what is, or has something below it that is."""
        path = self.page.path
        return self._waits(Q(page__path__on_the_way_to=path) | Q(page__path__startswith=path))

    def _waits(self, where: Q) -> bool:
        rows = Submission.objects.filter(where, workflow_state__status=WorkflowState.STATUS_IN_PROGRESS)
        return bool(rows.exists())

    def _is_curated(self) -> bool:
        workflow = self.page.get_workflow()
        return workflow is not None and CurationTask.objects.filter(workflow_tasks__workflow=workflow).exists()

    def _holds_materials(self) -> bool:
        kinds = self.page.specific_class.creatable_subpage_models()
        return any(issubclass(kind, LearningResource) for kind in kinds) or is_material(self.page)
