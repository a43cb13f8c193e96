"""Remembers for a moment that an engine could not be reached, so that not everybody waits to find that out."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Lock
from typing import Final, Literal
from weakref import WeakKeyDictionary

from search.engines.base import SearchEngine

PAUSE_SECONDS: Final = 5.0
# Whoever was let through to try again and never said how it went stands in the way no longer than this.
TRY_SECONDS: Final = 60.0


class Breaker:
    """Closed while all is well; a failure opens it for `pause` seconds; then one caller at a time may try again.

    `since` (None while closed) tells when the first of the failures was, `reason` what the last one said.
    """

    def __init__(self, pause: float = PAUSE_SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self.since: datetime | None = None
        self.reason = ""
        self._pause, self._clock = pause, clock
        self._again_at = 0.0
        self._lock = Lock()

    @property
    def is_pausing(self) -> bool:
        """Whether the engine failed so lately that nobody tries it now."""
        return self.since is not None and self._clock() < self._again_at

    def allows(self) -> bool:
        """Whether to ask the engine now. Who is told so says afterwards whether it `worked` or `failed`."""
        if self.since is None:
            return True
        with self._lock:
            now = self._clock()
            if self.since is None:
                return True
            if now < self._again_at:
                return False
            self._again_at = now + TRY_SECONDS
            return True

    def failed(self, reason: str) -> bool:
        """The engine could not answer; returns whether that is news."""
        with self._lock:
            news = self.since is None
            if news:
                self.since = datetime.now(UTC)
            self.reason = reason
            self._again_at = self._clock() + self._pause
            return news

    def worked(self) -> bool:
        """The engine answered; returns whether that is news."""
        if self.since is None:
            return False
        with self._lock:
            news = self.since is not None
            self.since, self.reason = None, ""
            return news


Use = Literal["reading", "writing"]
_breakers: WeakKeyDictionary[SearchEngine, dict[Use, Breaker]] = WeakKeyDictionary()
_lock = Lock()


def breaker_of(engine: SearchEngine, use: Use = "reading") -> Breaker:
    """The one breaker of an engine's instance for this use: an index may be read-only, and answer readers well."""
    with _lock:
        return _breakers.setdefault(engine, {"reading": Breaker(), "writing": Breaker()})[use]
