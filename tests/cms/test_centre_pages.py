"""A centre's page and the list of all centres."""

import re

import pytest

from cms.models import Province, Subject
from search import engines
from tests.factories import make_centre, make_centre_page, make_module, term
from tests.reading import html, query_count


@pytest.fixture
def centre(site_tree):
    made = make_centre("balai-uji", official_name="Balai Uji Coba", former_names="BTKP Uji\nBalai Lama")
    return make_centre_page(
        site_tree,
        "balai-uji",
        centre=made,
        intro="<p>Kami melayani guru.</p>",
        address="Jalan Satu",
        phone="0000 11",
        email="uji@example.id",
        website="https://uji.example.id/",
        opening_hours="Senin 08.00",
    )


def test_it_says_who_where_and_how_to_reach_it(client, centre):
    text = html(client, "/balai/balai-uji/")
    for words in (
        "DI Yogyakarta",
        "Balai Uji Coba",
        "BTKP Uji, Balai Lama",
        "Kami melayani guru.",
        "Jalan Satu",
        'href="mailto:uji@example.id"',
        "https://uji.example.id/",
        "Senin 08.00",
    ):
        assert words in text


def test_its_materials_are_counted_divided_and_searched_within_it(indexed_client, site_tree, centre):
    make_module(centre, title="Materi daerah", subjects=[term(Subject, "seni-tari")])
    make_module(site_tree.modules, title="Materi nasional", subjects=[term(Subject, "fisika")])
    text = html(indexed_client, "/balai/balai-uji/")
    assert "Materi daerah" in text
    assert "Materi nasional" not in text
    assert re.search(r'href="/cari/\?subject=seni-tari&amp;centre=balai-uji">[^<]+<span class="count">1<', text)
    assert '<input type="hidden" name="centre" value="balai-uji">' in text
    assert "fisika" not in text


def test_a_centre_without_materials_says_so(indexed_client, centre):
    assert 'class="empty"' in html(indexed_client, "/balai/balai-uji/")


def test_without_an_index_the_page_still_answers(client, index_folder, centre):
    engines._engines.clear()
    text = html(client, "/balai/balai-uji/")
    assert "Kami melayani guru." in text
    assert 'role="alert"' in text


def test_it_costs_the_same_queries_for_one_and_for_many(indexed_client, centre):
    make_module(centre, title="Satu")
    one = query_count(indexed_client, "/balai/balai-uji/")
    for number in range(7):
        make_module(centre, title=f"Modul {number}")
    assert query_count(indexed_client, "/balai/balai-uji/") == one


def test_the_list_is_divided_by_islands_and_stands_on_the_map(indexed_client, site_tree):
    places = (("ID-YO", "Jawa", "-7.80, 110.37"), ("ID-BA", "Bali-Nusa Tenggara", "-8.65, 115.22"))
    for order, (slug, islands, position) in enumerate(places):
        province = term(Province, slug, island_group=islands, position=position, order=order)
        make_centre_page(
            site_tree, f"balai-{slug.lower()}", centre=make_centre(f"balai-{slug.lower()}", province=province)
        )
    text = html(indexed_client, "/balai/")
    assert re.findall(r"<h3>([^<]+)</h3>", text) == ["Jawa", "Bali-Nusa Tenggara"]
    assert text.count("<circle ") == 2


def test_the_list_costs_the_same_queries_for_one_and_for_many(indexed_client, site_tree):
    make_centre_page(site_tree, "balai-satu")
    one = query_count(indexed_client, "/balai/")
    for number in range(6):
        province = term(Province, f"ID-{number}")
        make_centre_page(site_tree, f"balai-{number}", centre=make_centre(f"balai-{number}", province=province))
    assert query_count(indexed_client, "/balai/") == one
