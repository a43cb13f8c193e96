"""Where audio or video is used: told to who may change it, as of pictures and documents."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from wagtailmedia.permissions import permission_policy
from wagtailmedia.views import media

from media.models import LibraryMedia


def usage(request: HttpRequest, media_id: int) -> HttpResponse:
    """wagtailmedia's own view asks nobody for a permission."""
    item = get_object_or_404(LibraryMedia, pk=media_id)
    if not permission_policy.user_has_permission_for_instance(request.user, "change", item):
        raise Http404
    response: HttpResponse = media.usage(request, media_id)
    return response
