"""Corrections of misspelled words from one table of the index's own words.

Candidates are found by the partition scheme of Pass-Join (Li, Deng, Wang, Feng: "Pass-Join: a
partition-based method for similarity joins", VLDB 2011): of a word cut into k + 1 pieces at least one
survives k edits, so a table of pieces leads to every candidate. It is built far faster and is far
smaller than a table of deletions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

from search.analysis import STOP_WORDS

MIN_LENGTH = 4
LONG_WORD = 8

Pieces = dict[tuple[int, int, str], list[str]]


def _cuts(length: int, parts: int) -> list[tuple[int, int]]:
    """Start and end of `parts` nearly equal pieces of a word, the longer ones last."""
    size, longer = divmod(length, parts)
    cuts, start = [], 0
    for part in range(parts):
        end = start + size + (part >= parts - longer)
        cuts.append((start, end))
        start = end
    return cuts


@lru_cache(maxsize=512)
def _windows(length: int, other: int, edits: int) -> tuple[tuple[int, int, int], ...]:
    """(piece, start, end) to look up in a word of `length` for candidates of length `other`.

    A piece that survived can have moved by no more than the edits before it, nor by more than those
    behind it make up for (the multi-match-aware selection of Pass-Join).
    """
    found = []
    for piece, (start, end) in enumerate(_cuts(other, edits + 1)):
        behind = edits - piece
        first = max(-piece, length - other - behind, -start)
        last = min(piece, length - other + behind, length - end)
        found += [(piece, start + shift, end + shift) for shift in range(first, last + 1)]
    return tuple(found)


def distance(typed: str, other: str, limit: int) -> int:
    """Edits (insert, delete, replace, swap neighbours) between two words; `limit` + 1 when more."""
    if abs(len(typed) - len(other)) > limit:
        return limit + 1
    start, end = 0, min(len(typed), len(other))
    while start < end and typed[start] == other[start]:
        start += 1
    back = 0
    while back < end - start and typed[-1 - back] == other[-1 - back]:
        back += 1
    typed, other = typed[start : len(typed) - back], other[start : len(other) - back]
    longer = max(len(typed), len(other))
    if longer <= 1 or limit == 1:
        swapped = longer == 2 and typed == other[::-1]
        return 1 if swapped else min(longer, limit + 1)
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(typed, start=1):
        older, before, row = before, row, [i]
        for j, against in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and typed[i - 2] == against:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]


class Corrector:
    """Corrects words by `vocabulary`: surface word -> number of documents. Tables are built at first use."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._frequency = vocabulary
        self._pieces: dict[int, Pieces] = {}

    def correct(self, word: str) -> str | None:
        """The best known word for a folded one: one edit away below 8 letters, else up to two.

        The fewest edits win, then the most frequent word. None for words of the vocabulary, below
        4 letters, with anything but letters, and when nothing is near.
        """
        if len(word) < MIN_LENGTH or not word.isalpha() or word in self._frequency:
            return None
        for edits in (1, 2) if len(word) >= LONG_WORD else (1,):
            near = {other for other in self._near(word, edits) if distance(word, other, edits) <= edits}
            if near:
                return min(near, key=lambda other: (-self._frequency[other], other))
        return None

    def _near(self, word: str, edits: int) -> Iterator[str]:
        """Candidates within `edits` of `word`, and some that are farther."""
        swapped = (word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1))
        if edits == 1:
            yield from (other for other in swapped if other in self._frequency and other not in STOP_WORDS)
        else:
            for other in swapped:
                yield from self._near(other, 1)
        pieces = self._pieces.get(edits)
        if pieces is None:
            pieces = self._pieces[edits] = self._table(edits)
        letters = set(word)
        for length in range(len(word) - edits, len(word) + edits + 1):
            for piece, start, end in _windows(len(word), length, edits):
                for other in pieces.get((length, piece, word[start:end]), ()):
                    if len(letters.difference(other)) <= edits:
                        yield other

    def _table(self, edits: int) -> Pieces:
        pieces: Pieces = defaultdict(list)
        shortest = MIN_LENGTH - 1 if edits == 1 else LONG_WORD - edits
        for word in self._frequency:
            if len(word) >= shortest and word.isalpha() and word not in STOP_WORDS:
                for piece, (start, end) in enumerate(_cuts(len(word), edits + 1)):
                    pieces[len(word), piece, word[start:end]].append(word)
        return dict(pieces)


_latest: tuple[Mapping[str, int], Corrector] | None = None


def corrector_for(vocabulary: Mapping[str, int]) -> Corrector:
    """The corrector of a vocabulary, kept while the engine hands out the same mapping (one commit)."""
    global _latest
    kept = _latest
    if kept is None or kept[0] is not vocabulary:
        kept = _latest = vocabulary, Corrector(vocabulary)
    return kept[1]
