"""The one interface that every search engine implements and `tests/search/contract.py` checks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from search.query import QueryPlan
from search.types import EngineAnswer, EngineStatus, Hit, SearchDocument, SearchRequest, Suggestion


class EngineUnavailable(Exception):
    """The engine cannot answer now; the catalogue falls back or says so, the reader never sees a 500."""


class IndexReplaced(EngineUnavailable):
    """The index now stands before the cursor that a change was made for: nothing was written, look again."""


@dataclass(frozen=True, slots=True)
class Change:
    """What the next events of the log did; `cursor` is the last of them."""

    upserts: Sequence[SearchDocument]
    deletes: Sequence[str]
    cursor: int


# What happened after a cursor, a bounded part at a time; None when the log holds nothing more.
CatchUp = Callable[[int], Change | None]


class SearchEngine(ABC):
    """Stores `SearchDocument`s and answers plans. Thread-safe; one instance serves a process."""

    name: str

    @abstractmethod
    def search(self, plan: QueryPlan, request: SearchRequest, *, now: int) -> EngineAnswer:
        """Answer `plan` with the facets, sort, page or cursor, size and `near` of `request`.

        `now` (Unix seconds): documents that expired by then are not found and not counted.
        Raises `EngineUnavailable`, and `ValueError` for a cursor that is not ours.
        """

    @abstractmethod
    def count(self, plan: QueryPlan, facets: Mapping[str, Sequence[str]], *, now: int) -> int:
        """The exact total that `search` would give for this plan and these choices, without anything else."""

    @abstractmethod
    def best_minimum(self, plan: QueryPlan, *, now: int) -> int:
        """The largest number of `plan.must` clauses that one document matches; 0 when none does."""

    @abstractmethod
    def document_frequency(self, stem: str) -> int:
        """How many documents hold this stem anywhere."""

    @abstractmethod
    def vocabulary(self) -> Mapping[str, int]:
        """Every surface word of the index with its document frequency (for corrections), cached per commit."""

    @abstractmethod
    def suggest(self, words: Sequence[str], prefix: str, *, limit: int, now: int) -> Sequence[Suggestion]:
        """Materials whose title holds all `words` (folded surface forms) and a word starting with `prefix`."""

    @abstractmethod
    def related(self, document: SearchDocument, *, limit: int, now: int) -> Sequence[Hit]:
        """Documents most like this one, best first, itself left out, without marks."""

    @abstractmethod
    def apply(
        self, upserts: Iterable[SearchDocument], deletes: Iterable[str], *, cursor: int, base: int | None = None
    ) -> None:
        """Write documents and remove ids, then remember `cursor`, all in one commit. Idempotent.

        `base` is the cursor from which the caller read the log. Should the index that is to be written stand
        before it (it was swapped, or another process wrote older events last), then the events between would
        be lost: nothing is written and `IndexReplaced` raised. This is judged where no swap and no other
        write can come between it and the commit. An index further on than `base` or `cursor` is written all
        the same, and its cursor goes back: the events after it are then applied again, to newer documents.

        Raises `EngineUnavailable` (also when another process holds the writer: try later).
        """

    @abstractmethod
    def rebuild(
        self,
        documents: Iterable[SearchDocument],
        *,
        cursor: int,
        progress: Callable[[int], None] | None = None,
        catch_up: CatchUp | None = None,
    ) -> int:
        """Build a new index beside the live one from `documents` and swap to it; returns how many.

        `cursor` was read before `documents`. Before the swap the new index gets what `catch_up` tells to have
        happened since, until it tells None; the last time while no other process can write to the live index,
        so that what was taken out of that does not come back with the swap.

        `progress(n)` is called now and then with the number done. Interrupted, the old index stays.
        """

    @abstractmethod
    def cursor(self) -> int | None:
        """The newest event id applied to this index instance; None when there is no usable index."""

    @abstractmethod
    def ids(self) -> Mapping[str, int]:
        """Every id in the index with a fingerprint of its document (for `check_search`)."""

    def check(self) -> None:  # noqa: B027
        """Look for damage that searches may not notice; a damaged index has no cursor from then on. Never raises."""

    @abstractmethod
    def status(self) -> EngineStatus:
        """State for `readyz` and the admin. Never raises."""
