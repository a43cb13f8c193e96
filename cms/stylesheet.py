"""The site's one stylesheet, taken apart: a page carries its base and the parts it names."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings

STYLESHEET = Path(__file__).resolve().parent / "static" / "cms" / "site.css"
PART = re.compile(r"/\* == (\w+) == \*/")


def css_of(*names: str) -> str:
    """The base and the named parts, without comments and blanks. KeyError when a part is unknown."""
    if settings.DEBUG:
        parts.cache_clear()
    known = parts()
    return "".join(known[name] for name in ("base", *names))


@lru_cache(maxsize=1)
def parts() -> dict[str, str]:
    """The stylesheet's parts by name, in their order."""
    pieces = PART.split(STYLESHEET.read_text(encoding="utf-8"))
    return dict(zip(pieces[1::2], map(_without_blanks, pieces[2::2]), strict=True))


def _without_blanks(css: str) -> str:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};,>]) ?", r"\1", css).replace(": ", ":").replace(";}", "}").strip()
