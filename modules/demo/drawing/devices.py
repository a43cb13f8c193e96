"""A telephone's screen, with somebody looking at it."""

from __future__ import annotations

from .backdrops import backdrop
from .canvas import Canvas
from .figures import bust, someone
from .icon_words import icon_for
from .icons import icon
from .palettes import WHITE, ink_on, mix
from .registry import Params, scene


@scene("phone")
def phone(c: Canvas, params: Params) -> None:
    p = c.palette
    title = params.text("title", needed=True)
    lines = params.texts("lines", 5)
    button = params.text("button")
    backdrop(c, "blobs", "waves", "dots", "sprays", "hills")
    mirrored = c.random.random() < 0.5
    width = 690.0
    left = 60.0 if mirrored else c.w - width - 60
    side = (width + 90, c.w - width - 110) if mirrored else (20.0, c.w - width - 110)
    _reader(c, side[0] + side[1] / 2, side[1], " ".join([title, *lines, button]))
    top, height = 36.0, c.h
    c.shadow(left, top, width, height, 70, 22)
    c.rect(left, top, width, height, mix(p.deep, (0, 0, 0), 0.25), 70)
    x, y, w = left + 22, top + 22, width - 44
    c.rect(x, y, w, height, WHITE, 50)
    c.rect(x, y, w, 150, p.primary, 50)
    c.rect(x, y + 75, w, 75, p.primary)
    c.rect(left + width / 2 - 55, y + 14, 110, 16, mix(p.deep, (0, 0, 0), 0.25), 8)
    c.text(title, x + 36, y + 42, w - 72, 98, 54, WHITE, bold=True)
    _rows(c, lines, x + 30, y + 172, w - 60, (c.h - 24 - 104 if button else c.h - 24) - (y + 172) - 14)
    if button:
        by = c.h - 24 - 96
        c.shadow(x + 50, by, w - 100, 92, 46, 8)
        c.rect(x + 50, by, w - 100, 92, p.accent, 46)
        c.text(button, x + 84, by + 8, w - 168, 76, 46, ink_on(p.accent, p.deep), bold=True)


def _rows(c: Canvas, lines: list[str], x: float, y: float, w: float, h: float) -> None:
    p = c.palette
    if not lines:
        return
    step = min(128.0, h / len(lines))
    y += (h - step * len(lines)) / 2
    size = c.same_size(lines, w - 118, step - 20, 46, bold=True, smallest=26)
    for number, line in enumerate(lines):
        top = y + number * step
        c.rect(x, top, w, step - 12, mix(p.paper, p.soft, 0.45), 22)
        colour = p.series[number % 4]
        middle, r = top + (step - 12) / 2, min(34.0, step * 0.34)
        name = icon_for(line)
        c.ellipse(x + 52, middle, r + 4, fill=mix(colour, WHITE, 0.78))
        if name:
            icon(c, name, x + 52, middle, r * 0.68, mix(colour, p.deep, 0.25), WHITE, mix(colour, p.deep, 0.6))
        else:
            c.ellipse(x + 52, middle, r * 0.42, fill=mix(colour, p.deep, 0.25))
        c.text(line, x + 102, top + 4, w - 118, step - 20, size, p.deep, bold=True, align="left")


def _reader(c: Canvas, cx: float, width: float, words: str) -> None:
    """Somebody beside the telephone, with what they think of."""
    p = c.palette
    size = min(520.0, width * 1.5)
    bust(c, someone(c, adult=c.random.random() < 0.6), cx, c.h, size)
    name = icon_for(words, c.random.choice(("bulb", "star", "heart", "book")))
    bubble = 92.0
    top = c.h - size - 40
    c.ellipse(cx - 12, top + 10, 15, fill=WHITE)
    c.ellipse(cx - 2, top + 36, 9, fill=WHITE)
    c.shadow(cx - bubble - 20, top - 2 * bubble - 6, 2 * bubble, 2 * bubble, bubble, 10)
    c.ellipse(cx - 20, top - bubble - 6, bubble, fill=WHITE)
    icon(c, name, cx - 20, top - bubble - 6, 52, p.primary, WHITE, p.accent)
