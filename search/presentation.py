"""What the templates need of a search result, worked out beforehand: addresses, chips, cards, page numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from cms.context_processors import ALL_PICTURES
from search import addresses
from search.cards import Card, cards, localized
from search.catalogue import FacetResult, SearchResult
from search.engines.base import EngineUnavailable
from search.facets import BY_NAME
from search.labels import Labels
from search.promotions import Promotion, promotions
from search.types import SORTS, SearchRequest, Suggestion
from search.ways_out import WayOut, ways_out


def search_url(**facets: str) -> str:
    """The address of the search with one value of each of these facets chosen."""
    request = SearchRequest(facets={name: (slug,) for name, slug in facets.items() if slug})
    return f"{reverse('search')}?{addresses.query_string(request)}"


def suggestion_url(suggestion: Suggestion) -> str:
    if suggestion.type == "material":
        return localized(suggestion.path)
    return search_url(**{suggestion.facet: suggestion.slug})


def suggestion_hint(suggestion: Suggestion, labels: Labels) -> str:
    """What a suggestion is: the kind of a material, the facet of a term."""
    if suggestion.type == "material":
        return labels.label(BY_NAME["kind"], suggestion.kind)
    return str(BY_NAME[suggestion.facet].label)


# How results are laid out; the page's own matter, which the API does not know.
LAYOUT = "tampilan"
LIST, GRID = "daftar", "kisi"
# So many facets are open from the start; those with a choice or a search in them always are.
OPEN_FACETS = 4


def layout_of(value: str) -> str:
    """A known layout; anything else is the list."""
    return GRID if value == GRID else LIST


class FacetGroup:
    """A facet of the page."""

    def __init__(self, facet: FacetResult, *, is_open: bool) -> None:
        self.name, self.label, self.values = facet.name, facet.label, facet.values
        self.find, self.has_search = facet.find, facet.more or bool(facet.find)
        self.chosen = sum(value.selected for value in facet.values)
        self.is_open = is_open or bool(self.chosen or facet.find)


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen value and the address without it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class WayLink:
    """Another search: what it leaves out or is about, its address, and how many materials it finds."""

    label: str
    url: str
    count: int


class ResultsPage:
    """One page of results with every address on it."""

    def __init__(
        self,
        result: SearchResult,
        labels: Labels,
        path: str,
        *,
        layout: str = LIST,
        with_covers: bool = True,
        asks_covers: bool = False,
        keeps_near: bool = False,
    ) -> None:
        self.result = result
        self.labels = labels
        self.path = path
        self.request = result.request
        self.layout = layout
        self.with_covers = with_covers
        # The reader saves data and asked for the pictures all the same: that stays so on the next page.
        self.asks_covers = asks_covers
        # Without the script the reader's province is in the address alone, and the next page needs it too.
        self.keeps_near = keeps_near

    def url(self, request: SearchRequest, *, layout: str = "", shared: bool = False) -> str:
        """The address of a search, in this page's layout or another. A shared one never has the reader's province."""
        own = {LAYOUT: layout or self.layout} if (layout or self.layout) != LIST else {}
        own |= {ALL_PICTURES: "1"} if self.asks_covers else {}
        private = self.keeps_near and not shared
        query = "&".join(filter(None, [addresses.query_string(request, private=private), urlencode(own)]))
        return f"{self.path}?{query}" if query else self.path

    @cached_property
    def cards(self) -> list[Card]:
        plan = self.result.resolution.plan
        promoted = {promotion.id for promotion in self.promotions if promotion.id}
        return cards(
            self.result.hits,
            self.labels,
            plan,
            with_covers=self.with_covers,
            promoted=promoted,
            near=self.lifted_province,
        )

    @property
    def lifted_province(self) -> str:
        """The reader's province, where it has a say in the order: among words, by relevance."""
        return self.request.near or "" if self.request.q and self.request.sort == "relevance" else ""

    @cached_property
    def promotions(self) -> list[Promotion]:
        """What editors recommend for these words. Materials among them keep their place in the results, marked."""
        return promotions(self.request)

    @property
    def is_grid(self) -> bool:
        return self.layout == GRID

    @property
    def layouts(self) -> list[tuple[str, str, bool]]:
        """(value, address, chosen) of each way to lay out the results."""
        return [(name, self.url(self.request, layout=name), name == self.layout) for name in (LIST, GRID)]

    @cached_property
    def ways_out(self) -> dict[str, Any]:
        """What else would find something, for a search that found nothing: the parts of `WaysOut` as `WayLink`s."""
        try:
            ways = ways_out(self.result)
        except EngineUnavailable:
            return {}
        single = {name: getattr(ways, name) for name in ("unfiltered", "wordless", "corrected")}
        return {
            "fewer": [self._link(way) for way in ways.fewer],
            "near": [self._link(way) for way in ways.near],
            **{name: self._link(way) for name, way in single.items() if way},
        }

    def _link(self, way: WayOut) -> WayLink:
        return WayLink(way.label, self.url(way.request), way.count)

    @property
    def groups(self) -> list[FacetGroup]:
        """The facets with what the page needs to show each: open or not, how many chosen."""
        return [FacetGroup(facet, is_open=at < OPEN_FACETS) for at, facet in enumerate(self.result.facets)]

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
    def loose_url(self) -> str:
        return self.url(replace(self.request, literal=False, page=1))

    @property
    def share_url(self) -> str:
        return self.url(self.request, shared=True)

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
