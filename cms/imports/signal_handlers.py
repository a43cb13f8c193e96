"""What the imports keep beside a workspace goes with its materials when the centre is merged into another."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.dispatch import receiver

from cms.imports.models import ExternalId, Import
from cms.models import CentrePage
from cms.workspaces.models import Workspace
from cms.workspaces.signals import workspace_merged


@receiver(workspace_merged)
def take_along(workspace: Workspace, into: Workspace, **kwargs: Any) -> None:
    """IDs and imports become those of the workspace that takes over.

    Where both centres used an ID, it means there what it meant before, and the other one stays behind.
    """
    used = ExternalId.objects.filter(workspace=into, kind=OuterRef("kind"), value=OuterRef("value"))
    ExternalId.objects.filter(~Exists(used), workspace=workspace).update(workspace=into)
    imports = Import.objects.filter(workspace=workspace)
    former = CentrePage.objects.filter(centre=workspace.centre_id)
    # What is still to be imported goes where the materials went: nothing is added below the old page any more.
    imports.filter(parent__in=former.order_by().values("pk")).update(
        parent=CentrePage.objects.filter(centre=into.centre_id).order_by("pk").first()
    )
    imports.update(workspace=into)
