"""Tantivy queries of a plan: what must match, and what ranks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tantivy import Occur, Query

from search.engines.embedded.schema import EVERY, SCHEMA, filter_field, stem_field
from search.engines.embedded.snapshot import Snapshot
from search.engines.terms import form_term, slug_term, term
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


def all_of(queries: Sequence[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Must, q) for q in queries])


def any_of(queries: Sequence[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, q) for q in queries])


def _phrase(field: str, words: Iterable[tuple[int, str]]) -> Query:
    """Words at their distances; a phrase of one word is that word (tantivy panics on it)."""
    placed = sorted(set(words))
    if len({position for position, _ in placed}) < 2:
        return any_of([Query.term_query(SCHEMA, field, word) for _, word in placed])
    first = placed[0][0]
    return Query.phrase_query(SCHEMA, field, [(position - first, word) for position, word in placed])


def _phrase_field(field: str, alternative: Alternative) -> Query:
    if alternative.exact:
        return _phrase(field, ((word.position, term(word.surface)) for word in alternative.words))
    return _phrase(stem_field(field), ((word.position, term(word.stem)) for word in alternative.words))


def _match_term(word: Word, *, exact: bool) -> tuple[str, str]:
    """The match-only field and term that a word needs."""
    if exact:
        return "forms", form_term(word.stem, word.surface)
    return "stems", term(word.stem)


def _is_phrase(alternative: Alternative) -> bool:
    return alternative.phrase and len(alternative.words) > 1


def _matches_alternative(alternative: Alternative) -> Query:
    exact = alternative.exact
    words = dict.fromkeys(_match_term(word, exact=exact) for word in alternative.words)
    filters = [Query.term_query(SCHEMA, field, value) for field, value in words]
    if _is_phrase(alternative):
        filters.append(any_of([_phrase_field(field, alternative) for field in TEXT_FIELDS]))
    return all_of(filters)


def _matches_clause(clause: Clause) -> Query | None:
    alternatives = [_matches_alternative(a) for a in clause.alternatives if a.words]
    return any_of(alternatives) if alternatives else None


def in_field(plan: QueryPlan, field: str) -> Query | None:
    """What holds a word, or a whole phrase, of the plan's clauses in this text field; None without words."""
    found: list[Query] = []
    for alternative in (alternative for clause in plan.must for alternative in clause.alternatives):
        if _is_phrase(alternative):
            found.append(_phrase_field(field, alternative))
        elif alternative.exact:
            found += [Query.term_query(SCHEMA, field, term(word.surface)) for word in alternative.words]
        else:
            found += [Query.term_query(SCHEMA, stem_field(field), term(word.stem)) for word in alternative.words]
    return any_of(found) if found else None


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
    if plan.minimum <= 1:
        return any_of(clauses)
    return Query.boolean_query([(Occur.Should, q) for q in clauses], plan.minimum)


def choice(name: str, slugs: Sequence[str]) -> Query:
    """Documents with any of the chosen slugs of a facet."""
    field = filter_field(BY_NAME[name])
    cleaned = dict.fromkeys(map(slug_term, slugs))
    return any_of([Query.term_query(SCHEMA, field, slug) for slug in cleaned])


def choices(facets: Mapping[str, Sequence[str]]) -> dict[str, Query]:
    """One query for each facet with choices; unknown facets are ignored."""
    return {name: choice(name, slugs) for name, slugs in facets.items() if slugs and name in BY_NAME}


def listed(request: SearchRequest) -> Query | None:
    """What is listed nationally, where the request keeps to that."""
    return Query.term_query(SCHEMA, "national", EVERY) if request.national else None


def base(snapshot: Snapshot, parts: Sequence[Query | None], now: int) -> Query:
    """Documents that satisfy all `parts` and have not expired by `now`."""
    required = [part for part in parts if part is not None] or [snapshot.every()]
    expired = snapshot.expired(now)
    if expired is None:
        return all_of(required)
    return Query.boolean_query([*((Occur.Must, q) for q in required), (Occur.MustNot, expired)])


def _ranks_word(word: Word) -> Query:
    surface, stem = term(word.surface), term(word.stem)
    scored: list[Query] = []
    for field, weight in FIELD_WEIGHTS.items():
        scored.append(Query.boost_query(Query.term_query(SCHEMA, field, surface, "freq"), weight))
        stemmed = Query.term_query(SCHEMA, stem_field(field), stem, "freq")
        scored.append(Query.boost_query(stemmed, weight * STEM_WEIGHT))
    return Query.disjunction_max_query(scored, DIS_MAX_TIE)


def _ranks_phrase(alternative: Alternative) -> Query:
    weight = 1.0 if alternative.exact else STEM_WEIGHT
    scored = [
        Query.boost_query(_phrase_field(field, alternative), FIELD_WEIGHTS[field] * weight) for field in TEXT_FIELDS
    ]
    return Query.disjunction_max_query(scored, DIS_MAX_TIE)


def _ranks_alternative(alternative: Alternative) -> Query:
    if _is_phrase(alternative):
        scored = _ranks_phrase(alternative)
    else:
        scored = all_of([_ranks_word(word) for word in alternative.words])
    return scored if alternative.weight == 1.0 else Query.boost_query(scored, alternative.weight)


def _ranks_clause(clause: Clause) -> Query | None:
    alternatives = [_ranks_alternative(a) for a in clause.alternatives if a.words]
    if len(alternatives) > 1:
        return Query.disjunction_max_query(alternatives, 0.0)
    return alternatives[0] if alternatives else None


def ranking(plan: QueryPlan, matches: Query, near: str | None) -> Query:
    """`matches` with the score of the plan's ranking clauses and the small boosts."""
    scored = [query for clause in plan.rank if (query := _ranks_clause(clause)) is not None]
    reviewed = Query.term_query(SCHEMA, "reviewed", EVERY)
    scored.append(Query.const_score_query(reviewed, REVIEWED_BOOST))
    if near:
        scored.append(Query.const_score_query(choice("province", (near,)), NEAR_BOOST))
    required = Query.const_score_query(matches, 0.0)
    return Query.boolean_query([(Occur.Must, required), *((Occur.Should, query) for query in scored)])
