"""The plan of a search: what must match and what ranks, without saying how an engine does it."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was typed (folded) and its stem; `position` keeps the gaps stop words leave."""

    surface: str
    stem: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to satisfy a clause: all its words, next to each other when `phrase`.

    A phrase matches on surface forms when `exact` (the reader typed quotes), else on stems.
    `weight` is 1.0 for what was typed and for same meaning, 0.5 for "also search".
    """

    words: tuple[Word, ...]
    weight: float = 1.0
    phrase: bool = False
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """One word or phrase of the query with its synonyms: any alternative satisfies it."""

    text: str
    alternatives: tuple[Alternative, ...]

    @property
    def typed(self) -> Alternative:
        return self.alternatives[0]


@dataclass(frozen=True, slots=True)
class QueryPlan:
    """`must`: clauses of which `minimum` have to match (None = all). `rank`: clauses that score.

    For a question `must` holds its two rarest known words and `minimum` is 1 while `rank` holds all.
    """

    must: tuple[Clause, ...] = ()
    rank: tuple[Clause, ...] = ()
    minimum: int | None = None
    is_question: bool = False
    truncated: bool = False

    def with_minimum(self, minimum: int) -> QueryPlan:
        return replace(self, minimum=minimum)
