"""A poster: title, a large picture sign, a few lines and a foot."""

from __future__ import annotations

from .canvas import Canvas
from .curves import leaf, on_circle, wave
from .icons import ICONS, icon
from .palettes import WHITE, ink_on, mix
from .registry import Params, scene


@scene("poster")
def poster(c: Canvas, params: Params) -> None:
    title = params.text("title", params.text("caption", " "))
    lines = params.texts("lines", 4) if params.text("lines") else []
    footer = params.text("footer")
    name = params.text("icon", "star")
    c.random.choice((_panel, _arch, _round))(c, title, lines, footer, name if name in ICONS else "star")


def _panel(c: Canvas, title: str, lines: list[str], footer: str, name: str) -> None:
    """A coloured side with rays, text on the other side."""
    p = c.palette
    c.gradient(WHITE, p.paper)
    side = c.w * 0.38
    left = c.random.random() < 0.5
    x0 = 0.0 if left else c.w - side
    c.rect(x0, 0, side, c.h, p.primary)
    cx, cy, r = x0 + side / 2, c.h * 0.44, side * 0.36
    for turn in range(0, 360, 30):
        points = [(cx, cy), on_circle(cx, cy, c.h, turn), on_circle(cx, cy, c.h, turn + 15)]
        c.polygon([(min(max(x, x0), x0 + side), y) for x, y in points], mix(p.primary, WHITE, 0.09))
    c.rect(0 if not left else side, 0, c.w - side, c.h, mix(p.paper, WHITE, 0.4))
    c.ellipse(cx, cy, r, fill=p.paper)
    c.ellipse(cx, cy, r * 0.9, outline=p.second, width=6)
    icon(c, name, cx, cy, r * 0.58, p.primary, WHITE, p.accent)
    for k in range(5):
        y = c.h - 70 + k * 26
        crest = wave(x0, x0 + side, y, 12, side / 2.5, k * 0.5 + 0.2)
        c.line(crest, mix(p.primary, p.second, 0.35), 7)
    x = (side if left else 0) + 56
    w = c.w - side - 112
    _words(c, title, lines, footer, x, 56, w, c.h - 112)


def _words(c: Canvas, title: str, lines: list[str], footer: str, x: float, y: float, w: float, h: float) -> None:
    p = c.palette
    foot = 92.0 if footer else 0.0
    share = 0.42 if lines else 0.9
    c.text(title, x, y, w, h * share - 26, 96, p.deep, bold=True, align="left", valign="bottom", smallest=40)
    y2 = y + h * share
    c.rect(x, y2, 150, 12, p.accent, 6)
    room = h - h * share - 36 - foot - (20 if foot else 0)
    if lines:
        step = min(126.0, room / len(lines))
        size = c.same_size(lines, w - 58, step - 8, 58)
        for number, line in enumerate(lines):
            ly = y2 + 36 + number * step
            c.ellipse(x + 18, ly + step / 2 - 4, 15, fill=p.accent)
            c.ellipse(x + 18, ly + step / 2 - 4, 6, fill=WHITE)
            c.text(line, x + 54, ly, w - 56, step - 8, size, p.deep, align="left")
    if footer:
        c.rect(x, y + h - foot, w, foot, p.deep, foot / 2)
        c.text(footer, x + 34, y + h - foot + 8, w - 68, foot - 16, 46, WHITE, bold=True)


def _arch(c: Canvas, title: str, lines: list[str], footer: str, name: str) -> None:
    """Deep ground, leaves, the sign under an arch above the text."""
    p = c.palette
    c.gradient(mix(p.deep, p.primary, 0.55), p.deep)
    for x, turn in ((0.0, -62), (c.w, -118)):
        for spread in (-40, -16, 8, 32):
            shade = mix(p.deep, p.mid, 0.25 + 0.1 * (spread > 0))
            c.polygon(leaf(x, c.h, 330, 62, turn + spread), shade)
    x, y, w, h = 70.0, 46.0, c.w - 140, c.h - 92
    c.card(x, y, w, h, p.paper, 44)
    c.rect(x + 16, y + 16, w - 32, h - 32, None, 32, outline=p.mid, width=4)
    r = 88.0
    head = 216.0
    icon_x = x + 60 + r
    c.ellipse(icon_x, y + 60 + r, r + 10, fill=p.soft)
    icon(c, name, icon_x, y + 60 + r, r * 0.78, p.primary, WHITE, p.accent)
    tx = icon_x + r + 44
    c.text(title, tx, y + 44, x + w - 50 - tx, head - 10, 88, p.deep, bold=True, align="left", smallest=36)
    foot = 88.0 if footer else 0.0
    top, room = y + head + 44, h - head - 84 - foot
    columns = 2 if len(lines) in (2, 4) and max(map(len, lines)) <= 26 else 1
    rows = -(-len(lines) // columns)
    if lines:
        cell_w, step = (w - 100) / columns, min(150.0, room / rows)
        top += (room - step * rows) / 2
        size = c.same_size(lines, cell_w - 116, step - 26, 58, bold=True)
        for number, line in enumerate(lines):
            lx, ly = x + 50 + number % columns * cell_w, top + number // columns * step
            c.rect(lx + 6, ly, cell_w - 12, step - 14, WHITE, 24)
            c.rect(lx + 6, ly, 18, step - 14, p.series[number % 3], 9)
            c.text(line, lx + 50, ly + 6, cell_w - 96, step - 26, size, p.deep, bold=True, align="left")
    if footer:
        fy = y + h - foot - 34
        c.rect(x + 50, fy, w - 100, foot, p.accent, 22)
        c.text(footer, x + 90, fy + 8, w - 180, foot - 16, 44, ink_on(p.accent, p.deep), bold=True)


def _round(c: Canvas, title: str, lines: list[str], footer: str, name: str) -> None:
    """A title band above, the sign in a great circle that is cut by the edge."""
    p = c.palette
    c.gradient(p.paper, p.soft)
    cx, cy, r = c.w - 230, c.h * 0.63, 330.0
    c.ellipse(cx, cy, r + 40, fill=mix(p.soft, p.mid, 0.35))
    c.ellipse(cx, cy, r, fill=p.second)
    c.ellipse(cx, cy, r * 0.86, fill=mix(p.second, WHITE, 0.55))
    icon(c, name, cx + 10, cy + 20, r * 0.56, p.primary, WHITE, p.accent)
    crest = wave(-10, c.w + 10, 232, 14, c.w / 1.6, 0.1)
    c.polygon([(-10, -10), (c.w + 10, -10), *reversed(crest)], p.primary)
    c.line(crest, p.accent, 10)
    c.text(title, 60, 26, c.w - 120, 176, 96, WHITE, bold=True, smallest=40)
    w = c.w * 0.6
    foot = 88.0 if footer else 0.0
    room = c.h - 290 - foot - 70
    if lines:
        step = min(136.0, room / len(lines))
        size = c.same_size(lines, w - 110, step - 28, 48, bold=True)
        for number, line in enumerate(lines):
            y = 290 + (room - step * len(lines)) / 2 + number * step
            c.card(50, y, w, step - 18, WHITE, 26)
            c.ellipse(50 + 46, y + (step - 18) / 2, 24, fill=p.series[number % 2])
            mark = [(84, y + (step - 18) / 2), (93, y + step / 2), (109, y + (step - 18) / 2 - 12)]
            c.line(mark, WHITE, 6)
            c.text(line, 140, y + 4, w - 110, step - 26, size, p.deep, bold=True, align="left")
    if footer:
        c.rect(0, c.h - foot - 10, c.w, foot + 10, p.deep)
        c.text(footer, 60, c.h - foot - 2, c.w - 120, foot - 8, 46, WHITE, bold=True)
