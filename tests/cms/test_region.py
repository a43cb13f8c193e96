"""The reader's own province: a field that works without the script, said on cards, never in shared links."""

import re

import pytest

from cms.models import Province
from search.models import QueryLog
from search.types import SearchRequest
from tests.factories import make_centre, make_centre_page, make_module, term
from tests.reading import html, query_count

BADGE = "badge clay"


@pytest.fixture
def places(indexed_client, site_tree):
    """A material of DI Yogyakarta's centre and a national one, both about the same."""
    term(Province, "ID-BA")
    page = make_centre_page(site_tree, centre=make_centre(province=term(Province, "ID-YO")))
    make_module(page, title="Peta daerah")
    make_module(site_tree.modules, title="Peta nusantara")
    return indexed_client


def options(text):
    return re.findall(r'<option value="(ID-\w+)"( selected)?>', text)


@pytest.mark.parametrize("address", ["/", "/cari/"])
def test_every_province_can_be_chosen_in_a_plain_field(places, address):
    text = html(places, address)
    assert '<select id="daerah" name="near"' in text
    assert {slug for slug, _chosen in options(text)} == {"ID-YO", "ID-BA"}


def test_the_choice_of_the_address_is_shown_as_chosen(places):
    assert ("ID-YO", " selected") in options(html(places, "/cari/?near=ID-YO"))


def test_a_retired_province_is_not_offered(places):
    Province.objects.filter(slug="ID-BA").update(status=Province.Status.RETIRED)
    from django.core.cache import cache

    from cms import vocabulary

    cache.clear()
    vocabulary._snapshot = None
    assert "ID-BA" not in {slug for slug, _chosen in options(html(places, "/cari/"))}


def test_a_lifted_card_says_why_and_comes_first(places):
    text = html(places, "/cari/?q=peta&near=ID-YO")
    cards = re.findall(r'<article class="card".*?</article>', text, re.S)
    assert ["daerah" in cards[0], BADGE in cards[0]] == [True, True]
    assert BADGE not in cards[1]


@pytest.mark.parametrize("query", ["near=ID-YO", "q=peta&near=ID-YO&sort=newest", "q=peta&near=ID-BA", "q=peta"])
def test_where_nothing_was_lifted_no_card_says_so(places, query):
    assert BADGE not in html(places, f"/cari/?{query}")


def test_without_the_script_the_next_search_keeps_the_province(places):
    assert re.search(r'href="/cari/\?[^"]*near=ID-YO', html(places, "/cari/?q=peta&level=dasar&near=ID-YO"))


def test_with_the_script_no_link_has_it(places):
    fragment = html(places, "/cari/hasil/?q=peta&level=dasar&near=ID-YO")
    assert BADGE in fragment
    assert "near=" not in fragment


def test_a_shared_address_never_has_it(places):
    results = places.get("/cari/?q=peta&near=ID-YO").context["results"]
    assert results.share_url == "/cari/?q=peta"
    assert "near" in results.url(SearchRequest(q="peta", near="ID-YO"))


def test_the_other_language_and_search_engines_do_not_get_it(places):
    response = places.get("/cari/?q=peta&near=ID-YO")
    assert "near" not in response.context["other_language_url"]
    assert 'content="noindex"' in response.content.decode()


def test_nothing_is_remembered_here_and_pages_stay_cacheable(places):
    plain, near = places.get("/cari/?q=peta"), places.get("/cari/?q=peta&near=ID-YO")
    assert not near.cookies
    assert near["Cache-Control"] == plain["Cache-Control"]
    assert near.get("Vary") == plain.get("Vary")


def test_asking_once_more_for_the_province_is_not_logged_again(places):
    def times():
        return sum(QueryLog.objects.values_list("count", flat=True))

    places.get("/cari/?q=peta")
    before = times()
    places.get("/cari/hasil/?q=peta&near=ID-YO", headers={"X-Search-Again": "1"})
    assert before == times() == 1


def test_the_field_costs_no_query(places):
    before = query_count(places, "/cari/?q=peta")
    for number in range(10):
        term(Province, f"ID-{number}")
    assert query_count(places, "/cari/?q=peta") == before
