"""Points, lines and parabolas in a plane with axes, drawn where their labels say."""

from __future__ import annotations

import re

from .canvas import Canvas
from .palettes import mix
from .tags import tag

Point = tuple[float, float]
_NUMBER = r"[-−+]?\s*\d+(?:[.,]\d+)?"


class Plane:
    """Axes with `unit` logical units per step, the origin at `(cx, cy)`."""

    def __init__(self, c: Canvas, cy: float, unit: float) -> None:
        self.c, self.unit = c, unit
        self.cx, self.cy = round(c.w / 2 / 50) * 50.0, cy

    def at(self, x: float, y: float) -> Point:
        return self.cx + x * self.unit, self.cy - y * self.unit

    def axes(self) -> None:
        c, p, cx, cy = self.c, self.c.palette, self.cx, self.cy
        for points in ([(40, cy), (c.w - 40, cy)], [(cx, c.h - 30), (cx, 30)]):
            c.line(points, p.deep, 8)
        c.polygon([(c.w - 24, cy), (c.w - 56, cy - 18), (c.w - 56, cy + 18)], p.deep)
        c.polygon([(cx, 14), (cx - 18, 46), (cx + 18, 46)], p.deep)
        for k in range(-20, 21):
            x, y = self.at(k, k)
            if k and 50 < x < c.w - 70:
                c.line([(x, cy - 10), (x, cy + 10)], p.deep, 5)
            if k and 60 < y < c.h - 30:
                c.line([(cx - 10, y), (cx + 10, y)], p.deep, 5)
        c.text("x", c.w - 70, cy + 18, 50, 50, 44, p.deep, bold=True)
        c.text("y", cx - 68, 20, 50, 50, 44, p.deep, bold=True)

    def marked(self, label: str, x: float, y: float, number: int) -> None:
        """A dot at a point, and its label on the side away from the axes."""
        px, py = self.at(x, y)
        self.c.ellipse(px, py, 21, fill=self.c.palette.series[number % 2])
        tag(self.c, label, px + (105 if x > 0 else -105), py - 66 if y > 0 else py + 66)


def coordinate(c: Canvas, labels: list[str]) -> None:
    """Points where the labels say so, as in "A(2, 1)"; else the corners of a quadrangle."""
    p = c.palette
    defaults = ((-3.0, 2.0), (3.0, 1.0), (1.0, -2.0), (-2.0, -2.0))
    points = [point(label) or default for label, default in zip(labels, defaults, strict=False)]
    reach = max([3.4, *(abs(y) for _, y in points), *(abs(x) * 0.65 for x, _ in points)])
    plane = Plane(c, c.h / 2, min(100.0, c.h * 0.41 / reach))
    plane.axes()
    corners = [plane.at(x, y) for x, y in points]
    if len(corners) >= 3:
        c.polygon(corners, (*p.mid, 90))
    if len(corners) >= 2:
        c.line(corners, p.primary, 11, closed=len(corners) > 2)
    for number, (label, (x, y)) in enumerate(zip(labels, points, strict=False)):
        plane.marked(label, x, y, number)


def function(c: Canvas, labels: list[str]) -> None:
    """The graphs of labels such as "y = x² − 4"; "x = 2" is a dashed line, "(0, −4)" a dot."""
    p = c.palette
    spots = [found for label in labels if (found := point(label))]
    low = min([-4.0, *(y for _, y in spots)])
    high = max([4.0, *(y for _, y in spots)])
    unit = min(75.0, (c.h - 130) / (high - low + 2))
    plane = Plane(c, c.h - 60 - (1 - low) * unit, unit)
    plane.axes()
    graphs = 0
    # Dots and their labels lie on top of the graphs.
    for number, label in enumerate(sorted(labels, key=lambda label: point(label) is not None)):
        spot, upright, shape = point(label), _upright(label), coefficients(label)
        if spot:
            plane.marked(label, *spot, number)
        elif upright is not None:
            x, _ = plane.at(upright, 0)
            c.dashes([(x, 40), (x, c.h - 40)], p.accent, 9, 34)
            tag(c, label, x + (110 if upright >= 0 else -110), c.h * 0.32, p.accent)
        elif shape:
            colour = (p.primary, mix(p.accent, p.deep, 0.3), p.deep)[graphs % 3]
            curve = [plane.at(k / 10, _value(shape, k / 10)) for k in range(-120, 121)]
            shown = [(x, y) for x, y in curve if 20 < y < c.h - 20 and 20 < x < c.w - 20]
            if len(shown) > 1:
                c.line(shown, colour, 13)
                x, y = shown[0] if graphs % 2 else shown[-1]
                tag(c, label, x + (-190 if graphs % 2 else 190), min(max(y + 40, 90), c.h - 90), colour)
            graphs += 1
        else:
            tag(c, label, c.w * 0.2, c.h * (0.2 + 0.2 * number), p.second)


def point(label: str) -> Point | None:
    """The coordinates in a label: "A(2, −1)" → (2.0, −1.0)."""
    found = re.search(rf"\(\s*({_NUMBER})\s*[,;]\s*({_NUMBER})\s*\)", label)
    return (_float(found[1]), _float(found[2])) if found else None


def coefficients(label: str) -> tuple[float, float, float] | None:
    """a, b, c of "y = ax² + bx + c" (also "f(x) = …"); nothing for other terms."""
    _, equals, right = label.replace("−", "-").replace("^2", "²").replace(" ", "").partition("=")
    if not equals or "x" not in right:
        return None
    terms = re.findall(r"[-+]?[^-+]+", right)
    sums = {"x²": 0.0, "x": 0.0, "": 0.0}
    for term in terms:
        found = re.fullmatch(r"([-+]?)(\d+(?:[.,]\d+)?)?(x²|x)?", term)
        if not found or not (found[2] or found[3]):
            return None
        size = _float(found[2]) if found[2] else 1.0
        sums[found[3] or ""] += -size if found[1] == "-" else size
    return sums["x²"], sums["x"], sums[""]


def _upright(label: str) -> float | None:
    found = re.fullmatch(rf"\s*x\s*=\s*({_NUMBER})\s*", label)
    return _float(found[1]) if found else None


def _value(shape: tuple[float, float, float], x: float) -> float:
    return shape[0] * x * x + shape[1] * x + shape[2]


def _float(text: str) -> float:
    return float(text.replace("−", "-").replace(",", ".").replace(" ", ""))
