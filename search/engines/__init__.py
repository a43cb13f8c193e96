"""The engine that serves this process, chosen by the setting SEARCH_ENGINE."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from search.engines.base import SearchEngine


def _embedded() -> SearchEngine:
    from search.engines.embedded import EmbeddedEngine

    return EmbeddedEngine(Path(settings.SEARCH_INDEX_DIR))


ENGINES: dict[str, Callable[[], SearchEngine]] = {"embedded": _embedded}

_engines: dict[tuple[str, str], SearchEngine] = {}
_lock = threading.Lock()


def get_engine(name: str | None = None) -> SearchEngine:
    """The one instance of an engine in this process (default: the one that SEARCH_ENGINE names)."""
    name = name or settings.SEARCH_ENGINE
    key = (name, str(settings.SEARCH_INDEX_DIR))
    with _lock:
        if key not in _engines:
            _engines[key] = ENGINES[name]()
        return _engines[key]
