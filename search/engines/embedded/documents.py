"""From a `SearchDocument` to a tantivy document, and from its stored card back to a `Hit`."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
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
from search.types import Hit, SearchDocument

_TIME_BITS: Final = 34
_ID_BITS: Final = 30
_LATEST: Final = 2**_TIME_BITS - 1
_LONGEST: Final = 2**16 - 1
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
    return published << _ID_BITS | (2**_ID_BITS - 1 - id_order(id))


def shortest_key(duration_minutes: int | None, published_at: int, id: str) -> int:
    """Ascending, it sorts by duration (unknown last), then newest, then id."""
    duration = _LONGEST if duration_minutes is None else min(max(duration_minutes, 0), _LONGEST - 1)
    age = _LATEST - min(max(published_at, 0), _LATEST)
    return duration << 48 | age << 14 | id_order(id) >> 16


def title_key(title: str, id: str) -> str:
    """Sorts by title without case and accents, then id; unique."""
    plain = unicodedata.normalize("NFKD", title[:_TITLE_LENGTH].strip().casefold())
    folded = "".join(c for c in plain if c.isprintable() and not unicodedata.combining(c))
    return clean(f"{folded}\x01{id}")


def title_start(key: str) -> int:
    """The first eight bytes of a title key as a number, in the same order."""
    return int.from_bytes(key.encode()[:8].ljust(8, b"\0"), "big")


def _add_texts(target: tantivy.Document, document: SearchDocument) -> None:
    stems: set[str] = set()
    forms: set[str] = set()
    for field in TEXT_FIELDS:
        text: str = getattr(document, field)
        tokens = analyze(text) if text else []
        if not tokens:
            target.add_text(field, PLACEHOLDER)
            target.add_text(stem_field(field), PLACEHOLDER)
            continue
        surface_terms = [term(token.surface) for token in tokens]
        stem_terms = [term(token.stem) for token in tokens]
        target.add_text(field, " ".join(surface_terms))
        target.add_text(stem_field(field), " ".join(stem_terms))
        stems.update(stem_terms)
        forms.update(map(form_term, stem_terms, surface_terms))
    target.add_text("stems", " ".join(stems))
    target.add_text("forms", " ".join(forms))


def form_term(stem: str, surface: str) -> str:
    """The term that joins a surface form to its stem (both already terms)."""
    return f"{stem}{SEPARATOR}{surface}"


def slugs_of(document: SearchDocument, name: str) -> list[str]:
    """The distinct slugs of a facet as the index holds them."""
    slugs = document.facets.get(name, ())
    return list(dict.fromkeys(clean(slug).replace(SEPARATOR, "_") for slug in slugs if slug))


def _add_facets(target: tantivy.Document, document: SearchDocument) -> None:
    for facet in FACETS:
        slugs = slugs_of(document, facet.name)
        columns = count_columns(facet)
        if facet.layout == "set":
            target.add_text(columns[0], SEPARATOR.join(sorted(slugs)))
        elif facet.layout == "slots":
            for column, slug in zip(columns, [*slugs, *[""] * SLOTS][:SLOTS], strict=False):
                target.add_text(column, slug)
            for slug in slugs[SLOTS:]:
                target.add_text(columns[-1], slug)
        elif facet.layout == "single":
            target.add_text(columns[0], slugs[0] if slugs else "")
            continue
        for slug in slugs:
            target.add_text(filter_field(facet), slug)


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
    for name in ("newest", "shortest", "title_start"):
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
    return Hit(*values, score=score, title_highlight=title, highlight=snippet)
