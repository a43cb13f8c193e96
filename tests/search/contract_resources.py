"""Small and random resources, plans and choices for the engine contract."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache

from search.analysis import analyze
from search.query import Alternative, Clause, QueryPlan, Word
from search.types import SearchDocument
from tests.bench.corpus import NOW, documents, words
from tests.search.brute_force import BruteForceEngine

# A third of what the centres have is listed nationally.
CORPUS = [
    replace(document, national=not document.facets["centre"] or number % 3 == 0)
    for number, document in enumerate(documents(2000, seed=3, length=60))
]
ORACLE_CORPUS = CORPUS[:600]


def doc(number: int, title: str = "Modul", **fields) -> SearchDocument:
    """A small resource; `number` orders it by id and, unless told otherwise, by publication."""
    fields = {"kind": "module", "path": f"/modul/{number}/", "published_at": NOW - 1000 + number} | fields
    identity = f"{number:08x}-0000-4000-8000-000000000000"
    return SearchDocument(id=identity, page_id=number, title=title, **fields)


def alternative(text: str, **fields) -> Alternative:
    tokens = analyze(text)
    return Alternative(tuple(Word(t.surface, t.stem, at) for at, t in enumerate(tokens)), **fields)


def clause(text: str, *others: Alternative, **fields) -> Clause:
    return Clause(text, (alternative(text, **fields), *others))


def plan(text: str, minimum: int | None = None) -> QueryPlan:
    """Every word of `text` a clause that must match and ranks."""
    tokens = analyze(text)
    clauses = tuple(Clause(t.surface, (Alternative((Word(t.surface, t.stem),)),)) for t in tokens)
    return QueryPlan(clauses, clauses, minimum)


def of(*clauses: Clause, minimum: int | None = None) -> QueryPlan:
    return QueryPlan(clauses, clauses, minimum)


def ids(answer) -> list[str]:
    return [hit.id for hit in answer.hits]


def numbers(answer) -> list[int]:
    return [hit.page_id for hit in answer.hits]


def random_plan(chance: random.Random) -> QueryPlan:
    """A few words, sometimes with a synonym, a phrase, or fewer that must match."""
    known, _ = words()
    clauses = []
    for _ in range(chance.choice((0, 1, 1, 2, 2, 3))):
        text = known[int(800 * chance.random() ** 2)]
        others = []
        if chance.random() < 0.3:
            others.append(alternative(known[chance.randrange(400)], weight=0.5))
        if chance.random() < 0.2:
            source = chance.choice(ORACLE_CORPUS)
            tokens = [token.surface for token in analyze(source.body)]
            at = chance.randrange(max(1, len(tokens) - 3))
            others.append(alternative(" ".join(tokens[at : at + 3]), phrase=True, exact=chance.random() < 0.5))
        clauses.append(clause(text, *others))
    minimum = chance.choice((None, None, 1, 2)) if len(clauses) > 1 else None
    return QueryPlan(tuple(clauses), tuple(clauses), minimum)


def random_facets(chance: random.Random) -> dict[str, tuple[str, ...]]:
    """Up to four facets, one to three values each."""
    source = chance.choice(ORACLE_CORPUS)
    chosen = {}
    for name in chance.sample(sorted(source.facets), chance.choice((0, 1, 1, 2, 2, 3, 4))):
        values = {*source.facets[name], *chance.choice(ORACLE_CORPUS).facets[name]}
        chosen[name] = tuple(sorted(values)[:3])
    return chosen


@cache
def oracle() -> BruteForceEngine:
    engine = BruteForceEngine()
    engine.rebuild(ORACLE_CORPUS, cursor=1)
    return engine
