"""The icon set: `{% icon "name" %}` where one is shown, `{% icon_sprite %}` once at the end of the page.

The drawings are in `static/cms/icons.svg`. A page carries those it uses, each once, whatever the number of its cards.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

DRAWINGS = Path(__file__).resolve().parent.parent / "static" / "cms" / "icons.svg"
SYMBOL = re.compile(r'<symbol id="i-([a-z-]+)" viewBox="0 0 24 24">(.*?)</symbol>', re.DOTALL)
# What a page's script may show later; pages name them where they need more.
FALLBACK = "lesson"


@lru_cache(maxsize=1)
def drawings() -> dict[str, str]:
    """The inner SVG of each icon by its name."""
    return dict(SYMBOL.findall(DRAWINGS.read_text(encoding="utf-8")))


@register.simple_tag(takes_context=True)
def icon(context: template.Context, name: str) -> SafeString:
    """An icon that says nothing to a screen reader: the words beside it do. Unknown names show a sheet of paper.

    In a page it refers to the sprite; where there is no request (an error page, a mail) it is drawn in place.
    """
    known = name if name in drawings() else FALLBACK
    used = _used(context)
    if used is None:
        return mark_safe(  # noqa: S308 - our own drawings
            f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{drawings()[known]}</svg>'
        )
    used.add(known)
    return mark_safe(f'<svg class="icon" aria-hidden="true"><use href="#i-{known}"/></svg>')  # noqa: S308


@register.simple_tag(takes_context=True)
def icon_sprite(context: template.Context, more: str = "") -> SafeString:
    """The drawings that this page used, and those named in `more` (for what a script adds), each once."""
    used = (_used(context) or set()) | set(more.split())
    symbols = "".join(
        f'<symbol id="i-{name}" viewBox="0 0 24 24">{drawings()[name]}</symbol>'
        for name in sorted(used & set(drawings()))
    )
    return mark_safe(f'<svg style="display:none">{symbols}</svg>' if symbols else "")  # noqa: S308


def _used(context: Any) -> set[str] | None:
    request = context.get("request")
    if request is None:
        return None
    used: set[str] = request.__dict__.setdefault("_icons", set())
    return used
