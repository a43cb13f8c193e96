"""What a search does when nothing matches all words: correct, then leave words out, and say so."""

from __future__ import annotations

from dataclasses import dataclass, replace

from search.analysis import QUESTION_WORDS, STOP_WORDS, Token, analyze
from search.corrections import corrector_for
from search.engines.base import SearchEngine
from search.lexicon import lexicon
from search.planner import plan
from search.query import Clause, QueryPlan
from search.synonyms import Synonyms
from search.types import MAX_WORDS


@dataclass(frozen=True, slots=True)
class Resolution:
    """The plan to search with and what became of the reader's words.

    `corrected` is the whole query with `corrections` (typed, corrected) applied, None when there are
    none; `dropped_words` occur nowhere and were left out; `is_partial` says that each of the other words
    occurs, but no material holds all of them, so that a result may lack some.
    """

    plan: QueryPlan
    corrected: str | None = None
    corrections: tuple[tuple[str, str], ...] = ()
    dropped_words: tuple[str, ...] = ()
    is_partial: bool = False


def resolve(q: str, synonyms: Synonyms, engine: SearchEngine, now: int, literal: bool = False) -> Resolution:
    """The plan that finds something for `q`: all words, else corrected, else as many words as possible.

    Choices of facets play no part. `literal` takes the words as they are. Raises `EngineUnavailable`.
    """
    wanted = plan(q, synonyms, engine.document_frequency, literal=literal)
    if literal or not wanted.must or _finds_all(wanted, engine, now):
        return Resolution(wanted)
    corrections = _corrections(q, synonyms, engine)
    corrected = None
    if corrections:
        corrected = _replaced(q, corrections)
        wanted = plan(corrected, synonyms, engine.document_frequency)
    pairs = tuple((token.surface, better) for token, better in corrections)
    needed = wanted.minimum or len(wanted.must)
    best = engine.best_minimum(wanted, now=now)
    if best >= needed:
        return Resolution(wanted, corrected, pairs)
    if best == 0:
        return Resolution(plan(q, synonyms, engine.document_frequency))

    present = [clause for clause in wanted.must if _occurs(clause, wanted, engine, now)]
    absent = tuple(clause.text for clause in wanted.must if clause not in present)
    return Resolution(wanted.with_minimum(best), corrected, pairs, absent, is_partial=best < len(present))


def _finds_all(wanted: QueryPlan, engine: SearchEngine, now: int) -> bool:
    return engine.best_minimum(wanted, now=now) >= (wanted.minimum or len(wanted.must))


def _corrections(q: str, synonyms: Synonyms, engine: SearchEngine) -> list[tuple[Token, str]]:
    """The words of `q` that occur nowhere, are no words we know, and resemble one of the index."""
    tokens = analyze(q)[:MAX_WORDS]
    vocabulary = engine.vocabulary()
    corrector = corrector_for(vocabulary)
    found: list[tuple[Token, str]] = []
    for at, token in enumerate(tokens):
        if token.surface in STOP_WORDS or token.surface in QUESTION_WORDS or token.surface in vocabulary:
            continue
        # A word of the dictionary or of a synonym is not misspelled, it is only not there.
        if lexicon().is_root(token.surface) or synonyms.find(tokens[: at + 1], at):
            continue
        if engine.document_frequency(token.stem) == 0:
            better = corrector.correct(token.surface)
            if better is not None:
                found.append((token, better))
    return found


def _replaced(q: str, corrections: list[tuple[Token, str]]) -> str:
    parts, at = [], 0
    for token, better in corrections:
        parts += [q[at : token.start], better]
        at = token.end
    return "".join([*parts, q[at:]])


def _occurs(clause: Clause, wanted: QueryPlan, engine: SearchEngine, now: int) -> bool:
    return engine.best_minimum(replace(wanted, must=(clause,), minimum=None), now=now) == 1
