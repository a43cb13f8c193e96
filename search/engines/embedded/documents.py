"""From a `SearchDocument` to a tantivy document, and from its stored card back to a `Hit`."""

from __future__ import annotations

from typing import Final

import tantivy

from search.engines.embedded.schema import CURSOR_ID, EVERY, NEVER, SLOTS, count_columns, filter_field, stem_field
from search.engines.stored import to_card
from search.engines.terms import (
    SEPARATOR,
    broadest_key,
    clean,
    newest_key,
    prepare,
    shortest_key,
    slugs_of,
    title_key,
    title_start,
)
from search.facets import FACETS
from search.fingerprints import fingerprint
from search.highlights import EXCERPT_LENGTH
from search.types import SearchDocument


def _add_texts(target: tantivy.Document, document: SearchDocument) -> None:
    words = prepare(document)
    for field, (surfaces, stems) in words.fields.items():
        target.add_text(field, surfaces)
        target.add_text(stem_field(field), stems)
    target.add_text("stems", " ".join(words.stems))
    target.add_text("forms", " ".join(words.forms))


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
    if document.national:
        target.add_text("national", EVERY)
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
    target.add_bytes("card", to_card(document))
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
