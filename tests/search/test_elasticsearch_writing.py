"""Writing to Elasticsearch: versions, lanes, refused documents, interrupted and simultaneous builds."""

from __future__ import annotations

import threading
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import replace

import pytest

from search.engines.base import Change, EngineUnavailable, IndexReplaced
from search.engines.elasticsearch.state import LANES
from search.query import QueryPlan
from search.types import SearchRequest
from tests.bench.corpus import NOW, documents
from tests.search.contract_resources import doc, numbers, plan
from tests.search.elasticsearch_engines import engine_on
from tests.search.elasticsearch_server import ask

pytestmark = [pytest.mark.elasticsearch, pytest.mark.xdist_group("elasticsearch-8")]


@pytest.fixture
def engine(elasticsearch_url, index_prefix):
    return engine_on(elasticsearch_url, index_prefix)


def titles(engine) -> dict[int, str]:
    hits = engine.search(QueryPlan(), SearchRequest(size=50), now=NOW).hits
    return {hit.page_id: hit.title for hit in hits}


def indexes(engine, url) -> set[str]:
    return {name for name in ask(url, f"/{engine.prefix}*/_settings") if not name.endswith("-state")}


# More grades than a keyword may have letters: what the joined field of a set refuses.
def refused(number: int):
    return doc(number, facets={"grade": tuple(f"{n:04d}{'x' * 900}" for n in range(40))})


def test_a_late_write_does_not_make_a_document_older(engine):
    engine.rebuild([doc(1, "Awal")], cursor=1)
    engine.apply([doc(1, "Baru")], [], cursor=12, base=1)
    engine.apply([doc(1, "Lama")], [], cursor=11, base=1)
    assert titles(engine) == {1: "Baru"}


def test_a_late_write_does_not_bring_back_what_was_deleted(engine):
    engine.rebuild([doc(1), doc(2)], cursor=1)
    engine.apply([], [doc(1).id], cursor=12, base=1)
    engine.apply([doc(1, "Hantu")], [], cursor=11, base=1)
    assert set(titles(engine)) == {2}


def test_each_lane_has_its_cursor_and_the_last_one_counts(engine):
    engine.rebuild([], cursor=5)
    engine.apply([doc(3)], [], cursor=9, base=5, lane=3)
    assert list(engine.cursors()) == [5, 5, 5, 9, 5, 5, 5, 5]
    assert engine.cursor() == 5
    engine.advance(dict.fromkeys(range(LANES), 8))
    assert list(engine.cursors()) == [8, 8, 8, 9, 8, 8, 8, 8]
    with pytest.raises(IndexReplaced):
        engine.apply([doc(11)], [], cursor=12, base=10, lane=3)
    assert (engine.cursor(), numbers(engine.search(QueryPlan(), SearchRequest(), now=NOW))) == (8, [3])


def test_lanes_are_moved_on_side_by_side(engine):
    engine.rebuild([], cursor=0)

    def drain(lane: int) -> None:
        for step in range(1, 6):
            engine.apply(
                [doc(lane + LANES * step)], [], cursor=10 * step + lane, base=engine.cursors()[lane], lane=lane
            )

    threads = [threading.Thread(target=drain, args=(lane,)) for lane in range(LANES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(engine.cursors()) == [50 + lane for lane in range(LANES)]
    assert engine.status().documents == 5 * LANES


def test_a_refused_document_is_told_and_the_others_are_written(engine):
    told = []
    assert engine.rebuild([doc(1), refused(2), doc(3)], cursor=1, rejected=told.append) == 2
    assert [(one.id, one.page_id) for one in told] == [(doc(2).id, 2)]
    assert "grade_set" in told[0].reason
    (again,) = engine.apply([doc(4), refused(5)], [doc(1).id], cursor=2)
    assert (again.page_id, engine.cursor()) == (5, 2)
    assert set(titles(engine)) == {3, 4}
    assert list(engine.apply([replace(refused(5), facets={})], [], cursor=3)) == []
    assert set(titles(engine)) == {3, 4, 5}


def interrupted(made, after):
    for number, one in enumerate(made):
        if number == after:
            raise RuntimeError("power cut")
        yield one


def test_an_interrupted_build_is_gone_on_with(engine, monkeypatch):
    monkeypatch.setattr("search.engines.elasticsearch.build._REMEMBER_SECONDS", 0)
    made = [doc(n, "Peta") for n in range(1, 1100)]
    engine.rebuild([doc(9000, "Lama")], cursor=3)
    with pytest.raises(RuntimeError):
        engine.rebuild(interrupted(made, 800), cursor=5)
    assert set(titles(engine)) == {9000}
    left = engine.unfinished()
    assert left is not None
    assert (left.cursor, left.documents, left.after) == (5, 750, 750)
    changes = [Change([doc(2, "Berubah meanwhile")], [doc(1).id], 8)]
    count = engine.rebuild(
        [one for one in made if one.page_id > left.after],
        cursor=99,
        resume=left,
        catch_up=lambda cursor: changes.pop() if changes and cursor == 5 else None,
    )
    assert (count, engine.cursor(), engine.unfinished()) == (1099, 8, None)
    assert engine.status().documents == 1098
    assert engine.count(plan("meanwhile"), {}, now=NOW) == 1


def test_the_next_build_removes_a_half_built_index_and_the_swap_the_old_one(engine, elasticsearch_url):
    engine.rebuild([doc(1)], cursor=1)
    with pytest.raises(RuntimeError):
        engine.rebuild(interrupted([doc(2), doc(3)], 1), cursor=2)
    assert len(indexes(engine, elasticsearch_url)) == 2
    engine.rebuild([doc(4)], cursor=3)
    assert len(indexes(engine, elasticsearch_url)) == 1
    assert set(titles(engine)) == {4}


def test_a_build_that_is_gone_cannot_be_gone_on_with(engine):
    with pytest.raises(RuntimeError):
        engine.rebuild(interrupted([doc(2), doc(3)], 1), cursor=2)
    left = engine.unfinished()
    engine.rebuild([doc(4)], cursor=3)
    with pytest.raises(EngineUnavailable):
        engine.rebuild([], cursor=3, resume=left)
    assert set(titles(engine)) == {4}


def test_a_second_build_at_the_same_time_is_refused_and_writes_go_on(engine):
    engine.rebuild([doc(1)], cursor=1)

    def nested():
        with pytest.raises(EngineUnavailable, match="Another rebuild"):
            engine.rebuild([doc(9)], cursor=9)
        engine.apply([doc(5)], [], cursor=5)
        yield doc(2)

    engine.rebuild(nested(), cursor=2)
    assert set(titles(engine)) == {2}


@pytest.mark.parametrize("owner, beat", [("elsewhere 1 1", 0.0), ("{host} 999999999 1", 9e12)])
def test_the_claim_of_a_builder_that_died_ends(engine, elasticsearch_url, owner, beat):
    import socket

    engine._state.prepare()
    engine._connection.writing().index(
        index=engine._state.index,
        id=f"{engine._state.read_alias}-rebuild",
        document={"owner": owner.format(host=socket.gethostname()), "beat": beat},
    )
    assert engine.rebuild([doc(1)], cursor=1) == 1


@pytest.mark.slow
def test_several_processes_build_the_same_index(elasticsearch_url, index_prefix):
    engine = engine_on(elasticsearch_url, index_prefix, processes=2)
    made = list(documents(2_600, length=20))
    told = []
    assert engine.rebuild(made, cursor=7, progress=told.append) == 2_600
    assert told == sorted(told)
    assert told[-1] == 2_600
    assert set(engine.ids()) == {one.id for one in made}
    assert engine.search(QueryPlan(), SearchRequest(), now=NOW).total == engine.count(QueryPlan(), {}, now=NOW)


def test_what_is_written_just_before_a_swap_is_applied_again_after_it(engine):
    """It reached the old index after the new one had caught up: the new one's cursor stands before it."""
    engine.rebuild([doc(1), doc(2)], cursor=10)

    @contextmanager
    def late():
        engine.apply([doc(3)], [doc(1).id], cursor=13, base=10, lane=3)
        assert engine.cursors()[3] == 13
        yield

    engine.rebuild([doc(1), doc(2)], cursor=11, alone=late)
    assert list(engine.cursors()) == [11] * LANES
    with pytest.raises(IndexReplaced):
        engine.apply([doc(4)], [], cursor=14, base=13, lane=3)
    assert set(titles(engine)) == {1, 2}
    engine.apply([doc(3)], [doc(1).id], cursor=13, base=11, lane=3)
    assert set(titles(engine)) == {2, 3}


def test_without_an_index_nothing_comes_into_being_by_writing(engine, elasticsearch_url):
    with pytest.raises(EngineUnavailable, match="rebuild_search"):
        engine.apply([doc(1)], [], cursor=1)
    assert indexes(engine, elasticsearch_url) == set()
    assert (engine.cursor(), engine.status().state) == (None, "down")


def test_the_mapping_is_closed_and_every_field_of_it_is_used(engine, elasticsearch_url):
    engine.rebuild([doc(1)], cursor=1)
    (index,) = indexes(engine, elasticsearch_url)
    mapping = ask(elasticsearch_url, f"/{index}/_mapping")[index]["mappings"]
    assert mapping["dynamic"] == "strict"
    assert mapping["_source"] == {"includes": ["card", "excerpt"]}
    assert set(mapping["properties"]["title"]["properties"]) == {"surface", "stem"}
    settings = ask(elasticsearch_url, f"/{index}/_settings")[index]["settings"]["index"]
    assert (settings["refresh_interval"], settings["auto_expand_replicas"]) == ("1s", "0-1")


def create(url: str, name: str) -> None:

    urllib.request.urlopen(urllib.request.Request(f"{url}/{name}", method="PUT"), timeout=30).close()


@pytest.mark.parametrize("days, remains", [(1, True), (8, False)])
def test_servers_of_an_older_version_keep_their_index_for_a_week(
    engine, elasticsearch_url, index_prefix, monkeypatch, days, remains
):
    older = f"{index_prefix}-00000000-20200101-000000-abcdef"
    another_site = f"{index_prefix}-staging-00000000-20200101-000000-abcdef"
    for name in (older, another_site):
        create(elasticsearch_url, name)
    engine.rebuild([doc(1)], cursor=1)
    assert {older, another_site} <= indexes(engine, elasticsearch_url)
    later = time.time() + days * 24 * 3600
    with monkeypatch.context() as week:
        week.setattr("search.engines.elasticsearch.state.time.time", lambda: later)
        assert engine._state.has_served_a_week() != remains
        engine._state.remove_old(of_other_formats=engine._state.has_served_a_week())
    assert (older in indexes(engine, elasticsearch_url)) == remains
    assert another_site in indexes(engine, elasticsearch_url)
