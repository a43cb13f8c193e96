"""Grades and chapters in numbers: kelas VII, kelas tujuh and kelas 7A say the same as kelas 7."""

from __future__ import annotations

import re

# Only behind these words a Roman numeral is a number; a bare I, V or X stays a letter.
CUES = frozenset(
    """
    kelas kls fase bab semester smt smstr tingkat tema subtema unit bagian jilid seri level siklus tahap
    pertemuan topik modul paket lampiran pasal volume kegiatan golongan grade abad
    """.split()
)
BRIDGES = frozenset("dan atau sampai hingga s d sd a b c e f g h".split())
_ROMAN = {
    numeral: str(number)
    for number, numeral in enumerate(
        "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split(), start=1
    )
}
_WORDS = {
    word: str(number)
    for number, word in enumerate(
        "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas".split(), start=1
    )
}
_GRADE_AND_GROUP = re.compile(r"(\d{1,2})([a-h])")
_ROMAN_AND_GROUP = re.compile(r"([IVX]{2,})([A-Ha-h])")


def after_cue(
    token: tuple[str, str, int, int], text: str, *, words: bool
) -> list[tuple[str, str, int, int]]:
    """The tokens (surface, stem, start, end) that a numeral behind a cue becomes; empty for other words.

    `words` also reads numbers written as words (right behind the cue only).
    """
    surface, _, start, end = token
    number = _ROMAN.get(surface) or (_WORDS.get(surface) if words else None)
    if number:
        return [(number, number, start, end)]
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
