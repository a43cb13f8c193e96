"""The second question of a search that found nothing: what can be found, and that at once, in one request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from elasticsearch.dsl.query import Bool, ConstantScore, Query

from search.engines.base import Probe
from search.engines.elasticsearch.counting import Body
from search.engines.elasticsearch.queries import base, expired, match_clauses
from search.engines.elasticsearch.searching import PageSearch, page_search
from search.highlights import Highlighter
from search.query import QueryPlan
from search.types import EngineAnswer, SearchRequest

# Whole answers for so many numbers of words are asked for at once; a query of more words may need another request.
_ANSWERS: Final = 4


@dataclass(frozen=True, slots=True)
class Probing:
    """Several plans; for the last of them also the answers with ever fewer words that must match."""

    plans: Sequence[QueryPlan]
    request: SearchRequest
    now: int

    def probes(
        self, ask: Callable[[Sequence[Body]], list[Any]], highlighter: Callable[[QueryPlan], Highlighter]
    ) -> list[Probe]:
        each = [match_clauses(plan) for plan in self.plans]
        bodies: list[Body] = []
        for clauses in each:
            bodies.append(best_minimum_body(clauses, self.now))
            bodies += [self._existence(clause) for clause in clauses]
        pages = {minimum: (page, page.bodies()) for minimum, page in self._pages().items()}
        for _page, asked in pages.values():
            bodies += asked
        found = iter(ask(bodies))
        told = [
            (best_minimum(next(found)), tuple(bool(next(found)["hits"]["hits"]) for _ in clauses)) for clauses in each
        ]
        answers: dict[int, EngineAnswer] = {}
        for minimum, (page, asked) in pages.items():
            part = [next(found) for _ in asked]
            if minimum <= told[-1][0]:
                answers[minimum] = page.answer(part, highlighter(page.plan))
        probes = [Probe(best, occurs) for best, occurs in told]
        return [*probes[:-1], Probe(*told[-1], answers)]

    def _existence(self, clause: Query) -> Body:
        return {
            "size": 1,
            "terminate_after": 1,
            "track_total_hits": False,
            "_source": False,
            "query": base([clause], self.now).to_dict(),
        }

    def _pages(self) -> dict[int, PageSearch]:
        """The search for each number of words that may be the best; not for all words of the only plan, which
        is what has found nothing."""
        plan = self.plans[-1]
        needed = plan.minimum or len(plan.must)
        most = needed if len(self.plans) > 1 else needed - 1
        minimums = range(most, max(0, most - _ANSWERS), -1)
        return {
            minimum: page_search(plan if minimum == needed else plan.with_minimum(minimum), self.request, self.now)
            for minimum in minimums
        }


def best_minimum_body(clauses: Sequence[Query], now: int) -> Body:
    """The search whose best score is the largest number of `clauses` that one document matches."""
    each = [ConstantScore(filter=clause, boost=1.0) for clause in clauses]
    query = Bool(should=each, minimum_should_match=1, must_not=[expired(now)])
    return {"size": 1, "track_total_hits": False, "_source": False, "query": query.to_dict()}


def best_minimum(answer: Any) -> int:
    """The number, from the answer."""
    hits = answer["hits"]["hits"]
    return round(hits[0]["_score"]) if hits else 0
