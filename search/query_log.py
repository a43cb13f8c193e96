"""Remembers, without anything about the reader, what was searched for and found. Never in a reader's way."""

from __future__ import annotations

import datetime
import hashlib
import json
import logging
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F, Max, Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from search.catalogue import SearchResult
from search.models import QueryLog

logger = logging.getLogger(__name__)

# What was typed did not find anything; something else may have been shown instead.
MISSED = (QueryLog.Outcome.NOTHING, QueryLog.Outcome.CORRECTED, QueryLog.Outcome.PARTIAL)

KEPT_DAYS = 180
QUERY_CHARACTERS = 100
# A flood of made-up words must not fill the table; nor may what is found crowd out what is missed.
MAX_FOUND_A_DAY = 20_000
MAX_MISSED_A_DAY = 5_000
# A log line is not worth waiting for while somebody else writes.
WAIT_MS = 250


def note_search(request: HttpRequest, response: HttpResponse, result: SearchResult) -> None:
    """Log the search of a page once its answer has been sent: its words and choices, and what they found.

    Searches without words, later pages of a result, the search in a facet's values, a second look ("search exactly
    for"), a browser that reads ahead and everything that may be about a person are left out.
    """
    entry = noted(result)
    if entry is None or request.method != "GET" or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return
    if request.GET.get("page", "1") not in ("", "1"):
        return
    # What Django closes when the response has been sent; there is no public name for it.
    response._resource_closers.append(lambda: write(entry))


@dataclass(frozen=True, slots=True)
class Entry:
    """What is logged of one search, ready to be written."""

    query: str
    language: str
    facets: dict[str, list[str]]
    outcome: str
    instead: str
    total: int

    @property
    def key(self) -> str:
        told_apart = [self.query, self.language, self.facets, self.outcome]
        return hashlib.sha256(json.dumps(told_apart, sort_keys=True).encode()).hexdigest()


def noted(result: SearchResult) -> Entry | None:
    """The log entry of a search; None for one that is not to be logged."""
    request, resolution = result.request, result.resolution
    # What an index that may be behind does not find is no missing material.
    if result.fallback or not request.q or result.has_no_words or request.find or request.literal:
        return None
    query = normalized(request.q)
    if not query or may_be_personal(request.q):
        return None
    if result.total == 0:
        outcome = str(QueryLog.Outcome.NOTHING)
    elif resolution.dropped_words or resolution.is_partial:
        outcome = str(QueryLog.Outcome.PARTIAL)
    elif resolution.corrected and not resolution.plan.is_question:
        # (The corrected words of a question are searched beside its own, which may have found something.)
        outcome = str(QueryLog.Outcome.CORRECTED)
    else:
        outcome = str(QueryLog.Outcome.FOUND)
    return Entry(
        query=query,
        language=(get_language() or "")[:10],
        facets={name: sorted(slugs) for name, slugs in sorted(request.facets.items()) if slugs},
        outcome=outcome,
        instead="" if outcome == QueryLog.Outcome.FOUND else normalized(resolution.corrected or ""),
        total=min(result.total, 2_000_000_000),
    )


def normalized(text: str) -> str:
    """Small letters and single spaces, at most `QUERY_CHARACTERS` of them, so that one search is one row."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())[:QUERY_CHARACTERS].strip()


def may_be_personal(text: str) -> bool:
    """Whether the words hold an e-mail address or account name, or six digits in a row (telephone, NIP, NISN)."""
    folded = unicodedata.normalize("NFKC", text)
    return "@" in folded or re.search(r"\d(?:[\s.()+/-]*\d){5}", folded) is not None


def write(entry: Entry) -> None:
    """Count the search in its day's row. Whatever goes wrong is logged and forgotten."""
    try:
        with _short_wait(), transaction.atomic():
            _count(entry, timezone.localdate())
    except DatabaseError as error:
        logger.warning("A search could not be logged: %s", error)
    except Exception:
        logger.exception("A search could not be logged.")


def _count(entry: Entry, day: datetime.date) -> None:
    rows = QueryLog.objects.filter(day=day, key=entry.key)
    counted = {"count": F("count") + 1, "total": entry.total, "instead": entry.instead}
    if rows.update(**counted) or _is_full(day, found=entry.outcome == QueryLog.Outcome.FOUND):
        return
    try:
        with transaction.atomic():
            QueryLog.objects.create(
                day=day,
                key=entry.key,
                query=entry.query,
                language=entry.language,
                facets=entry.facets,
                outcome=entry.outcome,
                instead=entry.instead,
                total=entry.total,
            )
    except IntegrityError:
        rows.update(**counted)


def _is_full(day: datetime.date, *, found: bool) -> bool:
    outcomes = {QueryLog.Outcome.FOUND} if found else MISSED
    most = MAX_FOUND_A_DAY if found else MAX_MISSED_A_DAY
    return QueryLog.objects.filter(day=day, outcome__in=outcomes).count() >= most


@contextmanager
def _short_wait() -> Iterator[None]:
    """Within it, this connection waits for others' writes no longer than `WAIT_MS`."""
    sqlite = connection.vendor == "sqlite"
    setting = "busy_timeout" if sqlite else "lock_timeout"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout" if sqlite else "SHOW lock_timeout")
        before = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA {setting} = {WAIT_MS}" if sqlite else f"SET {setting} = {WAIT_MS}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            # Both come from the database itself or from this file.
            cursor.execute(f"PRAGMA {setting} = {int(before)}" if sqlite else f"SET {setting} = '{before}'")


@dataclass(frozen=True, slots=True)
class Missed:
    """Words that found nothing: how often in the time looked at, and what was shown instead."""

    query: str
    count: int
    total: int
    instead: str


def missed_searches(days: int = 7, limit: int = 10) -> list[Missed]:
    """What was searched for most and not found in the last `days` days, in any language.

    Searches within filters are left out: what they did not find may well be there without the filters.
    """
    since = timezone.localdate() - datetime.timedelta(days=days - 1)
    rows = (
        QueryLog.objects.filter(day__gte=since, outcome__in=MISSED, facets={})
        .order_by()
        .values("query")
        .annotate(times=Sum("count"), shown=Max("total"), other=Max("instead"))
        .order_by("-times", "query")[:limit]
    )
    return [Missed(row["query"], row["times"], row["shown"], row["other"]) for row in rows]


def forget_old_queries(today: datetime.date | None = None) -> int:
    """Delete rows older than `KEPT_DAYS` days; returns how many."""
    before = (today or timezone.localdate()) - datetime.timedelta(days=KEPT_DAYS)
    return QueryLog.objects.filter(day__lt=before).delete()[0]
