"""Two engines as one: while the first cannot be reached, the second answers, and the answer says so."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import Final, TypeVar

from search.engines.base import CatchUp, EngineUnavailable, Probe, QuestionRefused, Rejection, SearchEngine, Unfinished
from search.engines.breaker import breaker_of
from search.query import QueryPlan
from search.types import EngineAnswer, EngineStatus, Hit, SearchDocument, SearchRequest, Suggestion

logger = logging.getLogger(__name__)
LOG_SECONDS: Final = 60.0
T = TypeVar("T")


def _never(engine: SearchEngine) -> bool:
    return False


def _nothing(engine: SearchEngine) -> None:
    pass


# Set by `search.fallback_care`: whether changes have not reached the primary for long, so that it would show what
# was withdrawn meanwhile; and what is done when the secondary has answered.
is_behind: Callable[[SearchEngine], bool] = _never
on_fallback: Callable[[SearchEngine], None] = _nothing


class FallbackEngine(SearchEngine):
    """Readers' engine: `primary`, or `secondary` while that is away. Cursors of one continue on the other.

    Only reading is shared. The event log writes to each of the two by itself (`search.engines.get_indexes`);
    what is written to this engine goes to `primary`.
    """

    remote = True

    def __init__(self, primary: SearchEngine, secondary: SearchEngine) -> None:
        self.primary, self.secondary = primary, secondary
        self.name, self.lanes = primary.name, primary.lanes
        self._breaker = breaker_of(primary)
        self._told = float("-inf")

    def search(self, plan: QueryPlan, request: SearchRequest, *, now: int) -> EngineAnswer:
        return self._either(lambda engine: self._signed(engine, engine.search(plan, request, now=now)))

    def count(self, plan: QueryPlan, facets: Mapping[str, Sequence[str]], *, now: int) -> int:
        return self._either(lambda engine: engine.count(plan, facets, now=now))

    def count_each(
        self, searches: Sequence[tuple[QueryPlan, Mapping[str, Sequence[str]]]], *, now: int
    ) -> Sequence[int]:
        return self._either(lambda engine: engine.count_each(searches, now=now))

    def best_minimum(self, plan: QueryPlan, *, now: int) -> int:
        return self._either(lambda engine: engine.best_minimum(plan, now=now))

    def probe(self, plans: Sequence[QueryPlan], request: SearchRequest, *, now: int) -> Sequence[Probe]:
        def ask(engine: SearchEngine) -> list[Probe]:
            return [
                replace(found, answers={at: self._signed(engine, known) for at, known in found.answers.items()})
                for found in engine.probe(plans, request, now=now)
            ]

        return self._either(ask)

    def document_frequency(self, stem: str) -> int:
        return self._either(lambda engine: engine.document_frequency(stem), proves=False)

    def vocabulary(self) -> Mapping[str, int]:
        return self._either(lambda engine: engine.vocabulary(), proves=False)

    def suggest(self, words: Sequence[str], prefix: str, *, limit: int, now: int) -> Sequence[Suggestion]:
        return self._either(lambda engine: engine.suggest(words, prefix, limit=limit, now=now))

    def related(self, document: SearchDocument, *, limit: int, now: int) -> Sequence[Hit]:
        return self._either(lambda engine: engine.related(document, limit=limit, now=now))

    def cursor(self) -> int | None:
        """Of the engine that answers now."""
        return self._either(lambda engine: engine.cursor())

    def revision(self) -> None:
        """Either may answer, and no question is asked only to learn which."""

    def status(self) -> EngineStatus:
        """The primary's; while that cannot answer, "lagging" and why, as long as the secondary answers."""
        detail = self._breaker.reason
        if self._breaker.allows():
            status = self.primary.status()
            if status.state not in ("down", "building"):
                self._worked()
                is_late = status.state == "ready" and is_behind(self.primary)
                return replace(status, state="lagging", detail="changes do not reach it") if is_late else status
            self._failed(detail := status.detail or status.state)
        second = self.secondary.status()
        if second.state == "ready":
            return replace(second, engine=f"{second.engine} (fallback)", state="lagging", detail=detail)
        return EngineStatus(self.name, "down", detail=f"{detail}; {second.engine}: {second.detail or second.state}")

    # Of the primary alone

    @property
    def address(self) -> str:
        return self.primary.address

    def version(self) -> str:
        return self.primary.version()

    def ids(self) -> Mapping[str, int]:
        return self.primary.ids()

    def cursors(self) -> Sequence[int] | None:
        return self.primary.cursors()

    def advance(self, cursors: Mapping[int, int]) -> None:
        self.primary.advance(cursors)

    def apply(
        self,
        upserts: Iterable[SearchDocument],
        deletes: Iterable[str],
        *,
        cursor: int,
        base: int | None = None,
        lane: int | None = None,
    ) -> Sequence[Rejection]:
        return self.primary.apply(upserts, deletes, cursor=cursor, base=base, lane=lane)

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
        return self.primary.rebuild(
            documents,
            cursor=cursor,
            progress=progress,
            catch_up=catch_up,
            resume=resume,
            alone=alone,
            rejected=rejected,
        )

    def unfinished(self) -> Unfinished | None:
        return self.primary.unfinished()

    def check(self) -> None:
        self.primary.check()

    # One or the other

    def _either(self, ask: Callable[[SearchEngine], T], *, proves: bool = True) -> T:
        """The primary's answer, else the secondary's. `proves` False: the primary may answer from memory, which
        says nothing about whether it can be reached."""
        trusted = not is_behind(self.primary)
        if trusted and (self._breaker.allows() if proves else self._breaker.since is None):
            try:
                answer = ask(self.primary)
            except QuestionRefused as error:
                logger.warning("%s: %s", self.name, error)
            except EngineUnavailable as error:
                self._failed(str(error))
            else:
                if proves:
                    self._worked()
                return answer
        try:
            answer = ask(self.secondary)
        except EngineUnavailable as error:
            if not trusted and self._breaker.allows():
                # Old answers are better than none.
                return ask(self.primary)
            reason = self._breaker.reason or "it did not answer"
            raise EngineUnavailable(f"{self.name}: {reason}; {self.secondary.name}: {error}") from error
        on_fallback(self.secondary)
        return answer

    def _signed(self, engine: SearchEngine, answer: EngineAnswer) -> EngineAnswer:
        return answer if engine is self.primary else replace(answer, fallback=engine.name)

    def _failed(self, reason: str) -> None:
        self._breaker.failed(reason)
        if time.monotonic() - self._told >= LOG_SECONDS:
            self._told = time.monotonic()
            logger.warning("%s cannot answer, %s does: %s", self.name, self.secondary.name, reason)

    def _worked(self) -> None:
        if self._breaker.worked():
            self._told = float("-inf")
            logger.warning("%s answers again.", self.name)
