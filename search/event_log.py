"""The event log as it is kept: what may be read of it already, how far back it goes, what is removed."""

from __future__ import annotations

import time
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from search.models import WRITING_EVENTS, DrainLane, EventLogFloor, IndexEvent

LOOKS = 5
# The clocks of web servers and database may differ by this much. A transaction that holds a lane writes no events
# (`search.lanes.claimed`), and may take long: it waits for an engine.
_OLDER_THAN_OPEN = f"""created_at < coalesce((SELECT min(xact_start) FROM pg_stat_activity
    WHERE backend_xid IS NOT NULL AND datname = current_database() AND pid <> pg_backend_pid()
    AND pid NOT IN (SELECT pid FROM pg_locks WHERE mode = 'RowShareLock'
        AND relation = '{DrainLane._meta.db_table}'::regclass AND pid IS NOT NULL)), 'infinity')
    - interval '5 seconds'"""  # noqa: S608


class CursorTooOld(Exception):
    """The log cannot bring this index up to date (its events are gone, or it is another database's): build it anew."""


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
