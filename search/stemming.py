"""Indonesian stems: reviewed exceptions, simplemma's dictionary, then affix rules that end in a known root.

What the rules may take off follows the morphology of the standard grammar (Tata Bahasa Baku Bahasa
Indonesia): which prefixes go with which suffixes, and the first letter that meN- and peN- swallow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from search.lexicon import Lexicon, lexicon

# Letters for sounds that the reform of 1972 changed; only beside one of the first ones a j was a y.
_OLD_SPELLING = re.compile("oe|tj|dj")
_OLD_LETTERS = (("oe", "u"), ("tj", "c"), ("nj", "ny"), ("dj", "\0"), ("j", "y"), ("\0", "j"))
VOWELS = frozenset("aeiou")
PARTICLES = ("lah", "kah", "tah", "pun")
POSSESSIVES = ("nya", "ku", "mu")
_VERBAL = frozenset({"", "kan", "i"})
_NOMINAL = frozenset({"", "an"})
_ANY = frozenset({"", "kan", "i", "an"})
_SPOKEN_SUFFIXES = frozenset({"", "kan", "an", "i", "in"})
_SUFFIXES = ("", "kan", "an", "i")
# Of two ways to take a word apart the cheaper one is right: fewer affixes, rather a suffix than a prefix.
_SUFFIX_COST, _PREFIX_COST, _INNER_COST = 9, 10, 11


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
# Spoken shapes of meN- (nulis, ngajar, nyari, mukul), the verbs with ku- and kau-, and -in for -kan
# or -i (diajarin): they look like too many other words, so they end in an everyday verb or in nothing.
_SPOKEN: tuple[Prefix, ...] = (
    Prefix("", "*", ("",), frozenset({"in"})),
    Prefix("di", "*", ("",), frozenset({"in"})),
    Prefix("nge", "*", ("",), _SPOKEN_SUFFIXES),
    Prefix("ng", "aeiou", ("", "k"), _SPOKEN_SUFFIXES),
    Prefix("ny", "aeiou", ("s", "c"), _SPOKEN_SUFFIXES),
    Prefix("n", "aeiou", ("t",), _SPOKEN_SUFFIXES),
    Prefix("m", "aeiou", ("p",), _SPOKEN_SUFFIXES),
    Prefix("n", "cdj", ("",), _SPOKEN_SUFFIXES),
    Prefix("m", "b", ("",), _SPOKEN_SUFFIXES),
    # Loanwords take meN- in any shape: mengshare, menprint, memscan.
    *(Prefix(first + nasal, "*", ("",), _SPOKEN_SUFFIXES) for first in "mp" for nasal in ("eng", "en", "em")),
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
    if word.endswith("anya") and len(word) > 6:  # a frequent slip: pendidikanya
        yield word[:-2]


def _candidates(word: str, words: Lexicon) -> dict[str, int]:
    """Every known root that `word` (without clitics) can be built on, with the number of affixes between."""
    found: dict[str, int] = {}

    def note(root: str, cost: int, prefix: str = "") -> None:
        size = words.family.get(root, 0)
        if len(root) < 4 and root not in words.short:
            # Short roots hide in many words; meN- takes the shape menge- only before them (mengebom).
            size = size if size >= 8 or prefix in ("menge", "penge") else 0
        if size and cost < found.get(root, 99):
            found[root] = cost

    for suffix in _SUFFIXES:
        if suffix and not word.endswith(suffix):
            continue
        base = word[: len(word) - len(suffix)]
        if len(base) < 3 or (suffix == "i" and base[-1] == "i"):
            continue
        ending = _SUFFIX_COST if suffix else 0
        # A frequent slip: the k of -kan melts into the root's own (menunjukan).
        kind = "kan" if suffix == "an" and base[-1] == "k" and word[:2] in ("me", "di") else suffix
        if suffix:
            note(base, ending)
        for prefix in _PREFIXES:
            if kind not in prefix.suffixes:
                continue
            for middle in _without(base, prefix):
                note(middle, _PREFIX_COST + ending, prefix.text)
                if prefix.text in _OUTER:
                    for inner in _PREFIXES:
                        if inner.text in _INNER:
                            for root in _without(middle, inner):
                                note(root, _PREFIX_COST + _INNER_COST + ending)
    return found


def _by_rules(word: str, words: Lexicon) -> str | None:
    found = _candidates(word, words)
    if not found:
        return _spoken_root(word, words)
    return min(found, key=lambda root: (found[root], -words.family[root], root))


def _spoken_root(word: str, words: Lexicon) -> str | None:
    for prefix in _SPOKEN:
        for suffix in prefix.suffixes:
            if word.endswith(suffix):
                for root in _without(word.removesuffix(suffix), prefix):
                    if root in words.everyday_verbs:
                        return root
    return None


def _guess(word: str) -> str:
    """The middle of a word with an unknown root, only where a clear meN- or affixes at both ends say so."""
    if word.endswith("nya") and len(word) >= 7:
        word = word[:-3]
    for prefix in _PREFIXES:
        if prefix.text in ("se", "pe"):
            continue
        for suffix in ("kan", "an"):
            if suffix in prefix.suffixes and word.endswith(suffix):
                for rest in _without(word[: -len(suffix)], prefix):
                    if len(rest) >= 4:
                        return rest
        if prefix.text.startswith("me") and len(prefix.text) > 2:
            for rest in _without(word, prefix):
                if len(rest) >= 6:
                    return rest
    return word


def _respelled(word: str) -> str:
    """A name in the spelling before 1972 as it is written now: Soekarno, Tjut Njak Dhien, Soerjadi."""
    for old, new in _OLD_LETTERS:
        word = word.replace(old, new)
    return word


def stem_word(word: str) -> str:
    """The stem of a folded word; a word that is no form of anything known stays as it is."""
    words = lexicon()
    word = words.canonical(word)
    known = words.known(word)
    if known is None and len(word) > 3 and _OLD_SPELLING.search(word):
        word = _respelled(word)
        known = words.known(word)
    if known is not None or len(word) < 5 or not word.isalpha() or not word.isascii():
        return words.canonical(known or word)
    bases = list(_without_clitics(word))
    for base in bases:
        known = words.known(base)
        if known is not None:
            return words.canonical(known)
    for base in (word, *bases):
        known = _by_rules(base, words)
        if known is not None:
            return words.canonical(words.known(known) or known)
    return words.canonical(_guess(word))
