"""Who may keep a page of ours, and for how long."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

READER_SECONDS = 60


def patch_for_readers(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The same page for every reader, so anyone may keep it for a minute; an editor's holds the editor's bar."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        patch_cache_control(response, private=True, no_cache=True)
    else:
        patch_cache_control(response, public=True, max_age=READER_SECONDS)
    return response
