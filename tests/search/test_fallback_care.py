"""The engine that stands in: when it is asked though the first answers, and that it knows what happened meanwhile."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from search import drain, fallback_care
from search.engines import fallback
from search.engines.base import EngineUnavailable, QuestionRefused
from search.engines.fallback import FallbackEngine
from search.models import IndexEvent, IndexState
from search.query import QueryPlan
from search.types import SearchRequest
from tests import factories
from tests.search.lane_engine import LaneEngine

pytestmark = pytest.mark.django_db


@pytest.fixture
def primary(monkeypatch: Any) -> LaneEngine:
    monkeypatch.setattr(fallback_care, "_looked", {})
    monkeypatch.setattr(fallback_care, "_drained", {})
    return LaneEngine()


@pytest.fixture
def both(primary: LaneEngine) -> FallbackEngine:
    secondary = LaneEngine()
    secondary.name = "embedded"
    return FallbackEngine(primary, secondary)


def search(engine: FallbackEngine) -> str:
    return engine.search(QueryPlan(), SearchRequest(), now=0).fallback


def test_what_is_answered_from_memory_says_nothing_about_the_server(both: FallbackEngine, primary: LaneEngine) -> None:
    primary.error = EngineUnavailable("gone")
    assert search(both) == "embedded"
    since = both._breaker.since
    both._breaker._again_at = 0.0
    primary.error = None
    both.document_frequency("kata")
    both.vocabulary()
    assert both._breaker.since == since
    assert search(both) == ""
    assert both._breaker.since is None


def test_a_question_that_is_refused_is_answered_by_the_other_and_only_it(
    both: FallbackEngine, primary: LaneEngine
) -> None:
    primary.error = QuestionRefused("too many clauses")
    assert search(both) == "embedded"
    assert both._breaker.since is None
    primary.error = None
    assert search(both) == ""


def test_a_cursor_that_is_not_ours_does_not_say_that_the_server_is_well(
    both: FallbackEngine, primary: LaneEngine
) -> None:
    primary.error = EngineUnavailable("gone")
    search(both)
    both._breaker._again_at = 0.0
    primary.error = ValueError("not ours")
    with pytest.raises(ValueError):
        search(both)
    assert both._breaker.since is not None


@pytest.mark.parametrize("seconds, answers", [(10, ""), (40, "embedded")])
def test_an_index_that_changes_do_not_reach_is_not_asked(
    both: FallbackEngine, primary: LaneEngine, seconds: int, answers: str
) -> None:
    """It answers well, but would show what was withdrawn since."""
    IndexState.objects.create(
        engine="elasticsearch", failing_since=timezone.now() - timedelta(seconds=seconds), reason="read-only"
    )
    assert search(both) == answers
    assert both.status().state == ("lagging" if answers else "ready")
    IndexState.objects.update(failing_since=None)
    fallback_care._looked.clear()
    assert search(both) == ""


def test_old_answers_are_better_than_none(both: FallbackEngine, primary: LaneEngine) -> None:
    IndexState.objects.create(engine="elasticsearch", failing_since=timezone.now() - timedelta(hours=1), reason="full")
    both.secondary.error = EngineUnavailable("no index")
    assert search(both) == ""


def test_the_index_that_stands_in_is_brought_up_to_date_beside_the_answers(
    primary: LaneEngine, monkeypatch: Any
) -> None:
    drained, done = [], threading.Event()

    def fake(engine: Any) -> None:
        drained.append(engine.name)
        done.set()

    monkeypatch.setattr(drain, "drain", fake)
    monkeypatch.setattr(fallback, "on_fallback", fallback_care.catch_up)
    secondary = LaneEngine()
    secondary.name = "embedded"
    both = FallbackEngine(primary, secondary)
    primary.error = EngineUnavailable("gone")
    for _turn in range(3):
        search(both)
    assert done.wait(5)
    assert drained == ["embedded"]


def test_a_uuid_that_comes_back_on_another_page_stays(site_tree: Any, index_folder: Any) -> None:
    page = factories.make_module(site_tree.modules)
    # The events of the page that had this uuid before, and was deleted, come later in another lane.
    IndexEvent.objects.create(page_id=page.pk + 1, uuid=page.uuid)
    events = list(IndexEvent.objects.order_by("-pk")[:1])
    change = drain.change_of(events)
    assert ([one.id for one in change.upserts], list(change.deletes)) == ([str(page.uuid)], [])
