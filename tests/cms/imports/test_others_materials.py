"""A listing shows others' materials too: unchanged they come back as the same, and a change in them is a problem."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.admin.reach import explorable
from cms.curation.assignment import assign
from cms.curation.sending import send
from cms.imports.models import ExternalId, Import
from cms.models import CentrePage, LearningResource, Subject
from cms.workspaces.models import Role
from cms.workspaces.provision import ensure_national
from modules.models import ModulePage
from tests import factories
from tests.cms.imports import dirt
from tests.cms.imports.conftest import codes, go
from tests.cms.imports.test_runs import exported
from tests.factories.workspaces import make_member, make_workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(office):
    workspace = make_workspace(office.tree, "balai-dua")
    user = make_member(workspace, Role.ADMIN, "admin-dua")
    return SimpleNamespace(workspace=workspace, user=user, page=CentrePage.objects.get(centre=workspace.centre))


@pytest.fixture
def national(office):
    workspace = ensure_national()
    return SimpleNamespace(
        workspace=workspace, user=make_member(workspace, Role.ADMIN, "admin-pusat"), page=office.tree.modules
    )


@pytest.fixture
def contributor(office):
    user = make_member(office.workspace, Role.CONTRIBUTOR, "kontributor-satu")
    return SimpleNamespace(workspace=office.workspace, user=user, page=office.page)


def draft(parent, owner, title, **fields):
    """A material that was never published and has been edited since it was made."""
    fields.setdefault("subjects", [factories.term(Subject, "matematika")])
    module = factories.make_module(parent, title, live=False, owner=owner, **fields)
    module.title, module.summary = f"{title} baru", "Ringkasan yang ditulis kemudian."
    module.save_revision(user=owner, clean=False)
    return ModulePage.objects.get(pk=module.pk)


def listing(user):
    """What the user's own listing exports."""
    return exported(explorable(user))


def found(source):
    return [(row.outcome, row.changes, [problem["code"] for problem in row.problems]) for row in source.rows.all()]


def test_a_national_admins_listing_comes_back_unchanged(take, office, other, national):
    factories.make_module(office.tree.modules, "Milik pusat")
    published = factories.make_module(other.page, "Terbit", tags=["satu, dua"])
    published.title = "Terbit, dengan draf"
    published.save_revision()
    draft(office.page, office.user, "Draf balai")
    source = take(listing(national.user), "a.csv", owner=national, run=True)
    assert found(source) == [("same", [], [])] * 3
    # Others of the national team look at the import and may not see the centres' drafts.
    assert {row.page.title for row in source.rows.all() if row.page} == {"Milik pusat"}
    assert not ExternalId.objects.exists()


def test_a_contributors_listing_comes_back_unchanged(take, office, contributor):
    draft(office.page, office.user, "Draf rekan")
    draft(office.page, contributor.user, "Draf sendiri")
    factories.make_module(office.page, "Terbit")
    source = take(listing(contributor.user), "a.csv", owner=contributor)
    assert found(source) == [("same", [], [])] * 3


def test_what_is_being_curated_or_locked_comes_back_unchanged(take, office, contributor):
    assign(office.workspace)
    sent = draft(office.page, contributor.user, "Dikirim")
    send(sent, contributor.user)
    stranger = factories.make_user("lain")
    locked = factories.make_module(office.page, "Terkunci", owner=contributor.user, locked=True, locked_by=stranger)
    file = listing(contributor.user)
    assert found(take(file, "a.csv", owner=contributor)) == [("same", [], [])] * 2
    rows = [(str(sent.uuid), "Lain"), (str(locked.uuid), "Lain")]
    assert codes(take(dirt.book(("UUID", "Judul"), *rows), owner=contributor)) == [["locked"], ["locked"]]


@pytest.mark.parametrize("cells", [("Lain", ""), ("", "Ilmu Gaib"), ("-", "")])
def test_a_change_in_anothers_material_is_one_problem(take, office, other, national, contributor, cells):
    centres, colleagues = draft(other.page, other.user, "Balai"), draft(office.page, office.user, "Rekan")
    heads = ("UUID", "Judul", "Mata Pelajaran")
    by_nation = take(dirt.book(heads, (str(centres.uuid), *cells)), owner=national, run=True)
    by_colleague = take(dirt.book(heads, (str(colleagues.uuid), *cells)), owner=contributor, run=True)
    assert found(by_nation) == [("problem", [], ["not_ours"])]
    assert found(by_colleague) == [("problem", [], ["not_editable"])]
    assert not by_nation.suggestions
    titles = {page.get_latest_revision_as_object().title for page in ModulePage.objects.all()}
    assert titles == {"Balai baru", "Rekan baru"}


def test_nothing_is_told_of_what_the_uploader_may_not_see(take, office, other):
    hidden = draft(other.page, other.user, "Rahasia")
    heads = ("UUID", "Judul", "Ringkasan")
    guesses = [("Rahasia baru", hidden.summary), ("Rahasia", ""), ("Tebakan", ""), ("", ""), ("-", "-")]
    told = []
    for guess in guesses:
        source = take(dirt.book(heads, (str(hidden.uuid), *guess)))
        row = source.rows.get()
        told.append((row.outcome, row.changes, row.problems, row.page))
    problem = {"code": "not_ours", "column": "uuid", "value": str(hidden.uuid), "level": "error"}
    assert told == [("problem", [], [problem], None)] * len(guesses)


def test_of_an_own_material_out_of_sight_not_even_the_title_is_told(take, office, national):
    hidden = draft(office.tree.modules, national.user, "Rahasia pusat")
    national.user.groups.clear()
    source = take(dirt.book(("UUID", "Menit"), (str(hidden.uuid), 5)), owner=national)
    row = source.rows.get()
    assert (codes(source), row.page) == ([["not_editable"]], None)
    assert "Rahasia" not in str(row.problems)


def test_what_left_the_tree_since_the_check_is_not_written_nor_remembered(take, office, other):
    module = factories.make_module(office.page, "Pindah", owner=office.user)
    file = dirt.book(("UUID", "ID", "Judul"), (str(module.uuid), "1", "Baru"))
    office.user.groups.add(*other.user.groups.all())
    source = take(file)
    assert found(source) == [("changed", ["title"], [])]
    module.move(other.page, pos="last-child")
    module.refresh_from_db()
    module.title = "Baru"
    module.save_revision(clean=False)
    go(Import.objects.get())
    assert found(source) == [("same", [], [])]
    assert (source.rows.get().page, ExternalId.objects.count()) == (None, 0)


def test_queries_of_a_check_do_not_grow_with_others_materials(take, office, other, national, contributor):
    assign(office.workspace)

    def queries(pages, owner, title):
        heads = ("UUID", "Judul", "Mata Pelajaran", "Label")
        rows = [(str(page.uuid), title or page.draft_title, "Matematika", "satu") for page in pages]
        with CaptureQueriesContext(connection) as captured:
            source = take(dirt.book(heads, *rows), owner=owner)
        assert set(source.rows.values_list("outcome", flat=True)) == {"problem" if title else "same"}
        return len(captured)

    def make(count):
        made = []
        for number in range(count):
            page = draft(office.page, office.user, f"Draf {count} {number}", tags=["satu"])
            if number % 2:
                send(page, office.user)
            made.append(page)
        return made

    few, many = make(2), make(20)
    for owner in (national, contributor):
        for title in ("", "Lain"):
            queries(few, owner, title)
            assert queries(many, owner, title) == queries(few, owner, title)
    assert LearningResource.objects.count() == 22
