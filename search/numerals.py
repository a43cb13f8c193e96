"""Grades and chapters in numbers: kelas VII, kelas tujuh and kelas 7A say the same as kelas 7."""

from __future__ import annotations

import re

from search.lexicon import read_words

CUES = read_words("numeral_cues.txt")
# Between the numbers of one list: kelas I, II dan III; kelas 7 A dan 7 B; kelas IV s.d. VI.
BRIDGES = frozenset({"dan", "atau", "sampai", "hingga", "sd", "s", "a", "b", "c", "d", "e", "f", "g", "h"})
_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ROMAN = {
    ten + one: str(10 * tens + ones)
    for tens, ten in enumerate(("", "x"))
    for ones, one in enumerate(_ONES)
    if tens or ones
}
_FIRST = (
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
)
_WORDS = {word: str(number) for number, word in enumerate(_FIRST, start=1)}
_GRADE_AND_GROUP = re.compile(r"(\d{1,2})([a-h])")
_ROMAN_AND_GROUP = re.compile(r"([IVX]{2,})([A-Ha-h])")


def after_cue(token: tuple[str, str, int, int], text: str, *, words: bool) -> list[tuple[str, str, int, int]]:
    """The tokens (surface, stem, start, end) that a numeral behind a cue becomes; empty for other words.

    `words` also reads numbers written as words (right behind the cue only).
    """
    surface, _, start, end = token
    number = _ROMAN.get(surface) or (_WORDS.get(surface) if words else None)
    if number:
        return [(surface, number, start, end)]
    pair = _GRADE_AND_GROUP.fullmatch(surface)
    if pair is None:
        pair = _ROMAN_AND_GROUP.fullmatch(text, start, end)
    if pair is None:
        return []
    number, group = pair[1], pair[2].lower()
    number = _ROMAN.get(number.lower(), number)
    if not number.isdigit():
        return []
    middle = end - 1
    return [(number, number, start, middle), (group, group, middle, end)]
