"""The sizes in which pages show a picture, made by the worker so that no reader waits for them."""

from __future__ import annotations

from media.models import LibraryImage

FORMATS = ("avif", "webp", "jpeg")
WIDTHS = (400, 800)
# The same as `{% picture image format-{avif,webp,jpeg} width-{400,800} %}` in the templates.
FILTER_SPECS = tuple(f"format-{name}|width-{width}" for name in FORMATS for width in WIDTHS)


def make_renditions(image: LibraryImage) -> int:
    """Make what is missing of a picture's sizes; returns how many there are."""
    return len(image.get_renditions(*FILTER_SPECS))
