"""Builds the index anew beside the live one, and compares the two worlds."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from django.conf import settings

from cms.models import LearningResource
from search import index_states
from search.documents import BATCH, all_documents, build_documents
from search.drain import change_after, drain
from search.engines import get_indexes
from search.engines.base import Change, SearchEngine, Unfinished
from search.event_log import CursorTooOld, check_retention, newest_event
from search.events import record
from search.fingerprints import fingerprint
from search.lanes import alone
from search.rejections import kept_from_build, rejected_by

logger = logging.getLogger(__name__)
T = TypeVar("T")


def rebuild(
    engine: SearchEngine | None = None, progress: Callable[[int], None] | None = None, *, resume: bool = False
) -> int:
    """Build from the database, apply what happened meanwhile, and swap. Returns the number of documents.

    Without an engine each index is built, the one that readers ask last; the number is its. `resume`: go on with
    a build that was interrupted, if there is one that the event log can still bring up to date.
    Raises EngineUnavailable.
    """
    if engine is None:
        return [rebuild(index, progress, resume=resume) for index in reversed(get_indexes())][-1]
    started = time.monotonic()
    interrupted = resumable(engine) if resume else None
    after = interrupted.after if interrupted else 0
    # Read before the first document: whatever commits later is an event behind this cursor.
    cursor = interrupted.cursor if interrupted else newest_event()
    documents = all_documents(after) if after else all_documents()
    with kept_from_build(engine, cursor=cursor, after=after) as refusals:

        def catch_up(reached: int) -> Change | None:
            change = change_after(reached, engine)
            if change:
                refusals.judge_anew(change)
            return change

        count = engine.rebuild(
            paced(documents, settings.SEARCH_REBUILD_PER_SECOND),
            cursor=cursor,
            progress=progress,
            catch_up=catch_up,
            resume=interrupted,
            alone=alone,
            rejected=refusals.tell,
        )
    index_states.rebuilt(engine, count, time.monotonic() - started)
    drain(engine)
    return count


def resumable(engine: SearchEngine) -> Unfinished | None:
    """The interrupted build to go on with; None when there is none, or the log does not reach back to it."""
    interrupted = engine.unfinished()
    if interrupted is None:
        return None
    try:
        check_retention(interrupted.cursor)
    except CursorTooOld as error:
        logger.warning("The interrupted build cannot be gone on with, so it begins anew: %s", error)
        return None
    return interrupted


def paced(
    items: Iterable[T],
    per_second: int,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], object] = time.sleep,
) -> Iterator[T]:
    """The same items, at most `per_second` of them in a second; 0 does not hold them up."""
    due = clock()
    for item in items:
        if per_second > 0:
            now = clock()
            if due > now:
                sleep(due - now)
            due = max(due, now) + 1 / per_second
        yield item


@dataclass
class Comparison:
    """Ids of resources that the index lacks, holds without right, or holds in an older form.

    `rejected` (id → reason): those that it lacks or holds in an older form because the engine refuses them.
    """

    missing: list[str]
    extra: list[str]
    stale: list[str]
    compared: int
    rejected: dict[str, str] = field(default_factory=dict)

    @property
    def agrees(self) -> bool:
        return not (self.missing or self.extra or self.stale or self.rejected)


def compare(engine: SearchEngine | None = None, progress: Callable[[int], None] | None = None) -> Comparison:
    """Hold an index (that which readers ask first) against the database, document by document."""
    engine = engine or get_indexes()[0]
    indexed = dict(engine.ids())
    refused = rejected_by(engine)
    result = Comparison([], [], [], 0)
    ids = LearningResource.objects.visible().order_by("pk").values_list("pk", flat=True)
    for batch in _batches(list(ids)):
        for document in build_documents(batch):
            result.compared += 1
            known = indexed.pop(document.id, None)
            if known == fingerprint(document):
                continue
            if document.id in refused:
                result.rejected[document.id] = refused[document.id]
            else:
                (result.missing if known is None else result.stale).append(document.id)
        if progress:
            progress(result.compared)
    result.extra.extend(indexed)
    return result


def repair(comparison: Comparison, engine: SearchEngine | None = None) -> int:
    """Write events for what differs and apply them; returns how many documents were concerned.

    What was refused is tried again: the engine or the material may have changed.
    """
    from uuid import UUID

    from search import events

    wrong = [*comparison.missing, *comparison.stale, *comparison.rejected]
    for batch in _batches(wrong):
        record(LearningResource.objects.filter(uuid__in=batch))
    known = {
        str(uuid): pk
        for batch in _batches(comparison.extra)
        for pk, uuid in LearningResource.objects.filter(uuid__in=batch).values_list("pk", "uuid")
    }
    events.write((known.get(uuid, 0), UUID(uuid)) for uuid in comparison.extra)
    drain(engine)
    return len(wrong) + len(comparison.extra)


def _batches(items: list) -> Iterable[list]:  # type: ignore[type-arg]
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
