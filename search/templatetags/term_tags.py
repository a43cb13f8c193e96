"""What the pages of terms, the map of the centres and the page of wrong addresses ask of the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cms.models import CentrePage, Term
from cms.structured_data import json_ld_script
from cms.vocabulary import get_vocabulary
from search import catalogue
from search.cards import Card, cards
from search.engines.base import EngineUnavailable
from search.places import CentreMap, centre_map
from search.presentation import ResultsPage, search_url
from search.term_indexes import IndexedTerm, counts_of, listed_terms
from search.term_pages import KINDS, Division, divisions_of
from search.types import SearchRequest

register = template.Library()

CENTRE_SHOWN = 12
KIND_DIVIDES = ("level", "school_level", "subject", "platform")
CENTRE_DIVIDES = ("kind", "subject", "level", "school_level")


@dataclass(frozen=True, slots=True)
class CentreContents:
    """What the catalogue holds of a centre. `preset` keeps a search within it."""

    total: int
    divisions: Sequence[Division]
    newest: Sequence[Card]
    preset: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class KindInSearch:
    """All public materials of a kind, those of every centre too: how many, divided how, the search for them."""

    total: int
    divisions: Sequence[Division]
    url: str


@register.simple_tag
def structured(data: Any) -> SafeString:
    """A JSON-LD script element."""
    return json_ld_script(data)


@register.simple_tag
def search_address(facet: str, slug: str) -> str:
    """The search with one choice made, in the reader's language."""
    return search_url(**{facet: slug})


@register.simple_tag
def term_summary(term: Term, total: int | None) -> str:
    """What a search engine shows under the title: the description, else what there is to find."""
    if term.description_label:
        return term.description_label
    if total:
        return _("%(total)s modules and examples for teachers on %(name)s.") % {"total": total, "name": term.label}
    return _("Modules and examples for teachers on %(name)s.") % {"name": term.label}


@register.simple_tag
def offered_terms(facet: str) -> list[IndexedTerm]:
    """The terms of a facet that has pages ("level", "subject" or "platform") with counts, in their own order."""
    return [listed for _term, listed in listed_terms(KINDS[facet], counts_of(facet))]


@register.simple_tag(takes_context=True)
def centres_on_map(context: template.Context) -> CentreMap:
    """The centres with a page, by island group and province, and where the provinces lie on the map."""
    return centre_map(context.get("request"))


@register.simple_tag
def kind_in_search(listing: ResultsPage | None, kind: str) -> KindInSearch | None:
    """What the search holds beside the national list of a kind; divided only for the list's first page.

    None while the index is not ready.
    """
    if listing is None:
        return None
    divided = listing.request.page == 1
    try:
        result = catalogue.search(SearchRequest(facets={"kind": (kind,)}, sort="newest", size=1, counted=divided))
    except EngineUnavailable:
        return None
    divisions = divisions_of(result, "kind", kind, KIND_DIVIDES) if divided else []
    return KindInSearch(result.total, divisions, search_url(kind=kind))


@register.simple_tag(takes_context=True)
def centre_contents(context: template.Context, page: CentrePage) -> CentreContents | None:
    """A centre's materials: how many, divided how, the newest; None while the index is not ready."""
    entry = get_vocabulary().current("Centre", page.centre_id or 0)
    if entry is None:
        return CentreContents(0, [], [], [])
    chosen = {"centre": (entry.slug,)}
    try:
        result = catalogue.search(SearchRequest(facets=chosen, sort="newest", size=CENTRE_SHOWN))
    except EngineUnavailable:
        return None
    return CentreContents(
        total=result.total,
        divisions=divisions_of(result, "centre", entry.slug, CENTRE_DIVIDES),
        newest=cards(list(result.hits), with_covers=not context.get("save_data")),
        preset=[("centre", entry.slug)],
    )
