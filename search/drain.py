"""Applies the event log to every index: after each commit of this process, and in the worker."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Max, Q, QuerySet

from cms.models import LearningResource
from search import rejections
from search.documents import build_documents
from search.engines import get_indexes
from search.engines.base import Change, EngineUnavailable, IndexReplaced, SearchEngine
from search.engines.breaker import breaker_of
from search.event_log import LOOKS, CursorTooOld, check_retention, safe_events
from search.lanes import claimed, remember
from search.models import IndexEvent

logger = logging.getLogger(__name__)
BATCH = 200
# Divided among the lanes.
LANES_BATCH = 800
# How long one request over the network may keep an editor who has just published.
DRAIN_SECONDS = 2.5
NO_INDEX = "there is no usable index; run rebuild_search"


def schedule() -> None:
    """Drain once the current transaction has committed; several calls in one transaction drain once."""
    pending = [function for _ids, function, *_rest in connection.run_on_commit if function is drain_after_commit]
    if not pending:
        transaction.on_commit(drain_after_commit)


def drain_after_commit() -> None:
    """Bounded and silent: an editor never waits for a large backlog and never sees an engine's error."""
    try:
        # The index of this machine first: it is never in anybody's way.
        indexes = nearest_first()
    except Exception:
        logger.exception("No index could be updated; the worker will try again.")
        return
    for engine in indexes:
        _drain_quietly(engine)


def _drain_quietly(engine: SearchEngine) -> None:
    writing = breaker_of(engine, "writing")
    # What cannot be reached over the network is not waited for again and again.
    if engine.remote and (breaker_of(engine).is_pausing or not writing.allows()):
        return
    try:
        with engine.hurried(DRAIN_SECONDS):
            drain(engine, limit=settings.SEARCH_DRAIN_IN_PROCESS)
    except CursorTooOld as error:
        logger.warning("%s", error)
    except IndexReplaced as error:
        logger.info("The index lags; the worker will catch up: %s", error)
    except EngineUnavailable as error:
        logger.info("The index lags; the worker will catch up: %s", error)
        writing.failed(str(error))
        return
    except Exception as error:
        logger.exception("The index could not be updated; the worker will try again.")
        writing.failed(str(error))
        return
    writing.worked()


def nearest_first() -> list[SearchEngine]:
    """Every index that the log has to reach, those of this machine before those behind a network."""
    return sorted(get_indexes(), key=lambda engine: engine.remote)


def drain(engine: SearchEngine | None = None, *, limit: int | None = None) -> int:
    """Apply events behind the engine's cursor, oldest first; returns how many.

    Without an engine every index is brought up to date, whatever becomes of the others.
    Each event's document is built from the database as it is now, so late or repeated events do no harm.
    Raises EngineUnavailable, and CursorTooOld when only a rebuild can help.
    """
    if engine is not None:
        return _drain_lanes(engine, limit) if engine.lanes > 1 else _drain_whole(engine, limit)
    done, errors = 0, []
    for index in nearest_first():
        try:
            done += drain(index, limit=limit)
        except Exception as error:
            errors.append(error)
    for other in errors[1:]:
        logger.warning("Another index could not be updated either: %s", other)
    if errors:
        raise errors[0]
    return done


def _drain_whole(engine: SearchEngine, limit: int | None) -> int:
    done = refused = 0
    while limit is None or done < limit:
        cursor = engine.cursor()
        if cursor is None:
            raise EngineUnavailable(NO_INDEX)
        check_retention(cursor)
        size = BATCH if limit is None else min(BATCH, limit - done)
        events = list(safe_events().filter(pk__gt=cursor).order_by("pk")[:size])
        if not events:
            return done
        change = change_of(events)
        try:
            rejected = engine.apply(change.upserts, change.deletes, cursor=change.cursor, base=cursor)
        except IndexReplaced:
            # A rebuild or another process came between; what we read is not what this index needs next.
            refused += 1
            if refused == LOOKS:
                raise
            continue
        rejections.note(engine, change, rejected)
        done, refused = done + len(events), 0
    return done


def _drain_lanes(engine: SearchEngine, limit: int | None) -> int:
    done = refused = 0
    while limit is None or done < limit:
        reached = _reached(engine)
        check_retention(min(reached))
        check_retention(max(reached))
        # Read before the events: up to here the lanes of which none is found have none.
        newest = safe_events().aggregate(newest=Max("pk"))["newest"] or 0
        size = LANES_BATCH if limit is None else min(LANES_BATCH, limit - done)
        events = list(_behind(reached).filter(pk__lte=newest).order_by("pk")[:size])
        if not events:
            if limit is None:
                _advance(engine, reached, newest)
            return done
        if len(events) == size:
            newest = events[-1].pk
        applied = 0
        try:
            for lane in sorted({event.page_id % engine.lanes for event in events}):
                own = [event for event in events if event.page_id % engine.lanes == lane]
                applied += _drain_lane(engine, lane, own, reached[lane], newest)
        except IndexReplaced:
            refused += 1
            if refused == LOOKS:
                raise
            done += applied
            continue
        if not applied:
            # What is left is in the hands of others; they look again when they have done it.
            return done
        done, refused = done + applied, 0
    return done


def _drain_lane(engine: SearchEngine, lane: int, events: list[IndexEvent], reached: int, upto: int) -> int:
    """Apply a lane's events up to `upto`, unless somebody else does; `reached` is what they were read from."""
    with claimed([lane]) as held:
        if lane not in held:
            return 0
        if held[lane] > reached:
            reached = max(reached, _reached(engine)[lane])
            events = [event for event in events if event.pk > reached]
            if not events:
                return 0
        change = replace(change_of(events), cursor=upto)
        rejected = engine.apply(change.upserts, change.deletes, cursor=upto, base=reached, lane=lane)
        rejections.note(engine, change, rejected)
        remember([lane], upto)
    return len(events)


def _advance(engine: SearchEngine, reached: Sequence[int], upto: int) -> None:
    """Lanes in which nothing happened must not fall behind what the log keeps."""
    behind = [lane for lane, cursor in enumerate(reached) if cursor < upto]
    if behind:
        with claimed(behind) as held:
            free = [lane for lane, seen in held.items() if seen <= upto]
            if free:
                engine.advance(dict.fromkeys(free, upto))
                remember(free, upto)


def waiting(engine: SearchEngine) -> int:
    """How many events the engine's index has still to get. Raises EngineUnavailable."""
    return _behind(_reached(engine)).count()


def _reached(engine: SearchEngine) -> Sequence[int]:
    cursors = engine.cursors()
    if cursors is None:
        raise EngineUnavailable(NO_INDEX)
    return cursors


def _behind(reached: Sequence[int]) -> QuerySet[IndexEvent]:
    """The events that a lane has not reached yet."""
    events = IndexEvent.objects.filter(pk__gt=min(reached))
    if min(reached) == max(reached):
        return events
    wanted = Q()
    for lane, cursor in enumerate(reached):
        wanted |= Q(lane=lane, pk__gt=cursor)
    return events.alias(lane=F("page_id") % len(reached)).filter(wanted)


def change_of(events: list[IndexEvent]) -> Change:
    """What the events did, from the database as it is now."""
    uuids = list(dict.fromkeys(event.uuid for event in events))
    # By uuid: what was deleted may be back on another page, and whoever sees it first has to know.
    pages = LearningResource.objects.filter(uuid__in=uuids).values_list("pk", flat=True)
    documents = list(build_documents(list(pages)))
    visible = {document.id for document in documents}
    gone = [str(uuid) for uuid in uuids if str(uuid) not in visible]
    return Change(documents, gone, events[-1].pk)


def change_after(cursor: int, engine: SearchEngine) -> Change | None:
    """What happened after `cursor` (at most one batch), for an index that is to replace that of `engine`."""
    # Of lanes the one that is furthest: whoever brought it there knew that nothing could precede that event.
    seen = max(engine.cursors() or [0]) if can_catch_up(engine) else None
    for events in (IndexEvent.objects.filter(pk__lte=seen or 0), safe_events()):
        # First what the live index has applied: it was safe then, though it may not look so now.
        if behind := list(events.filter(pk__gt=cursor).order_by("pk")[:BATCH]):
            return change_of(behind)
    return None


def can_catch_up(engine: SearchEngine) -> bool:
    """Whether there is an index that the event log can bring up to date; else it has to be built."""
    cursor = engine.cursor()
    if cursor is None:
        return False
    try:
        check_retention(cursor)
    except CursorTooOld:
        return False
    return True
