"""Builds the index anew beside the live one, and compares the two worlds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cms.models import LearningResource
from search.documents import BATCH, all_documents, build_documents
from search.drain import change_after, drain, newest_event
from search.engines import get_engine
from search.engines.base import SearchEngine
from search.events import record
from search.fingerprints import fingerprint


def rebuild(engine: SearchEngine | None = None, progress: Callable[[int], None] | None = None) -> int:
    """Build from the database, apply what happened meanwhile, and swap. Returns the number of documents."""
    engine = engine or get_engine()
    # Read before the first document: whatever commits later is an event behind this cursor.
    cursor = newest_event()
    count = engine.rebuild(
        all_documents(), cursor=cursor, progress=progress, catch_up=lambda reached: change_after(reached, engine)
    )
    drain(engine)
    return count


@dataclass
class Comparison:
    """Ids of resources that the index lacks, holds without right, or holds in an older form."""

    missing: list[str]
    extra: list[str]
    stale: list[str]
    compared: int

    @property
    def agrees(self) -> bool:
        return not (self.missing or self.extra or self.stale)


def compare(engine: SearchEngine | None = None, progress: Callable[[int], None] | None = None) -> Comparison:
    """Hold the index against the database, document by document."""
    engine = engine or get_engine()
    indexed = dict(engine.ids())
    result = Comparison([], [], [], 0)
    ids = LearningResource.objects.visible().order_by("pk").values_list("pk", flat=True)
    for batch in _batches(list(ids)):
        for document in build_documents(batch):
            result.compared += 1
            known = indexed.pop(document.id, None)
            if known is None:
                result.missing.append(document.id)
            elif known != fingerprint(document):
                result.stale.append(document.id)
        if progress:
            progress(result.compared)
    result.extra.extend(indexed)
    return result


def repair(comparison: Comparison, engine: SearchEngine | None = None) -> int:
    """Write events for what differs and apply them; returns how many documents were concerned."""
    from uuid import UUID

    from search import events

    wrong = [*comparison.missing, *comparison.stale]
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
