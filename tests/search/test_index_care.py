"""What the worker and the commands do for several indexes: each by itself, and only what helps it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from search import engines, event_log, index_states, periodic
from search.drain import drain
from search.engines.base import EngineUnavailable, Unfinished
from search.models import IndexState
from search.rebuild import paced, rebuild
from tests import factories
from tests.search.lane_engine import LaneEngine

AWAY = EngineUnavailable("Elasticsearch cannot be reached at http://es:9200")


@pytest.fixture
def far(settings: Any, index_folder: Any, monkeypatch: Any) -> LaneEngine:
    """Elasticsearch as far as this process sees; empty, beside an embedded index that is not there yet."""
    settings.SEARCH_ENGINE = "elasticsearch"
    settings.SEARCH_FALLBACK = True
    engine = LaneEngine()
    engine.reached = None
    monkeypatch.setitem(engines.ENGINES, "elasticsearch", lambda: engine)
    return engine


@pytest.fixture
def modules(site_tree: Any) -> list[Any]:
    return [factories.make_module(site_tree.modules, title=f"Modul {number}") for number in range(4)]


@pytest.fixture
def near(far: LaneEngine) -> Any:
    return engines.get_indexes()[1]


def run(name: str, *arguments: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command(name, *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


# The worker


def test_the_worker_builds_each_index_that_is_missing(far: LaneEngine, near: Any, modules: list[Any]) -> None:
    periodic.apply_events()
    assert (len(far.documents), near.status().documents) == (4, 4)


def test_only_the_missing_index_is_built(far: LaneEngine, near: Any, modules: list[Any]) -> None:
    periodic.apply_events()
    folders = sorted(entry.name for entry in near._folders.root.iterdir())
    far.reached = None
    periodic.apply_events()
    assert len(far.built) == 2
    assert sorted(entry.name for entry in near._folders.root.iterdir()) == folders


def test_an_engine_that_is_away_is_not_built_and_keeps_no_other_back(
    far: LaneEngine, near: Any, modules: list[Any]
) -> None:
    far.error = AWAY
    periodic.apply_events()
    assert (far.built, near.status().documents) == ([], 4)


def test_it_catches_up_when_the_engine_is_back(far: LaneEngine, modules: list[Any]) -> None:
    periodic.apply_events()
    far.error = AWAY
    modules[0].title = "Terbit sementara itu"
    modules[0].save_revision().publish()
    periodic.apply_events()
    far.error = None
    periodic.apply_events()
    assert "Terbit sementara itu" in far.titles()
    assert len(far.built) == 1


def test_an_outage_is_kept_with_its_beginning_and_reason_until_it_ends(far: LaneEngine, modules: list[Any]) -> None:
    far.error = AWAY
    periodic.apply_events()
    first = IndexState.objects.get(pk="elasticsearch")
    periodic.apply_events()
    again = IndexState.objects.get(pk="elasticsearch")
    far.error = None
    periodic.apply_events()
    after = IndexState.objects.get(pk="elasticsearch")
    assert (first.reason, first.failing_since) == (str(AWAY), again.failing_since)
    assert (after.reason, after.failing_since) == ("", None)


def test_ready_tells_of_changes_that_do_not_reach_an_engine_that_answers(
    far: LaneEngine, modules: list[Any], client: Any
) -> None:
    periodic.apply_events()
    index_states.failing(far, "The index is read-only")
    body = client.get("/readyz").json()
    assert (body["status"], body["checks"]["search"]) == ("degraded", "lagging: elasticsearch: The index is read-only")


def test_the_worker_goes_on_with_a_build_that_was_interrupted(far: LaneEngine, modules: list[Any]) -> None:
    far.interrupted = Unfinished(cursor=event_log.newest_event(), after=modules[1].pk, documents=2)
    periodic.apply_events()
    assert far.built[0]["ids"] == [str(module.uuid) for module in modules[2:]]


# rebuild_search


def test_it_builds_every_index_and_says_so(far: LaneEngine, near: Any, modules: list[Any]) -> None:
    out, _err = run("rebuild_search")
    assert [line.partition("materials")[0] + line.rpartition(": ")[2] for line in out.splitlines()] == [
        "Indexed 4 embedded.",
        "Indexed 4 elasticsearch.",
    ]


def test_it_builds_only_the_index_that_is_named(far: LaneEngine, near: Any, modules: list[Any]) -> None:
    run("rebuild_search", "--engine", "elasticsearch")
    assert (len(far.built), near.cursor()) == (1, None)


@pytest.mark.parametrize("command", ["rebuild_search", "check_search"])
def test_an_engine_that_is_not_in_use_is_named_with_those_that_are(command: str, far: LaneEngine, db: Any) -> None:
    with pytest.raises(CommandError, match="embedded, elasticsearch"):
        run(command, "--engine", "solr")


def test_an_engine_that_is_away_is_an_error_after_the_others_are_built(
    far: LaneEngine, near: Any, modules: list[Any]
) -> None:
    far.error = AWAY
    with pytest.raises(CommandError, match="cannot be reached at http://es:9200"):
        run("rebuild_search")
    assert near.status().documents == 4


def test_if_missing_a_site_starts_on_the_engine_that_there_is(far: LaneEngine, near: Any, modules: list[Any]) -> None:
    far.error = AWAY
    _out, err = run("rebuild_search", "--if-missing")
    assert "cannot be reached" in err
    assert near.status().documents == 4


def test_if_missing_without_any_engine_is_an_error(far: LaneEngine, modules: list[Any], settings: Any) -> None:
    settings.SEARCH_FALLBACK = False
    far.error = AWAY
    with pytest.raises(CommandError, match="cannot be reached"):
        run("rebuild_search", "--if-missing")


def test_resume_reads_only_what_is_behind_the_interrupted_build(far: LaneEngine, modules: list[Any]) -> None:
    far.interrupted = Unfinished(cursor=event_log.newest_event(), after=modules[1].pk, documents=2)
    out, _err = run("rebuild_search", "--resume", "--engine", "elasticsearch")
    assert "Going on behind the 2 materials" in out
    assert far.built[0]["ids"] == [str(module.uuid) for module in modules[2:]]
    assert far.built[0]["resume"] == far.interrupted


def test_without_resume_it_begins_anew(far: LaneEngine, modules: list[Any]) -> None:
    far.interrupted = Unfinished(cursor=event_log.newest_event(), after=modules[1].pk, documents=2)
    run("rebuild_search", "--engine", "elasticsearch")
    assert len(far.built[0]["ids"]) == 4
    assert far.built[0]["resume"] is None


def test_a_build_that_the_log_does_not_reach_back_to_begins_anew_and_says_so(
    far: LaneEngine, modules: list[Any]
) -> None:
    far.interrupted = Unfinished(cursor=1, after=modules[1].pk, documents=2)
    event_log.prune(days=0)
    out, _err = run("rebuild_search", "--resume", "--engine", "elasticsearch")
    assert "beginning anew" in out
    assert len(far.built[0]["ids"]) == 4


def test_what_happened_since_an_interrupted_build_began_is_in_the_index(far: LaneEngine, modules: list[Any]) -> None:
    rebuild(far)
    far.interrupted = Unfinished(cursor=event_log.newest_event(), after=modules[1].pk, documents=2)
    modules[0].title = "Baru"
    modules[0].save_revision().publish()
    run("rebuild_search", "--resume", "--engine", "elasticsearch")
    assert "Baru" in far.titles()


def test_a_rebuild_is_throttled_by_its_setting(far: LaneEngine, modules: list[Any], settings: Any) -> None:
    settings.SEARCH_REBUILD_PER_SECOND = 40
    out, _err = run("rebuild_search", "--engine", "elasticsearch")
    seconds = float(out.split(" in ")[1].split(" s")[0])
    assert seconds >= 0.1 - 0.025


def test_the_throttle_spreads_documents_evenly_and_never_hurries() -> None:
    clock, naps = [0.0], []

    def sleep(seconds: float) -> None:
        naps.append(round(seconds, 6))
        clock[0] += seconds

    items = paced(range(6), 10, clock=lambda: clock[0], sleep=sleep)
    moments = []
    for number in items:
        moments.append(round(clock[0], 6))
        if number == 2:
            clock[0] += 1.0
    assert moments == [0.0, 0.1, 0.2, 1.2, 1.3, 1.4]
    assert naps == [0.1, 0.1, 0.1, 0.1]


def test_the_last_build_is_remembered(far: LaneEngine, modules: list[Any]) -> None:
    run("rebuild_search", "--engine", "elasticsearch")
    state = IndexState.objects.get(pk="elasticsearch")
    assert state.rebuilt_documents == 4
    assert state.rebuilt_at is not None


# check_search


def test_each_index_is_compared(far: LaneEngine, near: Any, modules: list[Any]) -> None:
    rebuild()
    far.documents.pop(str(modules[0].uuid))
    out = io.StringIO()
    with pytest.raises(CommandError, match="elasticsearch: Index and database differ"):
        call_command("check_search", stdout=out)
    embedded, elasticsearch = out.getvalue().split("elasticsearch:")
    assert "agree (4 materials)" in embedded
    assert f"missing: 1 {modules[0].uuid}" in elasticsearch


def test_an_engine_that_is_away_is_named_and_the_other_is_compared(far: LaneEngine, modules: list[Any]) -> None:
    rebuild()
    far.error = AWAY
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"elasticsearch: .* cannot be reached"):
        call_command("check_search", stdout=out)
    assert "agree (4 materials)" in out.getvalue()


def test_rejected_materials_are_listed_with_title_and_reason(far: LaneEngine, modules: list[Any]) -> None:
    far.refuses.add("Modul 1")
    rebuild(far)
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("check_search", "--engine", "elasticsearch", stdout=out)
    said = out.getvalue()
    assert "rejected: 1" in said
    assert "missing: 0" in said
    assert f"{modules[1].uuid} “Modul 1”: mapper_parsing_exception: too long" in said


def test_repair_tries_the_rejected_again(far: LaneEngine, modules: list[Any]) -> None:
    far.refuses.add("Modul 1")
    rebuild(far)
    with pytest.raises(CommandError, match="refuses 1 materials"):
        run("check_search", "--repair", "--engine", "elasticsearch")
    far.refuses.clear()
    assert "Repaired 1 documents" in run("check_search", "--repair", "--engine", "elasticsearch")[0]
    assert drain(far) == 0
