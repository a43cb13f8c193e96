"""The page of a wrong address searches for what the address said. It never fails, and costs a file nothing."""

from __future__ import annotations

import logging
import re
from urllib.parse import unquote

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from search import catalogue
from search.cards import Card, cards
from search.engines.base import EngineUnavailable
from search.types import SearchRequest

logger = logging.getLogger(__name__)

SHOWN = 6
MAX_WORDS = 8
MAX_CHARACTERS = 120
# Parts of addresses that say where something stands, not what it is.
PLACES = {"en", "id", "modul", "contoh", "balai", "mapel", "platform", "tingkat", "cari", "index", "html", "php", "www"}
FILES = re.compile(r"^/(?:static|media|documents|berkas|sampul|bagikan|api)/|\.[A-Za-z0-9]{1,5}$")
WORD = re.compile(r"[^\W_]{2,40}")


def words_of(path: str) -> str:
    """What an address says, as words to search for: its last part that says something, else "".

    `/modul/poster-dengan-canva-2/` says "poster dengan canva".
    """
    for part in reversed(unquote(path)[:500].split("/")):
        words = [word for word in WORD.findall(part.casefold()) if word not in PLACES and not word.isdecimal()]
        if words:
            return " ".join(words[:MAX_WORDS])[:MAX_CHARACTERS]
    return ""


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The 404 of every public address. Files get a line of text, pages a search; neither is ever a 500."""
    if FILES.search(request.path):
        return HttpResponseNotFound(_("Not found"), content_type="text/plain; charset=utf-8")
    try:
        # An editor's wrong address in the admin names no material.
        said = "" if request.path.startswith("/admin/") else words_of(request.path)
        context = {"said": said, "found": _found(said, request), "request_path": request.path}
        return HttpResponseNotFound(render_to_string("404.html", context, request))
    except Exception:  # a wrong address must not become an error of ours, whatever is down
        logger.exception("The page for a wrong address could not be made")
        return HttpResponseNotFound(render_to_string("404_plain.html", {"site_name": settings.SITE_NAME}))


def _found(said: str, request: HttpRequest) -> list[Card]:
    if not said:
        return []
    try:
        result = catalogue.search(SearchRequest(q=said, size=SHOWN, counted=False))
        return cards(list(result.hits), with_covers=not getattr(request, "save_data", False))
    except (EngineUnavailable, DatabaseError) as error:
        logger.warning("No suggestions for a wrong address: %s", error)
        return []
