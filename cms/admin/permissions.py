"""Who may change vocabularies and tags: whoever holds the model permission. Nobody deletes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from cms.models import VOCABULARIES, Centre, Tag


class KeptForeverPolicy(ModelPermissionPolicy):
    """Deletion is granted to nobody, superusers included: uses by pages would vanish without a word."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return super().user_has_any_permission(user, [action for action in actions if action != "delete"])

    def users_with_any_permission(self, actions: Iterable[str]) -> Any:
        return super().users_with_any_permission([action for action in actions if action != "delete"])


def register_policies() -> None:
    """Called once, before anything asks for a policy of these models."""
    for model in (*VOCABULARIES, Centre, Tag):
        register_permission_policy(model, KeptForeverPolicy(model), exact_class=True)
