"""Elasticsearch queries of a plan: what must match, what ranks, and where words were found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from elasticsearch.dsl.query import Bool, ConstantScore, DisMax, MatchAll, MatchPhrase, Prefix, Query, Range
from elasticsearch.dsl.query import Term as TermQuery

from search.engines.elasticsearch.document import GAP, STEM, SURFACE, cut, form_value, slug_value
from search.engines.terms import term
from search.engines.weights import (
    DIS_MAX_TIE,
    FIELD_WEIGHTS,
    NEAR_BOOST,
    REVIEWED_BOOST,
    STEM_WEIGHT,
    TEXT_FIELDS,
)
from search.facets import BY_NAME
from search.query import Alternative, Clause, QueryPlan, Word
from search.types import SearchRequest


def equals(field: str, value: str | bool, boost: float = 1.0, name: str | None = None) -> Query:
    """Documents with this term; `name` tells of each hit whether it is one of them."""
    return TermQuery(**{field: {"value": value, **_extras(boost, name)}})


def _extras(boost: float, name: str | None) -> dict[str, float | str]:
    given: dict[str, float | str] = {"boost": boost} if boost != 1.0 else {}
    return given | ({"_name": name} if name else {})


def begins(field: str, prefix: str) -> Query:
    return Prefix(**{field: {"value": prefix}})


def all_of(queries: Sequence[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Bool(must=list(queries))


def any_of(queries: Sequence[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Bool(should=list(queries), minimum_should_match=1)


def word(text: str) -> str:
    """A word as a term of the index."""
    return cut(term(text))


def _phrase(field: str, words: Iterable[tuple[int, str]], boost: float = 1.0, name: str | None = None) -> Query:
    """Words at their distances; a phrase of one word is that word."""
    placed = sorted(set(words))
    if len({position for position, _ in placed}) < 2:
        return any_of([equals(field, text, boost, name) for _, text in placed])
    texts: list[str] = []
    first = placed[0][0]
    for position, text in placed:
        texts += [GAP] * (position - first - len(texts))
        texts.append(text)
    return MatchPhrase(**{field: {"query": " ".join(texts), "analyzer": "phrase", **_extras(boost, name)}})


def _phrase_field(field: str, alternative: Alternative, boost: float = 1.0, name: str | None = None) -> Query:
    if alternative.exact:
        words = [(one.position, word(one.surface)) for one in alternative.words]
        return _phrase(f"{field}.{SURFACE}", words, boost, name)
    return _phrase(f"{field}.{STEM}", [(one.position, word(one.stem)) for one in alternative.words], boost, name)


def _is_phrase(alternative: Alternative) -> bool:
    return alternative.phrase and len(alternative.words) > 1


def _matches_alternative(alternative: Alternative) -> Query:
    if alternative.exact:
        filters = [equals("forms", value) for value in _once(form_value(w.stem, w.surface) for w in alternative.words)]
    else:
        filters = [equals("stems", value) for value in _once(word(w.stem) for w in alternative.words)]
    if _is_phrase(alternative):
        filters.append(any_of([_phrase_field(field, alternative) for field in TEXT_FIELDS]))
    return all_of(filters)


def _once(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _matches_clause(clause: Clause) -> Query | None:
    alternatives = [_matches_alternative(a) for a in clause.alternatives if a.words]
    return any_of(alternatives) if alternatives else None


def match_clauses(plan: QueryPlan) -> list[Query]:
    """One query for each clause of `plan.must`; they decide what is found and counted."""
    return [query for clause in plan.must if (query := _matches_clause(clause)) is not None]


def matching(plan: QueryPlan) -> Query | None:
    """What the words of a plan match, or None when there are no words."""
    clauses = match_clauses(plan)
    if not clauses:
        return None
    if plan.minimum is None or plan.minimum >= len(clauses):
        return all_of(clauses)
    return Bool(should=clauses, minimum_should_match=max(plan.minimum, 1))


def choice(name: str, slugs: Sequence[str]) -> Query:
    """Documents with any of the chosen slugs of a facet."""
    return any_of([equals(name, slug) for slug in _once(map(slug_value, slugs))])


def choices(facets: Mapping[str, Sequence[str]]) -> dict[str, Query]:
    """One query for each facet with choices; unknown facets are ignored."""
    return {name: choice(name, slugs) for name, slugs in facets.items() if slugs and name in BY_NAME}


def restrictions(request: SearchRequest) -> list[Query]:
    """What a request demands beside its words, whose counts do not leave it out either."""
    return [equals("national", True)] if request.national else []


def expired(now: int) -> Query:
    """What has expired by `now` (Unix seconds)."""
    return Range(expires={"lte": now})


def base(parts: Sequence[Query | None], now: int) -> Query:
    """Documents that satisfy all `parts` and have not expired by `now`."""
    return Bool(filter=[part for part in parts if part is not None] or [MatchAll()], must_not=[expired(now)])


class Names:
    """Gives names to queries that stand for a word in a field: of each hit Elasticsearch tells which it matches.

    A name is given once, since a second use would hide the first; without `wanted` there are none.
    """

    def __init__(self, wanted: bool) -> None:
        self._wanted = wanted
        self._given = 0

    def one(self, field: str) -> str | None:
        self._given += 1
        return f"{field} {self._given}" if self._wanted else None


def fields_of(names: Iterable[str]) -> set[str]:
    """The fields that the names of matching queries stand for."""
    return {name.partition(" ")[0] for name in names}


def _ranks_word(one: Word, exact: bool, names: Names) -> Query:
    surface, stem = word(one.surface), word(one.stem)
    scored: list[Query] = []
    for field, weight in FIELD_WEIGHTS.items():
        name = names.one(field)
        scored.append(equals(f"{field}.{SURFACE}", surface, weight, name if exact else None))
        scored.append(equals(f"{field}.{STEM}", stem, weight * STEM_WEIGHT, None if exact else name))
    return DisMax(queries=scored, tie_breaker=DIS_MAX_TIE)


def _ranks_phrase(alternative: Alternative, names: Names) -> Query:
    weight = 1.0 if alternative.exact else STEM_WEIGHT
    scored = [
        _phrase_field(field, alternative, FIELD_WEIGHTS[field] * weight, names.one(field)) for field in TEXT_FIELDS
    ]
    return DisMax(queries=scored, tie_breaker=DIS_MAX_TIE)


def _ranks_alternative(alternative: Alternative, names: Names) -> Query:
    if _is_phrase(alternative):
        scored = _ranks_phrase(alternative, names)
    else:
        scored = all_of([_ranks_word(one, alternative.exact, names) for one in alternative.words])
    return scored if alternative.weight == 1.0 else Bool(must=[scored], boost=alternative.weight)


def _ranks_clause(clause: Clause, names: Names) -> Query | None:
    alternatives = [_ranks_alternative(a, names) for a in clause.alternatives if a.words]
    if len(alternatives) > 1:
        return DisMax(queries=alternatives, tie_breaker=0.0)
    return alternatives[0] if alternatives else None


def ranking(plan: QueryPlan, chosen: Sequence[Query], now: int, near: str | None) -> Query:
    """What the plan matches with these choices, scored; what must match tells the field it stands in."""
    named, unnamed = Names(True), Names(False)
    words: list[Query] = []
    for clause in dict.fromkeys((*plan.rank, *plan.must)):
        query = _ranks_clause(clause, named if clause in plan.must else unnamed)
        if query is not None:
            # What is only to match adds nothing to the score, but its name.
            words.append(query if clause in plan.rank else ConstantScore(filter=query, boost=0.0))
    boosts: list[Query] = [ConstantScore(filter=equals("reviewed", True), boost=REVIEWED_BOOST)]
    if near:
        boosts.append(ConstantScore(filter=choice("province", (near,)), boost=NEAR_BOOST))
    if _scores_what_matches(plan):
        # Then documents that cannot come into the first ones need not be looked at.
        return Bool(must=words, should=boosts, filter=list(chosen), must_not=[expired(now)])
    filters = [query for query in (matching(plan), *chosen) if query is not None]
    return Bool(filter=filters or [MatchAll()], should=[*words, *boosts], must_not=[expired(now)])


def _scores_what_matches(plan: QueryPlan) -> bool:
    """Whether the words that score match exactly what must match: a stem stands in some field or in none."""
    alternatives = [alternative for clause in plan.must for alternative in clause.alternatives]
    plain = not any(alternative.exact or alternative.phrase or not alternative.words for alternative in alternatives)
    return bool(alternatives) and plain and plan.rank == plan.must and plan.minimum in (None, len(plan.must))


def in_fields(plan: QueryPlan) -> Query | None:
    """Matches everything, and names the fields in which words of the plan stand; for searches that do not score."""
    names = Names(True)
    named = [query for clause in plan.must if (query := _ranks_clause(clause, names)) is not None]
    return Bool(filter=[MatchAll()], should=named) if named else None
