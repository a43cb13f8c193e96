"""Several workers at once on PostgreSQL: they share the lanes, and no event is applied twice or out of order."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from wagtail.models import Page

from search import drain, event_log, lanes
from search.engines.base import EngineUnavailable
from search.events import record_ids
from search.models import DrainLane, IndexEvent
from search.rebuild import compare
from tests import factories
from tests.search.lane_engine import LaneEngine

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture(scope="module", autouse=True)
def _whole_again(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """These tests empty the database; what migrations put into it comes back for the tests after them."""
    yield
    with django_db_blocker.unblock():
        if not Page.objects.exists():
            connection.creation.deserialize_db_from_string(connection._test_serialized_contents)


class SlowEngine(LaneEngine):
    """Takes as long as a server does, and tells how many wrote at the same time."""

    def __init__(self) -> None:
        super().__init__()
        self.writing = self.most_writing = 0

    def apply(self, *args: Any, **kwargs: Any) -> Any:
        with self.lock:
            self.writing += 1
            self.most_writing = max(self.most_writing, self.writing)
        time.sleep(0.03)
        try:
            return super().apply(*args, **kwargs)
        finally:
            with self.lock:
                self.writing -= 1


def together(work: Callable[[], object], workers: int = 4) -> None:
    """Run `work` in several threads, each with a connection of its own; raises what went wrong in one."""
    errors: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, daemon=True) for _worker in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert not any(thread.is_alive() for thread in threads)


def in_a_thread(work: Callable[[], object]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def write_events(pages: int, turns: int = 1) -> list[str]:
    """Events of materials that are gone, `turns` of each."""
    uuids = [uuid4() for _page in range(pages)]
    IndexEvent.objects.bulk_create(
        IndexEvent(page_id=1_000 + at, uuid=uuid) for _turn in range(turns) for at, uuid in enumerate(uuids)
    )
    return [str(uuid) for uuid in uuids]


def test_several_workers_apply_each_event_once() -> None:
    engine = SlowEngine()
    uuids = write_events(300)
    together(lambda: drain.drain(engine))
    applied = Counter(uuid for _lane, ids, _cursor in engine.applied for uuid in ids)
    assert applied == Counter(uuids)
    assert engine.most_writing > 1, "they did not work side by side"
    assert min(engine.reached) == IndexEvent.objects.latest("pk").pk


def test_the_events_of_a_lane_are_applied_in_their_order(monkeypatch: Any) -> None:
    monkeypatch.setattr(drain, "LANES_BATCH", 24)
    engine = SlowEngine()
    write_events(16, turns=12)
    together(lambda: drain.drain(engine))
    for lane in range(8):
        cursors = [cursor for at, _ids, cursor in engine.applied if at == lane]
        assert len(cursors) > 1
        assert cursors == sorted(set(cursors))


def test_publishing_while_several_workers_drain_leaves_index_and_database_equal(site_tree: Any) -> None:
    engine = SlowEngine()
    pages = [factories.make_module(site_tree.modules, title=f"Modul {number}") for number in range(4)]
    done = threading.Event()
    numbers = iter(range(4))

    def work() -> None:
        number = next(numbers)
        if number < 2:
            for turn in range(6):
                page = Page.objects.get(pk=pages[number + turn % 2].pk).specific
                page.title = f"Modul {number} kali {turn}"
                page.save_revision().publish()
            return
        while not done.is_set():
            drain.drain(engine)

    threading.Timer(3, done.set).start()
    together(work)
    drain.drain(engine)
    assert compare(engine).agrees


def test_a_lane_that_somebody_holds_is_left_to_him_and_the_others_are_done() -> None:
    engine = LaneEngine()
    write_events(16)
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        with lanes.claimed([3]):
            held.set()
            release.wait(10)

    thread = in_a_thread(hold)
    assert held.wait(10)
    try:
        assert drain.drain(engine) == 14
        assert {lane for lane, _ids, _cursor in engine.applied} == {0, 1, 2, 4, 5, 6, 7}
    finally:
        release.set()
        thread.join()
    assert drain.drain(engine) == 2


DYING = """
import sys, psycopg
with psycopg.connect(sys.argv[1]) as own:
    own.execute("SELECT * FROM search_drainlane WHERE lane = 3 FOR UPDATE")
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_worker_that_dies_frees_its_lane() -> None:
    engine = LaneEngine()
    write_events(8)
    database = connection.settings_dict
    address = " ".join(
        f"{name}={database[key]}"
        for name, key in (("host", "HOST"), ("port", "PORT"), ("user", "USER"), ("dbname", "NAME"))
        if database[key]
    )
    worker = subprocess.Popen(
        [sys.executable, "-c", DYING, f"{address} password={database['PASSWORD'] or 'none'}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=settings.BASE_DIR,
    )
    try:
        assert worker.stdout.readline() == "held\n"
        assert drain.drain(engine) == 7
    finally:
        worker.kill()
        worker.wait()
        worker.stdin.close()
        worker.stdout.close()
    for _attempt in range(50):
        if drain.drain(engine):
            break
        time.sleep(0.1)
    assert min(engine.reached) == IndexEvent.objects.latest("pk").pk


def test_a_failed_apply_frees_its_lane_and_loses_nothing() -> None:
    engine = LaneEngine()
    write_events(8)
    apply = engine.apply

    def away(*args: Any, **kwargs: Any) -> None:
        raise EngineUnavailable("away")

    engine.apply = away  # type: ignore[method-assign]
    with pytest.raises(EngineUnavailable):
        drain.drain(engine)
    engine.apply = apply  # type: ignore[method-assign]
    assert drain.drain(engine) == 8


def test_a_drain_that_waits_for_its_engine_holds_no_event_back(site_tree: Any) -> None:
    """It keeps a transaction open, but one that writes no events."""
    page = factories.make_module(site_tree.modules)
    held, written, release = threading.Event(), threading.Event(), threading.Event()

    def wait_for_the_engine() -> None:
        with lanes.claimed([0]):
            held.set()
            release.wait(30)

    def write() -> None:
        with transaction.atomic():
            record_ids([page.pk])
            written.set()
            release.wait(30)

    threads = [in_a_thread(wait_for_the_engine)]
    assert held.wait(10)
    record_ids([page.pk])
    seen = IndexEvent.objects.count()
    # Older than anything the writer may still do, by more than clocks may differ.
    time.sleep(5.5)
    threads.append(in_a_thread(write))
    assert written.wait(10)
    try:
        assert event_log.safe_events().count() == seen
    finally:
        release.set()
        for thread in threads:
            thread.join()


def test_alone_waits_for_whoever_drains_and_keeps_all_others_out() -> None:
    engine = LaneEngine()
    write_events(8)
    inside, order = threading.Event(), []

    def working() -> None:
        with lanes.claimed([5]):
            inside.set()
            time.sleep(0.4)
            order.append("worker done")

    thread = in_a_thread(working)
    assert inside.wait(10)
    with lanes.alone():
        order.append("alone")
        together(lambda: drain.drain(engine), workers=2)
        assert engine.applied == []
    thread.join()
    assert order == ["worker done", "alone"]
    assert drain.drain(engine) == 8


def test_lanes_that_were_lost_with_the_tables_contents_are_made_again() -> None:
    engine = LaneEngine()
    DrainLane.objects.all().delete()
    write_events(8)
    assert drain.drain(engine) == 8
    assert DrainLane.objects.count() == 8
