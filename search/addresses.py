"""Addresses of searches: canonical, shareable, one place that knows the parameters' order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from search.facets import FACETS
from search.types import FACET_SIZE, SORTS, SearchRequest

DEFAULTS = SearchRequest()


def query_string(request: SearchRequest, *, private: bool = False) -> str:
    """The parameters that give this request, "" for none. `near` is the reader's own and only kept when `private`."""
    pairs: list[tuple[str, str]] = []
    if request.q:
        pairs.append(("q", request.q))
    pairs += [(facet.name, slug) for facet in FACETS for slug in request.facets.get(facet.name, ())]
    default = "relevance" if request.q else "newest"
    if request.sort in SORTS and request.sort not in (default, DEFAULTS.sort):
        pairs.append(("sort", request.sort))
    if request.size != DEFAULTS.size:
        pairs.append(("size", str(request.size)))
    if request.literal:
        pairs.append(("literal", "1"))
    if request.facet_size != FACET_SIZE:
        pairs.append(("facet_size", str(request.facet_size)))
    if private and request.near:
        pairs.append(("near", request.near))
    if request.page != 1:
        pairs.append(("page", str(request.page)))
    return urlencode(pairs)


def with_page(request: SearchRequest, page: int) -> SearchRequest:
    return replace(request, page=page)


def without_choice(request: SearchRequest, facet: str, slug: str) -> SearchRequest:
    """The request with one chosen value taken away, from its first page."""
    left = tuple(value for value in request.facets.get(facet, ()) if value != slug)
    facets = {name: values for name, values in {**request.facets, facet: left}.items() if values}
    return replace(request, facets=facets, page=1)


def with_facets(request: SearchRequest, facets: Mapping[str, tuple[str, ...]]) -> SearchRequest:
    return replace(request, facets=dict(facets), page=1)
