"""Exact counts of every facet value, each facet's own choices left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from tantivy import Query

from search.engines.embedded.queries import base
from search.engines.embedded.schema import SEPARATOR, count_columns
from search.engines.embedded.snapshot import Snapshot
from search.facets import BY_NAME, FACETS, Facet

# With a smaller number tantivy drops values within a segment and most counts are wrong; with a larger
# one it refuses (65,000 buckets in one answer).
_ALL_VALUES: Final = 50_000


def count_facets(
    snapshot: Snapshot, words: Query | None, chosen: Mapping[str, Query], now: int
) -> dict[str, dict[str, int]]:
    """Counts of all facets: one pass for those without choices, one more for each facet with choices.

    A pass with its filters in the query visits only what matches them, which is faster than filter
    aggregations over all that the words match, and needs no query strings.
    """
    free = [facet for facet in FACETS if facet.name not in chosen]
    counts = _count(snapshot, base(snapshot, [words, *chosen.values()], now), free)
    for name in chosen:
        others = [query for other, query in chosen.items() if other != name]
        counts |= _count(snapshot, base(snapshot, [words, *others], now), [BY_NAME[name]])
    return {facet.name: counts[facet.name] for facet in FACETS}


def _count(snapshot: Snapshot, query: Query, facets: Sequence[Facet]) -> dict[str, dict[str, int]]:
    wanted = {
        column: {"terms": {"field": column, "size": _ALL_VALUES, "segment_size": _ALL_VALUES}}
        for facet in facets
        for column in count_columns(facet)
    }
    answer: dict[str, Any] = snapshot.searcher.aggregate(query, wanted) if wanted else {}
    return {
        facet.name: _values(facet, (answer[column]["buckets"] for column in count_columns(facet)))
        for facet in facets
    }


def _values(facet: Facet, columns: Iterable[list[dict[str, Any]]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for buckets in columns:
        for bucket in buckets:
            key: str = bucket["key"]
            for slug in key.split(SEPARATOR) if facet.layout == "set" else (key,):
                if slug:
                    counts[slug] = counts.get(slug, 0) + bucket["doc_count"]
    return counts
