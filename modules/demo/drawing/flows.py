"""Things in an order: numbered steps and a time line."""

from __future__ import annotations

from .backdrops import backdrop
from .canvas import Canvas
from .curves import bezier
from .icon_words import icon_for
from .icons import icon
from .palettes import WHITE, ink_on, mix
from .registry import Params, scene


@scene("steps")
def steps(c: Canvas, params: Params) -> None:
    items = params.texts("items", 6, ("Mulai",))
    backdrop(c, "blobs", "dots", "sprays", "waves", "weave", "rays")
    layouts = [_cards, _ladder]
    if len(items) in (3, 4):
        layouts.append(_stairs)
    c.random.choice(layouts)(c, items)


def _number(c: Canvas, number: int, cx: float, cy: float, r: float) -> None:
    colour = c.palette.series[(number - 1) % 3]
    c.ellipse(cx, cy, r + 6, fill=WHITE)
    c.ellipse(cx, cy, r, fill=colour)
    c.text(str(number), cx - r, cy - r, 2 * r, 2 * r, r * 1.25, ink_on(colour, c.palette.deep), bold=True)


def _cards(c: Canvas, items: list[str]) -> None:
    """Cards in one or two rows, joined by arrows."""
    p, n = c.palette, len(items)
    rows = 1 if n <= 3 else 2
    columns = -(-n // rows)
    gap, margin = 56.0, 64.0
    w = (c.w - 2 * margin - gap * (columns - 1)) / columns
    h = (c.h - 2 * margin - gap * (rows - 1)) / rows if rows == 2 else min(520.0, c.h - 240)
    top = (c.h - rows * h - (rows - 1) * gap) / 2
    text_height = h * 0.4
    size = c.same_size(items, w - 44, text_height, 54, bold=True)
    places = []
    for i in range(n):
        row, column = divmod(i, columns)
        # A short second row stands in the middle.
        shift = (columns * rows - n) * (w + gap) / 2 if row == 1 else 0.0
        places.append((margin + column * (w + gap) + shift, top + row * (h + gap)))
    for i, (x, y) in enumerate(places):
        if i + 1 < n:
            _nx, ny = places[i + 1]
            if ny == y:
                _arrow(c, x + w + 4, y + h / 2, gap - 8)
    for i, (x, y) in enumerate(places):
        c.card(x, y, w, h, WHITE, 34)
        c.rect(x, y + h - 14, w, 14, p.series[i % 3], 7)
        r = min(h * 0.2, w * 0.24)
        cy = y + h * 0.32
        c.ellipse(x + w / 2, cy, r * 1.25, fill=mix(p.soft, WHITE, 0.35))
        name = icon_for(items[i])
        if name:
            icon(c, name, x + w / 2, cy, r * 0.82, p.primary, WHITE, p.accent)
            _number(c, i + 1, x + 34, y + 34, 36)
        else:
            _number(c, i + 1, x + w / 2, cy, r * 0.86)
        c.text(items[i], x + 22, y + h * 0.57, w - 44, text_height - 20, size, p.deep, bold=True)


def _arrow(c: Canvas, x: float, y: float, length: float) -> None:
    colour = c.palette.accent
    c.line([(x + 2, y), (x + length - 14, y)], colour, 9)
    c.polygon([(x + length - 20, y - 17), (x + length + 4, y), (x + length - 20, y + 17)], colour)


def _ladder(c: Canvas, items: list[str]) -> None:
    """Wide bars below each other, each a little further to the right."""
    p, n = c.palette, len(items)
    step = min(180.0, (c.h - 96) / n)
    top = (c.h - step * n) / 2
    indent = min(60.0, 220 / n)
    w = c.w - 150 - indent * (n - 1)
    h = step - 26
    points = [(110 + indent * i, top + step * i + h / 2) for i in range(n)]
    c.dashes(points, p.accent, 8, 26)
    size = c.same_size(items, w - 270, h - 12, 64, bold=True)
    for i, item in enumerate(items):
        x, y = 90 + indent * i, top + step * i
        c.card(x, y, w, h, WHITE, h / 2)
        c.rect(x, y, h * 1.25, h, mix(p.series[i % 3], WHITE, 0.72), h / 2)
        _number(c, i + 1, x + h / 2, y + h / 2, h * 0.38)
        c.text(item, x + h + 46, y + 4, w - 270, h - 8, size, p.deep, bold=True, align="left")
        name = icon_for(item)
        if name:
            icon(c, name, x + w - h * 0.62, y + h / 2, h * 0.32, p.primary, WHITE, p.accent)


def _stairs(c: Canvas, items: list[str]) -> None:
    """A staircase to a flag."""
    p, n = c.palette, len(items)
    w = (c.w - 100) / n
    low, high = c.h * 0.36, c.h * 0.78
    size = c.same_size(items, w - 40, 180, 56, bold=True)
    for i, item in enumerate(items):
        h = low + (high - low) * i / (n - 1)
        x, y = 50 + i * w, c.h - h
        colour = mix(p.primary, p.deep, 0.5 * i / (n - 1))
        c.shadow(x, y, w - 8, h, 10, 10)
        c.rect(x, y, w - 8, h + 40, colour, 18)
        c.rect(x, y, w - 8, 18, p.series[2], 9)
        c.text(item, x + 20, y + 84, w - 48, 180, size, WHITE, bold=True)
        _number(c, i + 1, x + w / 2 - 4, y + 6, 50)
    for i in range(n):
        h = low + (high - low) * i / (n - 1)
        x, y = 50 + i * w + w / 2 - 4, c.h - h
        name = icon_for(items[i])
        if name and i < n - 1:
            icon(c, name, x, y - 136, 72, p.primary, p.paper, p.accent)
    icon(c, "flag", 50 + (n - 0.5) * w, c.h - high - 96, 58, p.deep, WHITE, p.accent)


@scene("timeline")
def timeline(c: Canvas, params: Params) -> None:
    p = c.palette
    items = []
    for row in params.rows("items", 5):
        if isinstance(row, dict):
            items.append((str(row.get("when", "")), str(row.get("what", ""))))
        else:
            items.append(("", str(row)))
    backdrop(c, "hills", "dots", "sprays", "blobs", "weave")
    n = max(1, len(items))
    margin = 50.0
    w = (c.w - 2 * margin) / n
    middle = c.h / 2
    path = []
    for i in range(n + 1):
        a, b = (margin + w * (i - 0.5), middle), (margin + w * (i + 0.5), middle)
        lift = 60 if i % 2 else -60
        path += bezier(a, (a[0] + w / 3, middle + lift), (b[0] - w / 3, middle + lift), b, 14)
    c.line(path, mix(p.mid, p.deep, 0.15), 34)
    c.dashes(path, WHITE, 6, 40)
    card_w = min(w * (1.55 if n > 3 else 1.0) - 30, 420.0)
    size = c.same_size([what for _, what in items], card_w - 44, 130, 50, bold=True)
    when_size = c.same_size([when for when, _ in items], card_w - 40, 60, 54, bold=True)
    for i, (when, what) in enumerate(items):
        cx = margin + w * (i + 0.5)
        up = i % 2 == 0
        x = min(max(24.0, cx - card_w / 2), c.w - 24 - card_w)
        h = 250.0
        y = middle - 78 - h if up else middle + 78
        c.line([(cx, middle), (cx, y + h if up else y)], p.deep, 6)
        colour = p.series[i % 3]
        c.card(x, y, card_w, h, WHITE, 28)
        c.rect(x, y, card_w, 84, colour, 28)
        c.rect(x, y + 42, card_w, 42, colour)
        c.text(when, x + 20, y + 8, card_w - 40, 68, when_size, ink_on(colour, p.deep), bold=True)
        c.text(what, x + 22, y + 96, card_w - 44, 140, size, p.deep, bold=True)
        c.ellipse(cx, middle, 46, fill=WHITE)
        c.ellipse(cx, middle, 38, fill=colour)
        name = icon_for(what)
        if name:
            icon(c, name, cx, middle, 23, WHITE, colour, mix(WHITE, colour, 0.35))
        else:
            c.ellipse(cx, middle, 14, fill=WHITE)
