"""Finding words in any text and folding them: lower case, no accents, nothing invisible."""

from __future__ import annotations

import re
import unicodedata

from search.types import MAX_WORD_LENGTH

HYPHENS = "-\u2010\u2011"
_APOSTROPHES = "'`\u2018\u2019\u02bc"
_INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"
# Scripts written without spaces: every character is a word.
_UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"


def _marks() -> str:
    """Combining marks: they belong to the letter before them, though `\\w` does not hold them."""
    return "".join(chr(c) for c in range(0x300, 0xFFFF) if unicodedata.category(chr(c)) in ("Mn", "Mc"))


_LETTERS = rf"(?:[^\W_{_UNSPACED}]+|[{_marks()}{_INVISIBLE}]+)"
WORD = re.compile(
    rf"\d{{1,3}}(?:[.,]\d{{3}})+(?![.,]?\w)|\d+[.,]\d+(?![.,]?\w)"
    rf"|[{_UNSPACED}]"
    # Initials without blanks (R.A. Kartini, B.J. Habibie), but not s.d. (sampai dengan).
    rf"|(?!s\.d\b)[^\W\d_{_UNSPACED}](?:\.[^\W\d_{_UNSPACED}])+(?!\w)"
    rf"|[^\W_{_UNSPACED}]{_LETTERS}*(?:[{HYPHENS}{_APOSTROPHES}]{_LETTERS}+)*"
)
# Latin accents, Arabic vowel signs and tatweel, apostrophes, invisible characters.
_DROPPED = re.compile(rf"[\u0300-\u036f\u064b-\u065f\u0670\u0640{_INVISIBLE}{_APOSTROPHES}]")


def fold(word: str) -> str:
    """A word in lower case without accents, apostrophes and invisible characters, at most 100 characters."""
    if word.isascii():
        return word.lower().replace("'", "").replace("`", "")[:MAX_WORD_LENGTH]
    plain = unicodedata.normalize("NFKC", word[: 4 * MAX_WORD_LENGTH]).casefold()
    plain = plain.replace("\u2010", "-").replace("\u2011", "-")
    bare = _DROPPED.sub("", unicodedata.normalize("NFKD", plain))
    return unicodedata.normalize("NFC", bare)[:MAX_WORD_LENGTH]
