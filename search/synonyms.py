"""Synonyms that editors keep: what else a word or phrase of a query may be called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from search.analysis import STOP_WORDS, Token, analyze
from search.query import Alternative, Word

SAME_MEANING = 1.0
ALSO_SEARCH = 0.5

Key = tuple[str, ...]


class SynonymRow(NamedTuple):
    """Expressions of the same meaning, and related ones that are worth searching too."""

    same_meaning: tuple[str, ...]
    also_search: tuple[str, ...] = ()


class Found(NamedTuple):
    """A synonym entry in a query: it covers `length` tokens and may be said as `alternatives`."""

    length: int
    alternatives: tuple[Alternative, ...]


def _is_abbreviation(text: str) -> bool:
    return text.isupper() and text.isalnum() and len(text) <= 6


def _key(tokens: Sequence[Token]) -> Key:
    """The stems that identify an expression; stop words do not, unless there is nothing else."""
    stems = tuple(token.stem for token in tokens if token.surface not in STOP_WORDS)
    return stems or tuple(token.stem for token in tokens)


def _alternative(text: str, weight: float) -> Alternative | None:
    tokens = analyze(text)
    if not tokens:
        return None
    words = tuple(Word(token.surface, token.stem, at) for at, token in enumerate(tokens))
    return Alternative(words, weight=weight, phrase=len(words) > 1)


class Synonyms:
    """Looks up synonym entries in analysed queries. Immutable, safe to share between threads."""

    def __init__(self, entries: Mapping[Key, tuple[Alternative, ...]], surfaces: frozenset[str]) -> None:
        self._entries = entries
        self._surfaces = surfaces
        self._longest = max(map(len, entries), default=0)

    @classmethod
    def from_rows(cls, rows: Iterable[SynonymRow]) -> Synonyms:
        """Entries of all rows: same meaning both ways at weight 1.0, also-search both ways at 0.5.

        An expression of several rows gets the alternatives of all of them, each at its highest weight.
        """
        found: dict[Key, dict[Key, Alternative]] = {}
        surfaces: set[str] = set()
        for row in rows:
            for typed in (*row.same_meaning, *row.also_search):
                tokens = analyze(typed)
                if not tokens:
                    continue
                if _is_abbreviation(typed) and len(tokens) == 1:
                    surfaces.add(tokens[0].surface)
                key = _key(tokens)
                others = found.setdefault(key, {})
                for other in row.same_meaning:
                    weight = SAME_MEANING if typed in row.same_meaning else ALSO_SEARCH
                    _add(others, key, _alternative(other, weight))
                if typed in row.same_meaning:
                    for other in row.also_search:
                        _add(others, key, _alternative(other, ALSO_SEARCH))
        entries = {
            key: tuple(sorted(others.values(), key=lambda one: -one.weight)) for key, others in found.items() if others
        }
        return cls(entries, frozenset(surfaces))

    def find(self, tokens: Sequence[Token], start: int) -> Found | None:
        """The longest entry that begins at `tokens[start]`, stop words between its words allowed."""
        best: Found | None = None
        stems: list[str] = []
        for at in range(start, len(tokens)):
            if tokens[at].surface in STOP_WORDS and stems:
                continue
            stems.append(tokens[at].stem)
            if len(stems) > self._longest:
                break
            alternatives = self._entries.get(tuple(stems))
            if alternatives and self._means(tokens[start], len(stems)):
                best = Found(at + 1 - start, alternatives)
        return best

    def _means(self, token: Token, length: int) -> bool:
        """An abbreviation is met only as it is written: RA is not a form of a longer word."""
        return length > 1 or token.stem not in self._surfaces or token.surface == token.stem


def _add(others: dict[Key, Alternative], own: Key, alternative: Alternative | None) -> None:
    if alternative is None:
        return
    key = tuple(word.stem for word in alternative.words)
    known = others.get(key)
    if key != own and (known is None or known.weight < alternative.weight):
        others[key] = alternative


NO_SYNONYMS = Synonyms({}, frozenset())
