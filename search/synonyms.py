"""Synonyms and protected words that editors keep: what else an expression may be called, and what stays as it is."""

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


class Protected:
    """Words that are searched as they are written, by their folded surface forms.

    A word that the analysis takes apart (nonformal) is protected as a whole, not in its parts alone.
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        forms = (tuple(token.surface for token in analyze(word)) for word in words)
        self._forms = frozenset(form for form in forms if form)
        self._lengths = sorted({len(form) for form in self._forms})

    def positions(self, tokens: Sequence[Token]) -> frozenset[int]:
        """Where in `tokens` a protected word stands."""
        if not self._forms:
            return frozenset()
        surfaces = [token.surface for token in tokens]
        return frozenset(
            at
            for length in self._lengths
            for start in range(len(surfaces) - length + 1)
            if tuple(surfaces[start : start + length]) in self._forms
            for at in range(start, start + length)
        )

    def signs(self, tokens: Sequence[Token]) -> list[str]:
        """What tells each token apart from others: its stem; a protected word is told by how it is written."""
        kept = self.positions(tokens)
        return [f'"{token.surface}"' if at in kept else token.stem for at, token in enumerate(tokens)]


def _key(tokens: Sequence[Token], protected: Protected) -> Key:
    """What identifies an expression: the signs of its words; stop words do not, unless there is nothing else."""
    signs = protected.signs(tokens)
    kept = tuple(sign for sign, token in zip(signs, tokens, strict=True) if token.surface not in STOP_WORDS)
    return kept or tuple(signs)


def _alternative(text: str, weight: float, protected: Protected) -> Alternative | None:
    tokens = analyze(text)
    if not tokens:
        return None
    words = tuple(Word(token.surface, token.stem, at) for at, token in enumerate(tokens))
    exact = bool(protected.positions(tokens))
    return Alternative(words, weight=weight, phrase=len(words) > 1, exact=exact)


class Synonyms:
    """Looks up synonym entries in analysed queries, and knows the protected words. Immutable, safe to share
    between threads."""

    def __init__(
        self,
        entries: Mapping[Key, tuple[Alternative, ...]],
        surfaces: frozenset[str],
        protected: Protected | None = None,
    ) -> None:
        self.protected = protected or Protected()
        self._entries = entries
        self._surfaces = surfaces
        self._longest = max(map(len, entries), default=0)

    @classmethod
    def from_rows(cls, rows: Iterable[SynonymRow], protected: Iterable[str] = ()) -> Synonyms:
        """Entries of all rows: same meaning both ways at weight 1.0, also-search both ways at 0.5.

        An expression of several rows gets the alternatives of all of them, each at its highest weight.
        One with a protected word is met and searched only as it is written.
        """
        kept = Protected(protected)
        found: dict[Key, dict[Key, Alternative]] = {}
        surfaces: set[str] = set()
        for row in rows:
            for typed in (*row.same_meaning, *row.also_search):
                tokens = analyze(typed)
                if not tokens:
                    continue
                if _is_abbreviation(typed) and len(tokens) == 1:
                    surfaces.add(tokens[0].surface)
                key = _key(tokens, kept)
                others = found.setdefault(key, {})
                for other in row.same_meaning:
                    weight = SAME_MEANING if typed in row.same_meaning else ALSO_SEARCH
                    _add(others, key, other, weight, kept)
                if typed in row.same_meaning:
                    for other in row.also_search:
                        _add(others, key, other, ALSO_SEARCH, kept)
        entries = {
            key: tuple(sorted(others.values(), key=lambda one: -one.weight)) for key, others in found.items() if others
        }
        return cls(entries, frozenset(surfaces), kept)

    def find(self, tokens: Sequence[Token], start: int) -> Found | None:
        """The longest entry that begins at `tokens[start]`, stop words between its words allowed."""
        best: Found | None = None
        written = self.protected.signs(tokens)
        signs: list[str] = []
        for at in range(start, len(tokens)):
            if tokens[at].surface in STOP_WORDS and signs:
                continue
            signs.append(written[at])
            if len(signs) > self._longest:
                break
            alternatives = self._entries.get(tuple(signs))
            if alternatives and self._means(tokens[start], len(signs)):
                best = Found(at + 1 - start, alternatives)
        return best

    def _means(self, token: Token, length: int) -> bool:
        """An abbreviation is met only as it is written: RA is not a form of a longer word."""
        return length > 1 or token.stem not in self._surfaces or token.surface == token.stem


def _add(others: dict[Key, Alternative], own: Key, text: str, weight: float, protected: Protected) -> None:
    alternative = _alternative(text, weight, protected)
    if alternative is None:
        return
    key = tuple(protected.signs(analyze(text)))
    known = others.get(key)
    if key != own and (known is None or known.weight < alternative.weight):
        others[key] = alternative


NO_SYNONYMS = Synonyms({}, frozenset())
