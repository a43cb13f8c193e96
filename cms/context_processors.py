"""What the frame of every page needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


def site_chrome(request: HttpRequest) -> dict[str, Any]:
    """`site_name`, and the address of this page in the other language."""
    path = request.get_full_path()
    english = (get_language() or "").startswith("en")
    other = (path.removeprefix("/en") or "/") if english else f"/en{path}"
    return {"site_name": settings.SITE_NAME, "is_english": english, "other_language_url": other}
