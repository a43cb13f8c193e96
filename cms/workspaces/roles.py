"""Who has which role where. Superusers have every role everywhere."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from cms.models import Centre
from cms.workspaces.models import Role, Workspace, WorkspaceGroup


def roles(user: Any) -> dict[int, set[Role]]:
    """Workspace id → the roles that the user has there by membership; one query, remembered with the user."""
    known: dict[int, set[Role]] | None = user.__dict__.get("_roles")
    if known is None:
        known = {}
        rows = WorkspaceGroup.objects.filter(group__in=user.groups.all()) if user.is_authenticated else ()
        for row in rows:
            known.setdefault(row.workspace_id, set()).add(Role(row.role))
        user.__dict__["_roles"] = known
    return known


def workspaces_of(user: Any, *wanted: Any) -> QuerySet[Workspace]:
    """The workspaces in which an active user has one of the roles (any, when none is named); all for a superuser."""
    if not user.is_active:
        return Workspace.objects.none()
    if user.is_superuser:
        return Workspace.objects.all()
    found = [pk for pk, held in roles(user).items() if not wanted or held.intersection(wanted)]
    return Workspace.objects.filter(pk__in=found)


def has_role(user: Any, centre: Centre | None, *wanted: Any) -> bool:
    """Whether the user has one of the roles (any, when none is named) in the workspace of a centre; None: national."""
    return workspaces_of(user, *wanted).filter(centre=centre).exists()


def is_national_team(user: Any, *wanted: Any) -> bool:
    """Whether the user has one of the roles (any, when none is named) in the national workspace."""
    return has_role(user, None, *wanted)


def people(centre: Centre | None, *wanted: Any) -> QuerySet[Any]:
    """The active members of a workspace with one of the roles, each once, by name."""
    groups = WorkspaceGroup.objects.filter(workspace__centre=centre)
    if wanted:
        groups = groups.filter(role__in=wanted)
    users = get_user_model()._default_manager.filter(is_active=True, groups__in=groups.values("group"))
    return users.distinct().order_by("first_name", "last_name", "username")
