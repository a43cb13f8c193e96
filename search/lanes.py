"""Who may apply which part of the event log. Locks only spare work: versions keep a document from growing older.

On PostgreSQL each lane is a row that a worker locks while it applies that lane's events; others go on with other
lanes, and a worker that dies lets go of its rows. SQLite has no such locks, and needs none on its one machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from search.models import DrainLane


@contextmanager
def claimed(lanes: Iterable[int]) -> Iterator[dict[int, int]]:
    """Hold those of these lanes that nobody else holds; tells for each the last event that was applied to it.

    On PostgreSQL this is a transaction, in which nothing may be written to the event log (see
    `search.drain.safe_events`). Where there are no such locks, all are held.
    """
    wanted = sorted(set(lanes))
    if connection.vendor != "postgresql":
        yield dict.fromkeys(wanted, 0)
        return
    with transaction.atomic(durable=True):
        rows = DrainLane.objects.filter(pk__in=wanted).order_by("pk").values_list("pk", "event_id")
        held = dict(rows.select_for_update(skip_locked=True))
        if len(held) < len(wanted) and (missing := set(wanted) - set(dict(rows))):
            # Of an engine with more lanes, or of a database that was emptied.
            DrainLane.objects.bulk_create([DrainLane(lane=lane) for lane in sorted(missing)], ignore_conflicts=True)
            held |= dict(rows.filter(pk__in=missing).select_for_update(skip_locked=True))
        yield held


def remember(lanes: Iterable[int], event_id: int) -> None:
    """Say up to where these lanes were brought, to whoever claims them next. Hold them."""
    if connection.vendor == "postgresql":
        DrainLane.objects.filter(pk__in=list(lanes)).update(event_id=event_id)


@contextmanager
def alone() -> Iterator[None]:
    """Keep all others from applying events; waits for those who do.

    On SQLite nobody can write to the database meanwhile, so that nothing new happens either.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            list(DrainLane.objects.order_by("pk").select_for_update())
        yield
