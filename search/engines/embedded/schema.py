"""The fields of the tantivy index and how a facet is laid out in columns."""

from __future__ import annotations

from typing import Final

import tantivy

from search.engines.weights import TEXT_FIELDS
from search.facets import FACETS, Facet

# Raise it whenever the fields, their contents or the analysis change: an older index is then rebuilt.
FORMAT: Final = 3

SLOTS: Final = 3
NEVER: Final = 2**62
CURSOR_ID: Final = "\x01cursor"
EVERY: Final = "1"


def stem_field(field: str) -> str:
    return f"{field}_stem"


def filter_field(facet: Facet) -> str:
    """The field with one term for each slug, by which choices are filtered."""
    return f"count_{facet.name}" if facet.layout in ("single", "many") else f"filter_{facet.name}"


def count_columns(facet: Facet) -> tuple[str, ...]:
    """The columns that are counted. A single-valued column without gaps counts many times faster than
    a multi-valued one: small sets are joined into one value, and of longer ones the first few values
    have a column each; what does not fit overflows into a multi-valued column that is mostly empty."""
    if facet.layout == "slots":
        return (*(f"count_{facet.name}_{n}" for n in range(1, SLOTS + 1)), f"count_{facet.name}_more")
    return (f"count_{facet.name}",)


def _build() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()

    def raw(name: str, *, fast: bool = False) -> None:
        builder.add_text_field(name, fast=fast, tokenizer_name="raw", index_option="basic")

    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    raw("every")
    raw("stamp")
    raw("reviewed")
    raw("national")
    builder.add_text_field("stems", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("forms", tokenizer_name="whitespace", index_option="basic")
    for field in TEXT_FIELDS:
        for name in (field, stem_field(field)):
            builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for facet in FACETS:
        for name in sorted({*count_columns(facet), filter_field(facet)}):
            raw(name, fast=name.startswith("count_"))
    for name in ("newest", "shortest", "broadest", "title_start", "expires"):
        builder.add_unsigned_field(name, indexed=name == "expires", fast=True)
    raw("title_order", fast=True)
    builder.add_bytes_field("card", stored=True)
    builder.add_bytes_field("excerpt", stored=True)
    return builder.build()


SCHEMA: Final = _build()
