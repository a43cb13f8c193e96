"""A workspace follows its centre's name, however it was changed; old addresses answer in every language."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models.signals import post_save
from wagtail.signals import page_slug_changed, post_page_move

from cms.models import Centre
from cms.workspaces.models import Invitation, Workspace
from cms.workspaces.old_addresses import page_moved, slug_changed
from cms.workspaces.provision import rename_workspace


def centre_saved(instance: Centre, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created or raw:
        return
    workspace = Workspace.objects.filter(centre=instance).select_related("collection").first()
    if workspace is not None:
        rename_workspace(workspace, instance.name)


def account_saved(instance: Any, created: bool, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    """Who saves an account decides whether it is in use; that a membership's end switched it off says nothing then."""
    if created or raw or (update_fields is not None and "is_active" not in update_fields):
        return
    Invitation.objects.switched_off(instance).update(switched_off_at=None)


def connect() -> None:
    post_save.connect(centre_saved, sender=Centre, dispatch_uid="workspaces.centre_saved")
    post_save.connect(account_saved, sender=get_user_model(), dispatch_uid="workspaces.account_saved")
    page_slug_changed.connect(slug_changed, dispatch_uid="workspaces.slug_changed")
    post_page_move.connect(page_moved, dispatch_uid="workspaces.page_moved")
