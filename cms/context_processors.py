"""What the frame of every page needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

# The query parameter by which a reader who saves data asks for the pictures of a page.
ALL_PICTURES = "gambar"


def site_chrome(request: HttpRequest) -> dict[str, Any]:
    """`site_name`, the address of this page in the other language, whether to leave its pictures out."""
    english = (get_language() or "").startswith("en")
    indonesian, in_english = language_addresses(request.get_full_path())
    other = indonesian if english else in_english
    save_data = getattr(request, "save_data", False)
    chrome = {
        "site_name": settings.SITE_NAME,
        "is_english": english,
        "other_language_url": other,
        "save_data": save_data,
    }
    if save_data:
        query = request.GET.copy()
        query[ALL_PICTURES] = "1"
        chrome["with_pictures_url"] = f"?{query.urlencode()}"
    return chrome


def language_addresses(path: str) -> tuple[str, str]:
    """The Indonesian and the English address of a page, whichever of them `path` is.

    Slashes at the beginning are folded: "//host/" would be an address of another site.
    """
    bare = path.removeprefix("/en") if path == "/en" or path.startswith(("/en/", "/en?")) else path
    indonesian = "/" + bare.lstrip("/\\")
    return indonesian, f"/en{indonesian}"
