"""Things of the classroom: quiz, worksheet, seating plan, mind map."""

from __future__ import annotations

import math

from .backdrops import backdrop
from .canvas import Canvas
from .curves import bezier, on_circle
from .icon_words import icon_for
from .icons import icon
from .palettes import SKINS, WHITE, ink_on, mix
from .registry import Params, scene


@scene("quiz")
def quiz(c: Canvas, params: Params) -> None:
    p = c.palette
    question = params.text("question", needed=True)
    choices = params.texts("choices", 4, ("?",))
    correct = params.number("correct", 0, len(choices) - 1)
    c.gradient(p.primary, p.deep)
    for _ in range(22):
        x, y = c.random.uniform(0, c.w), c.random.uniform(0, c.h)
        c.ellipse(x, y, c.random.uniform(8, 46), fill=(255, 255, 255, 14))
    c.card(60, 50, c.w - 120, 270, WHITE, 40)
    c.ellipse(c.w / 2, 50, 44, fill=p.second)
    c.text("?", c.w / 2 - 40, 10, 80, 80, 62, p.deep, bold=True)
    c.text(question, 110, 100, c.w - 220, 200, 68, p.deep, bold=True, smallest=34)
    n = len(choices)
    wide = n == 3
    columns, rows = (1, n) if wide else (2, 2)
    w = (c.w - 120 - 32 * (columns - 1)) / columns
    h = (c.h - 360 - 46 - 26 * (rows - 1)) / rows
    colours = (p.second, mix(p.accent, WHITE, 0.3), p.soft, mix(p.mid, WHITE, 0.35))
    size = c.same_size(choices, w - h * 0.9 - 150, h - 24, 60, bold=True)
    for i, choice in enumerate(choices):
        x, y = 60 + i % columns * (w + 32), 360 + i // columns * (h + 26)
        colour = colours[i]
        c.shadow(x, y, w, h, 30, 10)
        if i == correct:
            c.rect(x - 8, y - 8, w + 16, h + 16, WHITE, 38)
        c.rect(x, y, w, h, colour, 30)
        r = min(50.0, h * 0.34)
        c.ellipse(x + 30 + r, y + h / 2, r, fill=WHITE)
        c.text("ABCD"[i], x + 30, y + h / 2 - r, 2 * r, 2 * r, r * 1.15, p.deep, bold=True)
        left = x + 50 + 2 * r
        c.text(choice, left, y + 8, x + w - 104 - left, h - 16, size, ink_on(colour, p.deep), True, "left")
        if i == correct:
            icon(c, "check", x + w - 62, y + h / 2, 42, (38, 120, 62), WHITE)


@scene("worksheet")
def worksheet(c: Canvas, params: Params) -> None:
    p = c.palette
    title = params.text("title", needed=True)
    rows = params.texts("rows", 6, ("…",))
    c.gradient(mix(p.mid, p.soft, 0.35), mix(p.mid, p.deep, 0.15))
    for k in range(9):
        grain = k * 100 + 30
        c.line([(0, grain), (c.w, grain + c.random.uniform(-14, 14))], (*p.deep, 16), 5)
    x, y, w, h = 70.0, 30.0, c.w - 260, c.h - 60
    c.polygon([(x + 14, y + 26), (x + w + 18, y + 8), (x + w + 24, y + h - 6), (x + 20, y + h + 14)], p.soft)
    c.card(x, y, w, h, (255, 255, 252), 18)
    c.rect(x, y, w, 104, p.primary, 18)
    c.rect(x, y + 50, w, 54, p.primary)
    c.text(title, x + 44, y + 12, w - 88, 84, 58, WHITE, bold=True, align="left")
    step = (h - 128) / len(rows)
    size = c.same_size(rows, w - 150, min(60.0, step * 0.5), 44, bold=True, smallest=24)
    kind = c.random.choice(("lines", "boxes"))
    for i, row in enumerate(rows):
        ty = y + 116 + i * step
        c.ellipse(x + 62, ty + step * 0.3, min(27.0, step * 0.27), fill=p.series[i % 3])
        ink = ink_on(p.series[i % 3], p.deep)
        c.text(str(i + 1), x + 40, ty + step * 0.3 - 22, 44, 44, 34, ink, bold=True)
        head = min(60.0, step * 0.5)
        c.text(row, x + 106, ty + step * 0.3 - head / 2, w - 150, head, size, p.deep, bold=True, align="left")
        if kind == "boxes" and step > 100:
            c.rect(x + 106, ty + step * 0.56, w - 150, step * 0.36, mix(p.paper, p.soft, 0.4), 12, p.mid, 4)
        else:
            lines = 2 if step > 130 else 1
            for k in range(lines):
                ly = ty + step * (0.9 if lines == 1 else 0.72 + 0.2 * k)
                c.dashes([(x + 106, ly), (x + w - 46, ly)], mix(p.mid, p.deep, 0.2), 4, 16)
    _pencil(c, c.w - 118, 120, 500)


def _pencil(c: Canvas, cx: float, top: float, length: float) -> None:
    p, w = c.palette, 68.0
    tilt = 34.0

    def place(x: float, y: float) -> tuple[float, float]:
        return cx + x + tilt * (0.5 - y), top + y * length

    c.shadow(cx - w / 2, top, w, length, 30, 12)
    c.polygon([place(-w / 2, 0.08), place(w / 2, 0.08), place(w / 2, 0.82), place(-w / 2, 0.82)], p.second)
    c.polygon(
        [place(w / 6, 0.08), place(w / 2, 0.08), place(w / 2, 0.82), place(w / 6, 0.82)],
        mix(p.second, p.deep, 0.18),
    )
    c.polygon([place(-w / 2, 0.0), place(w / 2, 0.0), place(w / 2, 0.08), place(-w / 2, 0.08)], p.accent)
    c.polygon([place(-w / 2, 0.82), place(w / 2, 0.82), place(0, 1.0)], (240, 214, 178))
    c.polygon([place(-w * 0.16, 0.942), place(w * 0.16, 0.942), place(0, 1.0)], p.deep)


@scene("seats")
def seats(c: Canvas, params: Params) -> None:
    """The classroom from above: board, and tables with seats around them."""
    p = c.palette
    title = params.text("title")
    groups = params.number("groups", 4, 8) or 1
    each = params.number("per_group", 4, 8) or 1
    c.gradient(mix(p.paper, p.second, 0.12), mix(p.paper, p.second, 0.22))
    for k in range(1, 9):
        c.line([(0, k * c.h / 9), (c.w, k * c.h / 9)], (*p.deep, 14), 4)
    c.card(110, 34, c.w - 220, 128, mix(p.deep, p.primary, 0.35), 20)
    c.rect(110, 34, c.w - 220, 128, None, 20, outline=mix(p.mid, WHITE, 0.4), width=9)
    c.text(title, 150, 48, c.w - 300, 100, 62, WHITE, bold=True)
    columns = groups if groups <= 3 else math.ceil(groups / 2)
    rows = math.ceil(groups / columns)
    w, h = (c.w - 80) / columns, (c.h - 190) / rows
    seat = min(48.0, w * 0.125, h * 0.165)
    for g in range(groups):
        cx = 40 + w * (g % columns + 0.5)
        cy = 180 + h * (g // columns + 0.5)
        colour = p.series[g % 4]
        tw, th = min(w * 0.42, 300.0), min(h * 0.36, 170.0)
        for s in range(each):
            turn = -90 + 360 * s / each + (180 / each if each % 2 == 0 else 0)
            x, y = on_circle(0, 0, 1, turn)
            sx, sy = cx + x * (tw / 2 + seat * 1.25), cy + y * (th / 2 + seat * 1.3)
            c.ellipse(sx, sy, seat * 1.08, fill=mix(colour, WHITE, 0.3))
            skin = SKINS[(g + s) % 4]
            scarf = (p.deep, mix(p.primary, WHITE, 0.2), (44, 32, 30), p.accent)[(g * 3 + s * 5) % 4]
            c.ellipse(sx, sy, seat * 0.72, fill=scarf)
            c.pie(sx, sy, seat * 0.5, turn + 180 - 80, turn + 180 + 80, skin)
        c.shadow(cx - tw / 2, cy - th / 2, tw, th, 26, 10)
        c.rect(cx - tw / 2, cy - th / 2, tw, th, colour, 26)
        c.rect(cx - tw / 2 + 10, cy - th / 2 + 10, tw - 20, th - 20, mix(colour, WHITE, 0.82), 18)
        c.text(str(g + 1), cx - tw / 2, cy - th / 2, tw, th, min(84.0, th * 0.7), p.deep, bold=True)


@scene("mindmap")
def mindmap(c: Canvas, params: Params) -> None:
    p = c.palette
    centre = params.text("centre", needed=True)
    branches = params.texts("branches", 6, ("…",))
    backdrop(c, "dots", "blobs", "sprays", "rays")
    cx, cy = c.w / 2, c.h / 2
    n = len(branches)
    w, h = 350.0, 138.0
    right, left = (n + 1) // 2, n // 2
    places: list[tuple[float, float, int]] = []
    for count, side in ((right, 1), (left, -1)):
        for k in range(count):
            y = cy if count == 1 else 60 + h / 2 + (c.h - 120 - h) * k / (count - 1)
            bulge = 0.0 if count != 3 or k == 1 else 40.0
            places.append((cx + side * (c.w / 2 - 40 - w / 2 - bulge), y, side))
    size = c.same_size(branches, w - 122, h - 24, 46, bold=True)
    for i, (x, y, side) in enumerate(places):
        edge = x - side * (w / 2 - 20)
        path = bezier((cx, cy), (cx + side * 200, cy), (edge - side * 160, y), (edge, y), 30)
        c.line(path, p.series[i % 4], 15)
    for i, (x, y, _) in enumerate(places):
        colour = p.series[i % 4]
        c.card(x - w / 2, y - h / 2, w, h, WHITE, 44)
        c.rect(x - w / 2, y - h / 2, w, h, mix(colour, WHITE, 0.82), 44, outline=colour, width=7)
        name, ink = icon_for(branches[i]), mix(colour, p.deep, 0.35)
        if name:
            icon(c, name, x - w / 2 + 62, y, 36, ink, WHITE, mix(colour, p.deep, 0.65))
        else:
            c.ellipse(x - w / 2 + 62, y, 26, fill=WHITE)
            c.ellipse(x - w / 2 + 62, y, 16, fill=ink)
        c.text(branches[i], x - w / 2 + 108, y - h / 2 + 12, w - 122, h - 24, size, p.deep, True, "left")
    c.shadow(cx - 190, cy - 120, 380, 240, 120, 16)
    c.ellipse(cx, cy, 202, 132, fill=WHITE)
    c.ellipse(cx, cy, 190, 120, fill=p.primary)
    c.ellipse(cx, cy, 176, 107, outline=mix(p.primary, WHITE, 0.45), width=4)
    c.text(centre, cx - 146, cy - 76, 292, 152, 66, WHITE, bold=True, smallest=28)
