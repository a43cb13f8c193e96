"""Keeps the engine that stands in fit for it: knows when it is needed, and brings its index up to date meanwhile."""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta
from typing import Final

from django.db import DatabaseError, connections
from django.utils import timezone

from search.engines import fallback
from search.engines.base import SearchEngine

logger = logging.getLogger(__name__)
# An index that changes have not reached for so long is not asked while another one has them.
PATIENCE: Final = timedelta(seconds=30)
LOOK_SECONDS: Final = 5.0

_looked: dict[str, tuple[float, bool]] = {}
_drained: dict[str, float] = {}
_lock = threading.Lock()


def connect() -> None:
    """Tell the fallback engine of the two functions below."""
    fallback.is_behind, fallback.on_fallback = is_behind, catch_up


def is_behind(engine: SearchEngine) -> bool:
    """Whether the worker has not been able to write to this index for a while (looked up every few seconds)."""
    from search.models import IndexState

    now = time.monotonic()
    at, known = _looked.get(engine.name, (float("-inf"), False))
    if now - at < LOOK_SECONDS:
        return known
    try:
        since = timezone.now() - PATIENCE
        known = IndexState.objects.filter(pk=engine.name, failing_since__lt=since).exists()
    except DatabaseError:
        known = False
    _looked[engine.name] = (now, known)
    return known


def catch_up(engine: SearchEngine) -> None:
    """Apply the event log to this machine's index beside the answers: the worker may be on another machine."""
    now = time.monotonic()
    with _lock:
        if now - _drained.get(engine.name, float("-inf")) < LOOK_SECONDS:
            return
        _drained[engine.name] = now
    threading.Thread(target=_drain, args=(engine,), name="search-fallback", daemon=True).start()


def _drain(engine: SearchEngine) -> None:
    from search.drain import drain

    try:
        drain(engine)
    except Exception as error:
        logger.info("The index that stands in stays as it is: %s", error)
    finally:
        connections.close_all()
