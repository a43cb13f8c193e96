"""The table of the index's words: what corrections, marks and the choice of rare words need, kept in memory."""

from __future__ import annotations

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from search.engines.base import EngineUnavailable
from search.engines.terms import SEPARATOR

logger = logging.getLogger(__name__)

# Elasticsearch gives at most 65,536 values in one answer: of a larger index, the most frequent words.
MOST_WORDS: Final = 60_000
_FORMS_OF_A_STEM: Final = 64
_PAUSE_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Words:
    """`vocabulary`: surface form → documents; `forms`: stem → its surface forms; `stems`: stem → documents.

    `all_stems`: nothing was left out of `stems`. `documents`: how many the index held.
    """

    vocabulary: dict[str, int]
    forms: dict[str, tuple[str, ...]]
    stems: dict[str, int]
    all_stems: bool
    documents: int


def searches() -> list[dict[str, Any]]:
    """The bodies of the two searches that tell them."""
    return [
        {
            "size": 0,
            "track_total_hits": True,
            "aggs": {"words": {"terms": {"field": field, "size": MOST_WORDS, "shard_size": MOST_WORDS}}},
        }
        for field in ("forms", "stems")
    ]


def read(answers: list[Any]) -> Words:
    """The table, from the answers to `searches()`."""
    forms, stems = (answer["aggregations"]["words"] for answer in answers)
    vocabulary: dict[str, int] = {}
    known: defaultdict[str, list[str]] = defaultdict(list)
    for bucket in forms["buckets"]:
        stem, _, surface = bucket["key"].partition(SEPARATOR)
        vocabulary[surface] = vocabulary.get(surface, 0) + bucket["doc_count"]
        if len(known[stem]) < _FORMS_OF_A_STEM:
            known[stem].append(surface)
    return Words(
        vocabulary=vocabulary,
        forms={stem: tuple(surfaces) for stem, surfaces in known.items()},
        stems={bucket["key"]: bucket["doc_count"] for bucket in stems["buckets"]},
        all_stems=not stems["sum_other_doc_count"],
        documents=answers[0]["hits"]["total"]["value"],
    )


class WordTable:
    """Gives the table; one that is too old is used while one thread fetches the next.

    `fetch(patient)` reads it: short while somebody waits, else as long as a large index takes.
    """

    def __init__(self, fetch: Callable[[bool], Words], seconds: float) -> None:
        self._fetch = fetch
        self._seconds = seconds
        self._lock = threading.Lock()
        self._renewing = threading.Lock()
        self._words: Words | None = None
        self._due = 0.0
        self._failure: tuple[float, str] = (0.0, "")

    def get(self) -> Words:
        """Raises `EngineUnavailable` while there is none yet."""
        known = self._words
        if known is not None and time.monotonic() < self._due:
            return known
        if known is not None and self._seconds:
            self._renew_beside()
            return known
        with self._lock:
            if self._words is None or not self._seconds:
                self._fetch_now()
            assert self._words is not None
            return self._words

    def forget(self) -> None:
        """The next question fetches it anew."""
        self._words = None

    def _fetch_now(self) -> None:
        """Whoever waited for another's failed attempt does not try it again at once."""
        until, reason = self._failure
        if time.monotonic() < until:
            raise EngineUnavailable(reason)
        try:
            self._keep(self._fetch(False))
        except EngineUnavailable as error:
            self._failure = (time.monotonic() + _PAUSE_SECONDS, str(error))
            if self._seconds:
                self._renew_beside()
            raise

    def _keep(self, words: Words) -> None:
        self._words, self._due = words, time.monotonic() + self._seconds

    def _renew_beside(self) -> None:
        if self._renewing.acquire(blocking=False):
            self._due = time.monotonic() + self._seconds
            threading.Thread(target=self._renew, name="search-words", daemon=True).start()

    def _renew(self) -> None:
        try:
            self._keep(self._fetch(True))
        except EngineUnavailable as error:
            logger.info("The table of words stays as it is: %s", error)
        except Exception:
            logger.exception("The table of words could not be read.")
        finally:
            self._renewing.release()
