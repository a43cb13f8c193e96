"""Shows library items: pictures in a fixed number of queries, lengths of time, hosts of links."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.db.models import Prefetch, prefetch_related_objects
from wagtail.images.shortcuts import get_rendition_or_not_found
from wagtail.models import Page

from cms.streams import attachment_kind, page_attachments, stream_values, walk
from media.models import DocumentPreview, LibraryDocument, LibraryImage, LibraryRendition
from media.renditions import LARGE_SPEC, NEXT_LARGEST

register = template.Library()


@register.simple_tag
def prefetch_pictures(page: Page) -> str:
    """Read the renditions of all pictures of a page at once; use it before the first of them."""
    pictures: list[LibraryImage] = []
    cover = getattr(page, "cover", None)
    if cover is not None:
        pictures.append(cover)
    for stream_field, value in stream_values(page):
        pictures.extend(
            item for _block, item in walk(stream_field.stream_block, value) if attachment_kind(item) == "image"
        )
    renditions = Prefetch("renditions", LibraryRendition.objects.order_by("pk"), to_attr="prefetched_renditions")
    # One picture may stand in a page twice, as two objects: each gets its renditions.
    by_pk = {picture.pk: picture for picture in pictures}
    prefetch_related_objects(list(by_pk.values()), renditions)
    for picture in pictures:
        picture.prefetched_renditions = by_pk[picture.pk].prefetched_renditions  # type: ignore[attr-defined]
    return ""


@register.simple_tag
def prefetch_previews(*shown: Page | Iterable[Page]) -> str:
    """Read the previews of all documents of these pages in one query. `page` alone needs no such call."""
    pages = [page for item in shown for page in ([item] if isinstance(item, Page) else item)]
    documents = [item.item for page in pages for item in page_attachments(page) if item.kind == "document"]
    drawn = DocumentPreview.objects.of(documents)
    for page in pages:
        page.document_previews = drawn  # type: ignore[attr-defined]
    return ""


@register.simple_tag(takes_context=True)
def document_previews(context: template.Context, document: LibraryDocument) -> list[DocumentPreview]:
    """The pictures of a document's first pages, each with url, width, height, number and alt.

    The first call in a page reads them for all documents of its StreamFields.
    """
    page = context.get("page")
    if isinstance(page, Page) and not hasattr(page, "document_previews"):
        prefetch_previews(page)
    known: dict[int, list[DocumentPreview]] = getattr(page, "document_previews", {})
    return known[document.pk] if document.pk in known else DocumentPreview.objects.of([document])[document.pk]


@register.simple_tag(takes_context=True)
def next_loading(context: template.Context) -> str:
    """The loading attribute: the first picture of a page at once, the others when they come near; on paper, all."""
    if context.get("printing"):
        return "eager"
    request = context.get("request")
    if request is None or getattr(request, "_has_picture", False):
        return "lazy"
    request._has_picture = True
    return "eager"


@register.simple_tag
def large_picture(image: LibraryImage) -> str:
    """The address of a picture to look at closely: the large size once the worker has made it, else the next largest.

    Never the original, which may have 15 MB.
    """
    made = {rendition.filter_spec: rendition for rendition in getattr(image, "prefetched_renditions", ())}
    found = next((made[spec] for spec in (LARGE_SPEC, *NEXT_LARGEST) if spec in made), None)
    # Where there is none at all, the page's own picture would be made in a moment anyway.
    return str((found or get_rendition_or_not_found(image, NEXT_LARGEST[0])).url)


@register.filter
def format_icon(extension: str) -> str:
    """The icon for a file by its extension: audio, video, image, else document."""
    guessed = (mimetypes.guess_type(f"x.{extension}")[0] or "").partition("/")[0]
    return guessed if guessed in ("audio", "video", "image") else "document"


@register.simple_tag
def tool_totals(tools: Iterable[Any]) -> dict[str, Any]:
    """Minutes and MB of all tools of an example, where at least two of them say it; None where not."""
    totals: dict[str, Any] = {}
    for name in ("minutes", "data_mb"):
        known = [tool.value[name] for tool in tools if tool.value.get(name) is not None]
        totals[name] = sum(known) if len(known) > 1 else None
    return totals


@register.filter
def clock(seconds: Any) -> str:
    """A length of time for reading beside a player: 95 is "1:35"."""
    total = round(float(seconds or 0))
    hours, rest = divmod(total, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


@register.filter
def host(address: str) -> str:
    """The host of an address, as a reader knows it."""
    return (urlsplit(address).hostname or "").removeprefix("www.")
