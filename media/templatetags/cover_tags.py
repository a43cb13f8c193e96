"""Covers on cards and pages, pictures for those who save data, the picture that a shared link shows."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse

from cms.models import LearningResource
from media.card_covers import CardCover
from media.cover_addresses import resource_cover_address
from media.models import LibraryImage

register = template.Library()
# What a reader who asked for one picture gets: large enough to read what is written in it.
LINKED = ("format-webp|width-800", "format-jpeg|width-800", "format-webp|width-400", "format-jpeg|width-400")


@register.inclusion_tag("media/parts/card_cover.html", takes_context=True)
def card_cover(
    context: template.Context, cover: CardCover | None, address: str, loading: str = "lazy"
) -> dict[str, Any]:
    """A card's picture: the editor's `cover`, else the drawn one at `address`; nothing when data is saved.

    It is decoration (alt=""): what it shows is said by the card's title and subject.
    """
    if context.get("save_data"):
        return {}
    return {"cover": cover or None, "address": address, "loading": loading}


@register.inclusion_tag("media/parts/resource_cover.html", takes_context=True)
def resource_cover(context: template.Context, page: LearningResource) -> dict[str, Any]:
    """The cover on a material's own page: the editor's picture, else the drawn one, which saving data leaves out."""
    save_data = context.get("save_data", False)
    drawn = not page.cover_id and not save_data
    return {
        "page": page,
        "save_data": save_data,
        "request": context.get("request"),
        "address": resource_cover_address(page) if drawn else "",
    }


@register.inclusion_tag("media/parts/picture_link.html")
def picture_link(image: LibraryImage | None) -> dict[str, Any]:
    """A link to a picture with its size in bytes, in the place of the picture itself, and what it shows in words."""
    if image is None:
        return {}
    url, size = linked_picture(image)
    alt = getattr(image, "contextual_alt_text", None) or image.description
    return {"url": url, "size": size, "alt": "" if getattr(image, "decorative", False) else alt}


def linked_picture(image: LibraryImage) -> tuple[str, int]:
    """Address and bytes of the best size that the worker has made, else of the original; 0 when unknown."""
    made = getattr(image, "prefetched_renditions", None)
    renditions = {rendition.filter_spec: rendition for rendition in (image.renditions.all() if made is None else made)}
    file = next((renditions[spec].file for spec in LINKED if spec in renditions), image.file)
    try:
        return file.url, file.size
    except OSError:
        return file.url, 0


@register.inclusion_tag("media/parts/social_picture.html", takes_context=True)
def social_picture(context: template.Context, page: Any = None) -> dict[str, Any]:
    """The picture that messengers and social media show with a link: a material's own, else the site's."""
    request: HttpRequest | None = context.get("request")
    if isinstance(page, LearningResource):
        path, alt = reverse("share_picture", args=[page.uuid]), page.title
    else:
        path, alt = static("cms/og.png"), settings.SITE_NAME
    return {"url": request.build_absolute_uri(path) if request else path, "alt": alt}
