"""Accounts."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group


def make_user(
    username: str = "penyunting", *, superuser: bool = False, groups: tuple[str, ...] = (), **fields: Any
) -> Any:
    """A user whose password is `password`; `groups` are names of groups that exist."""
    users = get_user_model()._default_manager
    create = users.create_superuser if superuser else users.create_user
    user = create(username, email=f"{username}@example.id", password="password", **fields)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user
