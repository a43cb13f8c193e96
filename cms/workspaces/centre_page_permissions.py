"""What a centre's people may do with the page that is the root of their tree."""

from __future__ import annotations

from typing import Any

from wagtail.models import PagePermissionTester

from cms.workspaces.models import Role
from cms.workspaces.roles import has_role, is_national_team


class CentrePagePermissionTester(PagePermissionTester):
    """Address, contact and introduction are the centre's own, and public at once: they are not curated.

    Where the page stands, whether it is open, and its end are decided nationally.
    """

    def _is_national(self) -> bool:
        known: bool | None = self.__dict__.get("_national")
        if known is None:
            known = self._national = bool(self.user.is_superuser or is_national_team(self.user, Role.ADMIN))
        return known

    def _is_own(self) -> bool:
        return has_role(self.user, self.page.specific_deferred.centre, Role.CURATOR, Role.ADMIN)

    def can_publish(self) -> bool:
        return bool(super().can_publish() or ("change" in getattr(self, "permissions", ()) and self._is_own()))

    def can_publish_subpage(self) -> bool:
        # What stands below is curated.
        return bool(self.user.is_superuser and super().can_publish_subpage())

    def can_set_view_restrictions(self) -> bool:
        return bool(super().can_publish() and self._is_national())

    def can_unschedule(self) -> bool:
        return bool(super().can_publish())

    def can_unpublish(self) -> bool:
        return bool(super().can_unpublish() and self._is_national())

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return bool(super().can_delete(ignore_bulk) and self._is_national())

    def can_reorder_children(self) -> bool:
        return bool(super().can_reorder_children() and self._is_national())

    def can_copy(self) -> Any:
        return super().can_copy() and self._is_national()
