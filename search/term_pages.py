"""/mapel/<slug>/, /platform/<slug>/, /tingkat/<slug>/: what a term is and what there is under it."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cms.models import Level, Platform, Subject, Term
from cms.page_caching import patch_for_readers
from cms.structured_data import breadcrumbs, collection
from cms.vocabulary import TermEntry, get_vocabulary
from search import catalogue
from search.cards import Card, cards
from search.catalogue import SearchResult
from search.engines.base import EngineUnavailable
from search.facets import BY_NAME
from search.presentation import search_url
from search.types import Hit, SearchRequest

logger = logging.getLogger(__name__)

SHOWN = 6
# One or two more than that are no list of their own.
REST = 2
LINKS = 12
# Which other terms its materials have is read off this many of the newest.
SAMPLE = 50
MOVED_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class TermKind:
    """A vocabulary whose terms have pages. `address` names the page's URL, `index` that of the list of all."""

    facet: str
    model: type[Term]
    address: str
    index: str
    heading: Any
    # Facets that divide a term's materials further, in the order of the page.
    divides: tuple[str, ...]


SUBJECT = TermKind(
    "subject", Subject, "subject_page", "subjects", _("Subjects"), ("kind", "level", "school_level", "platform")
)
PLATFORM = TermKind(
    "platform",
    Platform,
    "platform_page",
    "platforms",
    _("Apps and platforms"),
    ("kind", "level", "school_level", "subject"),
)
LEVEL = TermKind("level", Level, "level_page", "levels", _("Levels"), ("kind", "school_level", "subject", "platform"))
KINDS = {kind.facet: kind for kind in (SUBJECT, PLATFORM, LEVEL)}


@dataclass(frozen=True, slots=True)
class TermLink:
    """A way on: a label, an address, and how many materials are there (None: not counted)."""

    label: str
    url: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Division:
    """The materials of a term by one other facet, each value with the filtered search."""

    label: str
    values: Sequence[TermLink]


@dataclass(frozen=True, slots=True)
class TermContents:
    """What the catalogue holds under a term."""

    total: int
    divisions: Sequence[Division]
    newest: Sequence[Card]
    broadest: Sequence[Card]
    related: Sequence[TermLink]


@require_safe
def term_page(request: HttpRequest, slug: str, facet: str) -> HttpResponse:
    """A term's page. A merged term's address leads on to its successor's for good; an unknown one is a 404."""
    kind = KINDS[facet]
    vocabulary = get_vocabulary()
    entry = vocabulary.resolve(kind.model.__name__, slug)
    if entry is None:
        raise Http404(f"no {facet} is called {slug}")
    if entry.slug != slug:
        # Permanent for search engines; a browser asks again, since a merge can be taken back.
        moved = HttpResponsePermanentRedirect(reverse(kind.address, args=[entry.slug]))
        patch_cache_control(moved, max_age=MOVED_SECONDS)
        return moved
    term = kind.model._default_manager.get(pk=entry.pk)
    context: dict[str, Any] = {"kind": kind, "term": term, "entry": entry, "preset": [(kind.facet, slug)]}
    try:
        contents = contents_of(kind, entry, save_data=getattr(request, "save_data", False))
    except EngineUnavailable as error:
        logger.warning("A term's materials could not be listed: %s", error)
        response = render(request, "search/term_page.html", {**context, "unavailable": True})
        response["Cache-Control"] = "no-store"
        return response
    context["contents"] = contents
    context["structured_data"] = [_collection(request, kind, term, contents), _breadcrumbs(request, kind, entry)]
    return patch_for_readers(request, render(request, "search/term_page.html", context))


def contents_of(kind: TermKind, entry: TermEntry, *, save_data: bool = False) -> TermContents:
    """Counts, lists and related terms. Raises EngineUnavailable."""
    chosen = {kind.facet: (entry.slug,)}
    result = catalogue.search(SearchRequest(facets=chosen, sort="newest", size=SAMPLE))
    newest = list(result.hits[: SHOWN if result.total > SHOWN + REST else SHOWN + REST])
    seen = [hit.id for hit in newest]
    broadest = catalogue.broadest(chosen, SHOWN, exclude=seen) if result.total > len(newest) else []
    shown = cards([*newest, *broadest], with_covers=not save_data)
    divisions = divisions_of(result, kind.facet, entry.slug, kind.divides)
    return TermContents(
        total=result.total,
        divisions=divisions,
        newest=shown[: len(newest)],
        broadest=shown[len(newest) :],
        related=_related(kind, entry, result.hits),
    )


def divisions_of(result: SearchResult, facet: str, slug: str, divides: Sequence[str]) -> list[Division]:
    """The counts of some facets in a result that has one choice, each value with the search for both."""
    by_name = {found.name: found for found in result.facets}
    divisions = []
    for name in divides:
        values = by_name[name].values[:LINKS] if name in by_name else []
        links = [TermLink(value.label, search_url(**{facet: slug, name: value.slug}), value.count) for value in values]
        if links:
            divisions.append(Division(str(BY_NAME[name].label), links))
    return divisions


def _related(kind: TermKind, entry: TermEntry, hits: Sequence[Hit]) -> list[TermLink]:
    """Other terms of the vocabulary that its materials have, the most frequent first; levels say nothing so."""
    if kind is LEVEL:
        return []
    together = Counter(slug for hit in hits for slug in hit.facets.get(kind.facet, ()) if slug != entry.slug)
    terms = get_vocabulary().terms.get(kind.model.__name__, {})
    known = [(count, terms[slug]) for slug, count in together.items() if slug in terms]
    known.sort(key=lambda pair: (-pair[0], pair[1].position))
    return [TermLink(other.label, reverse(kind.address, args=[other.slug])) for _count, other in known[:LINKS]]


def _collection(request: HttpRequest, kind: TermKind, term: Term, contents: TermContents) -> dict[str, Any]:
    return collection(
        url=request.build_absolute_uri(reverse(kind.address, args=[term.slug])),
        name=term.label,
        description=term.description_label,
        term_set=str(kind.heading),
        items=[(card.hit.title, request.build_absolute_uri(card.url)) for card in contents.newest],
        total=contents.total,
    )


def _breadcrumbs(request: HttpRequest, kind: TermKind, entry: TermEntry) -> dict[str, Any]:
    return breadcrumbs(
        [
            (str(_("Home")), request.build_absolute_uri(reverse("wagtail_serve", args=[""]))),
            (str(kind.heading), request.build_absolute_uri(reverse(kind.index))),
            (entry.label, request.build_absolute_uri(reverse(kind.address, args=[entry.slug]))),
        ]
    )
