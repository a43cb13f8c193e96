"""Terms and tags from spreadsheets: renamed, never deleted; what is given out comes back unchanged."""

import pytest

from cms.imports.models import Import
from cms.imports.sheets import present_words
from cms.imports.targets import targets
from cms.models import VOCABULARIES, Grade, Phase, Subject, Tag
from tests import factories
from tests.cms.imports import dirt
from tests.cms.imports.conftest import codes, undo

pytestmark = pytest.mark.django_db


def outcomes(source):
    return list(source.rows.values_list("outcome", flat=True))


@pytest.fixture
def words(take, office):
    """Takes a file of terms or tags in the name of a national admin."""
    office.user = factories.make_user("pusat", superuser=True)
    return take


def test_terms_are_made_and_changed(words):
    rows = [
        ("matematika", "Matematika", "MTK; Ilmu Hitung", "umum", "sd; SMP/MTs"),
        ("", "Sains Data", "", "Umum", ""),
    ]
    heads = ("Slug", "Nama", "Nama lain", "Kelompok", "Jenjang")
    source = words(dirt.book(heads, *rows), kind="term:subject", run=True)
    assert outcomes(source) == ["changed", "new"]
    maths, data = Subject.objects.get(slug="matematika"), Subject.objects.get(slug="sains-data")
    assert maths.alias_list == ["MTK", "Ilmu Hitung"]
    assert [level.slug for level in maths.school_levels.all()] == ["sd", "smp"]
    assert data.name == "Sains Data"
    assert outcomes(words(dirt.book(heads, *rows), kind="term:subject")) == ["same", "same"]


def test_a_renamed_term_keeps_its_former_name_and_undo_retires_a_new_one(words):
    rows = [("konstruksi", "Teknik Konstruksi"), ("baru", "Baru")]
    source = words(dirt.book(("Slug", "Nama"), *rows), kind="term:subject", run=True)
    assert Subject.objects.get(slug="konstruksi").former_name_list == ["Konstruksi"]
    undo(source)
    assert Subject.objects.get(slug="konstruksi").name == "Konstruksi"
    assert Subject.objects.get(slug="baru").status == "retired"


def test_what_a_vocabulary_refuses_is_a_problem_of_the_row(words):
    factories.term(Subject, "lama")
    rows = [("Matematika", "lama"), ("x" * 201, ""), ("Sains", "tidak-ada")]
    source = words(dirt.book(("Nama", "Successor"), *rows), kind="term:subject")
    assert outcomes(source) == ["problem"] * 3
    assert codes(source)[1] == ["too_long"]
    assert codes(source)[2] == ["unknown_term"]


@pytest.mark.parametrize("model", VOCABULARIES)
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_present_terms_come_back_unchanged(words, model, file_format):
    term = factories.term(model, "satu", name="Satu", aliases="a\nb", description="Dua, tiga; empat.\n\nLima")
    if model is Phase:
        term.grades.set(Grade.objects.filter(slug__in=["1", "2"]))
    factories.term(model, "lama", status="retired", successor=term)
    key = f"term:{model._meta.model_name}"
    content = present_words(targets()[key], file_format).content
    source = words(content, f"a.{file_format}", kind=key)
    assert set(outcomes(source)) == {"same"}, [row.problems or row.changes for row in source.rows.all()]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_present_tags_come_back_unchanged(words, file_format):
    tag = Tag.objects.create(name="Siklus Air", slug="siklus-air")
    Tag.objects.create(name="Daur Air", slug="daur-air", successor=tag)
    Tag.objects.create(name="=1+1", slug="rumus")
    names = set(Tag.objects.values_list("name", "slug"))
    source = words(present_words(targets()["tag"], file_format).content, f"a.{file_format}", kind="tag", run=True)
    assert outcomes(source) == ["same"] * 3, [row.problems or row.changes for row in source.rows.all()]
    assert set(Tag.objects.values_list("name", "slug")) == names


def test_tags_are_made_renamed_and_not_doubled(words):
    Tag.objects.create(name="Siklus Air", slug="siklus-air")
    rows = [("siklus-air", "Daur Air"), ("Poster", ""), ("!!", "")]
    source = words(dirt.book(("Label", "Nama baru"), *rows), kind="tag", run=True)
    assert outcomes(source) == ["changed", "new", "problem"]
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["Daur Air", "Poster"]
    undo(source)
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["Poster", "Siklus Air"]
    assert "tag_stays" in codes(Import.objects.get())[1]
