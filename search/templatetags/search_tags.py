"""What pages of lower packages show from the catalogue."""

from __future__ import annotations

import time
from typing import Any

from django import template
from django.urls import reverse

from cms.models import LearningResource
from cms.vocabulary import get_vocabulary
from search import catalogue
from search.documents import sketch
from search.engines import get_engine
from search.engines.base import EngineUnavailable
from search.labels import Labels
from search.presentation import Card, ResultsPage
from search.types import MAX_RESULT_WINDOW, SearchRequest

register = template.Library()
RELATED = 6
PAGE_SIZE = 20


@register.inclusion_tag("search/related.html")
def related_resources(page: LearningResource, limit: int = RELATED) -> dict[str, Any]:
    """Materials most like this one. Nothing is shown while the index is not ready."""
    return {"resources": _related(page, limit)}


def _related(page: LearningResource, limit: int) -> list[LearningResource]:
    try:
        ids = get_engine().related(sketch(page), limit=limit, now=int(time.time()))
    except EngineUnavailable:
        return []
    found = {str(row.uuid): row for row in LearningResource.objects.visible().filter(uuid__in=ids).for_cards()}
    return [found[uuid] for uuid in ids if uuid in found]


@register.simple_tag
def newest_materials(limit: int = 6, centre: str = "") -> list[Card]:
    """Cards of the newest materials, of one centre when its slug is given; none while the index is not ready."""
    listing = _listing({"centre": (centre,)} if centre else {}, page=1)
    return listing.cards[:limit] if listing else []


@register.simple_tag(takes_context=True)
def materials_of_kind(context: template.Context, kind: str) -> ResultsPage | None:
    """The page of the newest materials of a kind that `?page=` asks for; None while the index is not ready."""
    number = context["request"].GET.get("page", "1")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    return _listing({"kind": (kind,)}, page=min(max(page, 1), MAX_RESULT_WINDOW // PAGE_SIZE))


def _listing(facets: dict[str, tuple[str, ...]], page: int) -> ResultsPage | None:
    request = SearchRequest(facets=facets, sort="newest", page=page, size=PAGE_SIZE)
    try:
        result = catalogue.search(request)
    except EngineUnavailable:
        return None
    return ResultsPage(result, Labels(get_vocabulary()), reverse("search"))
