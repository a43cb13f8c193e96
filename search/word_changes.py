"""Which of the readers' recent searches a change of synonyms or protected words would alter."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Sum
from django.utils import timezone

from cms.vocabulary import Vocabulary
from search import catalogue
from search.engines import get_engine
from search.engines.base import SearchEngine
from search.models import QueryLog
from search.planner import plan
from search.query import Clause
from search.synonyms import Synonyms
from search.types import Hit, SearchRequest

DAYS = 30
# So many of the most frequent queries are asked whether their words are concerned (it takes no search),
CONSIDERED = 2_000
# and so many of those concerned are searched with and without the change, as long as there is time.
COMPARED = 50
SECONDS = 2.0
TITLES = 5


@dataclass(frozen=True, slots=True)
class Change:
    """A query and what the change does to it: totals, and titles that come to or leave its first page."""

    query: str
    times: int
    before: int
    after: int
    gained: Sequence[str] = ()
    lost: Sequence[str] = ()

    @property
    def is_order_only(self) -> bool:
        return self.before == self.after and not self.gained and not self.lost


@dataclass(frozen=True, slots=True)
class Changes:
    """`unchanged`: queries that hold the words and find the same; `left`: concerned, but not compared for time."""

    rows: Sequence[Change]
    unchanged: int
    left: int
    considered: int


def changes(
    before: Vocabulary,
    after: Vocabulary,
    *,
    engine: SearchEngine | None = None,
    now: int | None = None,
    seconds: float = SECONDS,
) -> Changes:
    """Compare the searches that readers made most in the last `DAYS` days. Raises EngineUnavailable."""
    engine = engine or get_engine()
    now = int(time.time()) if now is None else now
    until = time.monotonic() + seconds
    recent = frequent_queries(DAYS, CONSIDERED)
    concerned = _concerned(recent, catalogue.synonyms_of(before), catalogue.synonyms_of(after))
    rows: list[Change] = []
    compared = 0
    for query, times in concerned[:COMPARED]:
        if compared and time.monotonic() > until:
            break
        request = SearchRequest(q=query, counted=False)
        old = catalogue.search(request, engine=engine, now=now, vocabulary=before)
        new = catalogue.search(request, engine=engine, now=now, vocabulary=after)
        compared += 1
        if old.total != new.total or [hit.id for hit in old.hits] != [hit.id for hit in new.hits]:
            gained, lost = _only(new.hits, old.hits), _only(old.hits, new.hits)
            rows.append(Change(query, times, old.total, new.total, gained, lost))
    return Changes(rows, compared - len(rows), len(concerned) - compared, len(recent))


def frequent_queries(days: int, limit: int) -> list[tuple[str, int]]:
    """What was searched for most in the last `days` days and how often, in any language and with any filters."""
    since = timezone.localdate() - datetime.timedelta(days=days - 1)
    rows = QueryLog.objects.filter(day__gte=since).order_by().values_list("query").annotate(times=Sum("count"))
    return list(rows.order_by("-times", "query")[:limit])


def _concerned(recent: Iterable[tuple[str, int]], before: Synonyms, after: Synonyms) -> list[tuple[str, int]]:
    return [(query, times) for query, times in recent if _clauses(query, before) != _clauses(query, after)]


def _clauses(query: str, synonyms: Synonyms) -> tuple[Clause, ...]:
    return plan(query, synonyms, lambda stem: 0, literal=True).rank


def _only(hits: Sequence[Hit], others: Sequence[Hit]) -> list[str]:
    known = {hit.id for hit in others}
    return [hit.title for hit in hits if hit.id not in known][:TITLES]
