"""One commit of the index as readers see it, with what is worth remembering until the next commit."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Final

import tantivy
from tantivy import FieldType, Occur, Order, Query

from search.engines.base import EngineUnavailable
from search.engines.embedded.damage import Examination
from search.engines.embedded.folders import Folders
from search.engines.embedded.schema import CURSOR_ID, EVERY, NEVER, SCHEMA
from search.engines.terms import SEPARATOR, term
from search.types import EngineAnswer

_FORMS_OF_A_STEM: Final = 64
# Which file a commit replaces, and how we know that it did.
Signature = tuple[str, int, int, int]


@contextmanager
def guarded() -> Iterator[None]:
    """Turn what tantivy raises, panics too (they are no `Exception`), into `EngineUnavailable`."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise EngineUnavailable(str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise EngineUnavailable(f"tantivy: {error}") from error


def signature(folder: Path) -> Signature:
    """Changes with every commit; costs one `stat`."""
    stat = os.stat(folder / "meta.json")
    return (folder.name, stat.st_ino, stat.st_mtime_ns, stat.st_size)


def read_cursor(searcher: tantivy.Searcher) -> int:
    """The newest event applied in the commit that `searcher` sees."""
    found = searcher.search(Query.term_query(SCHEMA, "id", CURSOR_ID), 1, count=False).hits
    card = searcher.doc(found[0][1]).get_first("card") if found else None
    if not isinstance(card, bytes):
        raise EngineUnavailable("the index holds no cursor")
    return int(card)


class Snapshot:
    """A searcher of one commit. Immutable but for its caches, so threads share it."""

    def __init__(self, searcher: tantivy.Searcher, signature: Signature) -> None:
        self.searcher = searcher
        self.signature = signature
        self.cursor = read_cursor(searcher)
        self._lock = Lock()
        self._expiry: tuple[int, int, bool] | None = None
        self._vocabulary: dict[str, int] | None = None
        self._forms: dict[str, tuple[str, ...]] = {}
        self._browse: tuple[int, int, EngineAnswer] | None = None

    def card(self, address: tantivy.DocAddress) -> bytes:
        value: bytes = self.searcher.doc(address).get_first("card")  # type: ignore[assignment]
        return value

    def count(self, query: Query) -> int:
        result: Any = self.searcher.search(query, 1, count=True)
        return int(result.count)

    def every(self) -> Query:
        """All documents, the one with the cursor left out."""
        return Query.term_query(SCHEMA, "every", EVERY)

    def expired(self, now: int) -> Query | None:
        """What has expired by `now`; None when nothing has, so that most searches need no filter."""
        return _expired(now) if self._expiry_around(now)[2] else None

    def _expiry_around(self, now: int) -> tuple[int, int, bool]:
        """(first, end, whether anything has expired) of the span of time around `now` without an expiry."""
        known = self._expiry
        if known is None or not known[0] <= now < known[1]:
            before = self.searcher.search(_expired(now), 1, order_by_field="expires", count=False).hits
            after = self.searcher.search(
                Query.boolean_query([(Occur.Must, self.every()), (Occur.MustNot, _expired(now))]),
                1,
                order_by_field="expires",
                order=Order.Asc,
                count=False,
            ).hits
            first = before[0][0] if before else -NEVER
            known = (first, after[0][0] if after else NEVER, bool(before))
            self._expiry = known
        return known

    def browse_answer(self, now: int) -> EngineAnswer | None:
        """The remembered answer of the browse page, unless something has expired since."""
        known = self._browse
        return known[2] if known and known[0] <= now < known[1] else None

    def remember_browse(self, answer: EngineAnswer, now: int) -> None:
        first, end, _ = self._expiry_around(now)
        self._browse = (first, end, answer)

    def forms(self, stem: str) -> tuple[str, ...]:
        """The surface forms of a stem in this index."""
        known = self._forms.get(stem)
        if known is None:
            prefix = term(stem) + SEPARATOR
            found = self.searcher.terms_with_prefix("forms", prefix, limit=_FORMS_OF_A_STEM)
            known = tuple(form.removeprefix(prefix) for form, _ in found)
            if len(self._forms) < 20_000:
                self._forms[stem] = known
        return known

    def vocabulary(self) -> Mapping[str, int]:
        """Surface words with their document frequency, documents since deleted left out."""
        with self._lock:
            if self._vocabulary is None:
                words: dict[str, int] = {}
                for form, frequency in self.searcher.terms_with_prefix("forms", "", self.every()):
                    surface = form.partition(SEPARATOR)[2]
                    words[surface] = words.get(surface, 0) + frequency
                self._vocabulary = words
            return self._vocabulary

    def stamps(self) -> dict[str, int]:
        """Every id with its fingerprint."""
        stamps = self.searcher.terms_with_prefix("stamp", "", self.every())
        pairs = (stamp.rpartition(SEPARATOR) for stamp, _ in stamps)
        return {identity: int(fingerprint) for identity, _, fingerprint in pairs}


def _expired(now: int) -> Query:
    return Query.range_query(SCHEMA, "expires", FieldType.Unsigned, None, max(now, 0), include_upper=now >= 0)


class Reader:
    """Gives the newest snapshot: one `stat` and one small read a search, a reload after a commit."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self._lock = Lock()
        self._index: tuple[str, tantivy.Index] | None = None
        self._snapshot: Snapshot | None = None
        self._examination = Examination(folders)

    def snapshot(self) -> Snapshot:
        """Raises `EngineUnavailable` when the index is missing, of an older format or broken."""
        for attempt in (1, 2, 3):
            folder = self._folders.current()
            if folder is None:
                raise EngineUnavailable("there is no index of this format")
            try:
                now = signature(folder)
                known = self._snapshot
                if known is not None and known.signature == now:
                    return known
                with self._lock, guarded():
                    return self._open(folder, now)
            except (EngineUnavailable, OSError) as error:
                # Another process may have swapped folders between our reading the pointer and opening.
                if attempt == 3 or self._folders.current() == folder:
                    self.examine()
                    if isinstance(error, EngineUnavailable):
                        raise
                    raise EngineUnavailable(str(error)) from error
        raise AssertionError

    def _open(self, folder: Path, now: Signature) -> Snapshot:
        if self._snapshot is not None and self._snapshot.signature == now:
            return self._snapshot
        if self._index is None or self._index[0] != folder.name:
            index = tantivy.Index(SCHEMA, str(folder))
            index.config_reader("manual")
            self._index = (folder.name, index)
        index = self._index[1]
        index.reload()
        self._snapshot = Snapshot(index.searcher(), now)
        return self._snapshot

    def examine(self, *, always: bool = False) -> bool:
        """After a failure: whether there is no sound index. Damage is told to every process, and cured by a rebuild."""
        return self._examination.run(always=always)
