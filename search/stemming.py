"""Indonesian stems: reviewed exceptions, simplemma's dictionary, then affix rules that end in a known root.

What the rules may take off follows the morphology of the standard grammar (Tata Bahasa Baku Bahasa
Indonesia): which prefixes go with which suffixes, and the first letter that meN- and peN- swallow.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from search.lexicon import Lexicon, lexicon

VOWELS = frozenset("aeiou")
PARTICLES = ("lah", "kah", "tah", "pun")
POSSESSIVES = ("nya", "ku", "mu")
_VERBAL = frozenset({"", "kan", "i", "in"})
_NOMINAL = frozenset({"", "an"})
_ANY = frozenset({"", "kan", "i", "an", "in"})
_SUFFIXES = ("", "kan", "an", "i", "in")


class Prefix(NamedTuple):
    """A prefix as written: what may follow it, the first letters it may hide, the suffixes it goes with."""

    text: str
    before: str
    hides: tuple[str, ...]
    suffixes: frozenset[str]


def _nasal(first: str, suffixes: frozenset[str]) -> tuple[Prefix, ...]:
    """meN- or peN- in all its shapes (`first` is m or p)."""
    return (
        Prefix(first + "enge", "*", ("",), suffixes),
        Prefix(first + "eng", "aeioughkq", ("", "k"), suffixes),
        Prefix(first + "eny", "aeiou", ("s",), suffixes),
        Prefix(first + "em", "bfpvm", ("",), suffixes),
        Prefix(first + "em", "r", ("p",), suffixes),
        Prefix(first + "em", "aeiou", ("p",), suffixes),
        Prefix(first + "en", "cdjtsz", ("",), suffixes),
        Prefix(first + "en", "aeiou", ("t",), suffixes),
        Prefix(first + "e", "lrwymn", ("",), suffixes),
    )


_PREFIXES: tuple[Prefix, ...] = (
    *_nasal("m", _VERBAL),
    *_nasal("p", _NOMINAL),
    Prefix("di", "*", ("",), _VERBAL),
    Prefix("ter", "*", ("",), _ANY),
    Prefix("te", "r", ("",), _VERBAL),
    Prefix("ber", "*", ("",), frozenset({"", "an", "kan"})),
    Prefix("be", "r", ("",), frozenset({"", "an", "kan"})),
    Prefix("be", "*er", ("",), frozenset({"", "an", "kan"})),
    Prefix("per", "*", ("",), _ANY),
    Prefix("pe", "*", ("",), _NOMINAL),
    Prefix("ke", "*", ("",), _NOMINAL),
    Prefix("se", "*", ("",), _NOMINAL),
)
# Spoken shapes of meN- (nulis, ngajar, nyari, mukul) and the verbs with ku- and kau-.
_SPOKEN: tuple[Prefix, ...] = (
    Prefix("nge", "*", ("",), _VERBAL),
    Prefix("ng", "aeiou", ("", "k"), _VERBAL),
    Prefix("ny", "aeiou", ("s",), _VERBAL),
    Prefix("n", "aeiou", ("t",), _VERBAL),
    Prefix("m", "aeiou", ("p",), _VERBAL),
    Prefix("n", "cdj", ("",), _VERBAL),
    Prefix("m", "b", ("",), _VERBAL),
    Prefix("ku", "*", ("",), _VERBAL),
    Prefix("kau", "*", ("",), _VERBAL),
)
# Behind these outer prefixes a second one may stand: mem-per-, di-ke-, ke-ber-, pem-ber-, se-pe- ...
_OUTER = frozenset({"mem", "meng", "di", "ke", "pem", "peng", "se", "ter", "ber"})
_INNER = frozenset({"per", "pe", "ber", "be", "ter", "ke", "se", *(p.text for p in _nasal("p", _NOMINAL))})


def _fits(prefix: Prefix, rest: str) -> bool:
    if prefix.before == "*":
        return True
    if prefix.before == "*er":
        return len(rest) > 3 and rest[0] not in VOWELS and rest[1:3] == "er"
    return rest[:1] in prefix.before


def _without(word: str, prefix: Prefix) -> Iterator[str]:
    if word.startswith(prefix.text):
        rest = word[len(prefix.text) :]
        if len(rest) > 1 and _fits(prefix, rest):
            for letter in prefix.hides:
                if not letter or rest[0] in VOWELS or letter + rest[0] == "pr":
                    yield letter + rest


def _without_clitics(word: str) -> Iterator[str]:
    """The word without particle, possessive or both, the shortest cut first."""
    for particle in ("", *PARTICLES):
        for possessive in ("", *POSSESSIVES):
            ending = possessive + particle
            if ending and word.endswith(ending) and len(word) - len(ending) >= 3:
                yield word[: -len(ending)]


def _candidates(word: str, words: Lexicon) -> dict[str, int]:
    """Every known root that `word` (without clitics) can be built on, with the number of affixes between."""
    found: dict[str, int] = {}

    def note(root: str, taken: int, spoken: bool = False) -> None:
        size = words.family.get(root, 0)
        needed = 5 if spoken or len(root) < 4 else 1
        if size >= needed and (len(root) > 3 or root in words.short or size >= 8) and taken < found.get(root, 9):
            found[root] = taken

    for suffix in _SUFFIXES:
        if suffix and not word.endswith(suffix):
            continue
        base = word[: len(word) - len(suffix)]
        spoken = suffix == "in"
        if len(base) < 3 or (suffix == "i" and base[-1] == "i"):
            continue
        if suffix:
            note(base, 1, spoken)
        for prefix in (*_PREFIXES, *_SPOKEN):
            if suffix not in prefix.suffixes:
                continue
            for middle in _without(base, prefix):
                note(middle, 1 + bool(suffix), spoken or prefix in _SPOKEN)
                if prefix.text in _OUTER:
                    for inner in _PREFIXES:
                        if inner.text in _INNER:
                            for root in _without(middle, inner):
                                note(root, 2 + bool(suffix))
    return found


def _by_rules(word: str, words: Lexicon) -> str | None:
    found = _candidates(word, words)
    if not found:
        return None
    return min(found, key=lambda root: (found[root], -words.family[root], root))


def _guess(word: str) -> str:
    """The middle of a word with an unknown root, only where both its ends (or a clear meN-) say so."""
    if word.endswith("nya") and len(word) >= 7:
        word = word[:-3]
    for prefix in _PREFIXES:
        clear = prefix.text.startswith("me") and len(prefix.text) > 2
        for suffix in ("kan", "an"):
            if suffix in prefix.suffixes and word.endswith(suffix) and suffix != "" and prefix.text not in ("se", "pe"):
                for rest in _without(word[: -len(suffix)], prefix):
                    if len(rest) >= 4:
                        return rest
        if clear:
            for rest in _without(word, prefix):
                if len(rest) >= 6:
                    return rest
    return word


def stem_word(word: str) -> str:
    """The stem of a folded word; a word that is no form of anything known stays as it is."""
    words = lexicon()
    word = words.canonical(word)
    known = words.known(word)
    if known is not None or len(word) < 5 or not word.isalpha() or not word.isascii():
        return words.canonical(known or word)
    bases = [base for base in _without_clitics(word)]
    for base in bases:
        known = words.known(base)
        if known is not None:
            return words.canonical(known)
    for base in (word, *bases):
        known = _by_rules(base, words)
        if known is not None:
            return words.canonical(words.known(known) or known)
    return words.canonical(_guess(word))
