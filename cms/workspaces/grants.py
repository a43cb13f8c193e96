"""Which permissions each role has, and the giving of them: only what is missing, and nothing is ever taken away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail.permissions import policy_registry

from cms.models import VOCABULARIES, Centre, ProtectedWord, Synonym, Tag
from cms.workspaces.models import Role

# Nobody in a centre holds Wagtail's `publish`: who holds it can step around the curation.
PAGE_ACTIONS: Mapping[Any, tuple[str, ...]] = {
    # Without `bulk_delete` a draft that has lessons could not be thrown away; what is live nobody deletes with it.
    Role.CONTRIBUTOR: ("add", "bulk_delete"),
    Role.CURATOR: ("add", "change", "bulk_delete", "lock", "unlock"),
    Role.ADMIN: ("add", "change", "bulk_delete", "lock", "unlock"),
}
LIBRARY_ACTIONS: Mapping[Any, tuple[str, ...]] = {
    Role.CONTRIBUTOR: ("add", "choose"),
    Role.CURATOR: ("add", "change", "choose"),
    Role.ADMIN: ("add", "change", "choose"),
}
# The national admins answer for everything: every tree, every file, the vocabularies, old addresses.
NATIONAL_PAGE_ACTIONS = ("add", "change", "bulk_delete", "publish", "lock", "unlock")
NATIONAL_MODEL_ACTIONS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    *((model, ("add", "change")) for model in (*VOCABULARIES, Centre, Tag)),
    *((model, ("add", "change", "delete")) for model in (Synonym, ProtectedWord, Redirect, SearchPromotion)),
)


def library_models() -> list[Any]:
    """The models of pictures, documents and media, by their settings."""
    labels = (
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        settings.WAGTAILMEDIA["MEDIA_MODEL"],
    )
    return [apps.get_model(label) for label in labels]


def permissions(model: Any, actions: Iterable[str]) -> list[Permission]:
    """Those of a model that there are; what has no such action (media are chosen by everyone) is left out."""
    codenames = [get_permission_codename(action, model._meta) for action in actions]
    content_type = ContentType.objects.get_for_model(model)
    return list(Permission.objects.filter(content_type=content_type, codename__in=codenames))


def library_permissions(actions: Iterable[str]) -> list[Permission]:
    """Of the models that Wagtail asks about, which are its own, whatever a site puts in their place."""
    wanted = list(actions)
    found = []
    for model in library_models():
        found += permissions(policy_registry.get_by_type(model).auth_model, wanted)
    return found


class Grants:
    """Gives permissions to groups. Reads the permissions once for all groups that it is used for."""

    def __init__(self) -> None:
        self._known: dict[Any, list[Permission]] = {}

    def _once(self, key: Any, found: Any) -> list[Permission]:
        if key not in self._known:
            self._known[key] = found()
        return self._known[key]

    def admin_access(self, group: Group) -> None:
        wanted = self._once(
            "access",
            lambda: list(Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")),
        )
        self._to_group(group, wanted)

    def models(self, group: Group) -> None:
        """The national model permissions."""
        wanted = self._once(
            "models",
            lambda: [found for model, actions in NATIONAL_MODEL_ACTIONS for found in permissions(model, actions)],
        )
        self._to_group(group, wanted)

    def pages(self, group: Group, pages: Iterable[Page], actions: tuple[str, ...]) -> None:
        wanted = self._once(("page", actions), lambda: permissions(Page, actions))
        held = set(GroupPagePermission.objects.filter(group=group).values_list("page_id", "permission_id"))
        GroupPagePermission.objects.bulk_create(
            GroupPagePermission(group=group, page_id=page.pk, permission=permission)
            for page in pages
            for permission in wanted
            if (page.pk, permission.pk) not in held
        )

    def library(self, group: Group, collection: Collection, actions: tuple[str, ...]) -> None:
        wanted = self._once(("library", actions), lambda: library_permissions(actions))
        rows = GroupCollectionPermission.objects.filter(group=group, collection=collection)
        held = set(rows.values_list("permission_id", flat=True))
        GroupCollectionPermission.objects.bulk_create(
            GroupCollectionPermission(group=group, collection=collection, permission=permission)
            for permission in wanted
            if permission.pk not in held
        )

    def _to_group(self, group: Group, wanted: list[Permission]) -> None:
        held = set(group.permissions.values_list("pk", flat=True))
        missing = [permission for permission in wanted if permission.pk not in held]
        if missing:
            group.permissions.add(*missing)
