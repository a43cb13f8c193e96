"""A centre with its people, the national team, and a module that is ready to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from cms.curation.assignment import assign
from cms.curation.models import DecisionKind, Reason, Submission
from cms.curation.sending import send
from cms.workspaces.models import Role, Workspace
from cms.workspaces.provision import ensure_national
from tests import factories
from tests.factories.workspaces import make_member, make_workspace


@dataclass
class Desk:
    """Who works where. `contributor` writes; `first` and `second` curate; `admin` runs the centre."""

    tree: Any
    workspace: Workspace
    national: Workspace
    page: Any
    contributor: Any
    first: Any
    second: Any
    admin: Any
    national_curator: Any


@pytest.fixture
def desk(site_tree: Any) -> Desk:
    workspace = make_workspace(site_tree)
    national = ensure_national()
    assign(workspace)
    assign(national)
    assert workspace.centre is not None
    return Desk(
        tree=site_tree,
        workspace=workspace,
        national=national,
        page=workspace.centre.page,
        contributor=make_member(workspace, Role.CONTRIBUTOR, "sari"),
        first=make_member(workspace, Role.CURATOR, "kurator-satu"),
        second=make_member(workspace, Role.CURATOR, "kurator-dua"),
        admin=make_member(workspace, Role.ADMIN, "ketua"),
        national_curator=make_member(national, Role.CURATOR, "kurator-pusat"),
    )


def draft(parent: Any, user: Any, title: str = "Poster pembelajaran", **fields: Any) -> Any:
    """A module of the user's own that is ready to be sent."""
    module = factories.make_module(parent, title, live=False, owner=user, **fields)
    module.save_revision(user=user, clean=False)
    return type(module).objects.get(pk=module.pk)


@pytest.fixture
def module(desk: Desk) -> Any:
    return draft(desk.page, desk.contributor)


@pytest.fixture
def submission(desk: Desk, module: Any) -> Submission:
    return send(module, desk.contributor)


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def ticks(submission: Submission) -> list[int]:
    from cms.curation.deciding import checklist_of

    state = Submission.objects.get(pk=submission.pk).task_state
    return [item.pk for item in checklist_of(state.task.specific.step)] if state else []


def form_data(submission: Submission, decision: DecisionKind, **changes: Any) -> dict[str, Any]:
    """What a curator's browser posts, complete unless changed."""
    state = Submission.objects.get(pk=submission.pk).task_state
    data: dict[str, Any] = {"seen": state.pk if state else 0, "decision": decision.value}
    if decision == DecisionKind.APPROVE:
        data["checklist"] = ticks(submission)
    else:
        reason = Reason.objects.filter(decision=decision, active=True).first()
        assert reason is not None
        data[f"{decision.value}_reasons"] = [reason.pk]
    return {**data, **changes}
