"""Hands out audio, video, captions and documents' pictures to who may see them, in ranges, so that players can seek."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.core.files import File
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtailmedia.permissions import permission_policy

from media.models import DocumentPreview, LibraryMedia
from media.usage import is_public

CHUNK = 64 * 1024


@require_safe
def media_file(request: HttpRequest, pk: int, filename: str) -> HttpResponseBase:
    media = _open_media(request, pk)
    if filename != media.filename:
        raise Http404
    return send(request, media.file)


@require_safe
def media_captions(request: HttpRequest, pk: int) -> HttpResponseBase:
    media = _open_media(request, pk)
    if not media.captions:
        raise Http404
    return send(request, media.captions, content_type="text/vtt; charset=utf-8")


@require_safe
def document_preview(request: HttpRequest, pk: int, filename: str) -> HttpResponseBase:
    """A picture of a document's page, to who may download the document; else a 404."""
    preview: DocumentPreview = get_object_or_404(DocumentPreview.objects.select_related("document"), pk=pk)
    if filename != preview.filename:
        raise Http404
    # The same gate as of the document itself; where that would ask for a password, a picture is just not there.
    for ask in hooks.get_hooks("before_serve_document"):
        if isinstance(ask(preview.document, request), HttpResponseBase):
            raise Http404
    return send(request, preview.file, content_type="image/webp")


def _open_media(request: HttpRequest, pk: int) -> LibraryMedia:
    """The item, if a public page uses it or the user's collections hold it; else a 404 that tells nothing."""
    media: LibraryMedia = get_object_or_404(LibraryMedia, pk=pk)
    if is_public(media):
        return media
    permissions = ["add", "change", "delete"]
    if request.user.is_authenticated and permission_policy.user_has_any_permission_for_instance(
        request.user, permissions, media
    ):
        return media
    raise Http404


def send(request: HttpRequest, field: Any, content_type: str = "") -> HttpResponseBase:
    """The file of a file field, whole or the one range that was asked for (RFC 9110, section 14)."""
    try:
        file: File[bytes] = field.storage.open(field.name, "rb")
        size = field.size
    except OSError as error:
        raise Http404 from error
    content_type = content_type or mimetypes.guess_type(field.name)[0] or "application/octet-stream"
    wanted = parse_range(request.headers.get("Range", ""), size)
    response: HttpResponse | FileResponse | StreamingHttpResponse
    if wanted == "unsatisfiable":
        file.close()
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
    elif isinstance(wanted, tuple):
        start, end = wanted
        response = StreamingHttpResponse(_part(file, start, end), status=206, content_type=content_type)
        response["Content-Range"] = f"bytes {start}-{end}/{size}"
        response["Content-Length"] = str(end - start + 1)
    else:
        response = FileResponse(file, content_type=content_type)
        response["Content-Length"] = str(size)
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Security-Policy"] = "default-src 'none'"
    with suppress(NotImplementedError, OSError):
        response["Last-Modified"] = http_date(field.storage.get_modified_time(field.name).timestamp())
    return response


def parse_range(header: str, size: int) -> tuple[int, int] | str | None:
    """(first, last) byte; "unsatisfiable"; None for no range, an invalid one, or several, which we do not serve."""
    match = re.fullmatch(r"bytes=([0-9]{0,18})-([0-9]{0,18})", header.strip())
    if not match or not (match[1] or match[2]) or (match[1] and match[2] and int(match[1]) > int(match[2])):
        return None
    if not match[1]:
        start, end = max(0, size - int(match[2])), size - 1
        return (start, end) if int(match[2]) and size else "unsatisfiable"
    start, end = int(match[1]), min(int(match[2]) if match[2] else size - 1, size - 1)
    if start >= size:
        return "unsatisfiable"
    return start, end


def _part(file: File[bytes], start: int, end: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        left = end - start + 1
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
