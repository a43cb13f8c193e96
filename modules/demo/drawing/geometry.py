"""Figures of mathematics on squared paper."""

from __future__ import annotations

import math
import re

from .canvas import Canvas
from .curves import on_circle
from .palettes import WHITE, mix
from .plane import coordinate, function
from .registry import Params, scene
from .tags import is_short, tag

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


def triangle(c: Canvas, labels: list[str]) -> None:
    """Names of corners when they are single letters; else base, height, slope and the area."""
    p = c.palette
    left, right, base = c.w * 0.2, c.w * 0.8, c.h * 0.8
    top: Point = (c.w * c.random.choice((0.38, 0.6)), c.h * 0.15)
    angles = [_size(label) for label in labels[:2]]
    if is_short(labels) and len(angles) == 2 and all(20 <= angle <= 85 for angle in angles):
        slopes = [math.tan(math.radians(angle)) for angle in angles]
        side = min(right - left, c.h * 0.65 * (slopes[0] + slopes[1]) / (slopes[0] * slopes[1]))
        left, right = (c.w - side) / 2, (c.w + side) / 2
        x = side * slopes[1] / (slopes[0] + slopes[1])
        top = (left + x, base - x * slopes[0])
    c.polygon([(left, base), (right, base), top], mix(p.mid, WHITE, 0.45))
    c.line([(left, base), (right, base), top], p.primary, 13, closed=True)
    foot = (top[0], base)
    if not (is_short(labels) and any(angles)):
        c.dashes([top, foot], p.accent, 10, 34)
        c.line([(foot[0] + 44, base), (foot[0] + 44, base - 44), (foot[0], base - 44)], p.accent, 8)
    for point in ((left, base), (right, base), top):
        c.ellipse(*point, 20, fill=p.deep)
    if is_short(labels):
        for label, (x, y) in zip(
            labels, ((left - 90, base + 40), (right + 90, base + 40), (top[0] + 150, top[1])), strict=False
        ):
            tag(c, label, x, y)
        if len(labels) > 3:
            tag(c, labels[3], top[0] + 130, c.h * 0.6, p.second)
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
    tag(c, words["base"], c.w / 2, base + 70, p.primary)
    tag(c, words["height"], top[0] - 10, c.h * 0.52, p.accent)
    tag(c, words["slope"], *slope, p.deep)
    wide = right if right - top[0] > top[0] - left else left
    tag(c, words["area"], top[0] + (wide - top[0]) * 0.4, c.h * 0.7, p.second)


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
    places = (
        (cx + r * 0.62, cy - r * 0.78),
        (cx - r * 0.45, cy + 64),
        (cx - r - 60, cy - r * 0.72),
        (cx + r * 0.3, cy + r * 0.6),
    )
    colours = (p.accent, p.deep, p.primary, p.second)
    for label, place, colour in zip(labels, places, colours, strict=False):
        tag(c, label, *place, colour)


def square(c: Canvas, labels: list[str]) -> None:
    p = c.palette
    side = c.h * 0.6
    sizes = [_size(label) for label in labels[:2]]
    ratio = sizes[0] / sizes[1] if len(sizes) == 2 and all(sizes) else 1.0
    w = side * min(max(ratio, 0.5), 1.8)
    x, y = (c.w - w) / 2, (c.h - side) / 2
    c.rect(x, y, w, side, mix(p.mid, WHITE, 0.45))
    c.dashes([(x, y), (x + w, y + side)], p.accent, 9, 32)
    c.line([(x, y), (x + w, y), (x + w, y + side), (x, y + side)], p.primary, 13, closed=True)
    for sx, sy, px, py in ((1, 1, x, y), (-1, 1, x + w, y), (-1, -1, x + w, y + side), (1, -1, x, y + side)):
        c.line([(px + sx * 40, py), (px + sx * 40, py + sy * 40), (px, py + sy * 40)], p.primary, 6)
        c.ellipse(px, py, 18, fill=p.deep)
    if is_short(labels):
        places = (
            (x - 60, y - 30),
            (x + w + 60, y - 30),
            (x + w + 60, y + side + 30),
            (x - 60, y + side + 30),
        )
    else:
        places = (
            (x + w / 2, y + side + 56),
            (x - 70, y + side / 2),
            (x + w / 2, y + side / 2),
            (x + w / 2, y - 50),
        )
    for label, place, colour in zip(labels, places, (p.primary, p.deep, p.second, p.deep), strict=False):
        tag(c, label, *place, colour)


def _size(label: str) -> float:
    found = re.search(r"\d+(?:[.,]\d+)?", label)
    return float(found[0].replace(",", ".")) if found else 0.0


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
            tag(c, labels[i], cx, c.h * 0.86, p.deep, room=step - 90)


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
