"""How words, slugs and sort keys stand in an index, the same in every engine."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from search.analysis import analyze
from search.engines.weights import PLACEHOLDER, TEXT_FIELDS
from search.types import MAX_BREADTH, SearchDocument

# Joins several values in one term. A control character: neither words nor slugs hold it.
SEPARATOR: Final = "\x1f"
TIME_BITS: Final = 34
ID_BITS: Final = 30
LATEST: Final = (1 << TIME_BITS) - 1
LONGEST: Final = (1 << 16) - 1
_TITLE_LENGTH: Final = 200
_HEX_START: Final = re.compile(r"[0-9a-f]{8}")


def clean(text: str) -> str:
    """`text` without what UTF-8 cannot hold (lone surrogates)."""
    if text.isascii():
        return text
    return text.encode("utf-8", "replace").decode("utf-8")


def term(word: str) -> str:
    """A word as one term of the index: no surrogates, and no blanks, at which the index would split it."""
    if word.isascii() and word.isalnum():
        return word
    return "_".join(clean(word).replace(SEPARATOR, " ").split()) or PLACEHOLDER


def id_order(id: str) -> int:
    """The beginning of an id as a number of 30 bits, in the ids' own order."""
    if _HEX_START.match(id):
        return int(id[:8], 16) >> 2
    return int.from_bytes(clean(id).encode()[:4].ljust(4, b"\0"), "big") >> 2


def newest_key(published_at: int, id: str) -> int:
    """Descending, it sorts by newest, then id."""
    published = min(max(published_at, 0), LATEST)
    return published << ID_BITS | ((1 << ID_BITS) - 1 - id_order(id))


def shortest_key(duration_minutes: int | None, published_at: int, id: str) -> int:
    """Ascending, it sorts by duration (unknown last), then newest, then id."""
    duration: int = LONGEST if duration_minutes is None else min(max(duration_minutes, 0), LONGEST - 1)
    age = LATEST - min(max(published_at, 0), LATEST)
    return duration << 48 | age << 14 | id_order(id) >> 16


def broadest_key(breadth: int, published_at: int, id: str) -> int:
    """Descending, it sorts by breadth, then newest, then id."""
    published = min(max(published_at, 0), LATEST)
    last = (1 << 14) - 1 - (id_order(id) >> 16)
    return min(max(breadth, 0), MAX_BREADTH) << 48 | published << 14 | last


def title_key(title: str, id: str) -> str:
    """Sorts by title without case and accents, then id; unique."""
    plain = unicodedata.normalize("NFKD", title[:_TITLE_LENGTH].strip().casefold())
    folded = "".join(c for c in plain if c.isprintable() and not unicodedata.combining(c))
    return clean(f"{folded}\x01{id}")


def title_start(key: str) -> int:
    """The first eight bytes of a title key as a number, in the same order."""
    return int.from_bytes(key.encode()[:8].ljust(8, b"\0"), "big")


@lru_cache(maxsize=100_000)
def form_term(stem: str, surface: str) -> str:
    """The term that joins a surface form to its stem."""
    return f"{term(stem)}{SEPARATOR}{term(surface)}"


@lru_cache(maxsize=50_000)
def slug_term(slug: str) -> str:
    """A slug as one term; anything is accepted."""
    return clean(slug).replace(SEPARATOR, "_")


def slugs_of(document: SearchDocument, name: str) -> list[str]:
    """The distinct slugs of a facet as the index holds them."""
    return list(dict.fromkeys(slug_term(slug) for slug in document.facets.get(name, ()) if slug))


class Prepared(NamedTuple):
    """The words of a document. `fields`: name → surface forms and stems, each as one text that an index
    splits at blanks; `stems` and `forms` (see `form_term`): every one of them once."""

    fields: dict[str, tuple[str, str]]
    stems: list[str]
    forms: list[str]


def prepare(document: SearchDocument) -> Prepared:
    """Every text field's words, a placeholder where it has none."""
    fields: dict[str, tuple[str, str]] = {}
    pairs: set[tuple[str, str]] = set()
    for field in TEXT_FIELDS:
        text: str = getattr(document, field)
        tokens = analyze(text) if text else []
        if not tokens:
            fields[field] = (PLACEHOLDER, PLACEHOLDER)
            continue
        surfaces = [token[0] for token in tokens]
        stems = [token[1] for token in tokens]
        fields[field] = (_joined(surfaces), _joined(stems))
        pairs.update(zip(stems, surfaces, strict=True))
    stems = list(dict.fromkeys(term(stem) for stem, _ in pairs))
    return Prepared(fields, stems, [form_term(stem, surface) for stem, surface in pairs])


def _joined(words: list[str]) -> str:
    joined = " ".join(words)
    if joined.isascii() and joined.split() == words:
        return joined
    return " ".join(map(term, words))
