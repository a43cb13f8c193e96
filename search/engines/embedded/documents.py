"""From a `SearchDocument` to a tantivy document, and from its stored card back to a `Hit`."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

import tantivy

from search.analysis import analyze
from search.engines.embedded.schema import (
    CURSOR_ID,
    EVERY,
    NEVER,
    SEPARATOR,
    SLOTS,
    count_columns,
    filter_field,
    stem_field,
)
from search.engines.weights import PLACEHOLDER, TEXT_FIELDS
from search.facets import FACETS
from search.fingerprints import fingerprint
from search.highlights import EXCERPT_LENGTH, PLAIN, Highlighter
from search.types import MAX_BREADTH, Hit, SearchDocument

_TIME_BITS: Final = 34
_ID_BITS: Final = 30
_LATEST: Final = (1 << _TIME_BITS) - 1
_LONGEST: Final = (1 << 16) - 1
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
    published = min(max(published_at, 0), _LATEST)
    return published << _ID_BITS | ((1 << _ID_BITS) - 1 - id_order(id))


def shortest_key(duration_minutes: int | None, published_at: int, id: str) -> int:
    """Ascending, it sorts by duration (unknown last), then newest, then id."""
    duration: int = _LONGEST if duration_minutes is None else min(max(duration_minutes, 0), _LONGEST - 1)
    age = _LATEST - min(max(published_at, 0), _LATEST)
    return duration << 48 | age << 14 | id_order(id) >> 16


def broadest_key(breadth: int, published_at: int, id: str) -> int:
    """Descending, it sorts by breadth, then newest, then id."""
    published = min(max(published_at, 0), _LATEST)
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


def _terms(words: list[str]) -> str:
    """Words as one text that the index splits into as many terms."""
    joined = " ".join(words)
    if joined.isascii() and joined.split() == words:
        return joined
    return " ".join(map(term, words))


def _add_texts(target: tantivy.Document, document: SearchDocument) -> None:
    pairs: set[tuple[str, str]] = set()
    for field in TEXT_FIELDS:
        text: str = getattr(document, field)
        tokens = analyze(text) if text else []
        if not tokens:
            target.add_text(field, PLACEHOLDER)
            target.add_text(stem_field(field), PLACEHOLDER)
            continue
        surfaces = [token[0] for token in tokens]
        stems = [token[1] for token in tokens]
        target.add_text(field, _terms(surfaces))
        target.add_text(stem_field(field), _terms(stems))
        pairs.update(zip(stems, surfaces, strict=True))
    target.add_text("stems", _terms(list({stem for stem, _ in pairs})))
    target.add_text("forms", " ".join([form_term(stem, surface) for stem, surface in pairs]))


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


_LAYOUTS: Final = tuple((facet, count_columns(facet), filter_field(facet)) for facet in FACETS)


def _add_facets(target: tantivy.Document, document: SearchDocument) -> None:
    for facet, columns, field in _LAYOUTS:
        slugs = slugs_of(document, facet.name)
        if facet.layout == "set":
            target.add_text(columns[0], SEPARATOR.join(sorted(slugs)))
        elif facet.layout == "slots":
            for place in range(SLOTS):
                target.add_text(columns[place], slugs[place] if place < len(slugs) else "")
            for slug in slugs[SLOTS:]:
                target.add_text(columns[-1], slug)
        elif facet.layout == "single":
            target.add_text(columns[0], slugs[0] if slugs else "")
            continue
        for slug in slugs:
            target.add_text(field, slug)


def to_index(document: SearchDocument) -> tantivy.Document:
    """The tantivy document of `document`."""
    target = tantivy.Document()
    identity = clean(document.id)
    target.add_text("id", identity)
    target.add_text("every", EVERY)
    target.add_text("stamp", f"{identity}{SEPARATOR}{fingerprint(document)}")
    if document.reviewed:
        target.add_text("reviewed", EVERY)
    _add_texts(target, document)
    _add_facets(target, document)
    key = title_key(document.title, document.id)
    target.add_unsigned("newest", newest_key(document.published_at, document.id))
    target.add_unsigned("shortest", shortest_key(document.duration_minutes, document.published_at, document.id))
    target.add_unsigned("broadest", broadest_key(document.breadth, document.published_at, document.id))
    target.add_unsigned("title_start", title_start(key))
    target.add_text("title_order", key)
    expires = NEVER if document.expires_at is None else max(document.expires_at, 0)
    target.add_unsigned("expires", expires)
    target.add_bytes("card", _card(document))
    target.add_bytes("excerpt", document.body[:EXCERPT_LENGTH].encode("utf-8", "replace"))
    return target


def cursor_document(cursor: int) -> tantivy.Document:
    """The one document that is not a resource: the event cursor, written in the commit it belongs to.

    It has no `every` term, so no search meets it, but a value in each single-valued column: a gap
    would turn the columns of its segment into slower, optional ones.
    """
    target = tantivy.Document()
    target.add_text("id", CURSOR_ID)
    for facet in FACETS:
        if facet.layout != "many":
            for column in count_columns(facet)[:SLOTS]:
                target.add_text(column, "")
    for name in ("newest", "shortest", "broadest", "title_start"):
        target.add_unsigned(name, 0)
    target.add_unsigned("expires", NEVER)
    target.add_text("title_order", "")
    target.add_bytes("card", str(cursor).encode())
    return target


def _card(document: SearchDocument) -> bytes:
    facets = {name: slugs for name, slugs in document.facets.items() if slugs}
    card = (
        document.id,
        document.page_id,
        document.kind,
        document.title,
        document.path,
        document.summary,
        facets,
        document.published_at,
        document.updated_at,
        document.duration_minutes,
        document.size_bytes,
        document.reviewed,
    )
    return json.dumps(card, separators=(",", ":")).encode()


def to_hit(card: bytes, excerpt: str = "", highlighter: Highlighter = PLAIN, score: float = 0.0) -> Hit:
    """The hit of a stored card, with the query's words marked in it and in the body's `excerpt`."""
    values: list[Any] = json.loads(card)
    facets: Mapping[str, list[str]] = values[6]
    values[6] = {name: tuple(slugs) for name, slugs in facets.items()}
    title, snippet = highlighter.mark(values[3], values[5], excerpt)
    return Hit(*(*values, score, title, snippet))
