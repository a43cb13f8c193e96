"""Gives a centre, or the national team, its workspace. Everything may be called again: what is there stays."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, Page, get_page_models

from cms.models import Centre, CentreIndexPage, CentrePage, HomePage, LearningResource
from cms.workspaces.grants import LIBRARY_ACTIONS, NATIONAL_PAGE_ACTIONS, PAGE_ACTIONS, Grants
from cms.workspaces.models import ROLES, Role, Workspace, WorkspaceGroup
from cms.workspaces.steps import run_steps

# Names of data, in the language of the installation, like those of collections and pages.
GROUP_NAMES = {Role.CONTRIBUTOR: "Kontributor", Role.CURATOR: "Kurator", Role.ADMIN: "Admin Organisasi"}
NATIONAL = "Nasional"


@transaction.atomic
def provision(centre: Centre, page: CentrePage, grants: Grants | None = None) -> Workspace:
    """The workspace of a centre whose page is there: collection, groups, permissions, and what other apps add.

    A second call mends what is missing, adds nothing twice and takes away nothing that an admin gave. A centre that
    was closed or merged keeps what it has.
    """
    grants = grants or Grants()
    workspace, _made = Workspace.objects.get_or_create(centre=centre)
    if centre.status == Centre.Status.RETIRED and not _made:
        return workspace
    collection = _collection(workspace, centre.name)
    for role, group in _groups(workspace, centre.name).items():
        grants.admin_access(group)
        grants.pages(group, [page], PAGE_ACTIONS[role])
        grants.library(group, collection, LIBRARY_ACTIONS[role])
    run_steps(workspace)
    return workspace


@transaction.atomic
def ensure_national(grants: Grants | None = None) -> Workspace:
    """The national team's workspace. Its admins may change everything; its other people the national trees."""
    grants = grants or Grants()
    workspace, _made = Workspace.objects.get_or_create(centre=None)
    collection = _collection(workspace, NATIONAL)
    trees = national_trees()
    homes = list(HomePage.objects.all())
    root = Collection.get_first_root_node()
    for role, group in _groups(workspace, NATIONAL).items():
        grants.admin_access(group)
        grants.pages(group, trees, PAGE_ACTIONS[role])
        grants.library(group, collection, LIBRARY_ACTIONS[role])
        if role == Role.ADMIN:
            grants.pages(group, homes, NATIONAL_PAGE_ACTIONS)
            grants.library(group, root, (*LIBRARY_ACTIONS[role], "delete"))
            grants.models(group)
    run_steps(workspace)
    return workspace


def provision_all() -> int:
    """The national workspace and that of every centre with a page. Returns how many centres there are."""
    grants = Grants()
    ensure_national(grants)
    pages = CentrePage.objects.exclude(centre=None).select_related("centre").order_by("pk")
    for page in pages:
        assert page.centre is not None
        provision(page.centre, page, grants)
    return len(pages)


def national_trees() -> list[Page]:
    """The pages below home that national materials stand in: what a kind names as its parent, but no centre."""
    parents = {
        parent
        for model in get_page_models()
        if issubclass(model, LearningResource) and model.kind
        for parent in model.allowed_parent_page_models()
        if not issubclass(parent, CentrePage | CentreIndexPage | LearningResource)
    }
    found: list[Page] = []
    for home in HomePage.objects.all() if parents else ():
        found += Page.objects.child_of(home).type(*parents)
    return found


def rename_workspace(workspace: Workspace, name: str) -> None:
    """Groups and collection are called by the centre's name of today."""
    for role, row in _rows(workspace).items():
        _name_group(row.group, role, name)
    if workspace.collection and workspace.collection.name != name:
        workspace.collection.name = name
        workspace.collection.save(update_fields=["name"])


def _collection(workspace: Workspace, name: str) -> Collection:
    if workspace.collection is None:
        # The root in memory may not know of children added since.
        root = Collection.get_first_root_node()
        taken = Workspace.objects.exclude(collection=None).values("collection")
        # Nor one on which somebody has rights: they would reach the centre's files.
        held = GroupCollectionPermission.objects.values("collection")
        loose = root.get_children().filter(name=name).exclude(pk__in=taken).exclude(pk__in=held)
        workspace.collection = loose.first() or root.add_child(name=name)
        workspace.save(update_fields=["collection"])
    return workspace.collection


def _rows(workspace: Workspace) -> dict[Role, WorkspaceGroup]:
    return {Role(row.role): row for row in workspace.groups.select_related("group")}


def _groups(workspace: Workspace, name: str) -> dict[Role, Group]:
    rows = _rows(workspace)
    found = {}
    for role in ROLES:
        if role in rows:
            _name_group(rows[role].group, role, name)
            found[role] = rows[role].group
            continue
        # Never a group that is there: its members would come to rights that nobody gave them.
        found[role] = Group.objects.create(name=_free_name(role, name))
        WorkspaceGroup.objects.create(workspace=workspace, role=role, group=found[role])
    return found


def _name_group(group: Group, role: Role, name: str) -> None:
    if group.name == _wanted_name(role, name) or group.name.startswith(f"{_wanted_name(role, name)} ("):
        return
    group.name = _free_name(role, name, group.pk)
    group.save(update_fields=["name"])


def _wanted_name(role: Role, name: str) -> str:
    longest: int = Group._meta.get_field("name").max_length or 150
    # Room for a number in brackets.
    return f"{GROUP_NAMES[role]} · {name}"[: longest - 5]


def _free_name(role: Role, name: str, pk: int | None = None) -> str:
    wanted = _wanted_name(role, name)
    taken = set(Group.objects.exclude(pk=pk).filter(name__startswith=wanted).values_list("name", flat=True))
    return next(free for free in (wanted, *(f"{wanted} ({n})" for n in range(2, 1000))) if free not in taken)
