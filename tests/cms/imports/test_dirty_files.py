"""Dirty files: each is read as what it means, or refused by name with nothing half-done."""

import datetime

import pytest

from cms.imports.messages import NOTES, PROBLEMS, REFUSALS, problem_in_words, refusal_in_words
from cms.imports.models import Import
from cms.imports.reading import FileRefused
from cms.imports.targets import targets
from media.models import CreativeExamplePage
from modules.models import ModulePage
from tests.cms.imports import dirt
from tests.cms.imports.conftest import codes, go

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", dirt.CLEANED)
def test_the_same_material_in_any_dress(name, take):
    file_name, content = dirt.CLEANED[name]
    source = take(content(), file_name)
    (row,) = source.rows.all()
    assert (row.outcome, row.problems) == ("new", row.problems if name == "formula_with_result" else [])
    go(source)
    page = ModulePage.objects.get()
    assert (page.title, page.summary, page.duration_minutes) == ("Poster siklus air", "Membuat poster.", 90)
    assert [term.slug for term in page.school_levels.all()] == ["sd"]
    assert [term.slug for term in page.grades.all()] == ["4"]
    assert [term.slug for term in page.subjects.all()] == ["matematika"]


@pytest.mark.parametrize("name", dirt.REFUSED)
def test_refused_by_name(name, take):
    file_name, content, code = dirt.REFUSED[name]
    try:
        source = take(content(), file_name)
    except FileRefused as refused:
        found = {"code": refused.code, **refused.values}
    else:
        assert source.status == Import.Status.REFUSED
        assert not source.rows.exists()
        found = source.findings["refused"]
    assert found["code"] == code
    assert "%" not in refusal_in_words(found)
    assert not ModulePage.objects.exists()


@pytest.mark.parametrize("name", dirt.PROBLEMS)
def test_a_row_with_a_problem_is_named_and_left_out(name, take):
    cells, code = dirt.PROBLEMS[name]
    source = take(dirt.book(dirt.HEADS, dirt.changed(**cells), dirt.changed(ID="A-2", Judul="Yang baik")))
    bad, good = source.rows.all()
    assert (bad.outcome, good.outcome) == ("problem", "new")
    assert code in codes(source)[0]
    assert all("%" not in problem_in_words(problem, targets()[source.kind]) for problem in bad.problems)
    go(source)
    assert [page.title for page in ModulePage.objects.all()] == ["Yang baik"]


def test_a_file_of_too_many_bytes_is_refused_before_it_is_read():
    class Unreadable:
        def read(self, *args):
            raise AssertionError("it was read")

        seek = read

    from cms.imports.reading import check_file

    with pytest.raises(FileRefused, match="too_large"):
        check_file(Unreadable(), "a.xlsx", 50_000_000)


def test_windows_text_is_read_and_named(take):
    rows = dirt.text(dirt.HEADS, dirt.changed(Judul="Café Résumé – dua"))
    source = take(rows.encode("cp1252"), "a.csv")
    assert [note["code"] for note in source.findings["notes"]] == ["windows_1252"]
    assert source.rows.get().data["title"] == "Café Résumé – dua"


def test_hidden_and_other_sheets_are_named(take):
    assert [note["code"] for note in take(dirt.hidden_sheet()).findings["notes"]] == ["hidden_sheet"]
    assert [note["code"] for note in take(dirt.several_sheets()).findings["notes"]] == ["other_sheet"]


def test_a_formula_whose_result_is_taken_is_named(take):
    assert codes(take(dirt.formula("Poster siklus air"))) == [["formula"]]


def test_two_grades_three_spellings_and_ranges(take):
    rows = [
        dirt.changed(ID="1", Judul="a", Kelas="XI dan XII", Mata_Pelajaran="matematika"),
        dirt.changed(ID="2", Judul="b", Kelas="Kelas 7-9", Mata_Pelajaran="MATEMATIKA "),
        dirt.changed(ID="3", Judul="c", Kelas="1, 2; kls 3", Mata_Pelajaran="Mtk"),
        dirt.changed(ID="4", Judul="d", Mata_Pelajaran="Dasar-dasar Literasi, Matematika, Sains, dan Seni, Konstruksi"),
    ]
    take(dirt.book(dirt.HEADS, *rows), run=True)
    pages = ModulePage.objects.order_by("title")
    assert [[term.slug for term in page.grades.all()] for page in pages] == [
        ["11", "12"],
        ["7", "8", "9"],
        ["1", "2", "3"],
        ["4"],
    ]
    subjects = [sorted(term.slug for term in page.subjects.all()) for page in pages]
    assert subjects == [["matematika"]] * 3 + [["konstruksi", "literasi"]]


def test_an_id_or_a_title_twice_in_a_file(take):
    rows = [
        dirt.changed(Judul="a"),
        dirt.changed(Judul="b"),
        dirt.changed(ID=None, Judul="Sama"),
        dirt.changed(ID=None, Judul="sama "),
    ]
    source = take(dirt.book(dirt.HEADS, *rows))
    assert codes(source) == [[], ["id_twice"], [], ["title_twice"]]
    assert source.rows.last().problems[0]["value"] == "4"


def test_markup_in_a_title_stays_text(take, client, office):
    take(dirt.book(dirt.HEADS, dirt.changed(Judul="<script>alert(1)</script>")), run=True)
    page = ModulePage.objects.get()
    assert page.title == "<script>alert(1)</script>"
    client.force_login(office.user)
    page_text = client.get(f"/admin/impor/{Import.objects.get().pk}/").content.decode()
    assert "<script>alert(1)" not in page_text
    assert "&lt;script&gt;alert(1)" in page_text


def test_dates_of_every_kind(take):
    source = take(dirt.dates(), kind="resource:example", run=True)
    assert codes(source) == [["zero_date"], [], [], [], [], ["no_date"]]
    days = dict(CreativeExamplePage.objects.values_list("title", "consent_on"))
    day = datetime.date(2025, 8, 17)
    assert days == {
        "Nol": None,
        "Nomor Excel": datetime.date(2023, 3, 15),
        "Sel tanggal": day,
        "Kata": day,
        "Garis miring": day,
    }


def test_every_code_has_its_words():
    assert {code for _name, _content, code in dirt.REFUSED.values()} <= set(REFUSALS)
    assert {code for _cells, code in dirt.PROBLEMS.values()} <= set(PROBLEMS)
    assert all(str(words) for words in (*REFUSALS.values(), *PROBLEMS.values(), *NOTES.values()))


def test_there_are_at_least_twenty_kinds_of_dirt():
    assert len({*dirt.CLEANED, *dirt.REFUSED, *dirt.PROBLEMS}) > 50
