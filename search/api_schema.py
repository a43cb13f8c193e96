"""The API's shapes, for its OpenAPI document."""

from __future__ import annotations

from typing import Any

from ninja import Schema

from search.facets import FACET_NAMES
from search.types import FACET_SIZE, MAX_FACET_SIZE, PAGE_SIZES, SORTS


class ResourceSummary(Schema):
    id: str
    kind: str
    title: str
    url: str
    summary: str
    highlight: str
    level: list[str]
    school_level: list[str]
    phase: list[str]
    grade: list[str]
    subject: list[str]
    platform: list[str]
    format: list[str]
    language: str | None
    centre: str | None
    province: str | None
    licence: str | None
    tag: list[str]
    duration_minutes: int | None
    published_at: str
    size_bytes: int


class FacetValueAnswer(Schema):
    slug: str
    label: str
    count: int
    selected: bool


class FacetAnswer(Schema):
    name: str
    label: str
    values: list[FacetValueAnswer]
    more: bool


class PromotedAnswer(Schema):
    """What editors recommend for these words, on the first page; `id` and `kind` are a material's."""

    id: str | None
    kind: str | None
    title: str
    url: str
    description: str


class SearchAnswer(Schema):
    total: int
    engine: str
    took_ms: float
    corrected: str | None
    dropped_words: list[str]
    partial: bool
    truncated: bool
    promoted: list[PromotedAnswer]
    results: list[ResourceSummary]
    facets: list[FacetAnswer]
    page: int
    pages: int
    next: str | None
    previous: str | None
    cursor: str | None


class TermAnswer(Schema):
    slug: str
    label: str
    label_en: str | None = None
    active: bool = True
    successor: str | None = None


class VocabularyAnswer(Schema):
    name: str
    label: str
    values: list[TermAnswer]


class FileAnswer(Schema):
    kind: str
    title: str
    url: str
    size_bytes: int
    content_type: str | None


class LicenceAnswer(Schema):
    label: str
    url: str


class PersonAnswer(Schema):
    name: str
    affiliation: str


class SourceAnswer(Schema):
    id: str
    title: str
    url: str | None
    centre: str | None
    licence: str | None
    authors: list[PersonAnswer]
    revision: int | None
    published_at: str | None
    adapted_at: str | None


class AdaptationAnswer(Schema):
    id: str
    title: str
    url: str
    centre: str | None


class Resource(Schema):
    id: str
    kind: str
    title: str
    url: str
    summary: str
    level: list[str]
    school_level: list[str]
    phase: list[str]
    grade: list[str]
    subject: list[str]
    platform: list[str]
    format: list[str]
    language: str | None
    centre: str | None
    province: str | None
    provinces: list[str]
    tag: list[str]
    licence: str | None
    licence_terms: LicenceAnswer | None
    authors: list[PersonAnswer]
    files: list[FileAnswer]
    duration_minutes: int | None
    size_bytes: int
    published_at: str | None
    updated_at: str | None
    adapted_from: SourceAnswer | None
    adaptations: list[AdaptationAnswer]


class SuggestionAnswer(Schema):
    type: str
    label: str
    url: str
    kind: str | None = None
    facet: str | None = None
    slug: str | None = None


class SuggestAnswer(Schema):
    suggestions: list[SuggestionAnswer]


def _parameter(name: str, schema: dict[str, Any], description: str, **extra: Any) -> dict[str, Any]:
    return {"in": "query", "name": name, "required": False, "schema": schema, "description": description, **extra}


_TEXT = {"type": "string"}
_PROBLEM = {
    "description": "What is wrong, as RFC 9457; `param` and `value` name the parameter.",
    "content": {
        "application/problem+json": {
            "schema": {
                "type": "object",
                "properties": dict.fromkeys(("type", "title", "detail", "param", "value"), _TEXT)
                | {"status": {"type": "integer"}},
            }
        }
    },
}
PROBLEMS: dict[str, Any] = {"responses": {404: _PROBLEM, 503: _PROBLEM}}
SUGGEST: dict[str, Any] = {"parameters": [_parameter("q", _TEXT, "What was typed so far.")]}
SEARCH: dict[str, Any] = {
    "responses": {400: _PROBLEM, 503: _PROBLEM},
    "parameters": [
        _parameter("q", _TEXT, "Words; a phrase in double quotes. At most 32 words count."),
        *(
            _parameter(
                name,
                {"type": "array", "items": _TEXT},
                f"Slugs of `{name}`; several are alternatives. See /vocabularies/{name}.",
                style="form",
                explode=True,
            )
            for name in FACET_NAMES
        ),
        _parameter("sort", {"type": "string", "enum": list(SORTS), "default": "relevance"}, "Order of the results."),
        _parameter("page", {"type": "integer", "minimum": 1, "default": 1}, "Up to result 10,000; then `cursor`."),
        _parameter("size", {"type": "integer", "enum": list(PAGE_SIZES), "default": 20}, "Results a page."),
        _parameter("cursor", _TEXT, "From the answer before: continues behind its last result."),
        _parameter("near", _TEXT, "A province's slug: its materials are lifted a little."),
        _parameter("literal", {"type": "string", "enum": ["1"]}, "No corrections, nothing left out."),
        _parameter(
            "facet_size",
            {"type": "integer", "minimum": 1, "maximum": MAX_FACET_SIZE, "default": FACET_SIZE},
            "Values of each facet.",
        ),
        *(_parameter(f"find_{name}", _TEXT, f"Only values of `{name}` with this text.") for name in FACET_NAMES),
    ],
}
