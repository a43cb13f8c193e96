import csv
import io
import shutil

import pytest
from django.core.management import CommandError, call_command

from cms.models import Centre, Grade, Level, Phase, Platform, Subject, Synonym, VocabularyVersion
from cms.signals import resources_changed
from cms.vocabulary_files import DATA, VocabularyFileError
from cms.vocabulary_loading import load_vocabularies
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """A copy of the data files that a test may change."""
    return shutil.copytree(DATA, tmp_path / "data")


def edit(folder, file, change):
    """Apply `change` to the list of rows (dicts) of a file; it changes them in place or gives new ones."""
    with open(folder / file, encoding="utf-8", newline="") as source:
        reader = csv.DictReader(source)
        rows, header = list(reader), reader.fieldnames
    rows = change(rows) or rows
    with open(folder / file, "w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, header)
        writer.writeheader()
        writer.writerows(rows)


def set_cell(folder, file, slug, column, value):
    edit(folder, file, lambda rows: [row | ({column: value} if slug in row.values() else {}) for row in rows])


def report(reports, name):
    return next(item for item in reports if item.name == name)


def problems(folder):
    with pytest.raises(VocabularyFileError) as caught:
        load_vocabularies(folder)
    return [str(problem) for problem in caught.value.problems]


def test_the_files_fill_every_vocabulary(folder):
    load_vocabularies(folder)
    counted = {
        model.__name__: model.objects.count() for model in (Level, Grade, Phase, Subject, Platform, Centre, Synonym)
    }
    assert counted == {
        "Level": 3, "Grade": 13, "Phase": 7, "Subject": 116, "Platform": 34, "Centre": 16, "Synonym": 59,
    }  # fmt: skip


def test_lists_become_one_a_line_and_slugs_become_relations(folder):
    load_vocabularies(folder)
    assert Level.objects.get(slug="dasar").aliases == "basic\npemula\ntingkat dasar"
    assert [grade.slug for grade in Phase.objects.get(slug="d").grades.all()] == ["7", "8", "9"]
    assert Centre.objects.get(slug="balai-tekkomdik-diy").province.slug == "ID-YO"


def test_a_retired_platform_gets_its_successor(folder):
    load_vocabularies(folder)
    platform = Platform.objects.get(slug="rumah-belajar")
    assert (platform.status, platform.successor.slug) == ("retired", "ruang-murid")


def test_order_follows_the_rows(folder):
    load_vocabularies(folder)
    assert list(Level.objects.values_list("slug", flat=True)) == ["dasar", "menengah", "lanjut"]


def test_a_second_load_writes_nothing(folder, django_assert_max_num_queries):
    load_vocabularies(folder)
    version = VocabularyVersion.current()
    with django_assert_max_num_queries(60) as queries:
        reports = load_vocabularies(folder)
    written = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []
    assert VocabularyVersion.current() == version
    assert not any(item.created or item.updated or item.kept or item.gone for item in reports)


def test_a_second_load_reports_no_changed_material(folder, site_tree):
    load_vocabularies(folder)
    factories.make_module(site_tree.modules, levels=[Level.objects.get(slug="dasar")])
    heard = []
    receiver = lambda **kwargs: heard.append(kwargs)  # noqa: E731
    resources_changed.connect(receiver)
    try:
        load_vocabularies(folder)
    finally:
        resources_changed.disconnect(receiver)
    assert heard == []


def test_a_changed_file_updates_what_nobody_edited(folder):
    load_vocabularies(folder)
    set_cell(folder, "platforms.csv", "sibi", "owner", "Badan Bahasa")
    reports = load_vocabularies(folder)
    assert Platform.objects.get(slug="sibi").owner == "Badan Bahasa"
    assert report(reports, "Platform").updated == ["sibi"]


def test_an_editors_change_is_kept_and_reported(folder):
    load_vocabularies(folder)
    Platform.objects.filter(slug="sibi").update(owner="Punya kami")
    set_cell(folder, "platforms.csv", "sibi", "owner", "Badan Bahasa")
    reports = load_vocabularies(folder)
    assert Platform.objects.get(slug="sibi").owner == "Punya kami"
    assert report(reports, "Platform").kept == {"sibi": ["owner"]}


def test_other_fields_of_an_edited_term_are_still_updated(folder):
    load_vocabularies(folder)
    Platform.objects.filter(slug="sibi").update(owner="Punya kami")
    set_cell(folder, "platforms.csv", "sibi", "kind", "swasta")
    load_vocabularies(folder)
    assert Platform.objects.get(slug="sibi").kind == "swasta"


def test_an_editor_who_goes_back_to_what_was_loaded_gets_updates_again(folder):
    load_vocabularies(folder)
    loaded = Platform.objects.get(slug="sibi").owner
    Platform.objects.filter(slug="sibi").update(owner="Punya kami")
    load_vocabularies(folder)
    Platform.objects.filter(slug="sibi").update(owner=loaded)
    set_cell(folder, "platforms.csv", "sibi", "owner", "Badan Bahasa")
    load_vocabularies(folder)
    assert Platform.objects.get(slug="sibi").owner == "Badan Bahasa"


def test_line_ends_of_a_web_form_are_no_edit(folder):
    load_vocabularies(folder)
    level = Level.objects.get(slug="dasar")
    Level.objects.filter(pk=level.pk).update(aliases=level.aliases.replace("\n", "\r\n"))
    set_cell(folder, "levels.csv", "dasar", "aliases", "awal")
    load_vocabularies(folder)
    assert Level.objects.get(slug="dasar").aliases == "awal"


def test_edited_relations_are_kept(folder):
    load_vocabularies(folder)
    Phase.objects.get(slug="a").grades.set([Grade.objects.get(slug="3")])
    set_cell(folder, "phases.csv", "a", "grades", "1")
    reports = load_vocabularies(folder)
    assert [grade.slug for grade in Phase.objects.get(slug="a").grades.all()] == ["3"]
    assert report(reports, "Phase").kept == {"a": ["grades"]}


def test_untouched_relations_are_updated(folder):
    load_vocabularies(folder)
    set_cell(folder, "phases.csv", "a", "grades", "1")
    load_vocabularies(folder)
    assert [grade.slug for grade in Phase.objects.get(slug="a").grades.all()] == ["1"]


def test_a_term_made_by_an_editor_keeps_what_it_says_and_gains_what_it_lacks(folder):
    Platform.objects.create(slug="sibi", name="SIBI kita")
    load_vocabularies(folder)
    platform = Platform.objects.get(slug="sibi")
    assert (platform.name, platform.owner) == ("SIBI kita", "Pusat Perbukuan")


def test_a_merge_by_an_editor_is_kept(folder):
    load_vocabularies(folder)
    target = Platform.objects.get(slug="ruang-gtk")
    Platform.objects.filter(slug="sibi").update(status="retired", successor=target)
    load_vocabularies(folder)
    assert Platform.objects.get(slug="sibi").successor == target


def test_a_succession_of_the_file_that_meets_an_editors_merge_makes_no_circle(folder):
    load_vocabularies(folder)
    Platform.objects.filter(slug="ruang-gtk").update(status="retired", successor=Platform.objects.get(slug="sibi"))
    edit(folder, "platforms.csv", lambda rows: [
        row | ({"status": "retired", "successor": "ruang-gtk"} if row["slug"] == "sibi" else {}) for row in rows
    ])  # fmt: skip
    reports = load_vocabularies(folder)
    assert Platform.objects.get(slug="sibi").successor is None
    assert sorted(report(reports, "Platform").kept["sibi"]) == ["status", "successor"]


def test_a_succession_may_be_turned_round(folder):
    load_vocabularies(folder)
    turned = {"rumah-belajar": ("active", ""), "ruang-murid": ("retired", "rumah-belajar")}
    edit(folder, "platforms.csv", lambda rows: [
        row | (dict(zip(("status", "successor"), turned[row["slug"]], strict=True)) if row["slug"] in turned else {})
        for row in rows
    ])  # fmt: skip
    load_vocabularies(folder)
    assert Platform.objects.get(slug="ruang-murid").successor.slug == "rumah-belajar"
    assert Platform.objects.get(slug="rumah-belajar").successor is None


def test_a_renamed_term_keeps_its_former_name_through_later_loads(folder):
    load_vocabularies(folder)
    set_cell(folder, "centres.csv", "balai-tekkomdik-diy", "name", "BTIK DIY")
    load_vocabularies(folder)
    load_vocabularies(folder)
    centre = Centre.objects.get(slug="balai-tekkomdik-diy")
    assert centre.name == "BTIK DIY"
    assert centre.former_names.splitlines() == ["BTKP DIY", "Balai Tekkomdik DIY"]


def test_a_term_gone_from_the_file_is_reported_and_left(folder):
    load_vocabularies(folder)
    edit(folder, "languages.csv", lambda rows: [row for row in rows if row["slug"] != "gay"])
    reports = load_vocabularies(folder)
    assert report(reports, "Language").gone == ["gay"]


def test_a_term_of_an_editor_is_not_reported_as_gone(folder):
    load_vocabularies(folder)
    Platform.objects.create(slug="milik-kami", name="Milik kami")
    assert report(load_vocabularies(folder), "Platform").gone == []


def test_synonyms_follow_the_file_until_they_are_edited(folder):
    load_vocabularies(folder)
    set_cell(folder, "synonyms.csv", "daring;dalam jaringan", "also_search", "online")
    load_vocabularies(folder)
    assert Synonym.objects.get(same_meaning__startswith="daring").also_search == "online"


def test_an_edited_synonym_is_kept_even_when_its_first_word_changed(folder):
    load_vocabularies(folder)
    Synonym.objects.filter(same_meaning__startswith="daring").update(same_meaning="jarak jauh\ndaring")
    reports = load_vocabularies(folder)
    assert report(reports, "Synonym").created == []
    assert report(reports, "Synonym").kept == {"daring": ["same_meaning"]}


def test_a_deleted_synonym_does_not_come_back(folder):
    load_vocabularies(folder)
    Synonym.objects.get(same_meaning__startswith="daring").delete()
    reports = load_vocabularies(folder)
    assert not Synonym.objects.filter(same_meaning__startswith="daring").exists()
    assert report(reports, "Synonym").kept == {"daring": ["deleted"]}


@pytest.mark.parametrize(
    "file, slug, column, value, message",
    [
        ("platforms.csv", "sibi", "status", "aktif", "platforms.csv, line 8, column \"status\""),
        ("platforms.csv", "sibi", "url", "bukan alamat", "platforms.csv, line 8, column \"url\""),
        ("platforms.csv", "sibi", "slug", "s i b i", "platforms.csv, line 8, column \"slug\""),
        ("platforms.csv", "sibi", "slug", "budi", "platforms.csv, line 9, column \"slug\": \"budi\" is in line 8 already"),
        ("platforms.csv", "sibi", "name", "", "platforms.csv, line 8, column \"name\""),
        ("platforms.csv", "sibi", "successor", "tidak-ada", "line 8, column \"successor\": no platform is called \"tidak-ada\""),
        ("platforms.csv", "rumah-belajar", "successor", "rumah-belajar", "line 6, column \"successor\": leads back"),
        ("platforms.csv", "sibi", "successor", "budi", "line 8, column \"status\": has to be retired"),
        ("platforms.csv", "sibi", "owner", "x" * 201, "platforms.csv, line 8, column \"owner\""),
        ("licences.csv", "cc0", "adaptable", "ya", "licences.csv, line 2, column \"adaptable\": has to be yes or no, not \"ya\""),
        ("subjects.csv", "bahasa-bali", "provinces", "ID-BA;ID-XX", "line 114, column \"provinces\": no province is called \"ID-XX\""),
        ("centres.csv", "balai-tekkomdik-diy", "province_iso", "", "centres.csv, line 11, column \"province_iso\": is empty"),
        ("synonyms.csv", "daring;dalam jaringan", "same_meaning", "", "synonyms.csv, line 3, column \"same_meaning\""),
        ("synonyms.csv", "daring;dalam jaringan", "same_meaning", "tik;x", "line 3, column \"same_meaning\": \"tik\" comes first in line 2"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_file_line_and_column(folder, file, slug, column, value, message):
    set_cell(folder, file, slug, column, value)
    assert any(message in problem for problem in problems(folder)), problems(folder)


def test_all_mistakes_are_named_at_once(folder):
    set_cell(folder, "platforms.csv", "sibi", "url", "x y")
    set_cell(folder, "licences.csv", "cc0", "adaptable", "ya")
    assert len(problems(folder)) == 2


@pytest.mark.parametrize(
    "change, message",
    [
        (lambda text: text.replace("slug,", "kode,"), 'column "kode": is not a column of this file'),
        (lambda text: text.replace(",url,", ",owner,"), 'column "owner": is there twice'),
        (lambda text: text.replace("name,", "name_en,", 1), 'column "name": this column is missing'),
        (lambda text: text + "satu,dua\n", "line 36: has 2 cells, the header has 10"),
        (lambda text: "", 'column "slug": this column is missing'),
    ],
)
def test_a_broken_file_is_named(folder, change, message):
    path = folder / "platforms.csv"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert any(
        f"platforms.csv, line {'36' if '36' in message else '1'}" in problem and message in problem
        for problem in problems(folder)
    )


def test_a_file_that_is_not_utf8_is_named_with_its_line(folder):
    path = folder / "levels.csv"
    path.write_bytes(path.read_bytes().replace(b"Menengah", b"Men\xe9ngah"))
    assert problems(folder)[0] == "levels.csv, line 3: is not UTF-8 text"


def test_a_missing_file_is_named(folder):
    (folder / "levels.csv").unlink()
    assert any("levels.csv, line 1: cannot be read" in problem for problem in problems(folder))


def test_nothing_is_loaded_when_one_file_is_bad(folder):
    set_cell(folder, "licences.csv", "cc0", "adaptable", "ya")
    with pytest.raises(CommandError, match=r"Nothing was loaded\.\nlicences.csv, line 2, column \"adaptable\""):
        call_command("load_vocabularies", folder=folder)
    assert not Level.objects.exists()


def test_the_command_prints_a_summary(folder):
    call_command("load_vocabularies", folder=folder, stdout=io.StringIO())
    Platform.objects.filter(slug="sibi").update(owner="Punya kami")
    out = io.StringIO()
    call_command("load_vocabularies", folder=folder, stdout=out)
    assert "Platform              0          0          1         33          0" in out.getvalue()
    assert "Kept, because an editor changed it: Platform sibi (owner)" in out.getvalue()
