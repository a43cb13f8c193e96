"""Membership of a centre is its groups and nothing else."""

from __future__ import annotations

from typing import Any

from cms.workspaces.models import Role
from cms.workspaces.roles import has_role, is_national_team, people, workspaces_of
from tests import factories
from tests.factories.workspaces import make_member, make_workspace


def test_a_role_holds_in_its_own_workspace_only(site_tree: Any) -> None:
    diy, bali = make_workspace(site_tree), make_workspace(site_tree, "balai-bali")
    curator = make_member(diy, Role.CURATOR)
    assert has_role(curator, diy.centre)
    assert has_role(curator, diy.centre, Role.CURATOR)
    assert not has_role(curator, diy.centre, Role.ADMIN)
    assert not has_role(curator, bali.centre)
    assert not is_national_team(curator)
    assert list(workspaces_of(curator)) == [diy]
    assert list(people(diy.centre)) == [curator]


def test_who_is_switched_off_has_no_role(site_tree: Any) -> None:
    diy = make_workspace(site_tree)
    gone = make_member(diy, is_active=False)
    assert not has_role(gone, diy.centre)
    assert not people(diy.centre)


def test_a_superuser_has_every_role(site_tree: Any) -> None:
    diy = make_workspace(site_tree)
    assert has_role(factories.make_user("pusat", superuser=True), diy.centre, Role.ADMIN)
