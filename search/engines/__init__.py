"""The engines of this process, chosen by the settings: the one that readers ask, and all that follow the event log."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from search.engines.base import SearchEngine


def _embedded() -> SearchEngine:
    from search.engines.embedded import EmbeddedEngine

    return EmbeddedEngine(Path(settings.SEARCH_INDEX_DIR))


def _elasticsearch() -> SearchEngine:
    # Its client is imported only where it is used: an embedded installation starts without it.
    from search.engines.elasticsearch import ElasticsearchEngine

    return ElasticsearchEngine.from_settings()


def _with_fallback() -> SearchEngine:
    from search.engines.fallback import FallbackEngine

    return FallbackEngine(get_engine(settings.SEARCH_ENGINE), get_engine(FALLBACK))


# What SEARCH_ENGINE may be.
ENGINES: dict[str, Callable[[], SearchEngine]] = {"embedded": _embedded, "elasticsearch": _elasticsearch}
FALLBACK = "embedded"

_engines: dict[tuple[str, ...], SearchEngine] = {}
_lock = threading.RLock()


def get_engine(name: str | None = None) -> SearchEngine:
    """The one instance of an engine in this process; without a name the one that answers readers.

    That is the engine of SEARCH_ENGINE, with SEARCH_FALLBACK backed by the embedded one.
    """
    if name is None:
        name = "with fallback" if has_fallback() else settings.SEARCH_ENGINE
    # Part of the key is what tests change.
    key = (name, settings.SEARCH_ENGINE, str(settings.SEARCH_INDEX_DIR), settings.ELASTICSEARCH_INDEX)
    with _lock:
        if key not in _engines:
            _engines[key] = _with_fallback() if name == "with fallback" else ENGINES[name]()
        return _engines[key]


def get_indexes() -> list[SearchEngine]:
    """The engines that the event log has to reach, the one that readers ask first."""
    names = [settings.SEARCH_ENGINE, *([FALLBACK] if has_fallback() else [])]
    return [get_engine(name) for name in names]


def has_fallback() -> bool:
    """Whether another engine answers while the one of SEARCH_ENGINE cannot."""
    return bool(settings.SEARCH_FALLBACK) and settings.SEARCH_ENGINE != FALLBACK
