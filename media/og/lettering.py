"""Words in Lato that always fit their place: wrapped, then made smaller, and only then cut short."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

FONTS = Path(__file__).resolve().parent.parent / "fonts"
ELLIPSIS = "…"
# Signs that Lato lacks, in signs that it has.
SUBSTITUTES = str.maketrans({"ʼ": "’", "ʻ": "‘", "‑": "-", "‐": "-", "✓": "√", "★": "*", "☆": "*", "⟶": "→"})
# Emoji and other pictures, halves of characters, invisible marks, private characters, marks of emoji.
UNDRAWABLE = {"So", "Cs", "Cf", "Cc", "Co", "Cn", "Sk", "Me"}


@lru_cache(maxsize=64)
def font(size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Lato at `size` pixels; the basic layout engine gives the same widths on every machine."""
    path = FONTS / ("Lato-Bold.ttf" if bold else "Lato-Regular.ttf")
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


def drawable(text: str) -> str:
    """The text as one line without what the font cannot show; a script that Lato lacks stays, as boxes."""
    # Every kind of space, the end of a line too, keeps words apart.
    words = " ".join(unicodedata.normalize("NFC", text).translate(SUBSTITUTES).split())
    kept = (
        character for character in words if unicodedata.category(character) not in UNDRAWABLE or character in "©®°™"
    )
    return " ".join("".join(kept).split())


def fit(
    text: str, width: float, largest: int, smallest: int, max_lines: int, bold: bool = True
) -> tuple[list[str], int]:
    """Lines of at most `width` pixels and the size in pixels at which they are; the last ends in "…" when cut."""
    lines: list[str] = []
    for size in range(largest, smallest - 1, -2):
        lines = wrap(text, width, font(size, bold))
        if len(lines) <= max_lines and all(font(size, bold).getlength(line) <= width for line in lines):
            return lines, size
    face = font(smallest, bold)
    lines = [piece for line in lines for piece in _broken(line, width, face)]
    if len(lines) <= max_lines:
        return lines, smallest
    last = lines[max_lines - 1]
    while last and face.getlength(last + ELLIPSIS) > width:
        last = last[:-1]
    return [*lines[: max_lines - 1], last.rstrip(" ,.:;–-") + ELLIPSIS], smallest


def wrap(text: str, width: float, face: ImageFont.FreeTypeFont, between: str = " ") -> list[str]:
    """The words (what stands `between` separators) in lines; one that is wider than a line has a line of its own."""
    lines: list[str] = []
    for word in filter(None, text.split(between)):
        longer = f"{lines[-1]}{between}{word}" if lines else word
        if lines and face.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _broken(line: str, width: float, face: ImageFont.FreeTypeFont) -> list[str]:
    """A line, broken within a word where it is wider than its place."""
    pieces = [""]
    for character in line:
        if pieces[-1] and face.getlength(pieces[-1] + character) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces
