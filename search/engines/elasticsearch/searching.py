"""One multi-search for one page: its hits, the counts of unchosen facets, and those of each chosen one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from elasticsearch.dsl.query import Query

from search.engines.cursors import Position, decode, encode
from search.engines.elasticsearch.counting import Body, Counting
from search.engines.elasticsearch.queries import (
    base,
    choices,
    equals,
    fields_of,
    in_fields,
    matching,
    ranking,
    restrictions,
)
from search.engines.stored import to_hit
from search.engines.terms import LATEST, LONGEST, TIME_BITS, broadest_key, clean, newest_key, shortest_key
from search.engines.weights import SCORE_DECIMALS
from search.highlights import Highlighter
from search.query import QueryPlan
from search.types import MATCH_FIELDS, MAX_RESULT_WINDOW, EngineAnswer, Hit, SearchRequest, Sort

_MARK: Final = "<mark>"
_ID: Final = {"id": "asc"}
_ORDERS: Final[dict[Sort, list[dict[str, str]]]] = {
    "relevance": [{"_score": "desc"}, {"published": "desc"}, _ID],
    "newest": [{"published": "desc"}, _ID],
    "title": [{"title_order": "asc"}],
    "shortest": [{"duration": "asc"}, {"published": "desc"}, _ID],
    "broadest": [{"breadth": "desc"}, {"published": "desc"}, _ID],
}


@dataclass(frozen=True)
class PageSearch:
    """The searches of one page, and how to read their answers. `place`: where the page begins, if `after` was
    looked up."""

    plan: QueryPlan
    request: SearchRequest
    sort: Sort
    now: int
    after: Position | None = None
    place: Body | None = None

    def bodies(self) -> list[Body]:
        """The hits, then the counts of facets if they are wanted."""
        return [self._hits(), *(self._counting.bodies() if self.request.counted else [])]

    @cached_property
    def _counting(self) -> Counting:
        words = matching(self.plan)
        required = [*([] if words is None else [words]), *restrictions(self.request)]
        return Counting(required, choices(self.request.facets), self.now)

    def _hits(self) -> Body:
        if self.sort == "relevance":
            query = ranking(self.plan, _filters(self.request), self.now, self.request.near)
        else:
            query = base([matching(self.plan), *_filters(self.request)], self.now)
        offset = 0 if self.after else self.request.offset
        within = 0 <= offset < MAX_RESULT_WINDOW
        body: Body = {
            "query": query.to_dict(),
            # One more than the page holds tells whether anything follows.
            "size": self.request.size + 1 if within else 0,
            "from": offset if within else 0,
            "sort": _ORDERS[self.sort],
            "track_total_hits": not self.request.counted,
            "_source": True,
        }
        if self.after:
            body |= self.place or _search_after(self.after)
        if within and self.sort != "relevance" and (fields := in_fields(self.plan)):
            # Matches everything, and tells where. What scores tells it by itself, for less.
            body["post_filter"] = fields.to_dict()
        return body

    def answer(self, found: Sequence[Any], highlighter: Highlighter) -> EngineAnswer:
        """The answer, from the answers to `bodies()`."""
        raw = found[0]["hits"]["hits"]
        counts: dict[str, Mapping[str, int]] = {}
        if self.request.counted:
            total, counts = self._counting.read(found[1:])
        else:
            total = int(found[0]["hits"]["total"]["value"])
        page = raw[: self.request.size]
        hits = [self._hit(one, highlighter) for one in page]
        cursor = None
        if len(raw) > len(page) > 0:
            seen = (self.after.seen if self.after else self.request.offset) + len(page)
            cursor = encode(_position(self.sort, seen, page[-1]))
        return EngineAnswer(total, tuple(hits), counts, cursor)

    def _hit(self, raw: Any, highlighter: Highlighter) -> Hit:
        source = raw["_source"]
        hit = to_hit(source["card"].encode("ascii"), source["excerpt"], highlighter, float(raw.get("_score") or 0.0))
        if not self.plan.must or _MARK in hit.title_highlight or _MARK in hit.highlight:
            return hit
        found = fields_of(raw.get("matched_queries", ()))
        return replace(hit, found_in=tuple(field for field in MATCH_FIELDS if field in found))


def _filters(request: SearchRequest) -> list[Query]:
    return [*restrictions(request), *choices(request.facets).values()]


def locating(search: PageSearch) -> Body | None:
    """The search that tells which score a cursor's hit has now: any change of the index changes all scores."""
    if search.sort != "relevance" or search.after is None:
        return None
    filters = [*_filters(search.request), equals("id", clean(search.after.id))]
    query = ranking(search.plan, filters, search.now, search.request.near)
    return {"size": 1, "query": query.to_dict(), "sort": _ORDERS["relevance"], "_source": False}


def located(search: PageSearch, answer: Any) -> PageSearch:
    """The search behind the cursor's hit where that stands now; if it is gone, behind as many hits as were seen."""
    assert search.after is not None
    hits = answer["hits"]["hits"]
    if hits:
        return replace(search, place={"search_after": hits[0]["sort"]})
    skipped = max(0, search.after.seen - 1)
    return replace(search, place={"from": skipped}) if skipped < MAX_RESULT_WINDOW else search


def _search_after(after: Position) -> Body:
    first = after.key[0]
    if after.sort == "title":
        return {"search_after": [first]}
    number = abs(int(first))
    age = LATEST - (number >> 14 & LATEST)
    if after.sort == "newest":
        values: list[Any] = [number >> 64 - TIME_BITS, after.id]
    elif after.sort == "shortest":
        values = [number >> 48, age, after.id]
    elif after.sort == "broadest":
        values = [number >> 48, LATEST - age, after.id]
    else:
        values = [number / 10**SCORE_DECIMALS, abs(int(after.key[1])) >> 64 - TIME_BITS, after.id]
    return {"search_after": values}


def _position(sort: Sort, seen: int, raw: Any) -> Position:
    """The cursor's position, the same as the embedded engine would give."""
    values, id = raw["sort"], raw["_id"]
    key: tuple[int | str, ...]
    if sort == "title":
        key = (str(values[0]), int.from_bytes(str(values[0]).encode()[:8].ljust(8, b"\0"), "big"))
    elif sort == "newest":
        key = (-newest_key(values[0], id),)
    elif sort == "shortest":
        key = (shortest_key(None if values[0] == LONGEST else values[0], values[1], id),)
    elif sort == "broadest":
        key = (-broadest_key(values[0], values[1], id),)
    else:
        key = (-round(values[0] * 10**SCORE_DECIMALS), -newest_key(values[1], id))
    return Position(sort, seen, key, id)


def page_search(plan: QueryPlan, request: SearchRequest, now: int) -> PageSearch:
    """The searches of a page. Raises ValueError for a cursor that is not ours."""
    sort: Sort = "newest" if request.sort == "relevance" and not plan.rank else request.sort
    return PageSearch(plan, request, sort, now, decode(request.cursor, sort) if request.cursor else None)
