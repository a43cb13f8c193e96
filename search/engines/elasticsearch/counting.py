"""Exact counts of every facet's values, each facet's own choices left out.

Counts of all documents do not depend on the time of day, so Elasticsearch remembers them until something changes;
what has expired by now, which is little or nothing, is counted apart and taken away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from elasticsearch.dsl.query import Bool, MatchAll, Query

from search.engines.elasticsearch.document import COLUMN_OF, Column
from search.engines.elasticsearch.queries import expired
from search.facets import BY_NAME, FACETS, Facet

Body = dict[str, Any]
# Far more than any facet has but tags; Elasticsearch refuses more than 65,536 in one answer.
_SIZES: Final = {"size": 20_000, "shard_size": 20_000}


@dataclass(frozen=True, slots=True)
class Part:
    """Facets that are counted under the same filters, in one search."""

    filters: Sequence[Query]
    facets: Sequence[Facet]

    def columns(self) -> Body:
        fields = dict.fromkeys(COLUMN_OF[facet.name].field for facet in self.facets)
        return {field: {"terms": {"field": field, **_SIZES}} for field in fields}


@dataclass(frozen=True, slots=True)
class Counting:
    """The counts for what satisfies all that is `required`, with these choices; `now` in Unix seconds."""

    required: Sequence[Query]
    chosen: Mapping[str, Query]
    now: int

    def bodies(self) -> list[Body]:
        """One search for each part, the first of which tells the total; and one for what has expired."""
        parts = self._parts()
        bodies = [self._body(part.filters, part.columns(), total=not at) for at, part in enumerate(parts)]
        gone = {
            f"part_{at}": {"filter": Bool(filter=list(part.filters) or [MatchAll()]).to_dict(), "aggs": part.columns()}
            for at, part in enumerate(parts)
        }
        return [*bodies, self._body([expired(self.now)], gone)]

    def read(self, answers: Sequence[Any]) -> tuple[int, dict[str, Mapping[str, int]]]:
        """The total and the counts, from the answers to `bodies()`."""
        *found, last = answers
        gone = last["aggregations"]
        total = int(found[0]["hits"]["total"]["value"]) - int(gone["part_0"]["doc_count"])
        counts: dict[str, dict[str, int]] = {}
        for at, (part, answer) in enumerate(zip(self._parts(), found, strict=True)):
            for facet in part.facets:
                counts[facet.name] = _values(facet, answer["aggregations"])
                for slug, number in _values(facet, gone[f"part_{at}"]).items():
                    # A change may have come between the searches; counts that it makes odd are left out.
                    counts[facet.name][slug] = counts[facet.name].get(slug, 0) - number
        return max(total, 0), {
            facet.name: {slug: number for slug, number in counts[facet.name].items() if number > 0} for facet in FACETS
        }

    def _parts(self) -> list[Part]:
        """The facets without choices in two parts, which take about as long; those with choices one by one."""
        all_choices = list(self.chosen.values())
        free = [facet for facet in FACETS if facet.name not in self.chosen]
        light = [facet for facet in free if facet.layout in ("single", "set")]
        parts = [Part(all_choices, light), Part(all_choices, [facet for facet in free if facet not in light])]
        for name in self.chosen:
            others = [query for other, query in self.chosen.items() if other != name]
            parts.append(Part(others, [BY_NAME[name]]))
        return parts

    def _body(self, filters: Sequence[Query], aggregations: Body, *, total: bool = False) -> Body:
        queries = [*self.required, *filters]
        query = Bool(filter=queries) if queries else MatchAll()
        return {"size": 0, "track_total_hits": total, "query": query.to_dict(), "aggs": aggregations}


def _values(facet: Facet, aggregations: Mapping[str, Any]) -> dict[str, int]:
    column: Column = COLUMN_OF[facet.name]
    counts: dict[str, int] = {}
    for bucket in aggregations[column.field]["buckets"]:
        for slug in column.slugs(bucket["key"], facet):
            counts[slug] = counts.get(slug, 0) + bucket["doc_count"]
    return counts
