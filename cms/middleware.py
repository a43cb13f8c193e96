"""The address alone decides the language: Indonesian, or English under /en/."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils import translation


class PageGZipMiddleware(GZipMiddleware):
    """Compresses pages, never files: a player needs the length and the ranges of the file itself."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if response.streaming or response.status_code == 206:
            return response
        return super().process_response(request, response)


class UrlLanguageMiddleware:
    """Like Django's LocaleMiddleware without the browser's wish, so that no page varies by Accept-Language.

    The admin sets each user's own language itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        first = request.path_info.lstrip("/").split("/", 1)[0]
        codes = {code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE}
        language = first if first in codes else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            response = self.get_response(request)
            # Templates are rendered in this language even when the response is lazy.
            if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                response = response.render()
        response.headers.setdefault("Content-Language", language)
        return response
