"""The index follows the log: after commits, beside other processes, and after an engine was away."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone
from wagtail.models import Page

from search import catalogue, drain, periodic
from search.engines.base import EngineUnavailable, SearchEngine
from search.events import record_ids
from search.models import EventLogFloor, IndexEvent
from search.rebuild import compare, rebuild
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


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
class TestCommits:
    """With transactions of their own, as a request has them."""

    @pytest.fixture
    def module(self, index_folder: Any, site_tree: Any, catalogue_index: SearchEngine) -> Any:
        return factories.make_module(site_tree.modules, title="Kuis pecahan")

    def test_a_publish_is_found_when_it_returns(self, module: Any) -> None:
        publish(module, "Kuis bilangan")
        assert titles("bilangan") == ["Kuis bilangan"]

    def test_one_transaction_drains_once(self, module: Any, drains: list[int | None]) -> None:
        with transaction.atomic():
            publish(module, "Satu")
            publish(module, "Dua")
        assert len(drains) == 1

    def test_a_rolled_back_publish_leaves_no_ghost(self, module: Any) -> None:
        with transaction.atomic():
            publish(module, "Tidak jadi")
            transaction.set_rollback(True)
        publish(factories.make_module(module.get_parent(), title="Lain"), "Lain sekali")
        assert titles("kuis") == ["Kuis pecahan"]
        assert titles("jadi") == []

    def test_a_drain_after_a_rolled_back_savepoint_still_happens(self, module: Any) -> None:
        with transaction.atomic():
            with transaction.atomic():
                publish(module, "Tidak jadi")
                transaction.set_rollback(True)
            publish(module, "Jadi juga")
        assert titles("jadi") == ["Jadi juga"]

    def test_an_editor_never_notices_an_engine_that_is_down(self, module: Any, monkeypatch: Any) -> None:
        for error in (EngineUnavailable("away"), OSError("disk full"), RuntimeError("odd")):
            monkeypatch.setattr(drain, "get_engine", lambda error=error: Down(error))
            publish(module, f"Sesudah {type(error).__name__}")
        assert Page.objects.get(pk=module.pk).title == "Sesudah RuntimeError"

    def test_the_worker_catches_up_once_the_engine_is_back(self, module: Any, monkeypatch: Any) -> None:
        with monkeypatch.context() as away:
            away.setattr(drain, "get_engine", lambda: Down(EngineUnavailable("away")))
            publish(module, "Terbit saat mesin mati")
        assert titles("mesin") == []
        periodic.apply_events()
        assert titles("mesin") == ["Terbit saat mesin mati"]

    def test_a_publish_drains_a_bounded_part_of_a_backlog(self, module: Any, settings: Any) -> None:
        settings.SEARCH_DRAIN_IN_PROCESS = 3
        IndexEvent.objects.bulk_create(IndexEvent(page_id=module.pk, uuid=module.uuid) for _ in range(10))
        before = catalogue.get_engine().cursor()
        drain.drain_after_commit()
        assert IndexEvent.objects.filter(pk__gt=before, pk__lte=catalogue.get_engine().cursor()).count() == 3

    @pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite's test database is shared memory: no threads")
    def test_concurrent_drains_leave_index_and_database_equal(self, module: Any, site_tree: Any) -> None:
        modules = [factories.make_module(site_tree.modules, title=f"Modul {n}") for n in range(4)]

        def work(page: Any) -> None:
            try:
                for turn in range(5):
                    publish(page, f"{page.title} kali {turn}")
            finally:
                connections.close_all()

        threads = [threading.Thread(target=work, args=(page,)) for page in modules]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        drain.drain()
        assert compare().agrees
        assert titles("4") == [] or len(titles("kali")) == 4


@pytest.fixture
def indexed(db: Any, site_tree: Any, catalogue_index: SearchEngine) -> Any:
    """A public module in a current index."""
    module = factories.make_module(site_tree.modules, title="Kuis pecahan")
    drain.drain()
    return module


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
    removed = drain.prune()
    assert removed > 0
    assert EventLogFloor.removed_up_to() == newest
    assert IndexEvent.objects.count() == 1


def test_prune_without_old_events_keeps_the_floor(indexed: Any) -> None:
    grow_old()
    drain.prune()
    floor = EventLogFloor.removed_up_to()
    assert drain.prune() == 0
    assert EventLogFloor.removed_up_to() == floor > 0


def test_an_index_that_saw_all_pruned_events_goes_on(indexed: Any) -> None:
    grow_old()
    drain.prune()
    record_ids([indexed.pk])
    assert drain.drain() == 1


def test_an_index_behind_the_pruned_events_has_to_be_built_anew(indexed: Any) -> None:
    record_ids([indexed.pk])
    grow_old()
    drain.prune()
    with pytest.raises(drain.CursorTooOld, match="rebuild_search"):
        drain.drain()


def test_the_worker_builds_an_index_anew_that_is_behind_the_pruned_events(indexed: Any) -> None:
    publish(indexed, "Kuis bilangan")
    grow_old()
    drain.prune()
    periodic.apply_events()
    assert titles("bilangan") == ["Kuis bilangan"]
    assert drain.drain() == 0


def test_a_rebuild_after_all_events_were_pruned_is_current(indexed: Any, catalogue_index: SearchEngine) -> None:
    grow_old()
    drain.prune()
    rebuild()
    assert catalogue_index.cursor() == EventLogFloor.removed_up_to()


def test_an_index_of_another_database_is_built_anew(indexed: Any, catalogue_index: SearchEngine) -> None:
    """A database that was replaced or restored knows fewer events than the index has seen."""
    catalogue_index.apply([], [], cursor=1_000_000)
    with pytest.raises(drain.CursorTooOld, match="rebuild_search"):
        drain.drain()
    periodic.apply_events()
    publish(indexed, "Kuis bilangan")
    drain.drain()
    assert titles("bilangan") == ["Kuis bilangan"]


def test_the_worker_builds_a_missing_index(db: Any, site_tree: Any, index_folder: Any) -> None:
    factories.make_module(site_tree.modules, title="Kuis pecahan")
    periodic.apply_events()
    assert titles() == ["Kuis pecahan"]


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs TEST_DATABASE_URL of a PostgreSQL")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_drain_waits_for_a_transaction_that_may_hold_a_lower_id(index_folder: Any, site_tree: Any) -> None:
    """PostgreSQL gives ids before commit, in whatever order the transactions began."""
    factories.make_module(site_tree.modules, title="Kuis pecahan")
    rebuild()
    cursor = catalogue.get_engine().cursor()
    begun, written, seen = threading.Event(), threading.Event(), threading.Event()
    page = Page.objects.get(slug="kuis-pecahan").specific

    def late() -> None:
        try:
            begun.wait(10)
            with transaction.atomic():
                record_ids([page.pk])
                written.set()
                seen.wait(10)
        finally:
            connections.close_all()

    thread = threading.Thread(target=late)
    thread.start()
    with transaction.atomic():
        # This transaction has its number first, but the other one its event.
        Page.objects.filter(pk=page.pk).update(draft_title="Kuis")
        begun.set()
        assert written.wait(10)
        record_ids([page.pk])
    try:
        assert list(drain.safe_events().filter(pk__gt=cursor)) == []
        assert drain.newest_event() <= cursor
    finally:
        seen.set()
        thread.join()
    assert drain.safe_events().filter(pk__gt=cursor).count() == 2
