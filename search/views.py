"""/cari/: the page, the part of it that changes, and suggestions while typing."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms.context_processors import ALL_PICTURES
from cms.page_caching import patch_for_readers
from cms.vocabulary import get_vocabulary
from search import catalogue
from search.addresses import query_string
from search.engines.base import EngineUnavailable
from search.labels import Labels
from search.parsing import clean_text, parse
from search.presentation import LAYOUT, ResultsPage, layout_of, suggestion_hint, suggestion_url
from search.query_log import note_search
from search.types import SearchRequest

logger = logging.getLogger(__name__)
RETRY_SECONDS = 15
AGAIN = "X-Search-Again"


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    return _render(request, "search/search_page.html", keeps_near=True)


@require_safe
def search_results(request: HttpRequest) -> HttpResponse:
    """Only what changes when words or choices change; the page's script asks for it."""
    response = _render(request, "search/results.html")
    response["X-Robots-Tag"] = "noindex"
    return response


def _render(request: HttpRequest, template: str, *, keeps_near: bool = False) -> HttpResponse:
    labels = catalogue.labels_for_readers(with_tags="tag" in request.GET)
    parsed = parse(request.GET, labels)
    # A page has numbers; cursors are the API's.
    parsed.request = replace(parsed.request, cursor=None)
    context: dict[str, Any] = {
        "search_request": parsed.request,
        "problems": parsed.problems,
        "other_language_url": _other_language(parsed.request),
    }
    try:
        result = catalogue.search(parsed.request)
    except EngineUnavailable as error:
        logger.warning("A search could not be answered: %s", error)
        response = render(request, template, {**context, "unavailable": True}, status=503)
        response["Retry-After"] = str(RETRY_SECONDS)
        response["Cache-Control"] = "no-store"
        return response
    context["results"] = ResultsPage(
        result,
        labels,
        reverse("search"),
        layout=layout_of(request.GET.get(LAYOUT, "")),
        with_covers=not getattr(request, "save_data", False),
        asks_covers=request.GET.get(ALL_PICTURES) == "1",
        keeps_near=keeps_near,
    )
    response = render(request, template, context)
    # The page's script may ask once more for the same search, with the reader's province.
    if AGAIN not in request.headers:
        note_search(request, response, result)
    return patch_for_readers(request, response)


def _other_language(search_request: SearchRequest) -> str:
    """This search in the other language, without the reader's own province."""
    with override("id" if (get_language() or "").startswith("en") else "en"):
        return f"{reverse('search')}?{query_string(search_request)}".rstrip("?")


@require_safe
@cache_control(public=True, max_age=60)
def suggestions(request: HttpRequest) -> HttpResponse:
    """What the search box offers, as JSON: a list of {label, type, hint, url}. Empty while the index is not ready."""
    text = clean_text(request.GET.get("q", ""), 100)
    try:
        found = catalogue.suggest(text)
    except EngineUnavailable:
        found = []
    labels = Labels(get_vocabulary())
    items = [
        {"label": item.label, "type": item.type, "hint": suggestion_hint(item, labels), "url": suggestion_url(item)}
        for item in found
    ]
    announcement = ngettext("%(count)s suggestion", "%(count)s suggestions", len(items)) % {"count": len(items)}
    return JsonResponse({"label": _("Suggestions"), "announcement": announcement, "suggestions": items})
