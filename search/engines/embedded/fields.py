"""Where a hit's words stand when neither its title nor its snippet shows one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tantivy import Occur, Query

from search.engines.embedded.ordering import identity
from search.engines.embedded.queries import any_of, in_field
from search.engines.embedded.schema import SCHEMA
from search.engines.embedded.snapshot import Snapshot
from search.engines.terms import clean
from search.query import QueryPlan
from search.types import MATCH_FIELDS, Hit

_MARK = "<mark>"


def with_fields(snapshot: Snapshot, plan: QueryPlan, hits: list[Hit]) -> list[Hit]:
    """The hits, those without a mark told in which other fields they were found: one small query a field."""
    if not plan.must:
        return hits
    unmarked = [hit for hit in hits if _MARK not in hit.title_highlight and _MARK not in hit.highlight]
    if not unmarked:
        return hits
    found = {field: _holding(snapshot, plan, field, unmarked) for field in MATCH_FIELDS}
    places = {hit.id: tuple(field for field in MATCH_FIELDS if clean(hit.id) in found[field]) for hit in unmarked}
    return [replace(hit, found_in=places[hit.id]) if hit.id in places else hit for hit in hits]


def _holding(snapshot: Snapshot, plan: QueryPlan, field: str, hits: Sequence[Hit]) -> set[str]:
    words = in_field(plan, field)
    if words is None:
        return set()
    these = any_of([Query.term_query(SCHEMA, "id", clean(hit.id)) for hit in hits])
    query = Query.boolean_query([(Occur.Must, these), (Occur.Must, words)])
    found = snapshot.searcher.search(query, len(hits), count=False).hits
    return {identity(snapshot, address) for _, address in found}
