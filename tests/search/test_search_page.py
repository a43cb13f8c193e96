"""/cari/: complete without JavaScript, cheap, cacheable, honest about what it did, and never an error."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.models import Province, Subject
from media.renditions import CARD_SPECS
from search import catalogue
from search.engines.base import EngineUnavailable
from tests import factories
from tests.factories import term
from tests.search.search_pages import counts, found, get, links

pytestmark = pytest.mark.django_db
LIMIT = 4


# What a reader finds


def test_words_find_by_title(client: Any, shelf: Any) -> None:
    assert sorted(found(get(client, "?q=kuis"))) == ["Kuis pecahan", "Kuis sel hewan"]


def test_choices_of_a_facet_are_alternatives_and_facets_narrow_each_other(client: Any, shelf: Any) -> None:
    page = get(client, "?level=dasar&level=menengah&subject=biologi")
    assert sorted(found(page)) == ["Kuis sel hewan", "Poster sel"]


def test_counts_leave_out_the_choices_of_their_own_facet(client: Any, shelf: Any) -> None:
    page = get(client, "?subject=matematika&level=dasar")
    assert counts(page, "subject") == {"matematika": 1, "biologi": 1}
    assert counts(page, "level") == {"dasar": 1, "menengah": 1}
    assert counts(page, "platform") == {"canva-for-education": 1}


def test_a_chosen_value_without_results_stays_to_be_taken_away(client: Any, shelf: Any) -> None:
    page = get(client, "?subject=biologi&platform=canva-for-education")
    assert found(page) == []
    assert counts(page, "platform")["canva-for-education"] == 0
    assert 'href="/cari/?subject=biologi"' in page


def test_everything_works_without_javascript(client: Any, shelf: Any) -> None:
    page = get(client, "?subject=matematika")
    assert re.search(r'<form id="search"[^>]* action="/cari/" method="get"', page)
    assert '<input id="q" name="q"' in page
    assert re.search(r'value="matematika" checked', page)
    assert '<select id="sort" name="sort">' in page
    assert page.count('type="submit"') >= 2


def test_find_in_a_facet_narrows_its_values(client: Any, shelf: Any) -> None:
    page = get(client, "?find_subject=bio")
    assert counts(page, "subject") == {"biologi": 2}
    assert 'name="find_subject" type="search" value="bio"' in page


def test_find_in_a_facet_takes_signs_as_they_are(client: Any, shelf: Any) -> None:
    assert counts(get(client, "?find_subject=.*%5B("), "subject") == {}


# Pages


def test_page_links_keep_every_choice(client: Any, many: None) -> None:
    page = get(client, "?q=latihan&subject=matematika&sort=title&size=10")
    assert found(page) == [f"Latihan {number:02}" for number in range(10)]
    following = next(link for link in links(page) if "page=2" in link)
    assert set(following.partition("?")[2].split("&")) == {
        "q=latihan", "subject=matematika", "sort=title", "size=10", "page=2"
    }  # fmt: skip
    assert found(get(client, following.partition("/cari/")[2])) == [f"Latihan {number:02}" for number in range(10, 20)]


def test_a_page_beyond_the_end_is_the_last_one(client: Any, many: None) -> None:
    page = get(client, "?sort=title&size=10&page=77")
    assert found(page) == [f"Latihan {number:02}" for number in range(20, 25)]
    assert "page=2" in "".join(links(page))


def test_a_reader_who_changes_a_choice_begins_at_the_first_page(client: Any, many: None) -> None:
    page = get(client, "?subject=matematika&size=10&page=2")
    assert 'name="page"' not in page
    assert all("page=2" not in link for link in links(page) if "subject" not in link)


# What was done to the words


def test_a_corrected_word_is_said_with_a_link_to_the_literal_search(client: Any, shelf: Any) -> None:
    page = get(client, "?q=pecajan")
    assert "<strong>pecahan</strong>" in page
    assert any("literal=1" in link and "pecajan" in link for link in links(page))
    assert found(get(client, "?q=pecajan&literal=1")) == []


def test_words_left_out_are_said_with_a_link_to_require_all(client: Any, shelf: Any) -> None:
    page = get(client, "?q=kuis+kambing")
    assert "<s>kambing</s>" in page
    assert sorted(found(page)) == ["Kuis pecahan", "Kuis sel hewan"]
    assert any("literal=1" in link for link in links(page))


def test_an_unknown_value_is_ignored_and_said(client: Any, shelf: Any) -> None:
    page = get(client, "?subject=nope&level=dasar")
    assert "Mata Pelajaran" in page
    assert "nope" in page
    assert len(found(page)) == 2


def test_a_very_long_search_is_cut_and_says_so(client: Any, shelf: Any) -> None:
    assert "32" in get(client, "?q=" + "+".join(f"kata{number}" for number in range(40)))


# Language and caches


def test_the_address_alone_decides_the_language(client: Any, shelf: Any) -> None:
    for path, language in (("/cari/", "id"), ("/en/cari/", "en")):
        response = client.get(path, headers={"accept-language": "fr"})
        assert response.headers["Content-Language"] == language
        assert f'<html lang="{language}"' in response.content.decode()
        varies = response.headers.get("Vary", "").lower()
        assert "language" not in varies
        assert "cookie" not in varies


def test_the_english_page_leads_to_english_pages(client: Any, shelf: Any) -> None:
    page = get(client, "?q=kuis", "/en/cari/")
    assert "2 materials found" in page
    assert 'href="/en/modul/kuis-pecahan/"' in page
    assert 'action="/en/cari/"' in page


def test_pages_may_be_kept_for_a_minute_by_anyone(client: Any, shelf: Any) -> None:
    for path in ("/cari/?q=kuis", "/cari/hasil/?q=kuis", "/cari/saran/?q=ku"):
        response = client.get(path)
        assert {"public", "max-age=60"} <= set(response.headers["Cache-Control"].replace(" ", "").split(","))
        assert not response.cookies


def test_the_fragment_holds_the_results_alone(client: Any, shelf: Any) -> None:
    page = get(client, "?q=kuis", "/cari/hasil/")
    assert "<html" not in page
    assert sorted(found(page)) == ["Kuis pecahan", "Kuis sel hewan"]


def test_the_readers_province_stays_with_the_reader(client: Any, shelf: Any) -> None:
    """Without the script the links of the search keep it; no search engine does, and no link leads it elsewhere."""
    term(Province, "ID-YO")
    page = get(client, "?q=kuis&near=ID-YO&level=dasar")
    assert {link.partition("?")[0] for link in links(page) if "near" in link} <= {"/cari/", "/en/cari/"}
    assert '<meta name="robots" content="noindex">' in page


def test_a_title_is_shown_as_text_everywhere(client: Any, site_tree: Any, index_folder: Any) -> None:
    from search.rebuild import rebuild

    attack = "<script>alert(1)</script> kuis"
    factories.make_module(site_tree.modules, title=attack, slug="serangan", summary=attack, tags=["<b>kuis</b>"])
    rebuild()
    for path in (
        "/cari/",
        "/cari/?q=kuis",
        "/cari/?q=alert",
        "/cari/hasil/?q=script",
        "/cari/?tag=bkuisb",
        "/cari/?q=<script>alert(1)</script>",
    ):
        page = get(client, "", path)
        assert "<script>alert" not in page
        assert "<b>kuis" not in page
    hit = client.get("/api/v1/resources", {"q": "kuis"}).json()["results"][0]
    assert "<script" not in hit["highlight"]
    assert hit["title"] == attack
    suggested = client.get("/cari/saran/", {"q": "kui"})
    assert suggested.headers["Content-Type"].startswith("application/json")
    assert suggested.headers["X-Content-Type-Options"] == "nosniff"


# Cost


def queries(client: Any, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


PATHS = (
    "/cari/",
    "/cari/?q=kuis",
    "/cari/?q=pecajan",
    "/cari/?q=kuis+kambing&sort=title",
    "/cari/?subject=matematika&subject=biologi&level=dasar",
    "/cari/?tag=cetak",
    "/en/cari/?q=poster&size=50",
    "/cari/hasil/?q=sel",
)


@pytest.fixture
def unlogged(monkeypatch: Any) -> None:
    """Searches are logged after the answer has been sent: no reader waits for it."""
    monkeypatch.setattr("search.query_log.write", lambda entry: None)


def test_a_search_page_takes_a_fixed_number_of_queries(client: Any, shelf: Any, unlogged: None) -> None:
    queries(client, "/cari/")
    taken = {path: queries(client, path) for path in PATHS}
    assert len(set(taken.values())) == 1, taken
    assert max(taken.values()) <= LIMIT, taken
    # Without cards there are no covers to look for, and help costs no query.
    nothing = {path: queries(client, path) for path in ("/cari/?q=xyzzy", "/cari/?q=kuis&subject=biologi&tag=cetak")}
    assert set(nothing.values()) == {max(taken.values()) - 1}, nothing


@pytest.mark.parametrize("path", ["/cari/?q=kuis", "/en/cari/?q=kuis&tampilan=kisi"])
def test_editors_covers_cost_two_queries_whatever_their_number(
    path: str, client: Any, shelf: Any, site_tree: Any
) -> None:
    from search.rebuild import rebuild

    def add(count: int) -> int:
        for _number in range(count):
            cover = factories.make_image()
            for spec in CARD_SPECS.values():
                cover.get_rendition(spec)
            factories.make_module(site_tree.modules, title="Kuis bergambar", cover=cover)
        rebuild()
        queries(client, path)
        return queries(client, path)

    queries(client, path)
    without = queries(client, path)
    assert (add(1), add(6)) == (without + 1, without + 1)
    assert get(client, "", path).count("<picture>") == 7


def test_queries_do_not_grow_with_the_corpus(client: Any, shelf: Any, site_tree: Any, unlogged: None) -> None:
    from search.rebuild import rebuild

    queries(client, "/cari/")
    before = queries(client, "/cari/?q=kuis")
    for number in range(30):
        factories.make_module(
            site_tree.modules,
            title=f"Kuis {number}",
            subjects=[term(Subject, f"mapel-{number}")],
            tags=[f"tag {number}"],
        )
    rebuild()
    queries(client, "/cari/")
    assert queries(client, "/cari/?q=kuis&size=50") == before


# Trouble


def test_without_an_index_the_page_says_so_and_offers_ways_on(client: Any, site_tree: Any, index_folder: Any) -> None:
    response = client.get("/cari/?q=kuis")
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert "no-store" in response.headers["Cache-Control"]
    assert 'href="/modul/"' in response.content.decode()


def test_an_engine_that_fails_between_is_no_error_page(client: Any, shelf: Any, monkeypatch: Any) -> None:
    def away(*args: Any, **kwargs: Any) -> Any:
        raise EngineUnavailable("away")

    monkeypatch.setattr(catalogue, "search", away)
    assert client.get("/cari/?q=kuis").status_code == 503
