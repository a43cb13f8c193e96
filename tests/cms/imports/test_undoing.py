"""What an undo leaves alone: pages that went elsewhere, and whatever the person who asks for it may not do."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import Page

from cms.imports import resource_target
from cms.imports.models import Import
from cms.models import CentrePage, Subject
from cms.workspaces.models import Role
from modules.models import ModulePage
from tests import factories
from tests.cms.imports import dirt
from tests.cms.imports.conftest import codes, go, undo
from tests.factories.workspaces import make_member, make_workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(office):
    workspace = make_workspace(office.tree, "balai-dua")
    return SimpleNamespace(workspace=workspace, page=CentrePage.objects.get(centre=workspace.centre))


@pytest.fixture
def chief():
    return factories.make_user("super", superuser=True)


def made(take, *titles, **values):
    return take(dirt.book(("ID", "Judul"), *((title, title) for title in titles)), run=True, **values)


def moved(page, target):
    Page.objects.get(pk=page.pk).move(Page.objects.get(pk=target.pk), pos="last-child")


def states(source):
    return list(source.rows.values_list("state", flat=True))


def test_what_moved_into_another_centres_tree_is_left(take, other, chief):
    source = made(take, "a", "b")
    moved(ModulePage.objects.get(title="b"), other.page)
    ModulePage.objects.filter(title="b").update(draft_title="Rahasia mereka")
    undo(source, chief)
    assert states(source) == ["undone", "left"]
    assert codes(source) == [[], ["moved_since"]]
    assert "Rahasia" not in str(source.rows.last().problems)
    assert [page.title for page in ModulePage.objects.all()] == ["b"]


def test_a_change_is_not_taken_back_in_another_centres_tree(take, office, other, chief):
    module = factories.make_module(office.page, "Lama")
    source = take(dirt.book(("UUID", "Judul"), (str(module.uuid), "Baru")), run=True)
    moved(module, other.page)
    newest = ModulePage.objects.get().latest_revision_id
    undo(source, chief)
    assert codes(source) == [["moved_since"]]
    assert ModulePage.objects.get().latest_revision_id == newest


def test_a_national_import_is_not_taken_back_in_a_centres_tree(take, office, chief):
    nation = SimpleNamespace(workspace=None, user=chief, page=office.tree.modules)
    source = made(take, "a", "b", owner=nation)
    moved(ModulePage.objects.get(title="a"), office.page)
    undo(source)
    assert codes(source) == [["moved_since"], []]
    assert [page.title for page in ModulePage.objects.all()] == ["a"]


def test_who_undoes_decides_not_who_uploaded(take, office):
    """A contributor may delete the own drafts and no one else's, whoever brought them in."""
    mine = factories.make_module(office.page, "Terbit")
    rows = [("", "a"), (str(mine.uuid), "Baru")]
    source = take(dirt.book(("UUID", "Judul"), *rows), run=True)
    undo(source, make_member(office.workspace, Role.CONTRIBUTOR, "kontributor"))
    assert codes(source) == [["undo_forbidden"], ["undo_forbidden"]]
    assert states(source) == ["left", "left"]
    assert ModulePage.objects.count() == 2


@pytest.mark.parametrize("nobody", ["deleted", "inactive", "never said"])
def test_without_somebody_who_may_nothing_is_undone(take, office, chief, nobody):
    source = made(take, "a")
    source.move(Import.Status.DONE, to=Import.Status.UNDOING, undone_by=None if nobody == "never said" else chief)
    if nobody == "deleted":
        chief.delete()
    elif nobody == "inactive":
        type(chief).objects.filter(pk=chief.pk).update(is_active=False)
    from cms.imports import runs

    runs.undo(Import.objects.get())
    assert codes(source) == [["undo_forbidden"]]
    assert Import.objects.get().status == "undone"
    assert ModulePage.objects.exists()


def test_a_refusal_leaves_its_row_and_the_others_go_on(take, monkeypatch):
    source = made(take, "a", "b", "c")
    remove = resource_target.remove

    def refuse_second(pages, user):
        if any(page.title == "b" for page in pages):
            raise PermissionDenied
        remove(pages, user)

    monkeypatch.setattr(resource_target, "remove", refuse_second)
    undo(source)
    assert states(source) == ["undone", "left", "undone"]
    assert source.status == "undone"


def test_what_is_to_be_published_soon_is_left(take):
    from django.utils import timezone

    source = made(take, "a")
    page = ModulePage.objects.get()
    page.latest_revision.approved_go_live_at = timezone.now()
    page.latest_revision.save()
    undo(source)
    assert codes(source) == [["edited_since"]]


def test_the_person_who_presses_the_button_is_kept(take, client, office):
    source = made(take, "a")
    admin = make_member(office.workspace, Role.ADMIN, "admin")
    client.force_login(admin)
    client.post(reverse("imports:undo", args=[source.pk]))
    assert Import.objects.get().undone_by == admin


def test_terms_are_taken_back_for_who_decides_on_words(take, office, chief):
    source = take(dirt.book(("Nama",), ("Robotika",)), kind="term:subject")
    go(source)
    undo(source, office.user)
    assert codes(source) == [["undo_forbidden"]]
    assert Subject.objects.get(name="Robotika").status == "active"


def test_terms_are_taken_back_by_those(take, office, chief):
    source = take(dirt.book(("Nama",), ("Robotika",)), kind="term:subject")
    go(source)
    undo(source, chief)
    assert Subject.objects.get(name="Robotika").status == "retired"


def test_an_undone_draft_leaves_nothing_behind(take):
    from wagtail.models import ReferenceIndex, Revision
    from wagtail.search.models import IndexEntry

    from cms.imports.models import ExternalId

    made(take, "tetap")
    before = [model.objects.count() for model in (Revision, ReferenceIndex, IndexEntry, ExternalId)]
    source = take(dirt.book(("ID", "Judul", "Label"), ("1", "a", "satu"), ("2", "b", "dua")), run=True)
    undo(source)
    assert [model.objects.count() for model in (Revision, ReferenceIndex, IndexEntry, ExternalId)] == before
