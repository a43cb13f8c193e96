"""Which of the materials that rows name their uploader may see and change: asked for a batch, not for each row."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.utils.functional import cached_property

from cms.admin.reach import editable, explorable
from cms.imports.own_tree import OwnTree


class UploaderReach:
    """What one person may do with the materials of these ids, from an import into one workspace's tree."""

    def __init__(self, user: Any, own: OwnTree, ids: Collection[int]) -> None:
        self.user, self.own, self.ids = user, own, ids

    @cached_property
    def seen(self) -> set[int]:
        """What the uploader may see in the admin. Of no other material is anything told, not even a likeness."""
        return self._within(explorable)

    @cached_property
    def editable(self) -> set[int]:
        return self._within(editable)

    def _within(self, reach: Callable[[Any], Any]) -> set[int]:
        if self.user is None or not self.user.is_active or not self.ids:
            return set()
        return set(reach(self.user).filter(pk__in=self.ids).values_list("pk", flat=True))

    def refusal(self, page: Any) -> str:
        """The code of what forbids to change this page now, "" for nothing."""
        if not self.own.holds(page):
            return "not_ours"
        if page.pk not in self.editable:
            return "not_editable"
        if page.current_workflow_state:
            return "locked"
        # Asked only where there is something to ask about: each answer is a query.
        is_held = page.locked or page.approved_schedule
        return "locked" if is_held and page.permissions_for_user(self.user).page_locked() else ""
