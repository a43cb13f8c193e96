"""Demo users, one for each role. Only where settings.DEMO is on: their password is no secret."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from cms.accounts.models import User
from cms.models import CentrePage
from cms.workspaces.models import Role
from cms.workspaces.provision import provision

PASSWORD = "sinau-demo"  # noqa: S105
CENTRE = "balai-tekkomdik-diy"
ROLES = {
    "admin": "Admin Pusat",
    "editor": "Editor Materi",
    "balai": "Kontributor Balai (menulis draf, tidak menerbitkan)",
}
# Wagtail asks for the permissions of its own models, whichever models a site puts in their place.
LIBRARY = [
    (app, f"{action}_{model}")
    for app, model in (("wagtailimages", "image"), ("wagtaildocs", "document"), ("wagtailmedia", "media"))
    for action in ("add", "change", "choose")
]


@transaction.atomic
def ensure_admin() -> User:
    return _user("admin", ROLES["admin"], is_staff=True, is_superuser=True)


@transaction.atomic
def ensure_users(home: Page) -> None:
    """Users and their groups; what exists is left alone."""
    if not settings.DEMO:
        raise RuntimeError("Demo users are for development only.")
    ensure_admin()
    root = Collection.get_first_root_node()
    editors = _group("Editor Materi", home, ["add_page", "change_page", "publish_page"], root)
    _user("editor", ROLES["editor"]).groups.add(editors)
    page = CentrePage.objects.filter(centre__slug=CENTRE).first()
    if page is not None:
        assert page.centre is not None
        # Of databases older than the workspaces: it might change the whole tree.
        names = [f"Kontributor {name}" for name in (page.centre.name, *page.centre.former_name_list)]
        Group.objects.filter(name__in=names, workspace_group=None).delete()
        workspace = provision(page.centre, page)
        _user("balai", ROLES["balai"]).groups.add(workspace.groups.get(role=Role.CONTRIBUTOR).group)


def _user(name: str, role: str, **values: bool) -> User:
    user, created = User.objects.get_or_create(
        username=name,
        defaults={"first_name": role.split(" (")[0], "email": f"{name}@sinau.example", **values},
    )
    if created:
        user.set_password(PASSWORD)
        user.save()
    return user


def _group(name: str, page: Page, page_permissions: list[str], collection: Collection) -> Group:
    group, created = Group.objects.get_or_create(name=name)
    if not created:
        return group
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    for codename in page_permissions:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    for app, codename in LIBRARY:
        permission = Permission.objects.filter(content_type__app_label=app, codename=codename).first()
        if permission is not None:
            GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)
    return group
