"""Orders hits by unique keys, page by page or behind a cursor.

Tantivy orders by one value and returns equal ones in any order. So a group of equal values is always
fetched whole and then ordered by what follows: by newest for scores, and by id.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

import tantivy
from tantivy import FieldType, Occur, Order, Query

from search.engines.cursors import Position
from search.engines.embedded.schema import SCHEMA
from search.engines.embedded.snapshot import Snapshot
from search.engines.terms import clean
from search.engines.weights import SCORE_DECIMALS
from search.types import Sort

_MARGIN: Final = 12
_GROWTH: Final = 6
_SHALLOW: Final = 200
_NUMBERS: Final[dict[Sort, tuple[str, Order]]] = {
    "newest": ("newest", Order.Desc),
    "shortest": ("shortest", Order.Asc),
    "broadest": ("broadest", Order.Desc),
}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A hit in its place: `key` orders it among its neighbours, with its id when keys are equal."""

    address: tantivy.DocAddress
    key: tuple[int | str, ...]
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Window:
    """Hits from `start` on (from behind `after`, if given), at most `size`."""

    start: int
    size: int
    after: Position | None = None


def ordered(snapshot: Snapshot, query: Query, sort: Sort, window: Window) -> list[Ranked]:
    """The hits of `query` in the window. For `relevance` the query must be the scoring one."""
    if sort == "relevance":
        return _by_score(snapshot, query, window)
    if sort == "title":
        return _by_title(snapshot, query, window)
    return _by_number(snapshot, query, sort, window)


def identity(snapshot: Snapshot, address: tantivy.DocAddress) -> str:
    found = snapshot.searcher.doc(address).get_first("id")
    return found if isinstance(found, str) else ""


def _by_score(snapshot: Snapshot, query: Query, window: Window) -> list[Ranked]:
    if window.after:
        window = _relocated(snapshot, query, window, window.after)
    # Behind a cursor the position is only where to begin to look: the index may have changed since.
    stop = window.start + window.size
    limit = stop + _MARGIN
    while True:
        limit = min(limit, snapshot.searcher.num_docs)
        hits = snapshot.searcher.search(query, limit, count=False).hits
        complete = len(hits) < limit or limit == snapshot.searcher.num_docs
        newest = snapshot.searcher.fast_field_values("newest", [address for _, address in hits])
        ranked = [
            Ranked(address, (-round(score * 10**SCORE_DECIMALS), -int(published or 0)), float(score))
            for (score, address), published in zip(hits, newest, strict=True)
        ]
        if not complete:
            # The last group of equal scores may go on behind the last hit.
            ranked = [hit for hit in ranked if hit.key[0] != ranked[-1].key[0]]
        ranked.sort(key=_key)
        found = _cut(snapshot, ranked, window)
        if complete or len(found) == window.size:
            return found
        limit *= _GROWTH


def _relocated(snapshot: Snapshot, query: Query, window: Window, after: Position) -> Window:
    """The window behind the cursor's hit by the score this hit has now: any commit changes all scores.

    When the hit itself is gone, the window begins where as many hits have passed as were seen.
    """
    last = Query.term_query(SCHEMA, "id", clean(after.id))
    both = Query.boolean_query([(Occur.Must, query), (Occur.Must, Query.const_score_query(last, 0.0))])
    hits = snapshot.searcher.search(both, 1, count=False).hits
    if not hits:
        return Window(max(0, window.start - 1), window.size)
    score = -round(hits[0][0] * 10**SCORE_DECIMALS)
    return Window(window.start, window.size, replace(after, key=(score, after.key[1])))


def _by_number(snapshot: Snapshot, query: Query, sort: Sort, window: Window) -> list[Ranked]:
    field, order = _NUMBERS[sort]
    sign = -1 if order == Order.Desc else 1
    start = window.start
    if window.after:
        start = 0
        last = abs(int(window.after.key[0]))
        span = (None, last) if sign < 0 else (last, None)
        behind = Query.range_query(SCHEMA, field, FieldType.Unsigned, *span)
        query = Query.boolean_query([(Occur.Must, query), (Occur.Must, behind)])
    margin = _MARGIN
    while True:
        first = max(0, start - margin)
        limit = start - first + window.size + margin
        hits = snapshot.searcher.search(query, limit, count=False, order_by_field=field, offset=first, order=order).hits
        ranked = [Ranked(address, (sign * number,)) for number, address in hits]
        complete = len(hits) < limit
        if not complete:
            # A group of equal keys may go on behind the last hit, or have begun before the first.
            ranked = [hit for hit in ranked if hit.key != ranked[-1].key]
        found = _cut(snapshot, ranked, Window(start - first, window.size, window.after))
        begins_before = first > 0 and bool(found) and found[0].key == ranked[0].key
        if not begins_before and (complete or len(found) == window.size):
            return found
        margin *= _GROWTH


def _key(hit: Ranked) -> tuple[int | str, ...]:
    return hit.key


def _cut(snapshot: Snapshot, ranked: Sequence[Ranked], window: Window) -> list[Ranked]:
    """The window of hits that are ordered but for equal keys; those within it are ordered by id."""
    after = window.after
    start = 0 if after else window.start
    if after:
        ranked = [hit for hit in ranked if hit.key >= after.key]
    found: list[Ranked] = []
    at = 0
    for key, members in groupby(ranked, _key):
        group = list(members)
        tied = len(group) > 1 and at + len(group) > start
        if tied or (after and key == after.key):
            by_id = sorted((identity(snapshot, hit.address), n) for n, hit in enumerate(group))
            group = [group[n] for id, n in by_id if not (after and key == after.key and id <= after.id)]
        found += group[max(0, start - at) :]
        at += len(group)
        if len(found) >= window.size:
            break
    return found[: window.size]


def _by_title(snapshot: Snapshot, query: Query, window: Window) -> list[Ranked]:
    # Ordering by text reads one text for each hit that is skipped. A number made of the title's first
    # bytes gets near the place; only the titles that begin alike are then read.
    start = window.start
    after = str(window.after.key[0]) if window.after else ""
    if window.after:
        start = 0
        query = _from_title(query, abs(int(window.after.key[1])))
    elif start > _SHALLOW:
        near = snapshot.searcher.search(
            query, 1, count=False, order_by_field="title_start", offset=start, order=Order.Asc
        ).hits
        if not near:
            return []
        begin = near[0][0]
        rest = _from_title(query, begin)
        start -= snapshot.count(query) - snapshot.count(rest)
        query = rest
    limit = window.size + (_MARGIN if window.after else 0)
    while True:
        hits = snapshot.searcher.search(
            query, limit, count=False, order_by_field="title_order", offset=start, order=Order.Asc
        ).hits
        found = [(key, address) for key, address in hits if key > after]
        if len(found) >= window.size or len(hits) < limit:
            break
        limit *= _GROWTH
    found = found[: window.size]
    starts = snapshot.searcher.fast_field_values("title_start", [address for _, address in found])
    return [Ranked(address, (key, int(begin or 0))) for (key, address), begin in zip(found, starts, strict=True)]


def _from_title(query: Query, begin: int) -> Query:
    behind = Query.range_query(SCHEMA, "title_start", FieldType.Unsigned, begin, None)
    return Query.boolean_query([(Occur.Must, query), (Occur.Must, behind)])
