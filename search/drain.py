"""Applies the event log to the index of this machine: after each commit here, and in the worker."""

from __future__ import annotations

import logging
import time
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from search.documents import build_documents
from search.engines import get_engine
from search.engines.base import Change, EngineUnavailable, IndexReplaced, SearchEngine
from search.models import WRITING_EVENTS, EventLogFloor, IndexEvent

logger = logging.getLogger(__name__)
BATCH = 200
LOOKS = 5
# The clocks of web servers and database may differ by this much.
_OLDER_THAN_OPEN = """created_at < coalesce((SELECT min(xact_start) FROM pg_stat_activity
    WHERE backend_xid IS NOT NULL AND datname = current_database() AND pid <> pg_backend_pid()), 'infinity')
    - interval '5 seconds'"""


class CursorTooOld(Exception):
    """The log cannot bring this index up to date (its events are gone, or it is another database's): build it anew."""


def schedule() -> None:
    """Drain once the current transaction has committed; several calls in one transaction drain once."""
    pending = [function for _ids, function, *_rest in connection.run_on_commit if function is drain_after_commit]
    if not pending:
        transaction.on_commit(drain_after_commit)


def drain_after_commit() -> None:
    """Bounded and silent: an editor never waits for a large backlog and never sees an engine's error."""
    try:
        drain(limit=settings.SEARCH_DRAIN_IN_PROCESS)
    except EngineUnavailable as error:
        logger.info("The index lags; the worker will catch up: %s", error)
    except CursorTooOld as error:
        logger.warning("%s", error)
    except Exception:
        logger.exception("The index could not be updated; the worker will try again.")


def drain(engine: SearchEngine | None = None, *, limit: int | None = None) -> int:
    """Apply events behind the engine's cursor, oldest first; returns how many.

    Each event's document is built from the database as it is now, so late or repeated events do no harm.
    Raises EngineUnavailable, and CursorTooOld when only a rebuild can help.
    """
    engine = engine or get_engine()
    done = refused = 0
    while limit is None or done < limit:
        cursor = engine.cursor()
        if cursor is None:
            raise EngineUnavailable("there is no usable index; run rebuild_search")
        check_retention(cursor)
        size = BATCH if limit is None else min(BATCH, limit - done)
        events = list(safe_events().filter(pk__gt=cursor).order_by("pk")[:size])
        if not events:
            return done
        change = change_of(events)
        try:
            engine.apply(change.upserts, change.deletes, cursor=change.cursor, base=cursor)
        except IndexReplaced:
            # A rebuild or another process came between; what we read is not what this index needs next.
            refused += 1
            if refused == LOOKS:
                raise
            continue
        done, refused = done + len(events), 0
    return done


def change_of(events: list[IndexEvent]) -> Change:
    """What the events did, from the database as it is now."""
    by_uuid = {str(event.uuid): event.page_id for event in events}
    documents = list(build_documents(by_uuid.values()))
    visible = {document.id for document in documents}
    gone = [uuid for uuid in by_uuid if uuid not in visible]
    return Change(documents, gone, events[-1].pk)


def change_after(cursor: int, engine: SearchEngine) -> Change | None:
    """What happened after `cursor` (at most one batch), for an index that is to replace that of `engine`."""
    seen = engine.cursor() if can_catch_up(engine) else None
    for events in (IndexEvent.objects.filter(pk__lte=seen or 0), safe_events()):
        # First what the live index has applied: it was safe then, though it may not look so now.
        if behind := list(events.filter(pk__gt=cursor).order_by("pk")[:BATCH]):
            return change_of(behind)
    return None


def check_retention(cursor: int) -> None:
    if cursor < (floor := EventLogFloor.removed_up_to()):
        raise CursorTooOld(
            f"The index stands at event {cursor}, but events up to {floor} are gone. Run: manage.py rebuild_search"
        )
    if cursor > floor and cursor > (newest := _newest_written()):
        raise CursorTooOld(
            f"The index stands at event {cursor}, but the database knows only {newest}: it was replaced or restored. "
            "Run: manage.py rebuild_search"
        )


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


def newest_event() -> int:
    """Up to where a document that is read from the database now includes every event."""
    return max(safe_events().aggregate(newest=Max("pk"))["newest"] or 0, EventLogFloor.removed_up_to())


def _newest_written() -> int:
    return IndexEvent.objects.aggregate(newest=Max("pk"))["newest"] or 0


def prune(days: int | None = None) -> int:
    """Remove events older than the retention (`SEARCH_EVENT_DAYS`) and remember up to which; returns how many."""
    before = timezone.now() - timedelta(days=settings.SEARCH_EVENT_DAYS if days is None else days)
    with transaction.atomic():
        newest = IndexEvent.objects.filter(created_at__lt=before).aggregate(newest=Max("pk"))["newest"]
        if newest is None:
            return 0
        removed, _by_model = IndexEvent.objects.filter(pk__lte=newest, created_at__lt=before).delete()
        EventLogFloor.objects.update_or_create(pk=1, defaults={"event_id": newest})
    return removed


def safe_events() -> QuerySet[IndexEvent]:
    """Events that no open transaction can still precede.

    PostgreSQL gives ids before commit: a transaction that is still open may hold a lower id than one that
    has committed, and a cursor must not pass it. While nobody is writing events, all that are there are safe;
    else those from before the oldest transaction that writes anything.
    """
    events = IndexEvent.objects.all()
    if connection.vendor != "postgresql":
        return events
    for _attempt in range(LOOKS):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [WRITING_EVENTS])
            if cursor.fetchone()[0]:
                return events.filter(pk__lte=_newest_written())
        time.sleep(0.02)
    return events.extra(where=[_OLDER_THAN_OPEN])  # noqa: S610
