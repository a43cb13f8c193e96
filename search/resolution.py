"""What a search does when nothing matches all words: correct, then leave words out, and say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from search.analysis import QUESTION_WORDS, STOP_WORDS, Token, analyze
from search.corrections import MIN_LENGTH, corrector_for
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
    if literal or not wanted.must:
        return Resolution(wanted)
    complete = _finds_all(wanted, engine, now)
    # A question is content with its known words, also where the one that matters is misspelled.
    corrections = [] if complete and not wanted.is_question else _corrections(q, synonyms, engine)
    if complete:
        corrections = [(token, better) for token, better in corrections if len(token.surface) > MIN_LENGTH]
    if complete and not corrections:
        return Resolution(wanted)
    corrected = None
    if corrections:
        corrected = _replaced(q, corrections)
        typed, wanted = wanted, plan(corrected, synonyms, engine.document_frequency)
        if complete:
            wanted = replace(wanted, must=tuple(dict.fromkeys((*typed.must, *wanted.must))))
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
        whole = _whole(tokens[at : at + 2], q, vocabulary)
        if whole:
            second = tokens[at + 1]
            found.append((token._replace(surface=f"{token.surface} {second.surface}", end=second.end), whole))
        if found and token.start < found[-1][0].end:
            continue
        if token.surface in STOP_WORDS or token.surface in QUESTION_WORDS or token.surface in vocabulary:
            continue
        # A word of the dictionary or of a synonym is not misspelled, it is only not there.
        if lexicon().is_root(token.surface) or synonyms.find(tokens[: at + 1], at):
            continue
        if engine.document_frequency(token.stem) == 0:
            better = corrector.correct(token.surface) or _halves(token.surface, vocabulary)
            if better is not None:
                found.append((token, better))
    return found


def _whole(pair: list[Token], q: str, vocabulary: Mapping[str, int]) -> str | None:
    """The word of the index that two neighbours are when written as one (kom bel), if one of them is none."""
    if len(pair) < 2 or q[pair[0].end : pair[1].start].strip(" -"):
        return None
    whole = pair[0].surface + pair[1].surface
    apart = all(token.surface in vocabulary or token.surface in STOP_WORDS for token in pair)
    return whole if not apart and len(whole) > MIN_LENGTH and whole in vocabulary else None


def _halves(word: str, vocabulary: Mapping[str, int]) -> str | None:
    """A word as two words of the index that were run together (modulajar), the more frequent ones first."""
    cuts = range(MIN_LENGTH, len(word) - MIN_LENGTH + 1)
    halves = [(word[:cut], word[cut:]) for cut in cuts]
    halves = [(first, second) for first, second in halves if first in vocabulary and second in vocabulary]
    best = max(halves, key=lambda pair: min(vocabulary[half] for half in pair), default=None)
    return " ".join(best) if best else None


def _replaced(q: str, corrections: list[tuple[Token, str]]) -> str:
    parts, at = [], 0
    for token, better in corrections:
        parts += [q[at : token.start], better]
        at = token.end
    return "".join([*parts, q[at:]])


def _occurs(clause: Clause, wanted: QueryPlan, engine: SearchEngine, now: int) -> bool:
    return engine.best_minimum(replace(wanted, must=(clause,), minimum=None), now=now) == 1
