"""Remembers how each index fares, for the administrators: since when it cannot be written and why, the last build."""

from __future__ import annotations

import logging
import time

from django.utils import timezone

from search.engines import get_indexes
from search.engines.base import SearchEngine
from search.models import IndexState

logger = logging.getLogger(__name__)
LOG_SECONDS = 60.0
_told: dict[str, float] = {}


def failing(engine: SearchEngine, reason: str) -> None:
    """The event log does not reach this index. Logged once a minute, written when something is new."""
    now = time.monotonic()
    if now - _told.get(engine.name, float("-inf")) >= LOG_SECONDS:
        _told[engine.name] = now
        logger.warning("The search index %s lags: %s", engine.name, reason)
    state, _made = IndexState.objects.get_or_create(pk=engine.name)
    if state.failing_since is None or state.reason != reason:
        state.failing_since = state.failing_since or timezone.now()
        state.reason = reason
        state.save(update_fields=["failing_since", "reason"])


def working(engine: SearchEngine) -> None:
    """The event log reaches this index."""
    if IndexState.objects.filter(pk=engine.name, failing_since__isnull=False).exists():
        IndexState.objects.filter(pk=engine.name).update(failing_since=None, reason="")
        _told.pop(engine.name, None)
        logger.warning("The search index %s follows the changes again.", engine.name)


def rebuilt(engine: SearchEngine, documents: int, seconds: float) -> None:
    IndexState.objects.update_or_create(
        pk=engine.name,
        defaults={"rebuilt_at": timezone.now(), "rebuilt_documents": documents, "rebuilt_seconds": round(seconds)},
    )


def behind() -> list[IndexState]:
    """The indexes in use that changes do not reach now."""
    names = [engine.name for engine in get_indexes()]
    return list(IndexState.objects.filter(pk__in=names, failing_since__isnull=False).order_by("pk"))
