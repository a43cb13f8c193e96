"""Who may import what, and whose imports they see."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from cms.imports.models import Import
from cms.imports.resource_target import ResourceTarget
from cms.imports.targets import Target, targets
from cms.models import CentrePage
from cms.workspaces.models import Role
from cms.workspaces.roles import is_national_team, workspaces_of

# The type checker takes the members of Django's choices for pairs.
ADMIN: Any = Role.ADMIN
CURATOR: Any = Role.CURATOR


def works_nationally(user: Any) -> bool:
    return bool(user.is_active and (user.is_superuser or is_national_team(user)))


def decides_on_words(user: Any) -> bool:
    """Vocabularies and tags are the national admins'."""
    return bool(user.is_active and (user.is_superuser or is_national_team(user, ADMIN)))


def may_import(user: Any) -> bool:
    return works_nationally(user) or workspaces_of(user).exists()


def visible_imports(user: Any) -> Any:
    """The imports of the user's own workspaces; those of nobody's workspace are the national team's."""
    return Import.objects.within(workspaces_of(user), national=works_nationally(user))


def may_manage(user: Any, source: Import) -> bool:
    """Who uploaded it, and who answers for the workspace, may run and undo it; for words, national admins alone."""
    if source.kind.partition(":")[0] != "resource":
        return decides_on_words(user)
    if source.uploaded_by_id == user.pk:
        return True
    if source.workspace is None or source.workspace.centre_id is None:
        return bool(user.is_superuser or is_national_team(user, ADMIN, CURATOR))
    return workspaces_of(user, ADMIN, CURATOR).filter(pk=source.workspace_id).exists()


def offered_targets(user: Any) -> list[Target]:
    words = decides_on_words(user)
    return [target for target in targets().values() if words or not target.is_national]


def places(user: Any, target: ResourceTarget) -> Any:
    """Pages below which the user may put materials of this kind: in the own centres' trees, or the national ones."""
    allowed = page_permission_policy.instances_user_has_permission_for(user, "add")
    within = Page.objects.none()
    models = target.model.allowed_parent_page_models()
    for page in CentrePage.objects.filter(centre__workspace__in=workspaces_of(user)):
        within |= Page.objects.descendant_of(page, inclusive=True)
    if works_nationally(user):
        of_centres = Page.objects.none()
        for page in CentrePage.objects.all():
            of_centres |= Page.objects.descendant_of(page, inclusive=True)
        within |= Page.objects.exclude(pk__in=of_centres.values("pk"))
    pages = Page.objects.filter(pk__in=within.order_by().values("pk")).type(*models) if models else Page.objects.none()
    return pages.filter(pk__in=allowed.order_by().values("pk")).order_by("path")
