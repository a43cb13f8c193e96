"""Points along curves, for shapes that Pillow does not know."""

from __future__ import annotations

import math
from collections.abc import Sequence

Point = tuple[float, float]


def bezier(a: Point, b: Point, c: Point, d: Point, steps: int = 24) -> list[Point]:
    """Points of a cubic Bézier curve, both ends included."""
    points = []
    for step in range(steps + 1):
        t = step / steps
        u = 1 - t
        k = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
        points.append(
            (
                k[0] * a[0] + k[1] * b[0] + k[2] * c[0] + k[3] * d[0],
                k[0] * a[1] + k[1] * b[1] + k[2] * c[1] + k[3] * d[1],
            )
        )
    return points


def smooth(points: Sequence[Point], steps: int = 10) -> list[Point]:
    """A closed smooth outline through `points` (Catmull–Rom)."""
    n = len(points)
    outline: list[Point] = []
    for i in range(n):
        p0, p1, p2, p3 = (points[(i + k - 1) % n] for k in range(4))
        for step in range(steps):
            t = step / steps
            outline.append((_catmull(p0[0], p1[0], p2[0], p3[0], t), _catmull(p0[1], p1[1], p2[1], p3[1], t)))
    return outline


def _catmull(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)


def wave(x1: float, x2: float, y: float, height: float, length: float, phase: float = 0) -> list[Point]:
    """A sine from `x1` to `x2` around `y`; `length` of one period, `phase` in periods."""
    steps = max(8, int(abs(x2 - x1) / length * 24))
    return [
        (x, y + height * math.sin(2 * math.pi * ((x - x1) / length + phase)))
        for x in (x1 + (x2 - x1) * i / steps for i in range(steps + 1))
    ]


def star(cx: float, cy: float, outer: float, inner: float, points: int, turn: float = -90) -> list[Point]:
    """Outline of a star; `turn` in degrees, the first point straight up by default."""
    return [on_circle(cx, cy, outer if i % 2 == 0 else inner, turn + 180 * i / points) for i in range(points * 2)]


def on_circle(cx: float, cy: float, r: float, degrees: float) -> Point:
    """A point on a circle; degrees clockwise from three o'clock."""
    angle = math.radians(degrees)
    return cx + r * math.cos(angle), cy + r * math.sin(angle)


def rotated(points: Sequence[Point], cx: float, cy: float, degrees: float) -> list[Point]:
    """`points` turned clockwise around `(cx, cy)`."""
    angle = math.radians(degrees)
    c, s = math.cos(angle), math.sin(angle)
    return [(cx + (x - cx) * c - (y - cy) * s, cy + (x - cx) * s + (y - cy) * c) for x, y in points]


def leaf(x: float, y: float, length: float, width: float, degrees: float) -> list[Point]:
    """A pointed leaf that starts at `(x, y)` and points to `degrees`."""
    tip = x + length
    upper = bezier((x, y), (x + length * 0.3, y - width), (x + length * 0.75, y - width * 0.7), (tip, y), 12)
    lower = bezier((tip, y), (x + length * 0.75, y + width * 0.7), (x + length * 0.3, y + width), (x, y), 12)
    return rotated([*upper, *lower], x, y, degrees)
