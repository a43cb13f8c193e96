"""The columns of the table: each role of two centres and of the national team."""

from __future__ import annotations

from typing import Any

from cms.workspaces.models import Role, Workspace
from tests.factories.workspaces import make_member

ROLES = {"k": Role.CONTRIBUTOR, "u": Role.CURATOR, "a": Role.ADMIN}
# What each character of an answer stands for, in the order of the columns.
COLUMNS = [f"{place}-{role}" for place in ("other", "own", "national") for role in ROLES]


def make_people(workspaces: dict[str, Workspace]) -> dict[str, Any]:
    """One user for each column; `other` are the people of the centre that looks, `own` those of the one looked at."""
    return {
        f"{place}-{letter}": make_member(workspace, role, f"{place}-{letter}")
        for place, workspace in workspaces.items()
        for letter, role in ROLES.items()
    }
