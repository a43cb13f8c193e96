"""How hard a text is to read, measured for Indonesian.

The measure follows Björnsson's LIX (C. H. Björnsson, *Läsbarhet*, 1968): the average number of words in a sentence plus
the share of long words in per cent. LIX takes words of more than six letters for long; an Indonesian root with its
affixes has as many without being hard ("membaca", "pelajaran"), so here a word is long from ten letters on. Spoken
instructions come to about 25, newspapers to about 40, circulars of an office to 55 and more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

LONG_WORD = 10
HARD = 45
LONG_SENTENCE = 30
# Less text than this says nothing of its author's way to write.
ENOUGH_WORDS = 60

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+(?=[\"“‘(]*[A-Z0-9À-Þ])")
# Full stops that end nothing.
_SHORT = re.compile(
    r"\b(dr|drs|dra|prof|ir|h|hj|no|hlm|dll|dsb|dst|dkk|tgl|jl|kab|kec|mis|bpk|a\.n|s\.pd|m\.pd|s\.kom|m\.kom)\.",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was measured: `index` as described above, and the `hardest` sentence with its own number of words."""

    words: int
    sentences: int
    index: float
    hardest: str
    hardest_words: int

    @property
    def is_hard(self) -> bool:
        return self.words >= ENOUGH_WORDS and self.index > HARD

    @property
    def has_long_sentence(self) -> bool:
        return self.hardest_words > LONG_SENTENCE


def sentences(passage: str) -> list[str]:
    """The sentences of one passage of running text."""
    kept = _SHORT.sub(lambda match: match[0][:-1] + "\x00", passage)
    return [part.replace("\x00", ".").strip() for part in _END.split(kept) if part.strip()]


def words(text: str) -> list[str]:
    return _WORD.findall(text)


def difficulty(sentence: str) -> float:
    found = words(sentence)
    long = sum(len(word) >= LONG_WORD for word in found)
    return len(found) + 100 * long / len(found) if found else 0.0


def measure(passages: Sequence[str]) -> Reading:
    """The reading level of passages (each a sentence or more); of none, everything is 0 and ""."""
    every = [sentence for passage in passages for sentence in sentences(passage)]
    counted = [(sentence, words(sentence)) for sentence in every]
    # Items of a list and captions of two words are no sentences.
    counted = [(sentence, found) for sentence, found in counted if len(found) > 2]
    total = sum(len(found) for _sentence, found in counted)
    if not total:
        return Reading(0, 0, 0.0, "", 0)
    long = sum(len(word) >= LONG_WORD for _sentence, found in counted for word in found)
    hardest, hardest_words = max(counted, key=lambda pair: (len(pair[1]) > 5, difficulty(pair[0])))
    return Reading(total, len(counted), total / len(counted) + 100 * long / total, hardest, len(hardest_words))
