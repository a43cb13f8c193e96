"""Workspaces of centres and their people."""

from __future__ import annotations

from typing import Any

from cms.workspaces.models import Role, Workspace
from cms.workspaces.provision import provision
from tests.factories.pages import SiteTree, make_centre_page
from tests.factories.people import make_user


def make_workspace(tree: SiteTree, slug: str = "balai-tekkomdik-diy", **fields: Any) -> Workspace:
    """A centre with its page, its collection and its groups."""
    page = make_centre_page(tree, slug, **fields)
    assert page.centre is not None
    return provision(page.centre, page)


def make_member(workspace: Workspace, role: Role = Role.CONTRIBUTOR, username: str = "", **fields: Any) -> Any:
    """Somebody with one role in a workspace; the password is `password`."""
    place = workspace.centre.slug if workspace.centre else "pusat"
    user = make_user(username or f"{role.value}-{place}", **fields)
    user.groups.add(workspace.groups.get(role=role).group)
    return user
