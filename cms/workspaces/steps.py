"""What other apps add to a workspace when it is provisioned, without being imported here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from cms.workspaces.models import Workspace

Step = TypeVar("Step", bound=Callable[[Workspace], object])
STEPS: list[Callable[[Workspace], object]] = []


def provision_step(step: Step) -> Step:
    """Register a function called with each workspace, the national one too, in the transaction that provisions it.

    It is called again at every start and has to leave alone what is there.
    """
    STEPS.append(step)
    return step


def run_steps(workspace: Workspace) -> None:
    for step in STEPS:
        step(workspace)
