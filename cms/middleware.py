"""For every request: compression, the language by the address alone, a refused publish as a message."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.users.models import UserProfile

from cms.context_processors import ALL_PICTURES
from cms.publishing import PublishRefused, refusal_message


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


class SaveDataMiddleware:
    """`request.save_data`: the browser asks to save data, so pages leave their pictures out.

    The reader gets them back with `?gambar=1`: an address of its own, so that no cache mixes the two up.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A list of words, of which only "on" means something (Save-Data, WICG).
        words = {word.split(";")[0].strip().lower() for word in request.headers.get("Save-Data", "").split(",")}
        request.save_data = "on" in words and request.GET.get(ALL_PICTURES) != "1"  # type: ignore[attr-defined]
        response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Save-Data"])
        return response


class PublishRefusedMiddleware:
    """A publish that is refused anywhere in the admin is told to the editor, who gets the page's form to mend it.

    Wagtail's views (the last approval of a workflow, the end of a task) roll back what they did themselves.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, PublishRefused) or not request.user.is_authenticated:
            return None
        # The admin has let go of the editor's language when the exception left it.
        with translation.override(UserProfile.get_for_user(request.user).get_preferred_language()):
            messages.error(request, refusal_message([exception]))
        url = get_valid_next_url_from_request(request) or reverse("wagtailadmin_pages:edit", args=[exception.page.pk])
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            # What the dialogs of workflow actions expect.
            return JsonResponse({"step": "success", "redirect": url})
        return redirect(url)
