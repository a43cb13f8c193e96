"""Builds a new index beside the live one: prepared in several processes, resumable, swapped in one step."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from itertools import islice
from typing import Final

from search.engines.base import CatchUp, EngineUnavailable, Rejection, Unfinished
from search.engines.elasticsearch.bulk import send
from search.engines.elasticsearch.claim import claimed
from search.engines.elasticsearch.connection import Connection
from search.engines.elasticsearch.document import index_body
from search.engines.elasticsearch.options import Options
from search.engines.elasticsearch.state import LANES, Known, State
from search.types import SearchDocument

_CHUNK: Final = 250
# So many documents are worth starting processes for.
_ALONE: Final = 1_000
_MOST_PROCESSES: Final = 4
_REMEMBER_SECONDS: Final = 2.0
_TRIES: Final = 4
_COPY_SECONDS: Final = 60
_MERGE_SECONDS: Final = 600
_SWAP_SECONDS: Final = 4


class Build:
    """One rebuild. `progress` and `rejected` as for `SearchEngine.rebuild`."""

    def __init__(
        self,
        connection: Connection,
        state: State,
        *,
        progress: Callable[[int], None] | None,
        rejected: Callable[[Rejection], None] | None,
    ) -> None:
        self._connection = connection
        self._state = state
        self._progress = progress
        self._rejected = rejected

    def run(
        self,
        documents: Iterable[SearchDocument],
        *,
        cursor: int,
        catch_up: CatchUp | None,
        resume: Unfinished | None,
        alone: Callable[[], AbstractContextManager[object]],
    ) -> int:
        with claimed(self._connection, self._state):
            others_are_gone = self._state.has_served_a_week()
            index, known = self._begin(cursor, resume)
            known = self._fill(index, known, documents)
            self._finish(index)
            reached = known.started
            reached = self._catch_up(index, reached, catch_up)
            self._refresh(index)
            # Others wait meanwhile, editors on SQLite among them: no request may take long.
            with alone(), self._connection.hurried(_SWAP_SECONDS):
                before, reached = reached, self._catch_up(index, reached, catch_up)
                if reached != before:
                    self._refresh(index)
                done = replace(known, building=False, cursors=[reached] * LANES, highest=max(reached, known.highest))
                self._state.remember(index, done)
                self._state.swap(index)
            self._state.remove_old(of_other_formats=others_are_gone)
        return known.documents

    def _begin(self, cursor: int, resume: Unfinished | None) -> tuple[str, Known]:
        """The index to fill: the unfinished one, or a new one after what interrupted builds left is removed."""
        found = self._state.unfinished() if resume else None
        if resume and (found is None or found[1].started != resume.cursor or found[1].after != resume.after):
            raise EngineUnavailable("the unfinished build is not there any more; begin anew")
        self._state.remove_old(but=found[0] if found else None)
        if found:
            return found
        name = self._state.new_name()
        known = Known(building=True, started=cursor, highest=max(cursor, 0))
        self._state.remember(name, known)
        with self._connection.guarded():
            self._connection.writing().indices.create(index=name, **index_body(self._connection.options.shards))
        return name, known

    def _fill(self, index: str, known: Known, documents: Iterable[SearchDocument]) -> Known:
        remembered = time.monotonic()
        for after, written, rejections in self._written(index, known.started, iter(documents)):
            for rejection in rejections:
                if self._rejected:
                    self._rejected(rejection)
            known = replace(known, after=after, documents=known.documents + written - len(rejections))
            if self._progress:
                self._progress(known.documents)
            if time.monotonic() - remembered > _REMEMBER_SECONDS:
                remembered = time.monotonic()
                self._state.remember(index, known)
        return known

    def _written(
        self, index: str, version: int, documents: Iterator[SearchDocument]
    ) -> Iterator[tuple[int, int, list[Rejection]]]:
        """(last page, documents, refused ones) of each part that has been written, in order."""
        for _ in range(_ALONE // _CHUNK):
            if not (chunk := list(islice(documents, _CHUNK))):
                return
            yield chunk[-1].page_id, len(chunk), write(self._connection, index, version, chunk)
        processes = self._connection.options.processes or min(os.cpu_count() or 1, _MOST_PROCESSES)
        if processes < 2:
            while chunk := list(islice(documents, _CHUNK)):
                yield chunk[-1].page_id, len(chunk), write(self._connection, index, version, chunk)
            return
        # Threads would take turns: preparing words is what takes the time.
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(
            processes, mp_context=spawn, initializer=_open, initargs=(self._connection.options,)
        ) as pool:
            under_way: deque[tuple[int, int, Future[list[Rejection]]]] = deque()
            try:
                while True:
                    chunk = list(islice(documents, _CHUNK)) if len(under_way) < 2 * processes else []
                    if chunk:
                        future = pool.submit(_write, index, version, chunk)
                        under_way.append((chunk[-1].page_id, len(chunk), future))
                        continue
                    if not under_way:
                        return
                    after, count, future = under_way.popleft()
                    yield after, count, future.result()
            except BrokenProcessPool as error:
                raise EngineUnavailable("a process that prepares documents was ended (too little memory?)") from error
            finally:
                pool.shutdown(wait=True, cancel_futures=True)

    def _finish(self, index: str) -> None:
        """What makes it fit to serve: few segments, copies where there are nodes for them."""
        replicas = self._connection.options.replicas
        copies = {"auto_expand_replicas": "0-1"} if replicas == "auto" else {"number_of_replicas": int(replicas)}
        self._refresh(index)
        with self._connection.guarded():
            client = self._connection.writing(_MERGE_SECONDS)
            with suppress(Exception):
                # Worth a fifth of every search, but not a failure.
                client.indices.forcemerge(index=index, max_num_segments=1)
            client.indices.put_settings(index=index, settings={"refresh_interval": "1s", **copies})
            # Copies are not waited for longer than this: searches are served without them.
            client.options(ignore_status=408).cluster.health(
                index=index, wait_for_status="green", timeout=f"{_COPY_SECONDS}s"
            )

    def _catch_up(self, index: str, cursor: int, catch_up: CatchUp | None) -> int:
        while catch_up and (change := catch_up(cursor)) is not None:
            for rejection in send(
                self._connection, index, change.upserts, change.deletes, version=max(change.cursor, 0)
            ):
                if self._rejected:
                    self._rejected(rejection)
            cursor = change.cursor
        return cursor

    def _refresh(self, index: str) -> None:
        with self._connection.guarded():
            self._connection.writing().indices.refresh(index=index)


def write(connection: Connection, index: str, version: int, chunk: list[SearchDocument]) -> list[Rejection]:
    """One part; a server that is busy or restarts is given a moment."""
    for attempt in range(_TRIES):
        try:
            return send(connection, index, chunk, version=max(version, 0))
        except EngineUnavailable:
            if attempt == _TRIES - 1:
                raise
            time.sleep(0.5 * 2**attempt)
    raise AssertionError


_connection: Connection | None = None


def _open(options: Options) -> None:
    global _connection
    _connection = Connection(options)


def _write(index: str, version: int, chunk: list[SearchDocument]) -> list[Rejection]:
    assert _connection is not None
    return write(_connection, index, version, chunk)
