"""Indonesian text analysis, the same for documents, queries and highlights in every engine."""

from __future__ import annotations

import re
from typing import NamedTuple

from search.folding import HYPHENS, WORD, fold
from search.lexicon import lexicon, read_pairs, read_words
from search.numerals import BRIDGES, CUES, after_cue
from search.stemming import stem_word

STOP_WORDS: frozenset[str] = read_words("stop_words.txt")
QUESTION_WORDS: frozenset[str] = read_words("question_words.txt")
QUESTION_FILLERS: frozenset[str] = read_words("question_fillers.txt")

_CACHE_SIZE = 150_000
_CACHED_LENGTH = 40
_PREFIXES = frozenset(
    {"me", "mem", "men", "meng", "meny", "menge", "pe", "pem", "pen", "peng", "di", "ter", "ber", "per"}
    | {"ke", "se", "nge", "ku", "kau"}
)
_SUFFIXES = frozenset({"nya", "kan", "an", "i", "ku", "mu", "lah", "kah", "pun", "in"})
_COMPOUNDS = read_pairs("compounds.csv")
# First parts that are also written apart (nonformal, non-formal, non formal): one word where the dictionary
# has it as one (mahasiswa), else two.
_BOUND = read_words("bound_forms.txt")
_BOUND_START = re.compile(f"({'|'.join(sorted(_BOUND, key=len, reverse=True))})(?=[a-z]{{4}})")
# Words that are written otherwise as two (olah raga, b inggris), and reduplications with a meaning of their
# own (hati-hati).
_JOINED = {tuple(written.split()): standard for written, standard in _COMPOUNDS.items() if " " in written}
_JOINED.update(
    {tuple(form.split("-")): form for form in lexicon().exceptions if form.count("-") == 1 and len(form) > 3}
)
_FIRSTS = _BOUND.union(first for first, _ in _JOINED)
_CLOSE, _CLOSE_TO_LETTER = " -", " -."  # what may stand between the two: b. inggris
# Words whose neighbours matter.
_ATTENDED = CUES | _FIRSTS
_DOUBLED = re.compile(r"([a-z]{3,})2(nya|an|ku|mu)?$")
_LETTERS_DIGITS = re.compile(r"([a-z]{3,})(\d+)$")
_HYPHEN = re.compile(f"[{HYPHENS}]")


class Token(NamedTuple):
    """One word of a text: folded form, stem, and its character offsets in the original text."""

    surface: str
    stem: str
    start: int
    end: int


def _hyphenated(raw: str, surface: str) -> list[Token]:
    """Affixes behind a hyphen and reduplication make one word, other parts are words of their own."""
    parts = [part for part in surface.split("-") if part]
    if surface in lexicon().exceptions:
        return [Token(surface, stem_word(surface), 0, len(raw))]
    core = list(parts)
    while len(core) > 1 and core[0] in _PREFIXES:
        del core[0]
    while len(core) > 1 and core[-1] in _SUFFIXES:
        del core[-1]
    if len(core) == 1 or (len(core) == 2 and len(core[0]) < 3 and core[0].isalpha() and core[1].isdigit()):
        whole = "".join(core)
        return [Token(surface, stem_word(whole), 0, len(raw))]
    stems = {stem_word(part) for part in core}
    if len(stems) == 1:
        return [Token(surface, stems.pop(), 0, len(raw))]
    return _spread(raw, [(part.start(), part.end()) for part in re.finditer(f"[^{HYPHENS}]+", raw)])


def _is_word(word: str) -> bool:
    """True for a form of anything known; a spelling that has another counts too."""
    words = lexicon()
    return words.known(words.canonical(word)) is not None or words.known(stem_word(word)) is not None


def _joined(before: Token, token: Token, text: str) -> list[Token]:
    """What two neighbours are when written as usual; empty when they are two words."""
    between = text[before.end : token.start]
    if between.strip(_CLOSE_TO_LETTER if len(before.surface) == 1 else _CLOSE):
        return []
    standard = _JOINED.get((before.surface, token.surface))
    if standard is None:
        whole = before.surface + token.surface
        if before.surface not in _BOUND or lexicon().known(whole) is None:
            return []
        standard = whole
    first, _, second = standard.partition(" ")
    if second:
        return [
            before._replace(surface=first, stem=stem_word(first)),
            token._replace(surface=second, stem=stem_word(second)),
        ]
    return [Token(standard, stem_word(standard), before.start, token.end)]


def _spread(raw: str, spans: list[tuple[int, int]]) -> list[Token]:
    return [Token(fold(raw[a:b]), stem_word(fold(raw[a:b])), a, b) for a, b in spans if fold(raw[a:b])]


def _tokens(raw: str) -> list[Token]:
    """The words of one run of letters, digits, hyphens and apostrophes; offsets from its beginning."""
    surface = fold(raw)
    if not surface.strip("-"):
        return []
    if raw[0].isdigit() and ("." in raw or "," in raw):
        plain = re.sub(r"[.,](?=\d{3}(?!\d))", "", surface) if len(surface) > 4 else surface
        plain = plain.replace(",", ".")
        return [Token(plain, plain, 0, len(raw))]
    if "." in surface:  # initials: R.A. Kartini
        surface = surface.replace(".", "")
        return [Token(surface, stem_word(surface), 0, len(raw))]
    if "-" in surface:
        return _hyphenated(raw, surface)
    parts = _COMPOUNDS.get(surface)
    if parts:
        first, second = parts.split()
        cut = len(first) if surface == first + second and len(raw) == len(surface) else len(raw)
        return [Token(first, stem_word(first), 0, cut), Token(second, stem_word(second), cut, len(raw))]
    bound = _BOUND_START.match(surface)
    if bound and len(raw) == len(surface) and _is_word(surface[bound.end() :]) and not lexicon().known(surface):
        return _spread(raw, [bound.span(), (bound.end(), len(raw))])
    if surface[-1].isdigit() or "2" in surface:
        doubled = _DOUBLED.match(surface)
        if doubled and doubled[1] not in CUES and lexicon().known(doubled[1]):
            return [Token(surface, stem_word(doubled[1]), 0, len(raw))]
        mixed = _LETTERS_DIGITS.match(surface)
        if mixed and len(raw) == len(surface):
            return _spread(raw, [mixed.span(1), mixed.span(2)])
    return [Token(surface, stem_word(surface), 0, len(raw))]


# Raw word -> (surface, stem) where the word is one token and its neighbours do not matter: nearly always.
_plain: dict[str, tuple[str, str]] = {}
# Every other short raw word.
_special: dict[str, list[Token]] = {}


def _remembered(raw: str) -> list[Token]:
    tokens = _special.get(raw)
    if tokens is None:
        tokens = _tokens(raw)
        if len(raw) <= _CACHED_LENGTH:
            if len(_plain) + len(_special) >= _CACHE_SIZE:
                _plain.clear()
                _special.clear()
            alone = len(tokens) == 1 and tokens[0].surface not in _ATTENDED
            if alone and tokens[0].end == len(raw):
                _plain[raw] = tokens[0].surface, tokens[0].stem
            else:
                _special[raw] = tokens
    return tokens


def analyze(text: str) -> list[Token]:
    """The tokens of a text in order, one for each position; any string is accepted."""
    tokens: list[Token] = []
    numerals = 0  # 2 right behind a cue (kelas), 1 further along its list (kelas I, II dan III)
    opened = False  # right behind a word that another may complete (multi, segi, b)
    known, append, make = _plain.get, tokens.append, Token._make
    for match in WORD.finditer(text):
        raw = match[0]
        plain = known(raw)
        if plain is not None and not numerals and not opened:
            append(make((*plain, match.start(), match.end())))
            continue
        begin = match.start()
        for surface, root, start, end in _remembered(raw) if plain is None else ((*plain, 0, len(raw)),):
            token = Token(surface, root, begin + start, begin + end)
            if numerals:
                found = after_cue(token, text, words=numerals == 2)
                if found:
                    tokens += [Token(*part) for part in found]
                    numerals, opened = 1, False
                    continue
                numerals = int(surface in BRIDGES or surface.isdigit())
            if surface in CUES:
                numerals = 2
            if opened and tokens:
                joined = _joined(tokens[-1], token, text)
                if joined:
                    tokens[-1:] = joined
                    opened = False
                    continue
            opened = surface in _FIRSTS
            append(token)
    return tokens


def stem(word: str) -> str:
    """The stem of one word as `analyze` gives it."""
    tokens = analyze(word)
    return tokens[0].stem if tokens else fold(word)


def is_question(text: str) -> bool:
    """True when the text ends in a question mark or holds a question word."""
    if text.rstrip(" \t\r\n\"'”’)").endswith("?"):
        return True
    return any(token.surface in QUESTION_WORDS for token in analyze(text))


__all__ = [
    "QUESTION_FILLERS",
    "QUESTION_WORDS",
    "STOP_WORDS",
    "Token",
    "analyze",
    "fold",
    "is_question",
    "stem",
]
