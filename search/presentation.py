"""What the templates need of a search result, worked out beforehand: addresses, chips, cards, page numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from search import addresses
from search.catalogue import FacetResult, SearchResult
from search.facets import BY_NAME
from search.labels import Labels
from search.types import SORTS, Hit, SearchRequest, Suggestion


def localized(path: str) -> str:
    """A page's path with the interface language's prefix."""
    return f"/en{path}" if (get_language() or "").startswith("en") else path


def suggestion_url(suggestion: Suggestion) -> str:
    if suggestion.type == "material":
        return localized(suggestion.path)
    request = SearchRequest(facets={suggestion.facet: (suggestion.slug,)})
    return f"{reverse('search')}?{addresses.query_string(request)}"


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen value and the address without it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    """A result as a list shows it."""

    hit: Hit
    labels: Labels

    @property
    def url(self) -> str:
        return localized(self.hit.path)

    @property
    def title(self) -> SafeString:
        # Both come out of search.highlights, which escapes everything but its own marks.
        return mark_safe(self.hit.title_highlight or escape(self.hit.title))  # noqa: S308

    @property
    def text(self) -> SafeString:
        return mark_safe(self.hit.highlight or escape(self.hit.summary))  # noqa: S308

    @property
    def lang(self) -> str:
        """The material's language as a BCP 47 tag, when it is not the interface's."""
        slug = next(iter(self.hit.facets.get("language", ())), "")
        return slug if slug and slug != (get_language() or "") else ""

    def names(self, facet: str, limit: int = 3) -> list[str]:
        return [self.labels.label(BY_NAME[facet], slug) for slug in self.hit.facets.get(facet, ())[:limit]]

    @property
    def kind(self) -> str:
        return self.labels.label(BY_NAME["kind"], self.hit.kind)

    @property
    def levels(self) -> list[str]:
        return self.names("level")

    @property
    def school_levels(self) -> list[str]:
        return self.names("school_level", 4)

    @property
    def subjects(self) -> list[str]:
        return self.names("subject", 2)

    @property
    def platforms(self) -> list[str]:
        return self.names("platform", 2)

    @property
    def centre(self) -> str:
        return next(iter(self.names("centre")), "")

    @property
    def published(self) -> datetime | None:
        return datetime.fromtimestamp(self.hit.published_at, tz=UTC) if self.hit.published_at else None


class ResultsPage:
    """One page of results with every address on it."""

    def __init__(self, result: SearchResult, labels: Labels, path: str) -> None:
        self.result = result
        self.labels = labels
        self.path = path
        self.request = result.request

    def url(self, request: SearchRequest) -> str:
        query = addresses.query_string(request)
        return f"{self.path}?{query}" if query else self.path

    @cached_property
    def cards(self) -> list[Card]:
        return [Card(hit, self.labels) for hit in self.result.hits]

    @property
    def facets(self) -> Sequence[FacetResult]:
        return self.result.facets

    @property
    def total(self) -> int:
        return self.result.total

    @property
    def first(self) -> int:
        return self.request.offset + 1

    @property
    def last(self) -> int:
        return self.request.offset + len(self.result.hits)

    @cached_property
    def chips(self) -> list[Chip]:
        return [
            Chip(f"{facet.label}: {label}", self.url(addresses.without_choice(self.request, facet.name, slug)))
            for facet, slug, label in self.labels.choices(self.request.facets)
        ]

    @property
    def url_without_choices(self) -> str:
        return self.url(addresses.with_facets(self.request, {}))

    @property
    def literal_url(self) -> str:
        return self.url(replace(self.request, literal=True, page=1))

    @property
    def share_url(self) -> str:
        return self.url(self.request)

    @property
    def previous_url(self) -> str:
        page = self.request.page
        return self.url(addresses.with_page(self.request, page - 1)) if page > 1 else ""

    @property
    def next_url(self) -> str:
        page = self.request.page
        return self.url(addresses.with_page(self.request, page + 1)) if page < self.result.pages else ""

    @property
    def sorts(self) -> list[tuple[str, str, bool]]:
        """(value, name, chosen) of what can be chosen. The default has no value of its own in the address: it is
        relevance with words and newest without, so that it stays right when words are typed."""
        default = "relevance" if self.request.q else "newest"
        names = [default, *(sort for sort in SORTS if sort not in (default, "relevance"))]
        return [("" if name == default else name, name, name == self.request.sort) for name in names]

    @property
    def corrected(self) -> str:
        return self.result.resolution.corrected or ""

    @property
    def dropped_words(self) -> Sequence[str]:
        return self.result.resolution.dropped_words

    @property
    def is_partial(self) -> bool:
        return self.result.resolution.is_partial

    @property
    def truncated(self) -> bool:
        return self.result.resolution.plan.truncated
