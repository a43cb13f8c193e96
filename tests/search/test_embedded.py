"""The embedded engine: the contract, and what only files, locks and processes can get wrong."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import signal
import time
from dataclasses import replace

import pytest

from search.engines.base import Change, EngineUnavailable
from search.engines.embedded import EmbeddedEngine
from search.query import QueryPlan
from search.types import SearchRequest
from tests.bench.corpus import NOW
from tests.search.contract import CORPUS, ORACLE_CORPUS, EngineContract
from tests.search.contract_resources import doc, numbers, plan

SPAWN = multiprocessing.get_context("spawn")


@pytest.fixture
def engine(tmp_path) -> EmbeddedEngine:
    return EmbeddedEngine(tmp_path / "search")


@pytest.fixture(scope="module")
def counted(tmp_path_factory) -> EmbeddedEngine:
    engine = EmbeddedEngine(tmp_path_factory.mktemp("counted"))
    engine.rebuild(ORACLE_CORPUS, cursor=1)
    return engine


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> EmbeddedEngine:
    engine = EmbeddedEngine(tmp_path_factory.mktemp("filled"))
    engine.rebuild(CORPUS, cursor=1)
    return engine


class TestEmbedded(EngineContract):
    """Runs all of the contract."""


def live_folder(engine: EmbeddedEngine):
    return engine._folders.current()


def test_without_an_index_every_search_says_so(engine):
    assert engine.cursor() is None
    assert engine.status().state == "down"
    for call in (
        lambda: engine.search(QueryPlan(), SearchRequest(), now=NOW),
        lambda: engine.apply([doc(1)], [], cursor=1),
        lambda: engine.ids(),
        lambda: engine.vocabulary(),
        lambda: engine.suggest([], "a", limit=1, now=NOW),
    ):
        with pytest.raises(EngineUnavailable):
            call()


def test_an_index_of_another_format_is_not_used_and_can_be_rebuilt(engine):
    engine.rebuild([doc(1)], cursor=1)
    build = live_folder(engine) / "build.json"
    build.write_text(json.dumps(json.loads(build.read_text()) | {"format": 0}))
    assert engine.cursor() is None
    with pytest.raises(EngineUnavailable):
        engine.search(QueryPlan(), SearchRequest(), now=NOW)
    engine.rebuild([doc(2)], cursor=2)
    assert engine.cursor() == 2


@pytest.mark.parametrize("damage", ["meta", "truncated", "garbage", "missing", "pointer", "folder"])
def test_a_damaged_index_is_unavailable_until_it_is_rebuilt(tmp_path, damage):
    EmbeddedEngine(tmp_path).rebuild([doc(n, "Peta buta") for n in range(50)], cursor=1)
    folder = live_folder(EmbeddedEngine(tmp_path))
    parts = [path for path in folder.iterdir() if path.suffix in (".fast", ".idx", ".store", ".term")]
    if damage == "meta":
        (folder / "meta.json").write_text("{")
    elif damage == "pointer":
        (tmp_path / "current").write_text("garbage")
    elif damage == "folder":
        shutil.rmtree(folder)
    for path in parts if damage in ("truncated", "garbage", "missing") else ():
        if damage == "missing":
            path.unlink()
        else:
            path.write_bytes(path.read_bytes()[:10] if damage == "truncated" else os.urandom(path.stat().st_size))
    engine = EmbeddedEngine(tmp_path)
    with pytest.raises(EngineUnavailable):
        engine.search(plan("peta"), SearchRequest(q="x"), now=NOW)
    assert engine.cursor() is None
    assert engine.status().state == "down"
    engine.rebuild([doc(2)], cursor=2)
    assert numbers(engine.search(QueryPlan(), SearchRequest(), now=NOW)) == [2]


KINDS = ("idx", "pos", "term", "store", "fast", "fieldnorm")


def damage_one(folder, kind: str, how: str) -> None:
    path = max(folder.glob(f"*.{kind}"), key=lambda path: path.stat().st_size)
    content = bytearray(path.read_bytes())
    path.unlink()
    if how == "garbled":
        quarter = len(content) // 4
        content[quarter : 3 * quarter] = bytes(byte ^ 0x5A for byte in content[quarter : 3 * quarter])
    elif how == "truncated":
        del content[len(content) // 2 :]
    if how != "missing":
        path.write_bytes(content)


def use(engine) -> list[Exception]:
    """Each kind of question; what went wrong."""
    failures: list[Exception] = []
    for call in (
        lambda: engine.search(plan("peta buta"), SearchRequest(q="x"), now=NOW),
        lambda: engine.search(QueryPlan(), SearchRequest(sort="title"), now=NOW),
        lambda: engine.vocabulary(),
        lambda: engine.ids(),
        lambda: engine.apply([doc(1, "Peta baru")], [], cursor=2),
    ):
        try:
            call()
        except EngineUnavailable as error:
            failures.append(error)
    return failures


@pytest.mark.parametrize("how", ["garbled", "truncated", "missing"])
@pytest.mark.parametrize("kind", KINDS)
def test_damage_that_one_process_meets_is_known_to_all_until_a_rebuild(tmp_path, kind, how):
    worker = EmbeddedEngine(tmp_path)
    worker.rebuild([doc(n, "Peta buta", body=f"kata panjang {n} " * 40) for n in range(60)], cursor=1)
    assert worker.cursor() == 1
    damage_one(live_folder(worker), kind, how)
    web = EmbeddedEngine(tmp_path)
    if not use(web):
        # It answers wrongly instead; only the worker's regular check tells.
        worker.check()
    assert (worker.cursor(), EmbeddedEngine(tmp_path).cursor()) == (None, None)
    worker.rebuild([doc(1, "Peta buta")], cursor=3)
    for engine in (worker, web, EmbeddedEngine(tmp_path)):
        assert engine.cursor() == 3
        assert numbers(engine.search(plan("peta"), SearchRequest(q="x"), now=NOW)) == [1]
    worker.check()
    assert use(web) == []


@pytest.mark.parametrize("kind", ["fast", "term", "store"])
def test_a_search_that_meets_damage_is_enough(tmp_path, kind):
    worker = EmbeddedEngine(tmp_path)
    worker.rebuild([doc(n, "Peta buta", body=f"kata panjang {n} " * 40) for n in range(60)], cursor=1)
    assert worker.cursor() == 1
    damage_one(live_folder(worker), kind, "garbled")
    with pytest.raises(EngineUnavailable):
        EmbeddedEngine(tmp_path).search(plan("peta buta"), SearchRequest(q="x"), now=NOW)
    assert worker.cursor() is None


def test_failures_that_pass_leave_a_sound_index_in_use(engine, monkeypatch):
    engine.rebuild([doc(n, "Peta buta") for n in range(20)], cursor=1)
    engine.apply([doc(3, "Peta baru")], [doc(4).id], cursor=2)

    def fail(*args):
        raise OSError(24, "Too many open files")

    for place in ("search.engines.embedded.engine.count_facets", "search.engines.embedded.damage._is_sound"):
        with monkeypatch.context() as failing:
            failing.setattr("search.engines.embedded.engine.count_facets", fail)
            failing.setattr(place, fail)
            fresh = EmbeddedEngine(engine._folders.root)
            with pytest.raises(EngineUnavailable):
                fresh.search(plan("peta"), SearchRequest(q="x"), now=NOW)
        assert (fresh.cursor(), engine.cursor()) == (2, 2)
        assert fresh.search(plan("peta"), SearchRequest(q="x"), now=NOW).total == 19


def test_the_last_catch_up_of_a_rebuild_keeps_other_writers_out(engine):
    engine.rebuild([doc(1)], cursor=1)
    changes = [None, Change([], [doc(1).id], 9)]
    alone = []

    def catch_up(cursor):
        try:
            with engine._folders.writing(0):
                alone.append(False)
        except EngineUnavailable:
            alone.append(True)
        return changes.pop(0) if changes else None

    engine.rebuild([doc(1), doc(2)], cursor=5, catch_up=catch_up)
    assert alone == [False, True, True]
    assert (engine.cursor(), set(engine.ids())) == (9, {doc(2).id})


def test_another_instance_sees_commits_and_swaps(engine, tmp_path):
    reader = EmbeddedEngine(tmp_path / "search")
    engine.rebuild([doc(1)], cursor=1)
    assert numbers(reader.search(QueryPlan(), SearchRequest(), now=NOW)) == [1]
    engine.apply([doc(2)], [], cursor=2)
    assert numbers(reader.search(QueryPlan(), SearchRequest(), now=NOW)) == [2, 1]
    engine.rebuild([doc(3)], cursor=3)
    engine.rebuild([doc(4)], cursor=4)
    assert numbers(reader.search(QueryPlan(), SearchRequest(), now=NOW)) == [4]
    reader.apply([doc(5)], [], cursor=5)
    assert (engine.cursor(), len(engine.ids())) == (5, 2)


def test_old_and_half_built_folders_are_removed(engine):
    for cursor in range(4):
        engine.rebuild([doc(1)], cursor=cursor)
    root = live_folder(engine).parent
    (root / "00000099").mkdir()
    engine.rebuild([doc(1)], cursor=9)
    assert len([path for path in root.iterdir() if path.is_dir()]) == 2
    os.utime(root / "current", (1, 1))
    engine.apply([], [], cursor=10)
    assert [path for path in root.iterdir() if path.is_dir()] == [live_folder(engine)]


def _hold_writer(folder, ready) -> None:
    def documents():
        yield doc(1, "setengah jadi")
        ready.set()
        time.sleep(60)

    EmbeddedEngine(folder).apply(documents(), [], cursor=99)


def test_a_writer_that_is_killed_frees_its_lock_and_leaves_nothing(tmp_path):
    engine = EmbeddedEngine(tmp_path)
    engine.rebuild([doc(1, "utuh")], cursor=1)
    ready = SPAWN.Event()
    process = SPAWN.Process(target=_hold_writer, args=(tmp_path, ready))
    process.start()
    assert ready.wait(20)
    started = time.monotonic()
    with pytest.raises(EngineUnavailable):
        engine.apply([doc(2)], [], cursor=2)
    assert time.monotonic() - started < 3
    assert numbers(engine.search(plan("utuh"), SearchRequest(q="x"), now=NOW)) == [1]
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    engine.apply([doc(2)], [], cursor=2)
    assert (engine.cursor(), len(engine.ids())) == (2, 2)
    assert numbers(engine.search(plan("utuh"), SearchRequest(q="x"), now=NOW)) == [1]


def test_a_change_that_fails_half_way_writes_nothing(engine):
    def failing():
        yield doc(2)
        raise RuntimeError("database gone")

    engine.rebuild([doc(1)], cursor=1)
    with pytest.raises(RuntimeError):
        engine.apply(failing(), [], cursor=2)
    assert (engine.cursor(), set(engine.ids())) == (1, {doc(1).id})
    engine.apply([doc(3)], [], cursor=3)
    assert set(engine.ids()) == {doc(1).id, doc(3).id}


def test_a_second_rebuild_at_the_same_time_is_refused(engine):
    engine.rebuild([doc(1)], cursor=1)

    def nested():
        with pytest.raises(EngineUnavailable):
            engine.rebuild([doc(9)], cursor=9)
        engine.apply([doc(5)], [], cursor=5)
        yield doc(2)

    engine.rebuild(nested(), cursor=2)
    assert set(engine.ids()) == {doc(2).id}


def test_a_large_build_has_one_segment(engine):
    engine.rebuild((doc(n, "Peta") for n in range(20_500)), cursor=1)
    assert engine._reader.snapshot().searcher.num_segments == 1
    assert engine.status().documents == 20_500


def test_a_cursor_by_relevance_goes_on_behind_its_last_hit_though_scores_have_changed(engine):
    engine.rebuild([doc(n, "Peta buta") for n in range(100, 200)], cursor=1)
    request = SearchRequest(q="peta", size=20)
    first = engine.search(plan("peta"), request, now=NOW)
    engine.apply([doc(n, "Bukan itu", body="sama sekali") for n in range(300, 340)], [first.hits[0].id], cursor=2)
    second = engine.search(plan("peta"), replace(request, cursor=first.cursor), now=NOW)
    assert numbers(second) == list(range(179, 159, -1))
