"""Remembers which materials an engine refuses, and why, until it takes a later form of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction

from search.engines.base import Change, Rejection, SearchEngine
from search.models import RejectedDocument

BATCH = 500
REASON_CHARACTERS = 2_000


def note(engine: SearchEngine, change: Change, rejected: Sequence[Rejection]) -> None:
    """After `change` was applied: keep what was refused of it, forget what was taken or is gone."""
    refused = {rejection.id for rejection in rejected}
    taken = [document.id for document in change.upserts if document.id not in refused]
    forget(engine, [*taken, *(uuid for uuid in change.deletes if uuid not in refused)])
    keep(engine, rejected, change.cursor)


def keep(engine: SearchEngine, rejected: Iterable[Rejection], event_id: int) -> None:
    """Write down these rejections, in place of older ones of the same materials."""
    rows = [
        RejectedDocument(
            engine=engine.name,
            uuid=UUID(rejection.id),
            page_id=rejection.page_id,
            reason=rejection.reason[:REASON_CHARACTERS],
            event_id=event_id,
        )
        for rejection in rejected
    ]
    RejectedDocument.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["engine", "uuid"],
        update_fields=["page_id", "reason", "event_id", "updated_at"],
    )


def forget(engine: SearchEngine, ids: Sequence[str]) -> None:
    for start in range(0, len(ids), BATCH):
        known = RejectedDocument.objects.filter(engine=engine.name, uuid__in=ids[start : start + BATCH])
        # Looked for first: on SQLite a deletion waits for its turn to write even when it finds nothing.
        if known.exists():
            known.delete()


def rejected_by(engine: SearchEngine) -> dict[str, str]:
    """Id → reason of every material that the engine refuses."""
    rows = RejectedDocument.objects.filter(engine=engine.name).values_list("uuid", "reason")
    return {str(uuid): reason for uuid, reason in rows}


class Refusals:
    """What a build refuses. `tell` is its `rejected`; a material that is written again later is judged anew."""

    def __init__(self) -> None:
        self.found: dict[str, Rejection] = {}

    def tell(self, rejection: Rejection) -> None:
        self.found[rejection.id] = rejection

    def judge_anew(self, change: Change) -> None:
        for document in change.upserts:
            self.found.pop(document.id, None)
        for uuid in change.deletes:
            self.found.pop(uuid, None)


@contextmanager
def kept_from_build(engine: SearchEngine, *, cursor: int, after: int = 0) -> Iterator[Refusals]:
    """Writes down what a build refuses; ended well, it replaces what was known of pages behind `after`.

    Interrupted, what it has found is kept too: another build may go on with the rest.
    """
    refusals = Refusals()
    try:
        yield refusals
    except BaseException:
        keep(engine, refusals.found.values(), cursor)
        raise
    with transaction.atomic():
        RejectedDocument.objects.filter(engine=engine.name, page_id__gt=after).delete()
        keep(engine, refusals.found.values(), cursor)
