"""A workspace is provisioned as often as one likes, and nothing is given twice or taken away."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail.permissions import policy_registry

from cms.models import Centre, CentrePage, Level
from cms.workspaces import steps
from cms.workspaces.grants import PAGE_ACTIONS
from cms.workspaces.life import RenameCentre
from cms.workspaces.models import Role, Workspace, WorkspaceGroup
from cms.workspaces.onboarding import Contact, add_centre, find_province
from cms.workspaces.provision import ensure_national, national_trees, provision, provision_all
from media.models import LibraryDocument, LibraryImage, LibraryMedia
from modules.demo.users import ensure_users
from tests import factories
from tests.factories.terms import term
from tests.factories.workspaces import make_member, make_workspace

COUNTED = (
    Centre,
    Page,
    Collection,
    Group,
    Workspace,
    WorkspaceGroup,
    GroupPagePermission,
    GroupCollectionPermission,
    Group.permissions.through,
)


def counts() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in COUNTED}


@pytest.fixture
def gorontalo(site_tree: Any) -> Any:
    from cms.models import Province

    return term(Province, "ID-GO", name="Gorontalo")


def add(**options: Any) -> None:
    call_command("add_centre", name="Balai TIK Gorontalo", province="gorontalo", verbosity=0, **options)


def test_the_command_twice_is_as_once(gorontalo: Any) -> None:
    add(email="balai@example.id")
    once = counts()
    add(email="lain@example.id", phone="0435 1")
    assert counts() == once
    page = CentrePage.objects.get(slug="balai-tik-gorontalo")
    assert (page.live, page.email, page.phone) == (True, "balai@example.id", "0435 1")
    assert page.centre.workspace.groups.count() == 3


def test_an_unknown_province_is_refused_with_suggestions(gorontalo: Any) -> None:
    with pytest.raises(CommandError, match="Gorontalo"):
        call_command("add_centre", name="Balai X", province="gorntalo")
    assert not CentrePage.objects.exists()
    with pytest.raises(ValidationError):
        find_province("Atlantis")


def test_a_slug_of_another_centre_is_refused(gorontalo: Any) -> None:
    add()
    with pytest.raises(CommandError, match="Balai TIK Gorontalo"):
        call_command("add_centre", name="Balai Lain", province="ID-GO", slug="balai-tik-gorontalo")


def test_what_is_missing_is_mended_and_what_an_admin_gave_stays(site_tree: Any) -> None:
    workspace = make_workspace(site_tree)
    before = counts()
    group = workspace.groups.get(role=Role.CURATOR).group
    GroupPagePermission.objects.filter(group=group).delete()
    GroupCollectionPermission.objects.filter(group=group).delete()
    group.permissions.clear()
    workspace.groups.get(role=Role.ADMIN).delete()
    provision(workspace.centre, workspace.centre.page)
    # The group whose tie was cut is left alone; it is not adopted by its name.
    assert counts()["GroupPagePermission"] == before["GroupPagePermission"] + len(PAGE_ACTIONS[Role.ADMIN])
    assert group.permissions.filter(codename="access_admin").exists()
    assert workspace.groups.count() == 3
    given = GroupPagePermission.objects.create(
        group=group, page=site_tree.home, permission=GroupPagePermission.objects.first().permission
    )
    provision(workspace.centre, workspace.centre.page)
    assert GroupPagePermission.objects.filter(pk=given.pk).exists()


def test_nobody_in_a_centre_may_publish_or_reach_the_root_collection(site_tree: Any) -> None:
    workspace = make_workspace(site_tree)
    groups = workspace.groups.values("group")
    assert not GroupPagePermission.objects.filter(group__in=groups, permission__codename="publish_page").exists()
    reached = set(GroupCollectionPermission.objects.filter(group__in=groups).values_list("collection", flat=True))
    assert reached == {workspace.collection_id}


@pytest.mark.parametrize("model", [LibraryImage, LibraryDocument, LibraryMedia])
@pytest.mark.parametrize("role", list(Role))
def test_every_role_may_add_to_its_own_collection_only(site_tree: Any, model: Any, role: Role) -> None:
    diy, bali = make_workspace(site_tree), make_workspace(site_tree, "balai-bali")
    user = make_member(diy, role)
    collections = policy_registry.get_by_type(model).collections_user_has_permission_for(user, "add")
    assert [row.pk for row in collections] == [diy.collection_id]
    assert bali.collection_id != diy.collection_id


def test_names_of_groups_and_collection_follow_the_centre(site_tree: Any) -> None:
    workspace = make_workspace(site_tree)
    group = workspace.groups.get(role=Role.CONTRIBUTOR).group
    centre = workspace.centre
    centre.name = "Balai Baru"
    centre.save()
    group.refresh_from_db()
    workspace.collection.refresh_from_db()
    assert (group.name, workspace.collection.name) == ("Kontributor · Balai Baru", "Balai Baru")


def test_two_centres_of_one_name_have_groups_of_their_own(site_tree: Any) -> None:
    one, two = make_workspace(site_tree, "satu"), make_workspace(site_tree, "dua")
    two.centre.name = one.centre.name
    two.centre.save()
    provision_all()
    names = set(WorkspaceGroup.objects.filter(workspace=two).values_list("group__name", flat=True))
    assert all(name.endswith("(2)") for name in names)


def test_a_step_takes_part_and_a_failing_one_undoes_everything(site_tree: Any, monkeypatch: Any) -> None:
    seen: list[Workspace] = []
    monkeypatch.setattr(steps, "STEPS", [seen.append])
    workspace = make_workspace(site_tree)
    assert seen == [workspace]

    def fail(workspace: Workspace) -> None:
        raise RuntimeError

    monkeypatch.setattr(steps, "STEPS", [fail])
    page = factories.make_centre_page(site_tree, "balai-bali")
    with pytest.raises(RuntimeError):
        provision(page.centre, page)
    assert not Workspace.objects.filter(centre=page.centre).exists()


def test_the_national_team(site_tree: Any) -> None:
    national = ensure_national()
    once = counts()
    assert ensure_national() == national
    assert counts() == once
    assert {page.pk for page in national_trees()} == {site_tree.modules.pk, site_tree.examples.pk}
    admin, curator = make_member(national, Role.ADMIN), make_member(national, Role.CURATOR)
    assert admin.has_perm("cms.change_centre")
    assert policy_registry.get_by_type(Level).user_has_permission(admin, "change")
    assert not curator.has_perm("cms.change_centre")
    page = factories.make_centre_page(site_tree)
    assert page.permissions_for_user(admin).can_edit()
    assert not page.permissions_for_user(curator).can_edit()
    assert site_tree.modules.permissions_for_user(curator).can_edit()


def test_the_start_gives_every_centre_its_workspace(site_tree: Any, django_assert_max_num_queries: Any) -> None:
    for slug in ("satu", "dua", "tiga"):
        factories.make_centre_page(site_tree, slug)
    assert provision_all() == 3
    assert Workspace.objects.exclude(centre=None).count() == 3
    with django_assert_max_num_queries(160):
        provision_all()


@pytest.mark.parametrize("unfinished", [True, False])
def test_adding_again_leaves_no_unpublished_changes(gorontalo: Any, unfinished: bool) -> None:
    add()
    page = CentrePage.objects.get(slug="balai-tik-gorontalo")
    if unfinished:
        page.intro = "<p>Belum selesai</p>"
        page.save_revision()
    add(phone="0435 1")
    page = CentrePage.objects.get(pk=page.pk)
    assert page.has_unpublished_changes is unfinished
    draft = page.get_latest_revision_as_object()
    assert (page.phone, draft.phone, bool(draft.intro)) == ("0435 1", "0435 1", unfinished)


def test_only_a_collection_that_nobody_has_rights_on_is_adopted(site_tree: Any) -> None:
    root = Collection.get_first_root_node()
    loose, held = root.add_child(name="Satu"), root.add_child(name="Dua")
    GroupCollectionPermission.objects.create(
        group=Group.objects.create(name="Orang lain"),
        collection=held,
        permission=Permission.objects.get(codename="add_image", content_type__app_label="wagtailimages"),
    )
    assert make_workspace(site_tree, "satu").collection == loose
    assert make_workspace(site_tree, "dua").collection != held


def test_two_who_add_the_same_centre_at_once_are_as_one(gorontalo: Any, monkeypatch: Any) -> None:
    from cms.workspaces import onboarding

    real, tries = onboarding._centre, []

    def clash(*args: Any) -> Any:
        tries.append(args)
        if len(tries) == 1:
            raise IntegrityError
        return real(*args)

    monkeypatch.setattr(onboarding, "_centre", clash)
    assert add_centre(name="Balai Satu", province=gorontalo, contact=Contact(phone="1")).page.phone == "1"


def test_an_address_that_leads_to_another_centre_is_not_given_away(site_tree: Any, gorontalo: Any) -> None:
    diy, bali = make_workspace(site_tree), make_workspace(site_tree, "balai-bali")
    RenameCentre(CentrePage.objects.get(centre=diy.centre), "Balai Jogja", slug="balai-jogja").execute()
    old = "balai-tekkomdik-diy"
    # The organisation keeps its slug; another one's is free, and its page would stand at the old address.
    Centre.objects.filter(pk=diy.centre_id).update(slug="lain")
    with pytest.raises(ValidationError) as refused:
        add_centre(name="Balai Lain", province=gorontalo, slug=old)
    assert "slug" in refused.value.message_dict
    with pytest.raises(ValidationError) as refused:
        RenameCentre(CentrePage.objects.get(centre=bali.centre), "Balai Bali", slug=old).execute()
    assert "slug" in refused.value.message_dict
    # It is the first holder's to come back to.
    RenameCentre(CentrePage.objects.get(centre=diy.centre), "Balai Jogja", slug=old).execute()
    assert CentrePage.objects.get(centre=diy.centre).slug == old


def test_the_demo_contributor_leaves_the_group_of_before(site_tree: Any) -> None:
    page = factories.make_centre_page(site_tree)
    old = Group.objects.create(name=f"Kontributor {page.centre.name}")
    change = GroupPagePermission.objects.filter(permission__codename="change_page").first().permission
    GroupPagePermission.objects.create(group=old, page=page, permission=change)
    factories.make_user("balai").groups.add(old)
    ensure_users(site_tree.home)
    ensure_users(site_tree.home)
    assert not Group.objects.filter(pk=old.pk).exists()
    balai = get_user_model().objects.get(username="balai")
    assert [group.name for group in balai.groups.all()] == [f"Kontributor · {page.centre.name}"]
    assert not factories.make_module(page, live=False).permissions_for_user(balai).can_edit()
