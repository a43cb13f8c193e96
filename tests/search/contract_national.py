"""A search for what is listed nationally leaves out all else: hits, totals, counts and pages, on every engine."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from search.engines.base import SearchEngine
from search.query import QueryPlan
from search.types import Hit, SearchRequest, Sort
from tests.bench.corpus import NOW
from tests.search.contract_resources import (
    ORACLE_CORPUS,
    doc,
    ids,
    numbers,
    oracle,
    plan,
    random_facets,
    random_plan,
)

ORDERS: tuple[Sort, ...] = ("relevance", "newest", "title", "shortest", "broadest")
NATIONAL = {document.id for document in ORACLE_CORPUS if document.national}


class NationalContract:
    @pytest.mark.parametrize("seed", range(100, 130))
    def test_what_is_listed_nationally_equals_a_brute_force_count(self, counted: SearchEngine, seed: int) -> None:
        chance = random.Random(seed)
        query, facets = random_plan(chance), random_facets(chance)
        now = NOW + chance.choice((0, 0, 100 * 24 * 3600))
        request = SearchRequest(q="x", facets=facets, size=1000, sort=chance.choice(ORDERS), national=True)
        answer, expected = counted.search(query, request, now=now), oracle().search(query, request, now=now)
        assert answer.total == expected.total
        assert {n: dict(c) for n, c in answer.counts.items()} == {n: dict(c) for n, c in expected.counts.items()}
        assert set(ids(answer)) == {hit.id for hit in expected.hits} <= NATIONAL
        uncounted = counted.search(query, replace(request, counted=False), now=now)
        assert (uncounted.total, ids(uncounted)) == (answer.total, ids(answer))

    @pytest.mark.parametrize("sort", ORDERS)
    def test_pages_and_cursors_go_through_what_is_listed_nationally(self, counted: SearchEngine, sort: Sort) -> None:
        # Where the order is by relevance every document matches one of two frequent words, or all are listed.
        query = plan("pembelajaran kelas", minimum=1) if sort == "relevance" else QueryPlan()
        request = SearchRequest(q="x", sort=sort, size=40, national=True)
        whole = ids(counted.search(query, replace(request, size=1000), now=NOW))
        assert len(whole) > 80
        assert set(whole) <= NATIONAL
        pages: list[Hit] = []
        while len(pages) < len(whole):
            number = len(pages) // request.size + 1
            pages += counted.search(query, replace(request, page=number), now=NOW).hits
        assert [hit.id for hit in pages] == whole
        behind: list[str] = []
        cursor = None
        while True:
            answer = counted.search(query, replace(request, cursor=cursor), now=NOW)
            behind += ids(answer)
            assert answer.total == len(whole)
            if (cursor := answer.cursor) is None:
                break
        assert behind == whole

    def test_an_answer_that_is_remembered_is_not_taken_for_another(self, engine: SearchEngine) -> None:
        engine.rebuild([doc(1, facets={"tag": ("a",)}), doc(2, facets={"tag": ("a",)}, national=False)], cursor=1)
        for national, total in ((False, 2), (True, 1), (False, 2), (True, 1)):
            answer = engine.search(QueryPlan(), SearchRequest(sort="newest", national=national), now=NOW)
            assert (answer.total, len(answer.hits), answer.counts["tag"]) == (total, total, {"a": total})

    def test_counts_of_a_facet_with_choices_are_of_what_is_listed_nationally(self, engine: SearchEngine) -> None:
        facets = [{"level": ("dasar",)}, {"level": ("lanjut",)}]
        engine.rebuild([doc(n, facets=facets[n % 2], national=n < 3) for n in range(1, 7)], cursor=1)
        request = SearchRequest(facets={"level": ("dasar",)}, national=True)
        answer = engine.search(QueryPlan(), request, now=NOW)
        assert (numbers(answer), answer.counts["level"]) == ([2], {"dasar": 1, "lanjut": 1})

    def test_a_material_that_is_accepted_comes_in_and_goes_when_it_is_taken_back(self, engine: SearchEngine) -> None:
        own = doc(1, "Batik", national=False)
        engine.rebuild([own, doc(2, "Batik")], cursor=1)
        stamps = dict(engine.ids())
        for cursor, national in ((2, True), (3, False)):
            engine.apply([replace(own, national=national)], [], cursor=cursor)
            found = engine.search(plan("batik"), SearchRequest(q="x", sort="newest", national=True), now=NOW)
            assert numbers(found) == ([2, 1] if national else [2])
            assert engine.search(plan("batik"), SearchRequest(q="x"), now=NOW).total == 2
            assert (dict(engine.ids()) == stamps) is not national

    def test_what_an_engine_finds_on_the_way_is_listed_nationally(self, engine: SearchEngine) -> None:
        engine.rebuild([doc(1, "air tanah"), doc(2, "air tanah", national=False)], cursor=1)
        request = SearchRequest(q="x", national=True)
        (probe,) = engine.probe([plan("air tanah udara")], request, now=NOW)
        for answer in probe.answers.values():
            assert (answer.total, numbers(answer)) == (1, [1])
