"""The one interface that every search engine implements and `tests/search/contract.py` checks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace

from search.query import QueryPlan
from search.types import EngineAnswer, EngineStatus, Hit, SearchDocument, SearchRequest, Suggestion


class EngineUnavailable(Exception):
    """The engine cannot answer now; the catalogue falls back or says so, the reader never sees a 500."""


class QuestionRefused(EngineUnavailable):
    """The engine is well but cannot answer this one question; another one may."""


class IndexReplaced(EngineUnavailable):
    """The index now stands before the cursor that a change was made for: nothing was written, look again."""


@dataclass(frozen=True, slots=True)
class Change:
    """What the next events of the log did; `cursor` is the last of them."""

    upserts: Sequence[SearchDocument]
    deletes: Sequence[str]
    cursor: int


@dataclass(frozen=True, slots=True)
class Rejection:
    """A document that the engine refuses for what it holds; trying again does not help."""

    id: str
    page_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A build that was interrupted: it holds every document up to page `after`, as of event `cursor`."""

    cursor: int
    after: int
    documents: int


@dataclass(frozen=True, slots=True)
class Probe:
    """What a plan's words can find when not all of them do, choices of facets left out.

    `best`: the largest number of `must` clauses that one document matches. `occurs`: for each of them,
    whether any document matches it. `answers`: for some minimums the answer to the request, if the
    engine has looked already.
    """

    best: int
    occurs: tuple[bool, ...]
    answers: Mapping[int, EngineAnswer] = field(default_factory=dict)


# What happened after a cursor, a bounded part at a time; None when the log holds nothing more.
CatchUp = Callable[[int], Change | None]


class SearchEngine(ABC):
    """Stores `SearchDocument`s and answers plans. Thread-safe; one instance serves a process.

    `lanes`: into how many parts the resources fall (by page id modulo `lanes`) that several workers can
    bring up to date side by side, each with a cursor of its own. `remote`: it is asked over a network, so that
    each question to one that is down may cost a wait; see `search.engines.breaker`.
    """

    name: str
    lanes: int = 1
    remote: bool = False

    @property
    def address(self) -> str:
        """Where the index is, without secrets, for administrators."""
        return ""

    def version(self) -> str:
        """Of what stores the index. Raises `EngineUnavailable`."""
        return ""

    @abstractmethod
    def search(self, plan: QueryPlan, request: SearchRequest, *, now: int) -> EngineAnswer:
        """Answer `plan` with the facets, sort, page or cursor, size and `near` of `request`.

        `now` (Unix seconds): documents that expired by then are not found and not counted.
        Raises `EngineUnavailable`, and `ValueError` for a cursor that is not ours.
        """

    @abstractmethod
    def count(self, plan: QueryPlan, facets: Mapping[str, Sequence[str]], *, now: int) -> int:
        """The exact total that `search` would give for this plan and these choices, without anything else."""

    def count_each(
        self, searches: Sequence[tuple[QueryPlan, Mapping[str, Sequence[str]]]], *, now: int
    ) -> Sequence[int]:
        """`count` of several plans with their choices."""
        return [self.count(plan, facets, now=now) for plan, facets in searches]

    @abstractmethod
    def best_minimum(self, plan: QueryPlan, *, now: int) -> int:
        """The largest number of `plan.must` clauses that one document matches; 0 when none does."""

    def probe(self, plans: Sequence[QueryPlan], request: SearchRequest, *, now: int) -> Sequence[Probe]:
        """What is left to find for each plan. `Probe.answers` are to `request`, with the last plan."""
        return [self._probe(plan, now) for plan in plans]

    def _probe(self, plan: QueryPlan, now: int) -> Probe:
        best = self.best_minimum(plan, now=now)
        alone = [replace(plan, must=(clause,), minimum=None) for clause in plan.must]
        return Probe(best, tuple(best > 0 and self.best_minimum(one, now=now) == 1 for one in alone))

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
        self,
        upserts: Iterable[SearchDocument],
        deletes: Iterable[str],
        *,
        cursor: int,
        base: int | None = None,
        lane: int | None = None,
    ) -> Sequence[Rejection]:
        """Write documents and remove ids, then remember `cursor`. Idempotent. Returns what was refused.

        An engine of one lane does all of it in one commit. `lane`: all of it belongs to this lane, and only
        its cursor is remembered; None: every lane's.

        `base` is the cursor from which the caller read the log. Should the index that is to be written stand
        before it (it was swapped, or another process wrote older events last), then the events between would
        be lost: nothing is written and `IndexReplaced` raised. This is judged where no swap and no other
        write can come between it and the commit. An index further on than `base` or `cursor` is written all
        the same, and its cursor goes back: the events after it are then applied again, to newer documents.
        (An engine that keeps a version with each document leaves newer ones as they are.)

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
        resume: Unfinished | None = None,
        alone: Callable[[], AbstractContextManager[object]] = nullcontext,
        rejected: Callable[[Rejection], None] | None = None,
    ) -> int:
        """Build a new index beside the live one from `documents` and swap to it; returns how many.

        `cursor` was read before `documents`. Before the swap the new index gets what `catch_up` tells to have
        happened since, until it tells None; the last time while no other process can write to the live index,
        so that what was taken out of that does not come back with the swap.

        `documents` come in the order of their page ids. `resume` (from `unfinished()`): go on with that build;
        `documents` are those behind it. `alone()` keeps all that drain the log out, for an engine without a lock
        of its own. `rejected` is told of every document that is refused.

        `progress(n)` is called now and then with the number done. Interrupted, the old index stays.
        """

    def unfinished(self) -> Unfinished | None:
        """The interrupted build that `rebuild` could go on with, if the engine keeps such."""
        return None

    @abstractmethod
    def cursor(self) -> int | None:
        """The newest event id up to which all are applied to this index instance; None without a usable index.

        Raises `EngineUnavailable` when that cannot be known now.
        """

    def revision(self) -> str | None:
        """Changes with whatever changes answers; None where telling it costs as much as an answer."""
        return str(self.cursor())

    def cursors(self) -> Sequence[int] | None:
        """The same for each lane."""
        cursor = self.cursor()
        return None if cursor is None else [cursor]

    def advance(self, cursors: Mapping[int, int]) -> None:  # noqa: B027
        """Remember that in these lanes nothing happened up to these events."""

    @abstractmethod
    def ids(self) -> Mapping[str, int]:
        """Every id in the index with a fingerprint of its document (for `check_search`)."""

    def hurried(self, seconds: float) -> AbstractContextManager[object]:
        """Within it no single request of this thread is waited for longer than `seconds`."""
        return nullcontext()

    def check(self) -> None:  # noqa: B027
        """Look for damage that searches may not notice; a damaged index has no cursor from then on. Never raises."""

    @abstractmethod
    def status(self) -> EngineStatus:
        """State for `readyz` and the admin. Never raises."""
