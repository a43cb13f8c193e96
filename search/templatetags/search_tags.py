"""What pages of lower packages show from the catalogue."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.db.models import ManyToManyField, QuerySet
from django.urls import reverse

from cms.models import LearningResource
from cms.vocabulary import get_vocabulary
from search import catalogue
from search.cards import Card, cards
from search.documents import sketch
from search.engines import get_engine
from search.engines.base import EngineUnavailable
from search.facets import BY_NAME
from search.labels import Labels
from search.presentation import ResultsPage, search_url
from search.types import MAX_RESULT_WINDOW, Hit, SearchRequest

register = template.Library()
RELATED = 6
PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class ValueLink:
    """A facet's value, how many public materials have it, and the address of the search for them."""

    slug: str
    label: str
    count: int
    url: str


@register.inclusion_tag("search/related.html", takes_context=True)
def related_resources(context: template.Context, page: LearningResource, limit: int = RELATED) -> dict[str, Any]:
    """Materials most like this one, but for those the page is linked with: its own lists show them.

    Nothing is shown while the index is not ready.
    """
    return {"cards": _related(page, limit, _with_covers(context)), **_shared(context)}


def _related(page: LearningResource, limit: int, with_covers: bool) -> list[Card]:
    linked = _linked(page)
    try:
        found = get_engine().related(sketch(page), limit=limit + len(linked), now=int(time.time()))
    except EngineUnavailable:
        return []
    # A material's own page never lags behind the database, as lists may while the index catches up.
    visible = LearningResource.objects.visible().filter(uuid__in=[hit.id for hit in found])
    shown = {str(uuid) for uuid in visible.values_list("uuid", flat=True)} - linked
    return cards([hit for hit in found if hit.id in shown][:limit], with_covers=with_covers)


def _linked(page: LearningResource) -> set[str]:
    """The ids of the resources that a relation of this one holds, or that hold it, being of another kind; one query.

    Among its own kind a relation has a direction, and only the page that holds it lists the others.
    """
    found: list[QuerySet[Any]] = []
    for field in page._meta.get_fields():
        other: Any = field.related_model
        if not field.many_to_many or not issubclass(other, LearningResource):
            continue
        if isinstance(field, ManyToManyField):
            name = field.related_query_name()
        elif other is not type(page):
            name = field.remote_field.name
        else:
            continue
        found.append(other.objects.filter(**{name: page.pk}).order_by().values_list("uuid", flat=True))
    return {str(uuid) for uuid in found[0].union(*found[1:])} if found else set()


@register.simple_tag(takes_context=True)
def newest_materials(context: template.Context, limit: int = 6, centre: str = "", **facets: str) -> list[Card]:
    """Cards of the newest materials with these values (`kind="module"`); none while the index is not ready."""
    return _listed(context, catalogue.newest, limit, {"centre": centre, **facets}, ())


@register.simple_tag(takes_context=True)
def broadest_materials(
    context: template.Context, limit: int = 6, exclude: Sequence[Card] = (), **facets: str
) -> list[Card]:
    """Cards of the most general materials with these values, without those that `exclude` shows already."""
    return _listed(context, catalogue.broadest, limit, facets, exclude)


def _listed(
    context: template.Context,
    listing: Callable[..., list[Hit]],
    limit: int,
    values: dict[str, str],
    exclude: Sequence[Card],
) -> list[Card]:
    chosen = {name: (slug,) for name, slug in values.items() if slug and name in BY_NAME}
    try:
        hits = listing(chosen, limit, exclude={card.hit.id for card in exclude})
    except EngineUnavailable:
        return []
    return cards(hits, with_covers=_with_covers(context))


@register.simple_tag
def facet_counts(facet: str, limit: int | None = None) -> list[ValueLink]:
    """The values of a facet over everything public, most used first, with the search for each; see `ValueLink`."""
    try:
        values = catalogue.counts(facet)[facet][:limit]
    except EngineUnavailable:
        return []
    return [ValueLink(value.slug, value.label, value.count, search_url(**{facet: value.slug})) for value in values]


@register.simple_tag
def material_count(kind: str = "") -> int | None:
    """How many materials are public, of one kind or all; None while the index is not ready."""
    try:
        counted = catalogue.counts("kind")["kind"]
    except EngineUnavailable:
        return None
    return sum(value.count for value in counted if kind in ("", value.slug))


@register.simple_tag
def example_search() -> str:
    """A word that finds something, to show what may be typed: the most used tag, else subject; "" without any."""
    try:
        counted = catalogue.counts("tag", "subject")
    except EngineUnavailable:
        return ""
    return next((value.label for value in (*counted["tag"], *counted["subject"])), "")


@register.simple_tag(takes_context=True)
def materials_of_kind(context: template.Context, kind: str) -> ResultsPage | None:
    """The page of the newest materials of a kind that `?page=` asks for, of those that are listed nationally.

    They are not counted by facet: what the page links to is the search, which has more (`kind_in_search`).
    None while the index is not ready.
    """
    number = context["request"].GET.get("page", "1")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    page = min(max(page, 1), MAX_RESULT_WINDOW // PAGE_SIZE)
    facets = {"kind": (kind,)}
    request = SearchRequest(facets=facets, sort="newest", page=page, size=PAGE_SIZE, counted=False, national=True)
    try:
        result = catalogue.search(request)
    except EngineUnavailable:
        return None
    return ResultsPage(result, Labels(get_vocabulary()), reverse("search"), with_covers=_with_covers(context))


def _with_covers(context: template.Context) -> bool:
    return not context.get("save_data")


def _shared(context: template.Context) -> dict[str, Any]:
    """What the tags within an inclusion need of the page's own context."""
    return {name: context.get(name) for name in ("request", "save_data")}
