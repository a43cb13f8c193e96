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
from search.types import MAX_WORDS, EngineAnswer, SearchRequest


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


def expect(q: str, synonyms: Synonyms, engine: SearchEngine, *, literal: bool = False) -> Resolution | None:
    """The plan for `q` if its words find something, as they nearly always do; None when they cannot.

    Asks nothing but what the engine has at hand. A search that then finds nothing takes a `second_look`.
    """
    wanted = plan(q, synonyms, engine.document_frequency, literal=literal)
    if literal or not wanted.is_question or not wanted.must:
        return Resolution(wanted)
    if not any(_is_known(clause, engine) for clause in wanted.must):
        return None
    # A question is content with its known words, also where the one that matters is misspelled.
    corrections = _corrections(q, synonyms, engine)
    long = [(token, better) for token, better in corrections if len(token.surface) > MIN_LENGTH]
    return _with_corrections(q, wanted, long, engine, synonyms)


def second_look(
    expected: Resolution | None, synonyms: Synonyms, engine: SearchEngine, request: SearchRequest, now: int
) -> tuple[Resolution, EngineAnswer | None]:
    """The plan that finds something for the words of `request`: all of them, else corrected, else as many as possible.

    With it the answer to `request`, if the engine has found that on the way. `expected` is what `expect` said, and
    stands if its words do find something: choices of facets play no part in the plan. Raises `EngineUnavailable`.
    """
    q = request.q
    typed = plan(q, synonyms, engine.document_frequency)
    corrections = _corrections(q, synonyms, engine)
    wanted = _with_corrections(q, typed, corrections, engine, synonyms, replacing=True) if corrections else None
    plans = [typed, wanted.plan] if wanted else [typed]
    probes = engine.probe(plans, request, now=now)
    if probes[0].best >= _needed(typed):
        return expected or Resolution(typed), None
    look, probe = wanted or Resolution(typed), probes[-1]
    if probe.best >= _needed(look.plan):
        return look, probe.answers.get(_needed(look.plan))
    if probe.best == 0:
        return Resolution(typed), None
    clauses = list(zip(look.plan.must, probe.occurs, strict=True))
    absent = tuple(clause.text for clause, occurs in clauses if not occurs)
    partial = probe.best < len(clauses) - len(absent)
    left = replace(look, plan=look.plan.with_minimum(probe.best), dropped_words=absent, is_partial=partial)
    return left, probe.answers.get(probe.best)


def resolve(q: str, synonyms: Synonyms, engine: SearchEngine, now: int, literal: bool = False) -> Resolution:
    """The plan with which `q` finds something. `literal` takes the words as they are. Raises `EngineUnavailable`."""
    expected = expect(q, synonyms, engine, literal=literal)
    if expected and (literal or not expected.plan.must or engine.count(expected.plan, {}, now=now)):
        return expected
    return second_look(expected, synonyms, engine, SearchRequest(q=q, counted=False), now)[0]


def _needed(wanted: QueryPlan) -> int:
    return wanted.minimum or len(wanted.must)


def _is_known(clause: Clause, engine: SearchEngine) -> bool:
    return any(all(engine.document_frequency(word.stem) for word in one.words) for one in clause.alternatives)


def _with_corrections(
    q: str,
    typed: QueryPlan,
    corrections: list[tuple[Token, str]],
    engine: SearchEngine,
    synonyms: Synonyms,
    *,
    replacing: bool = False,
) -> Resolution:
    """The plan with the corrected words in place of what was typed, or beside it."""
    if not corrections:
        return Resolution(typed)
    corrected = _replaced(q, corrections)
    wanted = plan(corrected, synonyms, engine.document_frequency)
    if not replacing:
        wanted = replace(wanted, must=tuple(dict.fromkeys((*typed.must, *wanted.must))))
    return Resolution(wanted, corrected, tuple((token.surface, better) for token, better in corrections))


def _corrections(q: str, synonyms: Synonyms, engine: SearchEngine) -> list[tuple[Token, str]]:
    """The words of `q` that occur nowhere, are no words we know, and resemble one of the index."""
    tokens = analyze(q)[:MAX_WORDS]
    vocabulary = engine.vocabulary()
    corrector = corrector_for(vocabulary)
    found: list[tuple[Token, str]] = []
    protected = synonyms.protected.positions(tokens)
    for at, token in enumerate(tokens):
        # What editors protect is right as it is written.
        if at in protected:
            continue
        whole = _whole(tokens[at : at + 2], q, vocabulary) if at + 1 not in protected else None
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
