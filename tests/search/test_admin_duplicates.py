"""The warning below the title: near-duplicates are named, other materials and half a title are not."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from search import admin_duplicates
from search.admin_duplicates import Likeness, likeness, similar, title_stems
from search.engines.base import EngineUnavailable
from search.rebuild import rebuild
from tests import factories
from tests.search.conftest import catalogue_index, index_folder

__all__ = ["catalogue_index", "index_folder"]
pytestmark = pytest.mark.django_db

TITLES = [
    "Poster Pembelajaran dengan Canva",
    "Presentasi Interaktif dengan Canva",
    "Kuis Kahoot! Tanpa Ponsel untuk Setiap Murid",
    "Animasi Scratch Tata Surya",
    "Poster Siklus Air dari Stoples Kaca Kelas Lima",
    "Kelas Pertama Anda di Google Classroom",
    "Menilai Tugas Menulis di Google Classroom",
    "Bermain Warna dan Bunyi di PAUD",
]


@pytest.fixture
def catalogue(site_tree, catalogue_index):
    """These materials, in the index."""
    for title in TITLES:
        factories.make_module(site_tree.modules, title=title)
    factories.make_module(site_tree.modules, title="Video Tari Kreasi Tifa", live=False)
    rebuild(catalogue_index)
    return catalogue_index


def found(title, **options):
    return [hit.title for hit in similar(title, **options)]


@pytest.mark.parametrize(
    "title, like",
    [
        ("Poster pembelajaran Canva", "Poster Pembelajaran dengan Canva"),
        ("Membuat poster dengan Canva", "Poster Pembelajaran dengan Canva"),
        ("Kuis Kahoot", "Kuis Kahoot! Tanpa Ponsel untuk Setiap Murid"),
        ("Animasi Tata Surya di Scratch", "Animasi Scratch Tata Surya"),
        ("Modul Animasi Tata Surya", "Animasi Scratch Tata Surya"),
        ("poster siklus air", "Poster Siklus Air dari Stoples Kaca Kelas Lima"),
        ("Bermain dengan bunyi dan warna", "Bermain Warna dan Bunyi di PAUD"),
    ],
)
def test_what_is_like_it_is_found(catalogue, title, like):
    assert found(title)[0] == like


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Modul",
        "Modul Canva",
        "Modul contoh untuk guru",
        "Belajar dengan Canva",
        "Poster",
        "Membaca peta kontur di lapangan",
        "Menilai presentasi murid",
        "Poster keselamatan bengkel",
        "?!",
    ],
)
def test_nothing_is_said_of_what_is_not(catalogue, title):
    assert found(title) == []


@pytest.mark.parametrize("title", TITLES)
def test_a_title_alone_of_its_kind_finds_only_itself(catalogue, title):
    assert found(title)[0] == title
    assert len(found(title)) <= 2


def test_a_draft_of_others_is_not_told(catalogue):
    assert found("Video Tari Kreasi Tifa") == []


def test_the_material_itself_is_left_out_by_page_or_uuid(catalogue):
    [hit] = similar("Animasi Scratch Tata Surya")
    assert found("Animasi Scratch Tata Surya", exclude=str(hit.page_id)) == []
    assert found("Animasi Scratch Tata Surya", exclude=hit.id) == []


def test_at_most_five_are_shown(site_tree, catalogue_index):
    for number in range(8):
        factories.make_module(site_tree.modules, title=f"Kuis Kahoot pembuka {number}")
    rebuild(catalogue_index)
    assert len(found("Kuis Kahoot pembuka")) == 5


def test_a_very_long_title_is_cut(catalogue):
    assert found("Poster Canva " + "kata " * 50_000) == []
    assert len(title_stems("kuis1 kuis2 poster " * 50_000)) <= 4


def test_words_of_every_title_do_not_count():
    assert title_stems("Modul Pembelajaran untuk Kelas") == set()


def test_likeness_is_of_both_titles():
    assert likeness({"poster", "canva"}, {"poster", "canva", "guru", "sd"}, {}) == Likeness(2, 1.0, 0.5)
    assert likeness({"poster"}, {"kuis"}, {}) == Likeness(0, 0.0, 0.0)


# The address that the form asks

URL = "/admin/materi/serupa/"


def test_the_address_is_as_the_script_knows_it():
    assert reverse("similar_materials") == URL


def test_it_answers_with_what_the_form_shows(editor_client, catalogue):
    answer = editor_client.get(URL, {"title": "Poster pembelajaran Canva"}).json()
    [material] = answer["materials"]
    assert "1" in answer["heading"]
    assert material["title"] == "Poster Pembelajaran dengan Canva"
    assert material["url"] == "/modul/poster-pembelajaran-dengan-canva/"
    assert material["edit_url"].endswith("/edit/")
    assert material["kind"]


def test_an_edit_link_only_for_who_may_edit(client, catalogue):
    user = factories.make_user("pembaca")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    [material] = client.get(URL, {"title": "Poster pembelajaran Canva"}).json()["materials"]
    assert material["edit_url"] == ""


def test_a_title_like_none_has_no_heading(editor_client, catalogue):
    assert editor_client.get(URL, {"title": "Modul"}).json()["heading"] == ""


def test_a_reader_is_sent_to_the_door(client, catalogue):
    assert client.get(URL, {"title": "Poster Canva"}).status_code == 302


def test_an_engine_that_is_down_says_nothing(editor_client, monkeypatch):
    def down(*args, **kwargs):
        raise EngineUnavailable

    monkeypatch.setattr(admin_duplicates, "get_engine", down)
    answer = editor_client.get(URL, {"title": "Poster pembelajaran Canva"})
    assert answer.json()["materials"] == []


def test_the_editor_loads_the_script_and_marks_the_title(editor_client, module):
    html = editor_client.get(reverse("wagtailadmin_pages:edit", args=[module.pk])).content.decode()
    assert f'data-similar="{URL}"' in html
    assert f'data-material-title="{module.pk}"' in html
