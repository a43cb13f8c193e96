"""The mapping, written out in full, and what is sent for one material."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

from elasticsearch.dsl import Boolean, Index, Keyword, Long, Mapping, Object, Text, analyzer, token_filter

from search.engines.stored import to_card
from search.engines.terms import (
    LATEST,
    LONGEST,
    SEPARATOR,
    clean,
    form_term,
    prepare,
    slug_term,
    slugs_of,
    term,
    title_key,
)
from search.engines.weights import TEXT_FIELDS
from search.facets import BY_NAME, FACETS, Facet
from search.fingerprints import fingerprint
from search.highlights import EXCERPT_LENGTH
from search.types import MAX_BREADTH, MAX_RESULT_WINDOW, SearchDocument

# Raise it whenever the fields or their contents change: a new index is then built beside the older one.
FORMAT: Final = 2

# Stands in a phrase where a stop word was dropped; the analyzer for phrases leaves its place empty.
GAP: Final = "\u241f"
LONGEST_WORD: Final = 200
_LONGEST_SLUG: Final = 1_000
_LONG_WORD: Final = re.compile(rf"\S{{{LONGEST_WORD + 1}}}")

# Words come prepared by our own analysis and joined by blanks; here they are only taken apart.
PREPARED: Final = analyzer("prepared", tokenizer="whitespace")
PHRASE: Final = analyzer(
    "phrase", tokenizer="whitespace", filter=[token_filter("gap", "stop", stopwords=[GAP], ignore_case=False)]
)


# Counting costs about the same for each field, however many values it has. So facets of few values that go together
# are counted as one, and taken apart afterwards.
_PACKS: Final = {"basics": ("kind", "level", "language", "licence")}
_BETWEEN_SETS: Final = "\x1e"
# Ranked fields have two subfields: the words as they stand and their stems.
SURFACE: Final = "surface"
STEM: Final = "stem"


class Column(NamedTuple):
    """A field that is counted, for one facet or for several at once."""

    field: str
    facets: tuple[Facet, ...]

    def value(self, document: SearchDocument) -> str | list[str] | None:
        """What a document has here: its slugs, or all sets of slugs joined to one text."""
        sets = [slug_values(document, facet) for facet in self.facets]
        if len(sets) == 1 and self.facets[0].layout != "set":
            return sets[0] or None
        return _BETWEEN_SETS.join(SEPARATOR.join(sorted(slugs)) for slugs in sets)

    def slugs(self, value: str, facet: Facet) -> list[str]:
        """The slugs of one of the facets in a counted value."""
        if len(self.facets) == 1 and facet.layout != "set":
            return [value]
        part = value.split(_BETWEEN_SETS)[self.facets.index(facet)]
        return part.split(SEPARATOR) if part else []


def _columns() -> tuple[Column, ...]:
    packed = [Column(field, tuple(BY_NAME[name] for name in names)) for field, names in _PACKS.items()]
    alone = [facet for facet in FACETS if not any(facet in column.facets for column in packed)]
    return (
        *packed,
        *(Column(f"{facet.name}_set" if facet.layout == "set" else facet.name, (facet,)) for facet in alone),
    )


def slug_values(document: SearchDocument, facet: Facet) -> list[str]:
    """The slugs of a facet as the index holds them."""
    slugs = [slug[:_LONGEST_SLUG] for slug in slugs_of(document, facet.name)]
    return slugs[:1] if facet.layout == "single" else slugs


COLUMNS: Final = _columns()
COLUMN_OF: Final = {facet.name: column for column in COLUMNS for facet in column.facets}


def _mapping() -> Mapping:
    """Every field; anything else in a document is refused.

    `stems` decides what matches, `forms` (stem and surface form in one term) what matches exactly; the text
    fields only rank. The source holds nothing but what shows a hit: documents are always built from the database.
    """
    mapping = Mapping()
    mapping.meta("dynamic", "strict")
    mapping.meta("_source", includes=["card", "excerpt"])
    mapping.meta("_meta", format=FORMAT)
    mapping.field("id", Keyword())
    mapping.field("stamp", Long(index=False))
    for name in ("reviewed", "national"):
        mapping.field(name, Boolean(doc_values=False))
    mapping.field("published", Long())
    mapping.field("duration", Long(index=False))
    mapping.field("breadth", Long(index=False))
    mapping.field("expires", Long(doc_values=False))
    mapping.field("title_order", Keyword())
    mapping.field("stems", Keyword())
    mapping.field("forms", Keyword())
    for name in ("card", "excerpt"):
        mapping.field(name, Keyword(index=False, doc_values=False))
    for field in TEXT_FIELDS:
        parts = {part: Text(analyzer=PREPARED, search_analyzer=PREPARED) for part in (SURFACE, STEM)}
        mapping.field(field, Object(properties=parts))
    for facet in FACETS:
        mapping.field(facet.name, Keyword(doc_values=COLUMN_OF[facet.name].field == facet.name))
    for column in COLUMNS:
        if column.field not in BY_NAME:
            mapping.field(column.field, Keyword(index=False))
    return mapping


def index_body(shards: int) -> dict[str, Any]:
    """What an index is made with. While it is built it has no copies and is not refreshed."""
    index = Index("new")
    index.mapping(_mapping())
    index.analyzer(PHRASE)
    index.settings(
        number_of_shards=shards,
        number_of_replicas=0,
        refresh_interval="-1",
        # Pages reach result 10,000, and one hit more tells whether anything follows.
        max_result_window=MAX_RESULT_WINDOW + 2_000,
        # How long a deleted document's version is remembered, so that a late write cannot bring it back.
        gc_deletes="1h",
    )
    body: dict[str, Any] = index.to_dict()
    return body


def cut(word: str) -> str:
    """A word as the index holds it: of very long ones only the beginning."""
    return word[:LONGEST_WORD]


def slug_value(slug: str) -> str:
    """A facet's slug as the index holds it."""
    return slug_term(slug)[:_LONGEST_SLUG]


def form_value(stem: str, surface: str) -> str:
    """The term that joins a surface form to its stem."""
    return form_term(cut(term(stem)), cut(term(surface)))


def _cut_all(text: str) -> str:
    return " ".join(map(cut, text.split(" "))) if _LONG_WORD.search(text) else text


def to_source(document: SearchDocument) -> dict[str, Any]:
    """The fields of one material."""
    words = prepare(document)
    minutes = document.duration_minutes
    source: dict[str, Any] = {
        "id": clean(document.id),
        "stamp": fingerprint(document),
        "reviewed": document.reviewed,
        "national": document.national,
        "published": min(max(document.published_at, 0), LATEST),
        "duration": LONGEST if minutes is None else min(max(minutes, 0), LONGEST - 1),
        "breadth": min(max(document.breadth, 0), MAX_BREADTH),
        "title_order": title_key(document.title, document.id),
        "stems": list(dict.fromkeys(map(cut, words.stems))),
        "forms": [SEPARATOR.join(map(cut, form.split(SEPARATOR))) for form in words.forms],
        "card": to_card(document).decode("ascii"),
        "excerpt": clean(document.body[:EXCERPT_LENGTH]),
    }
    if document.expires_at is not None:
        source["expires"] = document.expires_at
    for field, (surfaces, stems) in words.fields.items():
        source[field] = {SURFACE: _cut_all(surfaces), STEM: _cut_all(stems)}
    for facet in FACETS:
        if slugs := slug_values(document, facet):
            source[facet.name] = slugs
    for column in COLUMNS:
        if (value := column.value(document)) is not None:
            source[column.field] = value
    return source
