"""While the first engine is away the second answers, says so, and nobody waits twice to find out."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

import pytest

from search import drain, engines
from search.engines import fallback
from search.engines.base import EngineUnavailable
from search.engines.breaker import Breaker, breaker_of
from search.engines.embedded import EmbeddedEngine
from search.engines.fallback import FallbackEngine
from search.query import QueryPlan
from search.types import EngineAnswer, SearchRequest
from tests.search.lane_engine import LaneEngine


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def primary() -> LaneEngine:
    return LaneEngine()


@pytest.fixture
def both(primary: LaneEngine, clock: Clock, monkeypatch: Any) -> FallbackEngine:
    monkeypatch.setattr(fallback, "is_behind", lambda engine: False)
    secondary = LaneEngine()
    secondary.name = "embedded"
    engine = FallbackEngine(primary, secondary)
    engine._breaker._clock = clock
    return engine


def answer(engine: FallbackEngine) -> EngineAnswer:
    return engine.search(QueryPlan(), SearchRequest(), now=0)


AWAY = EngineUnavailable("connection refused")


def test_while_all_is_well_the_first_answers_alone(both: FallbackEngine, primary: LaneEngine) -> None:
    assert answer(both).fallback == ""
    assert (primary.asked, both.secondary.asked) == (1, 0)


def test_the_second_answers_for_the_first_and_signs_its_answer(both: FallbackEngine, primary: LaneEngine) -> None:
    primary.error = AWAY
    assert answer(both).fallback == "embedded"


READS = {
    "count": lambda engine: engine.count(QueryPlan(), {}, now=0),
    "best_minimum": lambda engine: engine.best_minimum(QueryPlan(), now=0),
    "probe": lambda engine: engine.probe([QueryPlan()], SearchRequest(), now=0),
    "document_frequency": lambda engine: engine.document_frequency("a"),
    "vocabulary": lambda engine: engine.vocabulary(),
    "suggest": lambda engine: engine.suggest([], "ab", limit=1, now=0),
    "related": lambda engine: engine.related(None, limit=1, now=0),
    "cursor": lambda engine: engine.cursor(),
}


@pytest.mark.parametrize("read", READS)
def test_every_question_of_a_reader_is_answered(read: str, both: FallbackEngine, primary: LaneEngine) -> None:
    primary.error = AWAY
    READS[read](both)
    assert (primary.asked, both.secondary.asked) == (1, 1)


def test_after_one_failure_nobody_asks_the_first_for_five_seconds(
    both: FallbackEngine, primary: LaneEngine, clock: Clock
) -> None:
    primary.error = AWAY
    for _turn in range(5):
        answer(both)
    asked = primary.asked
    clock.now += 5.1
    answer(both)
    assert (asked, primary.asked) == (1, 2)


def test_it_goes_back_to_the_first_as_soon_as_that_answers(
    both: FallbackEngine, primary: LaneEngine, clock: Clock
) -> None:
    primary.error = AWAY
    answer(both)
    primary.error = None
    clock.now += 5.1
    assert [answer(both).fallback, answer(both).fallback] == ["", ""]


def test_a_cursor_that_is_not_ours_is_the_callers_matter(both: FallbackEngine, primary: LaneEngine) -> None:
    primary.error = ValueError("the cursor is not one of ours")
    with pytest.raises(ValueError, match="not one of ours"):
        answer(both)
    assert both.secondary.asked == 0


def test_when_neither_answers_both_reasons_are_told(both: FallbackEngine, primary: LaneEngine) -> None:
    primary.error, both.secondary.error = AWAY, EngineUnavailable("no index")
    with pytest.raises(EngineUnavailable, match=r"connection refused.*no index"):
        answer(both)


def test_an_outage_is_logged_once_a_minute_and_its_end(
    both: FallbackEngine, primary: LaneEngine, clock: Clock, caplog: Any
) -> None:
    primary.error = AWAY
    with caplog.at_level(logging.WARNING):
        for _turn in range(4):
            answer(both)
            clock.now += 5.1
        primary.error = None
        answer(both)
    assert [record.getMessage() for record in caplog.records] == [
        "elasticsearch cannot answer, embedded does: connection refused",
        "elasticsearch answers again.",
    ]


def test_the_state_is_that_of_the_first_while_it_is_ready(both: FallbackEngine) -> None:
    assert (both.status().engine, both.status().state) == ("elasticsearch", "ready")


def test_the_state_is_lagging_with_the_reason_while_the_second_answers(
    both: FallbackEngine, primary: LaneEngine
) -> None:
    primary.error = AWAY
    for _turn in range(2):
        status = both.status()
        assert (status.engine, status.state, status.detail) == ("embedded (fallback)", "lagging", "connection refused")


def test_the_state_is_down_when_neither_answers(both: FallbackEngine, primary: LaneEngine) -> None:
    primary.error = both.secondary.error = AWAY
    assert both.status().state == "down"


def test_of_many_only_one_tries_again(clock: Clock) -> None:
    breaker = Breaker(clock=clock)
    breaker.failed("away")
    clock.now += 5.1
    assert [breaker.allows() for _caller in range(4)] == [True, False, False, False]


def test_whoever_tries_and_never_tells_does_not_block_it_forever(clock: Clock) -> None:
    breaker = Breaker(clock=clock)
    breaker.failed("away")
    clock.now += 5.1
    breaker.allows()
    clock.now += 61
    assert breaker.allows()


def test_it_remembers_since_when_and_the_latest_reason(clock: Clock) -> None:
    breaker = Breaker(clock=clock)
    breaker.failed("first")
    since = breaker.since
    breaker.failed("second")
    assert (breaker.since, breaker.reason) == (since, "second")


# Which engines there are


@pytest.fixture
def with_elasticsearch(settings: Any, index_folder: Any, monkeypatch: Any) -> LaneEngine:
    """SEARCH_ENGINE=elasticsearch with an engine in memory behind it."""
    settings.SEARCH_ENGINE = "elasticsearch"
    settings.SEARCH_FALLBACK = True
    engine = LaneEngine()
    monkeypatch.setitem(engines.ENGINES, "elasticsearch", lambda: engine)
    return engine


def test_readers_ask_elasticsearch_with_the_embedded_engine_behind_it(with_elasticsearch: LaneEngine) -> None:
    engine = engines.get_engine()
    assert isinstance(engine, FallbackEngine)
    assert (engine.primary, type(engine.secondary)) == (with_elasticsearch, EmbeddedEngine)
    assert engines.get_indexes() == [engine.primary, engine.secondary]


def test_switched_off_there_is_no_second_engine(with_elasticsearch: LaneEngine, settings: Any) -> None:
    settings.SEARCH_FALLBACK = False
    assert engines.get_engine() is with_elasticsearch
    assert engines.get_indexes() == [with_elasticsearch]


def test_the_embedded_engine_needs_no_second(index_folder: Any, settings: Any) -> None:
    settings.SEARCH_ENGINE = "embedded"
    assert isinstance(engines.get_engine(), EmbeddedEngine)
    assert engines.get_indexes() == [engines.get_engine()]


@pytest.fixture
def site(with_elasticsearch: LaneEngine, module: Any) -> LaneEngine:
    """One material, in both indexes."""
    from search.rebuild import rebuild

    rebuild()
    breaker_of(with_elasticsearch).worked()
    return with_elasticsearch


@pytest.mark.parametrize("address", ["/cari/", "/en/cari/"])
def test_the_page_says_that_results_may_be_behind(site: LaneEngine, client: Any, address: str) -> None:
    before = client.get(address).content.decode()
    site.error = AWAY
    response = client.get(address)
    said = response.content.decode().split('<p class="notice" role="status">')
    assert (response.status_code, len(said), response.context["results"].total) == (200, 2, 1)
    assert '<p class="notice" role="status">' not in before


def test_the_answer_of_the_api_names_the_engine_that_answered(site: LaneEngine, client: Any) -> None:
    site.error = AWAY
    body = client.get("/api/v1/resources").json()
    assert (body["engine"], body["total"]) == ("embedded", 1)


def test_ready_says_degraded_not_down_and_why(site: LaneEngine, client: Any) -> None:
    site.error = AWAY
    response = client.get("/readyz")
    body = response.json()
    assert (response.status_code, body["status"], body["engine"]) == (200, "degraded", "embedded (fallback)")
    assert body["checks"]["search"] == "lagging: connection refused"


def test_an_editor_notices_nothing_and_the_second_engine_knows(site: LaneEngine, module: Any, committed: Any) -> None:
    site.error = AWAY
    with committed():
        module.title = "Terbit saat mesin mati"
        module.save_revision().publish()
    (hit,) = engines.get_engine().search(QueryPlan(), SearchRequest(), now=0).hits
    assert hit.title == "Terbit saat mesin mati"


def test_of_several_publishes_only_the_first_waits_for_an_engine_that_is_away(
    site: LaneEngine, module: Any, committed: Any
) -> None:
    site.error, site.asked = AWAY, 0
    for _turn in range(3):
        with committed():
            module.save_revision().publish()
    assert site.asked == 1


def test_a_publish_does_not_wait_for_an_engine_that_readers_found_away(
    site: LaneEngine, module: Any, committed: Any
) -> None:
    site.error = AWAY
    engines.get_engine().cursor()
    site.asked = 0
    with committed():
        module.save_revision().publish()
    assert site.asked == 0


def test_readers_keep_an_engine_that_only_cannot_be_written(site: LaneEngine, module: Any, committed: Any) -> None:
    def read_only(*args: Any, **kwargs: Any) -> None:
        raise EngineUnavailable("read-only")

    site.apply = read_only  # type: ignore[method-assign]
    with committed():
        module.save_revision().publish()
    assert answer(engines.get_engine()).fallback == ""  # type: ignore[arg-type]


def test_a_broken_embedded_index_does_not_keep_the_log_from_elasticsearch(site: LaneEngine, module: Any) -> None:
    module.title = "Baru"
    module.save_revision().publish()
    broken = engines.get_indexes()[1]
    broken.cursor = lambda: None  # type: ignore[method-assign]
    with pytest.raises(EngineUnavailable):
        drain.drain()
    assert site.titles() == ["Baru"]


def test_an_answer_that_was_kept_ready_is_signed_too(both: FallbackEngine, primary: LaneEngine) -> None:
    known = EngineAnswer(1, (), {})
    both.secondary.search = lambda *args, **kwargs: known  # type: ignore[method-assign]
    primary.error = AWAY
    assert (answer(both), known.fallback) == (replace(known, fallback="embedded"), "")
