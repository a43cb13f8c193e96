"""The index follows the log: after commits, beside other processes, and after an engine was away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from search import catalogue, drain, event_log, periodic
from search.engines.base import EngineUnavailable, SearchEngine
from search.events import record_ids
from search.models import EventLogFloor, IndexEvent
from search.rebuild import rebuild
from search.types import SearchRequest
from tests import factories


def titles(q: str = "", **fields: Any) -> list[str]:
    return [hit.title for hit in catalogue.search(SearchRequest(q=q, literal=True, **fields)).hits]


def publish(page: Page, title: str) -> None:
    page = Page.objects.get(pk=page.pk).specific
    page.title = title
    page.save_revision().publish()


class Down:
    """An engine that cannot be reached."""

    name, lanes, remote = "down", 1, True

    def __init__(self, error: Exception) -> None:
        self.error = error

    def cursor(self) -> int:
        raise self.error


@pytest.fixture
def drains(monkeypatch: Any) -> list[int | None]:
    """The limit of each drain that was started."""
    started: list[int | None] = []

    def count(engine: Any = None, *, limit: int | None = None) -> int:
        started.append(limit)
        return 0

    monkeypatch.setattr(drain, "drain", count)
    return started


@pytest.fixture
def indexed(db: Any, site_tree: Any, catalogue_index: SearchEngine) -> Any:
    """A public module in a current index."""
    module = factories.make_module(site_tree.modules, title="Kuis pecahan")
    drain.drain()
    return module


def test_a_publish_is_found_when_its_transaction_has_ended(indexed: Any, committed: Any) -> None:
    with committed():
        publish(indexed, "Kuis bilangan")
        before = titles("bilangan")
    assert (before, titles("bilangan")) == ([], ["Kuis bilangan"])


def test_one_transaction_drains_once(indexed: Any, committed: Any, drains: list[int | None]) -> None:
    with committed(), transaction.atomic():
        publish(indexed, "Satu")
        publish(indexed, "Dua")
    assert len(drains) == 1


def test_a_rolled_back_publish_leaves_no_ghost(indexed: Any, committed: Any) -> None:
    with committed():
        with transaction.atomic():
            publish(indexed, "Tidak jadi")
            transaction.set_rollback(True)
        factories.make_module(indexed.get_parent(), title="Lain")
    assert titles("kuis") == ["Kuis pecahan"]
    assert titles("jadi") == []


def test_a_drain_after_a_rolled_back_savepoint_still_happens(indexed: Any, committed: Any) -> None:
    with committed():
        with transaction.atomic():
            publish(indexed, "Batal")
            transaction.set_rollback(True)
        publish(indexed, "Jadi juga")
    assert titles("jadi") == ["Jadi juga"]


@pytest.mark.parametrize("error", [EngineUnavailable("away"), OSError("disk full"), RuntimeError("odd")], ids=repr)
def test_an_editor_never_notices_an_engine_that_fails(
    error: Exception, indexed: Any, committed: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(drain, "get_indexes", lambda: [Down(error)])
    with committed():
        publish(indexed, "Terbit juga")
    assert Page.objects.get(pk=indexed.pk).title == "Terbit juga"


def test_the_worker_catches_up_once_the_engine_is_back(indexed: Any, committed: Any, monkeypatch: Any) -> None:
    with monkeypatch.context() as away, committed():
        away.setattr(drain, "get_indexes", lambda: [Down(EngineUnavailable("away"))])
        publish(indexed, "Terbit saat mesin mati")
    before = titles("mesin")
    periodic.apply_events()
    assert (before, titles("mesin")) == ([], ["Terbit saat mesin mati"])


def test_a_publish_drains_a_bounded_part_of_a_backlog(indexed: Any, catalogue_index: Any, settings: Any) -> None:
    settings.SEARCH_DRAIN_IN_PROCESS = 3
    IndexEvent.objects.bulk_create(IndexEvent(page_id=indexed.pk, uuid=indexed.uuid) for _ in range(10))
    before = catalogue_index.cursor()
    drain.drain_after_commit()
    assert IndexEvent.objects.filter(pk__gt=before, pk__lte=catalogue_index.cursor()).count() == 3


def test_repeated_and_late_events_do_no_harm(indexed: Any) -> None:
    record_ids([indexed.pk] * 3)
    drain.drain()
    record_ids([indexed.pk])
    drain.drain()
    assert titles() == ["Kuis pecahan"]


def test_an_event_of_a_material_that_is_gone_removes_it(indexed: Any, catalogue_index: SearchEngine) -> None:
    indexed.delete()
    drain.drain()
    assert titles() == []
    assert dict(catalogue_index.ids()) == {}


def test_drain_says_how_many_events_it_applied(indexed: Any) -> None:
    record_ids([indexed.pk])
    record_ids([indexed.pk])
    assert (drain.drain(), drain.drain()) == (2, 0)


def grow_old() -> None:
    IndexEvent.objects.update(created_at=timezone.now() - timedelta(days=15))


def test_prune_removes_what_is_older_than_the_retention_and_remembers_up_to_where(indexed: Any) -> None:
    grow_old()
    newest = IndexEvent.objects.latest("pk").pk
    record_ids([indexed.pk])
    removed = event_log.prune()
    assert removed > 0
    assert EventLogFloor.removed_up_to() == newest
    assert IndexEvent.objects.count() == 1


def test_prune_without_old_events_keeps_the_floor(indexed: Any) -> None:
    grow_old()
    event_log.prune()
    floor = EventLogFloor.removed_up_to()
    assert event_log.prune() == 0
    assert EventLogFloor.removed_up_to() == floor > 0


def test_an_index_that_saw_all_pruned_events_goes_on(indexed: Any) -> None:
    grow_old()
    event_log.prune()
    record_ids([indexed.pk])
    assert drain.drain() == 1


def test_an_index_behind_the_pruned_events_has_to_be_built_anew(indexed: Any) -> None:
    record_ids([indexed.pk])
    grow_old()
    event_log.prune()
    with pytest.raises(event_log.CursorTooOld, match="rebuild_search"):
        drain.drain()


def test_the_worker_builds_an_index_anew_that_is_behind_the_pruned_events(indexed: Any) -> None:
    publish(indexed, "Kuis bilangan")
    grow_old()
    event_log.prune()
    periodic.apply_events()
    assert titles("bilangan") == ["Kuis bilangan"]
    assert drain.drain() == 0


def test_a_rebuild_after_all_events_were_pruned_is_current(indexed: Any, catalogue_index: SearchEngine) -> None:
    grow_old()
    event_log.prune()
    rebuild()
    assert catalogue_index.cursor() == EventLogFloor.removed_up_to()


def test_an_index_of_another_database_is_built_anew(indexed: Any, catalogue_index: SearchEngine) -> None:
    """A database that was replaced or restored knows fewer events than the index has seen."""
    catalogue_index.apply([], [], cursor=1_000_000)
    with pytest.raises(event_log.CursorTooOld, match="rebuild_search"):
        drain.drain()
    periodic.apply_events()
    publish(indexed, "Kuis bilangan")
    drain.drain()
    assert titles("bilangan") == ["Kuis bilangan"]


def test_the_worker_builds_a_missing_index(db: Any, site_tree: Any, index_folder: Any) -> None:
    factories.make_module(site_tree.modules, title="Kuis pecahan")
    periodic.apply_events()
    assert titles() == ["Kuis pecahan"]
