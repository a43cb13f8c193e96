"""Importing: drafts only, idempotent, resumable, undone as one; an export comes back unchanged."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook
from wagtail.models import Page

from cms.admin.export import Batches, MaterialSheet
from cms.imports import runs
from cms.imports.models import ExternalId, Import, ImportRow
from cms.models import LearningResource, Subject
from modules.models import ModulePage
from tests import factories
from tests.cms.imports import dirt
from tests.cms.imports.conftest import codes, go, undo

pytestmark = pytest.mark.django_db

FULL = ("ID", "Judul", "Label", "Penulis", "Teks", "Tautan", "Tujuan Pembelajaran")
FULL_ROW = (
    "P-1",
    "Poster",
    "canva, siklus air",
    "Ni Luh Ayu (SDN 2 Ubud); Budi",
    "Satu <b>\nDua",
    "https://example.id/v",
    "Membuat; Menilai",
)


def exported(pages, file_format="csv"):
    """The pages as a listing exports them."""
    sheet = MaterialSheet()
    rows = [[sheet.get_heading(None, name) for name in sheet.list_export]]
    rows += [list(sheet.to_row_dict(page).values()) for page in Batches(pages)]
    if file_format == "csv":
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        return ("\ufeff" + text.getvalue()).encode()
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def outcomes(source):
    return list(source.rows.values_list("outcome", flat=True))


def test_materials_become_drafts_with_a_revision_and_an_owner(take, office):
    take(dirt.book(FULL, FULL_ROW), run=True)
    page = ModulePage.objects.get()
    assert (page.live, page.has_unpublished_changes, page.owner) == (False, True, office.user)
    assert page.get_parent().pk == office.page.pk
    assert page.centre == office.workspace.centre
    assert page.latest_revision.user == office.user
    assert sorted(tag.name for tag in page.tags.all()) == ["canva", "siklus air"]
    assert [(block.value["name"], block.value["affiliation"]) for block in page.authors] == [
        ("Ni Luh Ayu", "SDN 2 Ubud"),
        ("Budi", ""),
    ]
    assert [block.block_type for block in page.body] == ["text", "embed"]
    assert page.body[0].value.source == "<p>Satu &lt;b&gt;</p><p>Dua</p>"
    assert [str(block.value) for block in page.objectives] == ["Membuat", "Menilai"]
    assert Page.find_problems() == ([], [], [], [], [])


def test_the_same_file_again_changes_nothing(take):
    file = dirt.book(FULL, FULL_ROW)
    take(file, run=True)
    page = ModulePage.objects.get()
    again = take(file, run=True)
    assert outcomes(again) == ["same"]
    assert ModulePage.objects.get().latest_revision_id == page.latest_revision_id


def test_without_ids_the_title_finds_the_material_of_an_earlier_import(take):
    take(dirt.book(("Judul", "Menit"), ("Poster", 45)), run=True)
    source = take(dirt.book(("Judul", "Menit"), ("POSTER ", 90)))
    assert outcomes(source) == ["changed"]


def test_a_changed_cell_changes_that_field_alone_and_blocks_keep_their_ids(take):
    take(dirt.book(FULL, FULL_ROW), run=True)
    page = ModulePage.objects.get()
    page.summary = "Dari penyunting"
    page.body.append(("text", "<p>Dari penyunting</p>"))
    page.save_revision(clean=False)
    ids = [block.id for block in page.body]
    source = take(dirt.book(FULL, (*FULL_ROW[:4], "Baru", *FULL_ROW[5:])), run=True)
    assert source.rows.get().changes == ["body.text"]
    draft = ModulePage.objects.get().get_latest_revision_as_object()
    assert [block.id for block in draft.body] == ids
    assert [block.value.source for block in draft.body if block.block_type == "text"] == [
        "<p>Baru</p>",
        "<p>Dari penyunting</p>",
    ]
    assert draft.summary == "Dari penyunting"


def test_a_published_material_stays_as_readers_see_it(take, office):
    module = factories.make_module(office.page, "Lama", owner=office.user)
    source = take(dirt.book(("UUID", "Judul"), (str(module.uuid), "Baru")), run=True)
    assert outcomes(source) == ["changed"]
    module = ModulePage.objects.get()
    assert (module.title, module.live, module.has_unpublished_changes) == ("Lama", True, True)
    assert module.get_latest_revision_as_object().title == "Baru"


def test_an_empty_cell_leaves_a_field_and_a_dash_empties_it(take, office):
    module = factories.make_module(office.page, duration_minutes=90)
    heads = ("UUID", "Ringkasan", "Menit")
    source = take(dirt.book(heads, (str(module.uuid), "", "-")), run=True)
    assert source.rows.get().changes == ["duration_minutes"]
    assert ModulePage.objects.get().get_latest_revision_as_object().duration_minutes is None


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_an_export_comes_back_unchanged(take, office, file_format):
    awkward = ["=1+1", "'=1", "-minus", "  Dua   spasi\u00a0sini ", 'Kutip "dan", koma', "Baris\u2028baru"]
    for number, title in enumerate(awkward):
        factories.make_module(
            office.page,
            title,
            slug=f"m{number}",
            summary="Baris satu\nbaris dua",
            tags=["satu, dua", "Tiga"][: number % 3],
            subjects=[factories.term(Subject, "literasi"), factories.term(Subject, "matematika")],
            duration_minutes=90,
        )
    drafted = factories.make_module(office.page, "Dengan draf", subjects=[factories.term(Subject, "lama")])
    drafted.title, drafted.summary = "Judul draf", "Ringkasan draf"
    drafted.save_revision()
    Subject.objects.filter(slug="lama").update(status="retired")
    factories.make_example(office.page)
    source = take(exported(LearningResource.objects.all(), file_format), f"a.{file_format}")
    assert [(row.outcome, row.changes, row.problems) for row in source.rows.all()] == [("same", [], [])] * 8


def test_names_and_slugs_may_differ_one_at_a_time(take, office):
    module = factories.make_module(office.page, subjects=[factories.term(Subject, "matematika")])
    heads = ("UUID", "Mata Pelajaran", "Mata Pelajaran (slug)")
    one = take(dirt.book(heads, (str(module.uuid), "Konstruksi", "matematika")))
    assert (outcomes(one), one.rows.get().changes) == (["changed"], ["subjects"])
    both = take(dirt.book(heads, (str(module.uuid), "Konstruksi", "literasi")))
    assert codes(both) == [["columns_disagree"]]


def test_suggestions_are_taken_for_all_rows_at_once(take):
    rows = [dirt.changed(ID=str(n), Judul=f"m{n}", Mata_Pelajaran="kontruksi") for n in range(3)]
    rows.append(dirt.changed(ID="9", Judul="m9", Mata_Pelajaran="Ilmu Gaib; Matematika"))
    source = take(dirt.book(dirt.HEADS, *rows))
    said = source.suggestions["subjects"]
    assert (said["kontruksi"]["to"], said["kontruksi"]["rows"]) == ("konstruksi", 3)
    assert said["Ilmu Gaib"]["to"] == ""
    for suggestion in said.values():
        suggestion["accepted"] = True
    source.status, source.findings["again"] = Import.Status.CHECKING, True
    source.save()
    runs.recheck(source)
    assert outcomes(source) == ["new"] * 4
    go(source)
    found = [[term.slug for term in page.subjects.all()] for page in ModulePage.objects.order_by("title")]
    assert found == [["konstruksi"]] * 3 + [["matematika"]]


def test_undo_removes_what_was_made_and_restores_what_was_changed(take, office):
    module = factories.make_module(office.page, "Lama", tags=["satu"])
    rows = [(str(module.uuid), "Baru", "dua"), ("", "Tambahan", "")]
    source = take(dirt.book(("UUID", "Judul", "Label"), *rows), run=True)
    assert ModulePage.objects.count() == 2
    undo(source)
    page = ModulePage.objects.get()
    draft = page.get_latest_revision_as_object()
    assert (draft.title, [tag.name for tag in draft.tags.all()]) == ("Lama", ["satu"])
    assert source.counts["undone"] == 2
    assert not ExternalId.objects.filter(value="judul:tambahan").exists()


def test_undo_leaves_and_names_what_was_edited_since(take):
    rows = [(f"U-{n}", f"Judul {n}") for n in range(4)]
    source = take(dirt.book(("ID", "Judul"), *rows), run=True)
    edited, autosaved, with_lesson, _untouched = ModulePage.objects.order_by("title")
    edited.save_revision(clean=False)
    # Autosave writes into the revision that is there.
    autosaved.title = "Diubah"
    autosaved.save_revision(user=autosaved.owner, overwrite_revision=autosaved.latest_revision, clean=False)
    factories.make_lesson(with_lesson)
    undo(source)
    assert ModulePage.objects.count() == 3
    assert sorted(source.rows.values_list("state", flat=True)) == ["left", "left", "left", "undone"]
    assert codes(source)[:3] == [["edited_since"], ["edited_since"], ["published_since"]]


def test_a_killed_run_goes_on_where_it_was(take, monkeypatch):
    monkeypatch.setattr(runs, "WRITTEN_AT_ONCE", 2)
    source = take(dirt.book(("ID", "Judul"), *((f"K-{n}", f"Judul {n}") for n in range(7))))
    source.move(Import.Status.CHECKED, to=Import.Status.RUNNING)
    keep, kept = runs._keep, []

    class Killed(BaseException):
        pass

    def keep_twice(rows):
        if len(kept) == 2:
            raise Killed
        kept.append(keep(rows))

    monkeypatch.setattr(runs, "_keep", keep_twice)
    with pytest.raises(Killed):
        runs.run(source)
    assert ModulePage.objects.count() == 4
    monkeypatch.setattr(runs, "_keep", keep)
    runs.run(Import.objects.get())
    assert ModulePage.objects.count() == 7
    assert Import.objects.get().counts["done"] == 7


def test_a_killed_check_goes_on_where_it_was(take, monkeypatch):
    monkeypatch.setattr(runs, "CHECKED_AT_ONCE", 3)
    source = take(dirt.book(("ID", "Judul"), *((f"K-{n}", f"Judul {n}") for n in range(8)), ("K-0", "Lagi")))
    before = list(source.rows.values_list("number", "outcome"))
    source.rows.filter(number__gt=4).delete()
    source.status = Import.Status.CHECKING
    source.save()
    runs.check(source)
    assert list(source.rows.values_list("number", "outcome")) == before
    assert codes(source)[-1] == ["id_twice"]


def test_a_row_that_cannot_be_written_does_not_stop_the_others(take, monkeypatch):
    source = take(dirt.book(("ID", "Judul"), ("1", "a"), ("2", "b"), ("3", "c")))
    from cms.imports import resource_batch

    insert = resource_batch.insert

    def fail_second(parent, pages, user):
        insert(parent, pages, user)
        if any(page.title == "b" for page in pages):
            raise ValueError("x")

    monkeypatch.setattr(resource_batch, "insert", fail_second)
    go(source)
    assert list(source.rows.values_list("state", flat=True)) == ["done", "failed", "done"]
    assert sorted(ModulePage.objects.values_list("title", flat=True)) == ["a", "c"]
    assert Page.find_problems() == ([], [], [], [], [])


def test_the_check_writes_nothing(take):
    take(dirt.book(FULL, FULL_ROW))
    assert not ModulePage.objects.exists()
    assert not ExternalId.objects.exists()


def test_queries_of_the_check_do_not_grow_with_new_rows(take):
    def queries(count, prefix):
        file = dirt.book(dirt.HEADS, *(dirt.changed(ID=f"{prefix}{n}", Judul=f"{prefix}{n}") for n in range(count)))
        with CaptureQueriesContext(connection) as captured:
            take(file)
        return len(captured)

    queries(1, "w")
    assert queries(20, "b") == queries(2, "a")


def test_old_imports_go_with_their_file_and_rows_and_materials_stay(take):
    from datetime import timedelta

    from django.utils import timezone

    from cms.imports.cleaning_up import remove_old_imports

    source = take(dirt.book(FULL, FULL_ROW), run=True)
    assert remove_old_imports() == 0
    Import.objects.update(created_at=timezone.now() - timedelta(days=91))
    storage, name = source.file.storage, source.file.name
    assert remove_old_imports() == 1
    assert not storage.exists(name)
    assert not ImportRow.objects.exists()
    assert ModulePage.objects.exists()
    assert ExternalId.objects.exists()
