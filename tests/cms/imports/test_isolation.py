"""Whose imports one sees, into which trees one imports, and that nobody's material is touched by another's file."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from cms.imports.access import may_manage, offered_targets, places, visible_imports
from cms.imports.models import ExternalId, Import
from cms.imports.targets import targets
from cms.models import CentrePage
from cms.workspaces.models import Role
from modules.models import ModulePage
from tests import factories
from tests.cms.imports import dirt
from tests.cms.imports.conftest import codes, go
from tests.factories.workspaces import make_member, make_workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(office):
    workspace = make_workspace(office.tree, "balai-dua")
    user = make_member(workspace, Role.ADMIN, "admin-dua")
    return SimpleNamespace(workspace=workspace, user=user, page=CentrePage.objects.get(centre=workspace.centre))


def test_anothers_exported_uuid_is_a_problem_never_an_update(take, office, other):
    theirs = factories.make_module(other.page, "Milik mereka")
    national = factories.make_module(office.tree.modules, "Milik pusat")
    rows = [(str(theirs.uuid), "Direbut"), (str(national.uuid), "Direbut juga")]
    source = take(dirt.book(("UUID", "Judul"), *rows), run=True)
    assert codes(source) == [["not_ours"], ["not_ours"]]
    drafts = {page.get_latest_revision_as_object().title for page in ModulePage.objects.all()}
    assert drafts == {"Milik mereka", "Milik pusat"}


def test_the_same_id_means_another_material_in_each_centre(take, office, other):
    file = dirt.book(("ID", "Judul"), ("001", "Punya kami"))
    take(file, run=True)
    take(file, run=True, owner=other)
    assert ModulePage.objects.count() == 2
    assert ExternalId.objects.filter(value="001").count() == 2


def test_a_contributor_does_not_change_a_colleagues_material(take, office):
    module = factories.make_module(office.page, "Rekan")
    office.user = make_member(office.workspace, Role.CONTRIBUTOR, "kontributor-satu")
    source = take(dirt.book(("UUID", "Judul"), (str(module.uuid), "Baru"), ("", "Sendiri")), run=True)
    assert codes(source) == [["not_editable"], []]
    assert source.rows.last().state == "done"


def test_who_left_the_centre_meanwhile_adds_nothing(take, office):
    source = take(dirt.book(("ID", "Judul"), ("1", "a")))
    office.user.groups.clear()
    go(Import.objects.get())
    assert codes(source) == [["no_place"]]
    assert not ModulePage.objects.exists()


def test_a_locked_material_is_left(take, office):
    module = factories.make_module(office.page, "Terkunci", locked=True, locked_by=factories.make_user("lain"))
    source = take(dirt.book(("UUID", "Judul"), (str(module.uuid), "Baru")))
    assert codes(source) == [["locked"]]


def test_one_sees_the_imports_of_the_own_workspace(take, office, other):
    mine, theirs = take(dirt.PLAIN.encode(), "a.csv"), take(dirt.PLAIN.encode(), "b.csv", owner=other)
    assert list(visible_imports(office.user)) == [mine]
    assert list(visible_imports(other.user)) == [theirs]
    assert set(visible_imports(factories.make_user("super", superuser=True))) == {mine, theirs}
    assert not may_manage(make_member(office.workspace, Role.CONTRIBUTOR, "lain"), mine)
    assert may_manage(make_member(office.workspace, Role.ADMIN, "admin"), mine)


@pytest.mark.parametrize(
    "name, method",
    [
        ("detail", "get"),
        ("report", "get"),
        ("check", "post"),
        ("accept", "post"),
        ("run", "post"),
        ("undo", "post"),
        ("continue", "post"),
    ],
)
def test_anothers_import_does_not_exist(take, client, office, other, name, method):
    theirs = take(dirt.PLAIN.encode(), "b.csv", owner=other)
    client.force_login(office.user)
    assert getattr(client, method)(reverse(f"imports:{name}", args=[theirs.pk])).status_code == 404
    assert Import.objects.get(pk=theirs.pk).status == Import.Status.CHECKED


@pytest.mark.parametrize("name", ["check", "accept", "run", "undo", "continue"])
def test_steps_are_posted(take, client, office, name):
    source = take(dirt.PLAIN.encode(), "b.csv")
    client.force_login(office.user)
    assert client.get(reverse(f"imports:{name}", args=[source.pk])).status_code == 405


@pytest.mark.parametrize("name", ["check", "accept", "run", "undo", "continue"])
def test_a_colleague_without_a_say_moves_nothing(take, client, office, name):
    source = take(dirt.PLAIN.encode(), "b.csv")
    client.force_login(make_member(office.workspace, Role.CONTRIBUTOR, "kontributor"))
    response = client.post(reverse(f"imports:{name}", args=[source.pk]))
    assert response.status_code in (302, 403)
    assert Import.objects.get().status == Import.Status.CHECKED


def test_materials_go_into_the_own_tree_only(office, other):
    target = targets()["resource:module"]
    assert [page.pk for page in places(office.user, target)] == [office.page.pk]
    superuser = factories.make_user("super", superuser=True)
    assert {page.pk for page in places(superuser, target)} == {office.page.pk, other.page.pk, office.tree.modules.pk}


def test_words_are_the_national_admins(client, office):
    assert {target.key.partition(":")[0] for target in offered_targets(office.user)} == {"resource"}
    client.force_login(office.user)
    assert client.get("/admin/impor/templat/term:subject.xlsx").status_code == 404
    assert client.get("/admin/impor/templat/tag.csv").status_code == 404


def test_who_has_no_workspace_knows_nothing_of_imports(client, office):
    stranger = factories.make_user("asing", groups=("Editors",))
    client.force_login(stranger)
    response = client.get(reverse("imports:index"))
    assert response.status_code in (302, 403)
    assert "Impor" not in str(response.content)
