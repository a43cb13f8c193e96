"""An engine of several lanes in memory: it keeps versions as Elasticsearch does, and tells what was done to it."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from typing import Any

from search.engines.base import EngineUnavailable, IndexReplaced, Rejection, SearchEngine, Unfinished
from search.fingerprints import fingerprint
from search.types import EngineAnswer, EngineStatus, SearchDocument


class LaneEngine(SearchEngine):
    """`applied`: (lane, first id or None, cursor) of each apply. `refuses`: titles that are rejected.

    `error`: raised by everything that asks the “server”.
    """

    name = "elasticsearch"
    lanes = 8
    remote = True

    def __init__(self) -> None:
        self.documents: dict[str, tuple[int, SearchDocument]] = {}
        self.reached: list[int] | None = [0] * self.lanes
        self.applied: list[tuple[int | None, list[str], int]] = []
        self.advanced: list[dict[int, int]] = []
        self.refuses: set[str] = set()
        self.error: Exception | None = None
        self.interrupted: Unfinished | None = None
        self.built: list[dict[str, Any]] = []
        self.asked = 0
        self.lock = threading.Lock()

    def ask(self) -> None:
        self.asked += 1
        if self.error:
            raise self.error

    def apply(self, upserts: Any, deletes: Any, *, cursor: int, base: Any = None, lane: Any = None) -> Any:
        self.ask()
        documents, gone = list(upserts), list(deletes)
        with self.lock:
            if self.reached is None:
                raise EngineUnavailable("no index")
            if base is not None and self.reached[lane or 0] < base:
                raise IndexReplaced("an older index")
            self.applied.append((lane, [document.id for document in documents] + gone, cursor))
            rejected = self._write(documents, gone, cursor)
            self.reached = [
                max(old, cursor) if at == lane or lane is None else old for at, old in enumerate(self.reached)
            ]
        return rejected

    def _write(self, documents: Sequence[SearchDocument], gone: Sequence[str], cursor: int) -> list[Rejection]:
        rejected = []
        for document in documents:
            if document.title in self.refuses:
                rejected.append(Rejection(document.id, document.page_id, "mapper_parsing_exception: too long"))
            elif self.documents.get(document.id, (0, None))[0] <= cursor:
                self.documents[document.id] = (cursor, document)
        for uuid in gone:
            if self.documents.get(uuid, (0, None))[0] <= cursor:
                self.documents.pop(uuid, None)
        return rejected

    def rebuild(
        self,
        documents: Any,
        *,
        cursor: int,
        progress: Any = None,
        catch_up: Any = None,
        resume: Any = None,
        alone: Any = nullcontext,
        rejected: Any = None,
    ) -> int:
        self.ask()
        kept = self.documents if resume else {}
        self.documents, old = dict(kept), self.documents
        try:
            read = list(documents)
            refused = self._write(read, [], cursor)
            with alone():
                while catch_up and (change := catch_up(cursor)):
                    refused += self._write(list(change.upserts), list(change.deletes), change.cursor)
                    cursor = change.cursor
        except BaseException:
            self.documents = old
            raise
        for one in refused:
            rejected(one)
        self.built.append({"ids": [document.id for document in read], "resume": resume, "cursor": cursor})
        self.reached = [cursor] * self.lanes
        return len(self.documents)

    def unfinished(self) -> Unfinished | None:
        return self.interrupted

    def cursor(self) -> int | None:
        cursors = self.cursors()
        return None if cursors is None else min(cursors)

    def cursors(self) -> Sequence[int] | None:
        self.ask()
        with self.lock:
            return None if self.reached is None else list(self.reached)

    def advance(self, cursors: Mapping[int, int]) -> None:
        self.ask()
        with self.lock:
            assert self.reached is not None
            self.advanced.append(dict(cursors))
            for lane, cursor in cursors.items():
                self.reached[lane] = max(self.reached[lane], cursor)

    def ids(self) -> Mapping[str, int]:
        self.ask()
        return {uuid: fingerprint(document) for uuid, (_version, document) in self.documents.items()}

    def titles(self) -> list[str]:
        return sorted(document.title for _version, document in self.documents.values())

    def status(self) -> EngineStatus:
        try:
            cursor = self.cursor()
        except EngineUnavailable as error:
            return EngineStatus(self.name, "down", detail=str(error))
        if cursor is None:
            return EngineStatus(self.name, "down", detail="no index")
        return EngineStatus(self.name, "ready", len(self.documents), cursor)

    # Reading

    def search(self, plan: Any, request: Any, *, now: int) -> EngineAnswer:
        self.ask()
        return EngineAnswer(len(self.documents), (), {})

    def count(self, plan: Any, facets: Any, *, now: int) -> int:
        self.ask()
        return len(self.documents)

    def best_minimum(self, plan: Any, *, now: int) -> int:
        self.ask()
        return len(plan.must)

    def document_frequency(self, stem: str) -> int:
        self.ask()
        return 1

    def vocabulary(self) -> Mapping[str, int]:
        self.ask()
        return {}

    def suggest(self, words: Any, prefix: str, *, limit: int, now: int) -> Any:
        self.ask()
        return []

    def related(self, document: Any, *, limit: int, now: int) -> Any:
        self.ask()
        return []
