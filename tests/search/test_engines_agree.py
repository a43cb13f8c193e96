"""Both engines with the same materials: the same totals and counts, nearly the same order, and each other's cursors."""

from __future__ import annotations

import random
import time
from dataclasses import replace

import pytest

from search import catalogue
from search.engines.embedded import EmbeddedEngine
from search.types import SearchRequest
from tests.bench.corpus import NOW
from tests.bench.engine import requests
from tests.search.contract import CORPUS
from tests.search.contract_resources import ids, random_facets, random_plan
from tests.search.elasticsearch_engines import engine_on
from tests.search.elasticsearch_server import scratch_prefix

pytestmark = [pytest.mark.elasticsearch, pytest.mark.xdist_group("elasticsearch-8")]


@pytest.fixture(scope="module")
def embedded(tmp_path_factory):
    engine = EmbeddedEngine(tmp_path_factory.mktemp("agree"))
    engine.rebuild(CORPUS, cursor=1)
    return engine


@pytest.fixture(scope="module")
def elastic(elasticsearch_url):
    with scratch_prefix(elasticsearch_url) as prefix:
        engine = engine_on(elasticsearch_url, prefix, words_seconds=600)
        engine.rebuild(CORPUS, cursor=1)
        yield engine


def overlap(first, second) -> float:
    return len(set(first) & set(second)) / max(len(first), len(second), 1)


def test_totals_counts_and_the_first_ten_of_many_searches(embedded, elastic):
    shares = []
    for plan, request in requests(CORPUS[:300], 120):
        request = replace(request, size=10)
        ours, theirs = (engine.search(plan, request, now=NOW) for engine in (embedded, elastic))
        assert (theirs.total, theirs.counts) == (ours.total, ours.counts)
        assert ids(theirs) or not ids(ours)
        shares.append(overlap(ids(ours), ids(theirs)) if ids(ours) else 1.0)
    assert sum(shares) / len(shares) >= 0.98


@pytest.mark.parametrize("seed", range(20))
def test_scores_are_the_same_numbers(embedded, elastic, seed):
    """So that the small boosts weigh the same beside them; the embedded index holds one document more, its cursor."""
    chance = random.Random(seed)
    plan, request = random_plan(chance), SearchRequest(q="x", facets=random_facets(chance), near="ID-YO", size=50)
    ours, theirs = ({h.id: h.score for h in e.search(plan, request, now=NOW).hits} for e in (embedded, elastic))
    for id in ours.keys() & theirs.keys():
        assert theirs[id] == pytest.approx(ours[id], rel=0.01, abs=0.01)


@pytest.mark.parametrize("sort", ["newest", "title", "shortest", "broadest"])
def test_a_cursor_of_one_goes_on_in_the_other(embedded, elastic, sort):
    plan = random_plan(random.Random(4))
    request = SearchRequest(q="x", sort=sort, size=30)
    for first, other in ((embedded, elastic), (elastic, embedded)):
        cursor = first.search(plan, request, now=NOW).cursor
        assert cursor is not None
        behind = replace(request, cursor=cursor)
        assert ids(other.search(plan, behind, now=NOW)) == ids(first.search(plan, replace(request, page=2), now=NOW))


def test_a_cursor_by_relevance_goes_on_in_the_other(embedded, elastic):
    plan, _ = requests(CORPUS[:300], 3)[1]
    request = SearchRequest(q="x", size=20)
    for first, other in ((embedded, elastic), (elastic, embedded)):
        behind = replace(request, cursor=first.search(plan, request, now=NOW).cursor)
        assert overlap(ids(other.search(plan, behind, now=NOW)), ids(first.search(plan, behind, now=NOW))) >= 0.9


class Requests:
    """Counts what goes over the wire."""

    def __init__(self, engine, monkeypatch):
        self.made: list[str] = []
        transport = engine._connection.searching().transport
        real = transport.perform_request

        def perform(method, target, **kwargs):
            self.made.append(target)
            return real(method, target, **kwargs)

        monkeypatch.setattr(transport, "perform_request", perform)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "q, most",
    [
        ("", 1),
        ("belajar", 1),
        ("bagaimana cara belajar membaca?", 1),
        ("belajar zzzqqq", 2),
        ("zzzqqq wwwxxx", 2),
    ],
)
def test_a_page_is_one_request_and_two_when_nothing_was_found(elastic, monkeypatch, q, most):
    elastic.vocabulary()
    counted = Requests(elastic, monkeypatch)
    facets = CORPUS[0].facets
    for chosen in ({}, {"level": facets["level"]}, {"level": facets["level"], "kind": facets["kind"]}):
        counted.made.clear()
        result = catalogue.search(SearchRequest(q=q, facets=chosen), engine=elastic, now=NOW)
        assert len(counted.made) <= (most if result.total and most == 1 else 2)
        if result.total and most == 1:
            assert len(counted.made) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("q", ["belajar zzzqqq", "blajar", "apa itu zzzqqq?", "belajar modul zzzqqq wwwxxx", "zzzqqq"])
def test_what_is_done_when_nothing_is_found_is_the_same(embedded, elastic, q):
    ours, theirs = (catalogue.search(SearchRequest(q=q), engine=e, now=NOW) for e in (embedded, elastic))
    assert theirs.resolution == ours.resolution
    assert theirs.total == ours.total
    assert [facet.values for facet in theirs.facets] == [facet.values for facet in ours.facets]


def test_the_table_of_words_is_renewed_beside_the_searches(elasticsearch_url, index_prefix):
    engine = engine_on(elasticsearch_url, index_prefix, words_seconds=0.2)
    engine.rebuild(CORPUS[:20], cursor=1)
    before = engine.vocabulary()
    engine.apply([replace(CORPUS[0], title="Kuyungyung")], [], cursor=2)
    deadline = time.monotonic() + 10
    while "kuyungyung" not in engine.vocabulary() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert "kuyungyung" in engine.vocabulary()
    assert "kuyungyung" not in before
