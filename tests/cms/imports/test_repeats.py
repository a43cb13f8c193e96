"""Rows of one file that are about one material are named, by whatever they name it; nothing is made twice."""

import uuid

import pytest

from cms.imports import runs
from cms.imports.models import ExternalId, Import
from modules.models import ModulePage
from tests import factories
from tests.cms.imports import dirt
from tests.cms.imports.conftest import codes, go

pytestmark = pytest.mark.django_db
HEADS = ("ID", "UUID", "Judul")
ONE, TWO = str(uuid.uuid4()), str(uuid.uuid4())


@pytest.mark.parametrize(
    "rows, code",
    [
        ([("A", ONE, "Satu"), ("A", "", "Dua")], "id_twice"),
        ([("A", "", "Satu"), ("A", ONE, "Dua")], "id_twice"),
        ([("A", ONE, "Satu"), ("A", TWO, "Dua")], "id_twice"),
        ([("A", ONE, "Satu"), ("B", ONE.upper().replace("-", ""), "Dua")], "id_twice"),
        ([("", ONE, "Satu"), ("", "", "SATU")], "title_twice"),
        ([("", "", "Satu"), ("", ONE, "SATU")], "title_twice"),
        ([("", "", "Satu"), ("", "", "satu ")], "title_twice"),
    ],
)
@pytest.mark.parametrize("at_once", [1, 100])
def test_a_material_stands_in_a_file_once(take, monkeypatch, rows, code, at_once):
    monkeypatch.setattr(runs, "CHECKED_AT_ONCE", at_once)
    source = take(dirt.book(HEADS, *rows), run=True)
    assert codes(source) == [[], [code]]
    assert source.rows.last().problems[0]["value"] == "2"
    assert [page.title for page in ModulePage.objects.all()] == ["Satu"]


def test_materials_of_one_title_may_stand_in_an_export(take):
    source = take(dirt.book(HEADS, ("", ONE, "Sama"), ("", TWO, "Sama"), ("A", "", "Sama")), run=True)
    assert codes(source) == [[], [], []]
    assert ModulePage.objects.count() == 3


@pytest.mark.parametrize("at_once", [1, 100])
def test_two_names_of_one_material_that_is_there(take, office, monkeypatch, at_once):
    monkeypatch.setattr(runs, "CHECKED_AT_ONCE", at_once)
    module = factories.make_module(office.page, "Lama")
    ExternalId.objects.create(workspace=office.workspace, kind="resource:module", value="A", page=module)
    source = take(dirt.book(HEADS, ("", str(module.uuid), "Satu"), ("A", "", "Dua")))
    assert codes(source) == [[], ["material_twice"]]
    go(source)
    assert ModulePage.objects.get().get_latest_revision_as_object().title == "Satu"


@pytest.mark.parametrize("at_once", [1, 50])
@pytest.mark.parametrize("singly", [False, True])
def test_rows_that_come_to_mean_one_material_after_the_check(take, office, monkeypatch, at_once, singly):
    """The second is named; neither its change nor the first one's is lost in the other's."""
    monkeypatch.setattr(runs, "WRITTEN_AT_ONCE", at_once)
    module = factories.make_module(office.page, "Lama")
    rows = [("", str(module.uuid), "Satu"), ("A", "", "Dua"), ("B", "", "Tiga")]
    source = take(dirt.book(HEADS, *rows))
    assert codes(source) == [[], [], []]
    ExternalId.objects.create(workspace=office.workspace, kind="resource:module", value="A", page=module)
    if singly:
        from cms.imports import resource_batch

        revise = resource_batch.revise

        def fail_first(changed, user, done=[]):  # noqa: B006
            done.append(1)
            if len(done) == 1:
                raise ValueError("x")
            revise(changed, user)

        monkeypatch.setattr(resource_batch, "revise", fail_first)
    go(Import.objects.get())
    if singly and at_once == 1:
        # Nothing to try again singly: the first row itself failed, so that the second one is the first.
        assert codes(source) == [["invalid"], [], []]
        return
    assert codes(source) == [[], ["material_twice"], []]
    assert list(source.rows.values_list("state", flat=True)) == ["done", "failed", "done"]
    assert ModulePage.objects.count() == 2
    assert ModulePage.objects.get(pk=module.pk).get_latest_revision_as_object().title == "Satu"
    assert module.revisions.count() == 1
