"""/cari/: the filters, the cards, list and grid, what suggestions say."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from cms.models import Level, Platform, Subject
from tests import factories
from tests.factories import term
from tests.search.search_pages import counts, get, links

pytestmark = pytest.mark.django_db


def test_the_filters_open_by_their_own_address_where_there_is_no_script(client: Any, shelf: Any) -> None:
    page = get(client, "?level=dasar&level=menengah")
    assert 'href="#filter"' in page
    assert '<div class="filters" id="filter" role="region"' in page
    assert 'class="filters-close" href="#hasil"' in page
    assert 'id="hasil"' in page


def test_the_button_of_the_filters_says_how_many_materials_they_leave(client: Any, shelf: Any) -> None:
    page = get(client, "?subject=biologi", "/en/cari/")
    assert re.search(r'<button type="submit" id="filters-show">.*?Show 2 materials.*?</button>', page)


def test_facets_with_a_choice_are_open_the_later_others_are_not(client: Any, shelf: Any) -> None:
    def is_open(page: str) -> dict[str, bool]:
        return {
            name: bool(mark) for name, mark in re.findall(r'<details class="facet" id="facet-(\w+)"( open)?>', page)
        }

    assert is_open(get(client))["kind"]
    assert not is_open(get(client))["tag"]
    assert is_open(get(client, "?tag=cetak"))["tag"]
    assert is_open(get(client, "?find_tag=cet"))["tag"]


def test_a_long_facet_has_a_search_box_of_its_own(client: Any, site_tree: Any, index_folder: Any) -> None:
    from search.rebuild import rebuild

    subjects = [term(Subject, f"mapel-{number:02}") for number in range(14)]
    factories.make_module(site_tree.modules, subjects=subjects)
    rebuild()
    page = get(client)
    assert len(counts(page, "subject")) == 12
    assert 'name="find_subject"' in page
    assert 'name="find_level"' not in page
    assert counts(get(client, "?find_subject=mapel+13"), "subject") == {"mapel-13": 1}


def test_a_card_shows_what_helps_to_choose(client: Any, site_tree: Any, index_folder: Any) -> None:
    from search.rebuild import rebuild

    centre_page = factories.make_centre_page(site_tree)
    made = factories.make_module(
        centre_page,
        title="Kuis",
        levels=[term(Level, "dasar")],
        subjects=[term(Subject, "matematika")],
        platforms=[term(Platform, "canva-for-education")],
        duration_minutes=90,
        body=[("download", {"document": factories.make_document()})],
    )
    rebuild()
    (card,) = re.findall(r'<article class="card".*?</article>', get(client, "?q=kuis"), re.DOTALL)
    text = html.unescape(re.sub(r"\s+", " ", re.sub(r"<.*?>", " ", card)))
    for shown in ("Modul", "Dasar", "Matematika", "Canva for Education", "90 menit", "bita", made.centre.label):
        assert shown in text, shown
    assert re.search(r'<img src="/sampul/[^"]+" width="400" height="225" alt=""', card)


def test_the_layout_is_a_part_of_the_address_and_kept_in_every_link(client: Any, many: None) -> None:
    page = get(client, "?q=latihan&size=10&tampilan=kisi")
    assert '<ol class="cards" ' in page
    assert '<input type="hidden" name="tampilan" value="kisi">' in page
    following = next(link for link in links(page) if "page=2" in link)
    assert following.endswith("&tampilan=kisi")
    to_list = next(html.unescape(link) for link in re.findall(r'href="([^"]*)" data-layout="daftar"', page))
    assert to_list == "/cari/?q=latihan&size=10"
    assert '<ol class="cards is-list" ' in get(client, to_list.removeprefix("/cari/"))
    assert '<ol class="cards is-list" ' in get(client, "?q=latihan&tampilan=%3Cscript")


def test_pictures_that_a_saver_of_data_asked_for_stay_on_the_next_page(client: Any, many: None) -> None:
    page = get(client, "?size=10&gambar=1")
    assert '<input type="hidden" name="gambar" value="1">' in page
    assert next(link for link in links(page) if "page=2" in link).endswith("&gambar=1")


def test_the_layout_is_the_pages_own_matter(client: Any, shelf: Any) -> None:
    assert client.get("/api/v1/resources?tampilan=kisi").status_code == 400


def test_suggestions_say_what_they_are(client: Any, shelf: Any) -> None:
    answer = client.get("/en/cari/saran/", {"q": "matem"}).json()
    assert {"label": "Matematika", "type": "term", "hint": "Subject", "url": "/en/cari/?subject=matematika"} in (
        answer["suggestions"]
    )
    assert [item["hint"] for item in client.get("/en/cari/saran/", {"q": "poster se"}).json()["suggestions"]] == [
        "Creative example"
    ]
    assert answer["announcement"] == "1 suggestion"
