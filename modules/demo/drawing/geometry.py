"""Figures of mathematics on squared paper."""

from __future__ import annotations

import re

from .canvas import Canvas
from .curves import on_circle
from .palettes import WHITE, Colour, ink_on, mix
from .registry import Params, scene

Point = tuple[float, float]


@scene("geometry")
def geometry(c: Canvas, params: Params) -> None:
    p = c.palette
    shape = params.text("shape", "triangle")
    labels = params.texts("labels", 4)
    c.gradient(WHITE, p.paper)
    for k in range(1, int(c.w / 50) + 1):
        c.line([(k * 50, 0), (k * 50, c.h)], mix(p.soft, WHITE, 0.45), 3 if k % 4 else 5)
    for k in range(1, int(c.h / 50) + 1):
        c.line([(0, k * 50), (c.w, k * 50)], mix(p.soft, WHITE, 0.45), 3 if k % 4 else 5)
    SHAPES.get(shape, triangle)(c, labels)


def _tag(c: Canvas, label: str, cx: float, cy: float, colour: Colour | None = None, room: float = 330) -> None:
    """A label on a pill, moved so that it stays on the paper."""
    if not label:
        return
    p = c.palette
    colour = colour or p.deep
    fitted = c.fit(label, room, 74, 58, 26, True, 1)
    w = max(max(c.measure(line, fitted.size, True) for line in fitted.lines) + 56, 92)
    x = min(max(cx - w / 2, 14), c.w - w - 14)
    y = min(max(cy - 44, 14), c.h - 102)
    c.shadow(x, y, w, 88, 44, 8)
    c.rect(x, y, w, 88, colour, 44)
    c.text(label, x + 22, y + 7, w - 44, 74, fitted.size, ink_on(colour, p.deep), bold=True, max_lines=1)


def _short(labels: list[str]) -> bool:
    return len(labels) >= 3 and all(len(label) <= 2 for label in labels[:3])


def triangle(c: Canvas, labels: list[str]) -> None:
    """Names of corners when they are single letters; else base, height, slope and the area."""
    p = c.palette
    left, right, base = c.w * 0.2, c.w * 0.8, c.h * 0.8
    top: Point = (c.w * c.random.choice((0.38, 0.6)), c.h * 0.15)
    c.polygon([(left, base), (right, base), top], mix(p.mid, WHITE, 0.45))
    c.line([(left, base), (right, base), top], p.primary, 13, closed=True)
    foot = (top[0], base)
    c.dashes([top, foot], p.accent, 10, 34)
    c.line([(foot[0] + 44, base), (foot[0] + 44, base - 44), (foot[0], base - 44)], p.accent, 8)
    for point in ((left, base), (right, base), top):
        c.ellipse(*point, 20, fill=p.deep)
    if _short(labels):
        for label, (x, y) in zip(labels, ((left - 70, base + 20), (right + 70, base + 20), (top[0] + 96, top[1])),
                                 strict=False):
            _tag(c, label, x, y)
        if len(labels) > 3:
            _tag(c, labels[3], top[0] + 130, c.h * 0.6, p.second)
        return
    words = dict.fromkeys(("base", "height", "slope", "area"), "")
    free = list(words)
    for label in labels:
        place = _place(label)
        if place not in free:
            place = free[0]
        free.remove(place)
        words[place] = label
    slope = ((right + top[0]) / 2 + 110, (base + top[1]) / 2 - 60)
    _tag(c, words["base"], c.w / 2, base + 70, p.primary)
    _tag(c, words["height"], top[0] - 10, c.h * 0.52, p.accent)
    _tag(c, words["slope"], *slope, p.deep)
    wide = right if right - top[0] > top[0] - left else left
    _tag(c, words["area"], top[0] + (wide - top[0]) * 0.4, c.h * 0.7, p.second)


def _place(label: str) -> str:
    lower = label.lower()
    if re.match(r"tinggi|t\b", lower):
        return "height"
    if re.match(r"alas|a\b|bayang", lower):
        return "base"
    if re.match(r"luas|l\b", lower):
        return "area"
    return "slope" if re.match(r"sinar|sisi|miring|hipo", lower) else "base"


def circle(c: Canvas, labels: list[str]) -> None:
    p = c.palette
    cx, cy, r = c.w / 2, c.h / 2, c.h * 0.38
    c.ellipse(cx, cy, r, fill=mix(p.mid, WHITE, 0.45))
    c.ellipse(cx, cy, r, outline=p.primary, width=14)
    edge = on_circle(cx, cy, r, -35)
    c.line([(cx, cy), edge], p.accent, 12)
    c.dashes([(cx - r, cy), (cx + r, cy)], p.deep, 8, 30)
    for point in ((cx, cy), edge, (cx - r, cy), (cx + r, cy)):
        c.ellipse(*point, 18, fill=p.deep)
    places = ((cx + r * 0.62, cy - r * 0.78), (cx - r * 0.45, cy + 64), (cx - r - 60, cy - r * 0.72),
              (cx + r + 90, cy + r * 0.7))
    colours = (p.accent, p.deep, p.primary, p.second)
    for label, place, colour in zip(labels, places, colours, strict=False):
        _tag(c, label, *place, colour)


def square(c: Canvas, labels: list[str]) -> None:
    p = c.palette
    side = c.h * 0.6
    w = side * c.random.choice((1.0, 1.35))
    x, y = (c.w - w) / 2, (c.h - side) / 2
    c.rect(x, y, w, side, mix(p.mid, WHITE, 0.45))
    c.dashes([(x, y), (x + w, y + side)], p.accent, 9, 32)
    c.line([(x, y), (x + w, y), (x + w, y + side), (x, y + side)], p.primary, 13, closed=True)
    for sx, sy, px, py in ((1, 1, x, y), (-1, 1, x + w, y), (-1, -1, x + w, y + side), (1, -1, x, y + side)):
        c.line([(px + sx * 40, py), (px + sx * 40, py + sy * 40), (px, py + sy * 40)], p.primary, 6)
        c.ellipse(px, py, 18, fill=p.deep)
    if _short(labels):
        places = ((x - 60, y - 30), (x + w + 60, y - 30), (x + w + 60, y + side + 30), (x - 60, y + side + 30))
    else:
        places = ((x + w / 2, y + side + 56), (x - 70, y + side / 2), (x + w / 2, y + side / 2), (x + w / 2, y - 50))
    for label, place, colour in zip(labels, places, (p.primary, p.deep, p.second, p.deep), strict=False):
        _tag(c, label, *place, colour)


def _axes(c: Canvas, cx: float, cy: float) -> None:
    p = c.palette
    for points in ([(40, cy), (c.w - 40, cy)], [(cx, c.h - 30), (cx, 30)]):
        c.line(points, p.deep, 8)
    c.polygon([(c.w - 24, cy), (c.w - 56, cy - 18), (c.w - 56, cy + 18)], p.deep)
    c.polygon([(cx, 14), (cx - 18, 46), (cx + 18, 46)], p.deep)
    for k in range(-5, 6):
        if k:
            c.line([(cx + k * 100, cy - 12), (cx + k * 100, cy + 12)], p.deep, 6)
            if abs(k) <= 3:
                c.line([(cx - 12, cy + k * 100), (cx + 12, cy + k * 100)], p.deep, 6)
    c.text("x", c.w - 70, cy + 18, 50, 50, 44, p.deep, bold=True)
    c.text("y", cx - 68, 20, 50, 50, 44, p.deep, bold=True)


def coordinate(c: Canvas, labels: list[str]) -> None:
    """Points where the labels say so, as in "A(2, 1)"; else three corners."""
    p = c.palette
    cx, cy = round(c.w / 2 / 50) * 50.0, 400.0
    _axes(c, cx, cy)
    spots = [_coordinates(label) for label in labels]
    defaults = ((-3, 2), (3, 1), (1, -2), (-2, -2))
    points: list[Point] = []
    for spot, default in zip(spots, defaults, strict=False):
        x, y = spot or default
        points.append((cx + max(-5.0, min(5.0, x)) * 100, cy - max(-3.3, min(3.3, y)) * 100))
    if len(points) >= 3:
        c.polygon(points, (*p.mid, 90))
    if len(points) >= 2:
        c.line(points, p.primary, 11, closed=len(points) > 2)
    for i, (label, (x, y)) in enumerate(zip(labels, points, strict=False)):
        c.ellipse(x, y, 22, fill=p.series[i % 2])
        _tag(c, label, x + (90 if x >= cx else -90), y - 70 if y <= cy else y + 70)


def _coordinates(label: str) -> Point | None:
    found = re.search(r"\(\s*([-−]?\d+(?:[.,]\d+)?)\s*[,;]\s*([-−]?\d+(?:[.,]\d+)?)\s*\)", label)
    if not found:
        return None
    x, y = (float(part.replace("−", "-").replace(",", ".")) for part in found.groups())
    return x, y


def function(c: Canvas, labels: list[str]) -> None:
    """A parabola, or a line when the first label has no square in it."""
    p = c.palette
    cx, cy = round(c.w / 2 / 50) * 50.0, 450.0
    _axes(c, cx, cy)
    curves = [label for label in labels if re.search(r"=", label)] or labels[:1] or [""]
    rest = [label for label in labels if label not in curves]
    places = ((cx + 330, 130.0), (cx - 330, 130.0), (cx + 330, cy + 250))
    for i, label in enumerate(curves[:3]):
        colour = (p.primary, p.accent, p.deep)[i]
        squared = "²" in label or "^2" in label or ("=" not in label)
        down = bool(re.search(r"=\s*[-−]", label))
        points = []
        for k in range(-50, 51):
            x = k / 10
            y = (x * x * 0.5 - 2 + i) if squared else (0.7 * x + 1 - i)
            y = -y if down else y
            if -3.2 < y < 4.2:
                points.append((cx + x * 100, cy - y * 100))
        c.line(points, colour, 13)
        _tag(c, label, *places[i], colour)
    spots = ((cx, cy + 200), (cx + 200, cy), (cx - 200, cy))
    for label, (x, y) in zip(rest, spots, strict=False):
        c.ellipse(x, y, 20, fill=p.accent)
        _tag(c, label, x + (130 if x >= cx else -130), y + 72, p.second)


def fraction(c: Canvas, labels: list[str]) -> None:
    """Each label such as "3/4" as a round martabak with that many pieces taken."""
    p = c.palette
    parts = [_fraction(label) for label in labels[:4]] or [(1, 2)]
    n = len(parts)
    step = (c.w - 60) / n
    r = min(step * 0.42, 250.0)
    for i, (taken, pieces) in enumerate(parts):
        cx, cy = 30 + step * (i + 0.5), c.h * 0.43
        c.shadow(cx - r, cy - r, 2 * r, 2 * r, r, 18)
        c.ellipse(cx, cy, r * 1.08, fill=WHITE)
        c.ellipse(cx, cy, r * 1.08, outline=mix(p.soft, p.mid, 0.5), width=6)
        for k in range(pieces):
            start = -90 + 360 * k / pieces
            colour = p.primary if k < taken else mix(p.soft, WHITE, 0.2)
            c.pie(cx, cy, r * 0.96, start, start + 360 / pieces, colour)
            if k < taken:
                c.arc(cx, cy, r * 0.96, start, start + 360 / pieces, p.accent, r * 0.07)
        for k in range(pieces):
            if pieces > 1:
                c.line([(cx, cy), on_circle(cx, cy, r * 0.96, -90 + 360 * k / pieces)], WHITE, 9)
        if i < len(labels):
            _tag(c, labels[i], cx, c.h * 0.86, p.deep, room=step - 90)


def _fraction(label: str) -> tuple[int, int]:
    special = {"½": (1, 2), "¼": (1, 4), "¾": (3, 4), "⅓": (1, 3), "⅔": (2, 3)}
    for sign, value in special.items():
        if sign in label:
            return value
    found = re.search(r"(\d+)\s*/\s*(\d+)", label)
    if not found:
        return 1, 1
    taken, pieces = int(found[1]), max(1, min(24, int(found[2])))
    return min(taken, pieces), pieces


SHAPES = {
    "triangle": triangle,
    "circle": circle,
    "square": square,
    "coordinate": coordinate,
    "function": function,
    "fraction": fraction,
}
