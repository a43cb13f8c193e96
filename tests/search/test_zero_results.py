"""A search that finds nothing says what would find something, and how much; every way out keeps its promise."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from cms.models import Grade, Level, Platform, Subject
from search import catalogue, ways_out
from search.engines import get_engine
from search.rebuild import rebuild
from search.types import SearchRequest
from tests import factories
from tests.factories import term

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(site_tree: Any, index_folder: Any) -> None:
    """Quizzes of mathematics for grade 5, one of them basic, and a poster of biology for grade 6."""
    basic, high = term(Level, "dasar", order=1), term(Level, "lanjut", order=2)
    five, six = term(Grade, "5", name="Kelas 5"), term(Grade, "6", name="Kelas 6")
    maths = term(Subject, "matematika", aliases="berhitung")
    canva = term(Platform, "canva")
    for number, level in enumerate((basic, high, high)):
        factories.make_module(
            site_tree.modules, title=f"Kuis pecahan {number}", levels=[level], grades=[five], subjects=[maths]
        )
    factories.make_module(
        site_tree.modules, title="Poster sel", levels=[high], grades=[six], subjects=[term(Subject, "biologi")],
        platforms=[canva],
    )  # fmt: skip
    rebuild()


def help_for(**request: Any) -> ways_out.WaysOut:
    result = catalogue.search(SearchRequest(**request))
    assert result.total == 0
    return ways_out.ways_out(result)


def found(way: ways_out.WayOut | None) -> int:
    assert way is not None
    return catalogue.search(way.request).total


def test_each_filter_that_stands_in_the_way_is_named_with_what_it_hides(shelf: Any) -> None:
    ways = help_for(q="kuis", facets={"level": ("dasar",), "grade": ("6",), "subject": ("matematika",)})
    assert [(way.label, way.count) for way in ways.fewer] == [("Kelas 6", 1)]
    assert [found(way) for way in ways.fewer] == [1]


def test_the_filter_that_hides_most_comes_first(shelf: Any) -> None:
    ways = help_for(facets={"subject": ("matematika",), "grade": ("6",)})
    assert [(way.label, way.count) for way in ways.fewer] == [("Kelas 6", 3), ("Matematika", 1)]


def test_several_values_of_a_facet_are_left_out_together(shelf: Any) -> None:
    ways = help_for(q="poster", facets={"level": ("dasar",), "grade": ("5", "6")})
    assert [(way.label, way.count) for way in ways.fewer] == [("Dasar", 1)]
    term(Grade, "12")
    ways = help_for(q="kuis", facets={"grade": ("6", "12")})
    assert [(way.label, way.count) for way in ways.fewer] == [("Kelas 6, 12", 3)]


def test_where_no_single_filter_is_to_blame_all_can_be_left_out_or_the_words(shelf: Any) -> None:
    ways = help_for(q="kuis", facets={"level": ("lanjut",), "subject": ("biologi",), "grade": ("6",)})
    assert list(ways.fewer) == []
    assert ways.unfiltered is not None
    assert (ways.unfiltered.count, found(ways.unfiltered)) == (3, 3)
    assert ways.wordless is not None
    assert (ways.wordless.count, found(ways.wordless)) == (1, 1)


def test_counts_are_bounded(shelf: Any, monkeypatch: Any) -> None:
    engine, counted = get_engine(), []
    real = type(engine).count_each

    def count_each(self: Any, searches: Any, **kwargs: Any) -> Any:
        counted.extend(searches)
        return real(self, searches, **kwargs)

    monkeypatch.setattr(type(engine), "count_each", count_each)
    names = ("kind", "level", "school_level", "phase", "grade", "subject", "platform", "format", "language", "centre")
    help_for(q="kuis", facets=dict.fromkeys(names, ("tidak-ada",)))
    assert len(counted) == ways_out.MAX_COUNTS


def test_a_literal_search_is_offered_the_corrected_words(shelf: Any) -> None:
    ways = help_for(q="pecajan", literal=True)
    assert ways.corrected is not None
    assert (ways.corrected.label, ways.corrected.count, found(ways.corrected)) == ("pecahan", 3, 3)


@pytest.mark.parametrize("q", ["matematik", "matemtika", "berhitun"])
def test_subjects_named_like_the_words_are_offered(q: str, shelf: Any) -> None:
    ways = help_for(q=q, literal=True, facets={"grade": ("6",)})
    assert [(way.label, way.count) for way in ways.near] == [("Matematika", 3)]
    assert found(ways.near[0]) == 3


def test_platforms_named_like_the_words_are_offered(shelf: Any) -> None:
    assert [way.label for way in help_for(q="kanva", literal=True).near] == ["Canva"]


def test_else_the_subjects_of_what_the_words_find(shelf: Any) -> None:
    ways = help_for(q="kuis", facets={"grade": ("6",)})
    assert [(way.label, way.count) for way in ways.near] == [("Matematika", 3)]
    assert ways.near[0].request.q == "kuis"
    assert found(ways.near[0]) == 3


def test_short_and_stop_words_resemble_no_subject(shelf: Any) -> None:
    assert list(help_for(q="zzz dengan", literal=True).near) == []


def test_the_page_links_each_way_out(client: Any, shelf: Any) -> None:
    page = client.get("/en/cari/?q=kuis&grade=6&level=dasar&tampilan=kisi").content.decode()
    assert "0 materials found" in page
    links = {
        re.sub(r"<.*?>", "", text): html.unescape(url)
        for url, text in re.findall(r'<a href="([^"]*)" data-fragment>(.*?)</a>', page)
    }
    assert links["Without “Kelas 6” (1 material)"] == "/en/cari/?q=kuis&level=dasar&tampilan=kisi"
    assert client.get(links["Without “Kelas 6” (1 material)"]).content.decode().count('<article class="card"') == 1
