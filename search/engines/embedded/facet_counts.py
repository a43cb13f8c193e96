"""Exact counts of every facet value, each facet's own choices left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from tantivy import Query

from search.engines.embedded.queries import base
from search.engines.embedded.schema import count_columns
from search.engines.embedded.snapshot import Snapshot
from search.engines.terms import SEPARATOR
from search.facets import BY_NAME, FACETS, Facet

# With a smaller number tantivy drops values within a segment and most counts are wrong; with a larger
# one it refuses (65,000 buckets in one answer).
_ALL_VALUES: Final = 50_000


def count_facets(
    snapshot: Snapshot, required: Sequence[Query | None], chosen: Mapping[str, Query], now: int
) -> tuple[int, dict[str, dict[str, int]]]:
    """The total, and the counts of all facets, among what satisfies all that is `required`.

    One pass counts the facets without choices, and one more each facet with choices. A pass with its
    filters in the query visits only what matches them, which is faster than filter aggregations over
    all that the words match, and needs no query strings.
    """
    matches = base(snapshot, [*required, *chosen.values()], now)
    free = [facet for facet in FACETS if facet.name not in chosen]
    total, counts = _count(snapshot, matches, free)
    for name in chosen:
        others = [query for other, query in chosen.items() if other != name]
        counts |= _count(snapshot, base(snapshot, [*required, *others], now), [BY_NAME[name]])[1]
    ordered = {facet.name: counts[facet.name] for facet in FACETS}
    return (snapshot.count(matches) if total is None else total), ordered


def _count(snapshot: Snapshot, query: Query, facets: Sequence[Facet]) -> tuple[int | None, dict[str, dict[str, int]]]:
    """Counts of each facet, and of all that `query` matches if that can be told from them."""
    wanted = {
        column: {"terms": {"field": column, "size": _ALL_VALUES, "segment_size": _ALL_VALUES}}
        for facet in facets
        for column in count_columns(facet)
    }
    answer: dict[str, Any] = snapshot.searcher.aggregate(query, wanted) if wanted else {}
    total = None
    counts: dict[str, dict[str, int]] = {}
    for facet in facets:
        columns = [answer[column]["buckets"] for column in count_columns(facet)]
        counts[facet.name] = _values(facet, columns)
        if facet.layout == "single":
            # Every document has one value here, the empty one included.
            total = sum(bucket["doc_count"] for bucket in columns[0])
    return total, counts


def _values(facet: Facet, columns: Iterable[list[dict[str, Any]]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for buckets in columns:
        for bucket in buckets:
            key: str = bucket["key"]
            for slug in key.split(SEPARATOR) if facet.layout == "set" else (key,):
                if slug:
                    counts[slug] = counts.get(slug, 0) + bucket["doc_count"]
    return counts
