"""Home: words of the admin, counts and lists of the catalogue, the centres on the map and in the list."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from cms.models import Level, Platform, Province, Subject, Term
from search import engines
from search.places import MAP_HEIGHT, MAP_WIDTH, Point, place
from tests.factories import build_site, make_centre, make_centre_page, make_example, make_module, term
from tests.reading import gzipped, html, query_count

FIRST_FLIGHT = 14 * 1024
STATIC = Path(__file__).resolve().parents[2] / "cms/static/cms"


def test_home_leads_to_the_pages_of_terms_with_counts(indexed_client, site_tree):
    for title in ("Satu", "Dua"):
        make_module(
            site_tree.modules,
            title=title,
            levels=[term(Level, "dasar")],
            subjects=[term(Subject, "matematika")],
            platforms=[term(Platform, "scratch")],
        )
    text = html(indexed_client, "/")
    assert '<form class="search-form" action="/cari/"' in text
    assert re.search(r'href="/mapel/matematika/">Matematika <span class="count">2<', text)
    assert re.search(r'href="/platform/scratch/">Scratch <span class="count">2<', text)
    assert re.search(r'href="/tingkat/dasar/"><b>Dasar</b> <span class="count">2 ', text)


def test_the_most_used_subject_comes_first(indexed_client, site_tree):
    often, seldom = term(Subject, "zoologi"), term(Subject, "antropologi")
    make_module(site_tree.modules, title="Satu", subjects=[often, seldom])
    make_module(site_tree.modules, title="Dua", subjects=[often])
    text = html(indexed_client, "/")
    assert text.index("/mapel/zoologi/") < text.index("/mapel/antropologi/")


def test_home_does_not_offer_retired_terms(indexed_client, site_tree):
    term(Level, "sudah-tutup", status=Term.Status.RETIRED)
    assert "sudah-tutup" not in html(indexed_client, "/")


def test_home_shows_the_newest_of_each_kind_and_no_draft(indexed_client, site_tree):
    make_module(site_tree.modules, title="Modul terbit")
    make_module(site_tree.modules, title="Modul draf", live=False)
    make_example(site_tree.examples, title="Contoh terbit")
    text = html(indexed_client, "/")
    modules, examples = text.split('id="baru-example"')
    assert "Modul terbit" in modules
    assert "Contoh terbit" not in modules
    assert "Contoh terbit" in examples
    assert "Modul terbit" not in examples
    assert "Modul draf" not in text


def test_its_words_are_those_of_the_admin(client, site_tree):
    home = site_tree.home
    home.headline, home.intro, home.for_editors = "Judul kami", "<p>Satu kalimat.</p>", "<p>Hubungi balai.</p>"
    home.save()
    text = html(client, "/")
    for words in ("Judul kami", "Satu kalimat.", "Hubungi balai."):
        assert words in text


def test_english_words_are_used_where_there_are_some(client, site_tree):
    home = site_tree.home
    home.headline, home.headline_en, home.intro, home.intro_en = "Judul", "Our headline", "<p>Kalimat.</p>", ""
    home.save()
    text = html(client, "/en/")
    assert '<span lang="en">Our headline</span>' in text
    assert '<div class="lead" lang="id"><p' in text


def test_editors_find_their_way_in(client, site_tree):
    assert 'class="button" href="/admin/"' in html(client, "/")


def test_home_answers_without_an_index(client, index_folder, module):
    engines._engines.clear()
    text = html(client, "/")
    assert "<h1>" in text
    assert 'class="count"' not in text


def test_a_centre_stands_on_the_map_and_in_the_list_with_its_count(indexed_client, site_tree):
    province = term(Province, "ID-YO", position="-7.80, 110.37", island_group="Jawa")
    page = make_centre_page(site_tree, "balai-uji", centre=make_centre("balai-uji", province=province))
    make_module(page, title="Materi daerah")
    text = html(indexed_client, "/")
    assert '<a href="#ID-YO" tabindex="-1" aria-label="DI Yogyakarta">' in text
    assert "<h3>Jawa</h3>" in text
    row = text.split('<li id="ID-YO">')[1].split("</li>")[0]
    assert re.search(r'<a href="/balai/balai-uji/">Balai Uji <span class="count">1<', row)


def test_a_province_without_position_is_in_the_list_alone(client, site_tree):
    province = term(Province, "ID-XX", name="Provinsi Baru")
    make_centre_page(site_tree, "balai-baru", centre=make_centre("balai-baru", province=province))
    text = html(client, "/")
    assert '<li id="ID-XX">' in text
    assert 'href="#ID-XX"' not in text


def test_a_closed_centre_page_is_not_shown(client, site_tree):
    make_centre_page(site_tree, "balai-tutup", live=False)
    assert "balai-tutup" not in html(client, "/")


@pytest.mark.parametrize(
    "position, point",
    [("-7.80, 110.37", Point(315, 284)), ("", None), ("51.5, -0.1", None)],
)
def test_a_position_becomes_a_point_of_the_drawing(position, point):
    assert place(Province(slug="ID-YO", position=position)) == point


def test_the_drawing_has_the_size_that_points_are_reckoned_by_and_is_light():
    path = STATIC / "indonesia.svg"
    assert ElementTree.parse(path).getroot().get("viewBox") == f"0 0 {MAP_WIDTH} {MAP_HEIGHT}"
    assert path.stat().st_size <= 8 * 1024


def test_home_costs_the_same_queries_for_one_and_for_many(indexed_client, site_tree):
    def add(number):
        province = term(Province, f"ID-{number}", position="-7.80, 110.37")
        page = make_centre_page(site_tree, f"balai-{number}", centre=make_centre(f"balai-{number}", province=province))
        make_module(page, title=f"Modul {number}")
        make_example(site_tree.examples, title=f"Contoh {number}")

    add(1)
    one = query_count(indexed_client, "/")
    for number in range(2, 8):
        add(number)
    assert query_count(indexed_client, "/") == one


def test_full_home_fits_the_first_flight(indexed_client, db):
    tree = build_site()
    for number in range(38):
        province = term(Province, f"ID-{number}", name=f"Provinsi Nomor {number}", position=f"-7.{number + 10}, 110.37")
        make_centre_page(
            tree, f"uptd-{number}", centre=make_centre(f"uptd-{number}", name=f"UPTD TIK {number}", province=province)
        )
    for number in range(24):
        term(Subject, f"mata-pelajaran-nomor-{number}", name=f"Mata Pelajaran yang Panjang Nomor {number}")
        term(Platform, f"platform-nomor-{number}")
        for make, parent in ((make_module, tree.modules), (make_example, tree.examples)):
            make(
                parent,
                title=f"Materi nomor {number}: membuat sesuatu {number * 7919}",
                summary="Ringkas. " * 25,
                subjects=[term(Subject, f"mata-pelajaran-nomor-{number}")],
                platforms=[term(Platform, f"platform-nomor-{number}")],
            )
    assert gzipped(indexed_client, "/") <= FIRST_FLIGHT
    assert gzipped(indexed_client, "/modul/") <= FIRST_FLIGHT
