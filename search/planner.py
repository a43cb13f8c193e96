"""From the text of a query to the plan of a search: phrases, stop words, synonyms, protected words, questions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from search.analysis import QUESTION_FILLERS, QUESTION_WORDS, STOP_WORDS, Token, analyze, is_question
from search.query import Alternative, Clause, QueryPlan, Word
from search.synonyms import Synonyms
from search.types import MAX_WORD_LENGTH, MAX_WORDS

_LONGEST_TEXT = 4 * MAX_WORDS * MAX_WORD_LENGTH
_QUOTE = '["\u201c\u201d\u201e\u00ab\u00bb]'
_QUOTED = re.compile(f"{_QUOTE}([^{_QUOTE[1:-1]}]*){_QUOTE}")

_ASKING = QUESTION_WORDS | QUESTION_FILLERS

DocumentFrequency = Callable[[str], int]


def plan(q: str, synonyms: Synonyms, document_frequency: DocumentFrequency, *, literal: bool = False) -> QueryPlan:
    """The plan for a query as typed; nothing in it acts as an operator but paired double quotes.

    `document_frequency(stem)` finds the two rarest known words of a question. `literal` makes a
    question need all its words. A query without any word gives an empty plan, which matches everything.
    """
    text = q[:_LONGEST_TEXT]
    tokens = analyze(text)
    long = any(token.end - token.start > MAX_WORD_LENGTH for token in tokens)
    truncated = long or len(tokens) > MAX_WORDS or len(q) > len(text)
    tokens = tokens[:MAX_WORDS]
    question = is_question(text)
    clauses = _clauses(tokens, [match.span(1) for match in _QUOTED.finditer(text)], synonyms, question)
    if not question or literal:
        return QueryPlan(must=clauses, rank=clauses, is_question=question, truncated=truncated)
    rarities = [(_rarity(clause, document_frequency), at) for at, clause in enumerate(clauses)]
    known = sorted((rarity, at) for rarity, at in rarities if rarity)
    must = tuple(clauses[at] for at in sorted(at for _, at in known[:2])) or clauses
    return QueryPlan(must=must, rank=clauses, minimum=1 if must else None, is_question=True, truncated=truncated)


def content_tokens(tokens: Sequence[Token], question: bool) -> list[int]:
    """Positions of the words that count; all of them when the query is nothing but stop words."""
    kept = [
        at
        for at, token in enumerate(tokens)
        if token.surface not in STOP_WORDS and not (question and token.surface in _ASKING)
    ]
    return kept or list(range(len(tokens)))


def _clauses(
    tokens: Sequence[Token], quoted: Sequence[tuple[int, int]], synonyms: Synonyms, question: bool
) -> tuple[Clause, ...]:
    clauses: dict[tuple[object, ...], Clause] = {}
    inside: set[int] = set()
    for start, end in quoted:
        held = [at for at, token in enumerate(tokens) if start <= token.start and token.end <= end]
        if held:
            inside.update(held)
            words = _words(tokens, held)
            phrase = Alternative(words, phrase=len(words) > 1, exact=True)
            _keep(clauses, Clause(" ".join(word.surface for word in words), (phrase,)))
    protected = synonyms.protected.positions(tokens)
    counted = set(content_tokens(tokens, question)) - inside
    at = 0
    while at < len(tokens):
        if at not in counted:
            at += 1
            continue
        stop = next((i for i in range(at, len(tokens)) if i in inside), len(tokens))
        found = synonyms.find(tokens[:stop], at)
        length = found.length if found else 1
        held = [i for i in range(at, at + length) if i in counted] or [at]
        words = _words(tokens, held)
        others = found.alternatives if found else ()
        typed = Alternative(words, exact=not protected.isdisjoint(held))
        _keep(clauses, Clause(" ".join(word.surface for word in words), (typed, *others)))
        at += length
    return tuple(clauses.values())


def _words(tokens: Sequence[Token], held: Sequence[int]) -> tuple[Word, ...]:
    return tuple(Word(tokens[at].surface, tokens[at].stem, at) for at in held)


def _keep(clauses: dict[tuple[object, ...], Clause], clause: Clause) -> None:
    """Adds a clause unless the same words are asked for already (anak anak)."""
    typed = clause.typed
    key = (typed.exact, *((word.surface if typed.exact else word.stem) for word in typed.words))
    clauses.setdefault(key, clause)


def _rarity(clause: Clause, document_frequency: DocumentFrequency) -> int:
    """How many documents a clause can match at most (its rarest word); 0 when the index lacks it."""
    found = 0
    for alternative in clause.alternatives:
        found = max(found, min(document_frequency(word.stem) for word in alternative.words))
        if found and alternative is clause.typed:
            break
    return found
