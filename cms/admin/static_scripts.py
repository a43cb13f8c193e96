"""Puts a script of ours into the admin, with the words it shows."""

from __future__ import annotations

from collections.abc import Mapping

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def admin_script(path: str, data: Mapping[str, object]) -> SafeString:
    """A script element for a static file; `data` is what it reads from `document.currentScript.dataset`."""
    attributes = format_html_join("", ' data-{}="{}"', data.items())
    return format_html('<script src="{}"{}></script>', static(path), attributes)
