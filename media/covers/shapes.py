"""What a cover is made of: circles and paths, which can be written as SVG and painted as pixels alike."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

WIDTH, HEIGHT = 400, 225
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Circle:
    """`width` is that of the outline; colours are "#rrggbb", "" for none; `opacity` is 0 to 1."""

    x: float
    y: float
    radius: float
    fill: str = ""
    stroke: str = ""
    width: float = 0
    opacity: float = 1


@dataclass(frozen=True, slots=True)
class Path:
    """`data` is SVG path data of the absolute commands M L H V Q C Z."""

    data: str
    fill: str = ""
    stroke: str = ""
    width: float = 0
    opacity: float = 1


Shape = Circle | Path


def number(value: float) -> str:
    """As short as a tenth of a unit can be written."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def pairs(points: Iterable[Point]) -> str:
    return " ".join(f"{number(x)} {number(y)}" for x, y in points)


def polygon(points: Sequence[Point]) -> str:
    return f"M{pairs(points)}Z"


def polyline(points: Sequence[Point]) -> str:
    return f"M{pairs(points)}"


def box(x: float, y: float, width: float, height: float) -> str:
    return f"M{pairs([(x, y)])}H{number(x + width)}V{number(y + height)}H{number(x)}Z"


def at(centre: Point, radius: float, degrees: float) -> Point:
    """The point at an angle, clockwise from the right."""
    angle = math.radians(degrees)
    return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def arc(centre: Point, radius: float, start: float, end: float, squeeze: float = 1, turn: float = 0) -> str:
    """Part of a circle (of an ellipse when `squeeze` is not 1, turned by `turn` degrees) as curves."""
    steps = max(1, math.ceil(abs(end - start) / 90 - 0.01))
    step = math.radians((end - start) / steps)
    pull = 4 / 3 * math.tan(step / 4)
    cos_turn, sin_turn = math.cos(math.radians(turn)), math.sin(math.radians(turn))

    def place(x: float, y: float) -> Point:
        x, y = x * radius, y * radius * squeeze
        return centre[0] + x * cos_turn - y * sin_turn, centre[1] + x * sin_turn + y * cos_turn

    angle = math.radians(start)
    data = f"M{pairs([place(math.cos(angle), math.sin(angle))])}"
    for _step in range(steps):
        following = angle + step
        first = place(math.cos(angle) - pull * math.sin(angle), math.sin(angle) + pull * math.cos(angle))
        second = place(
            math.cos(following) + pull * math.sin(following), math.sin(following) - pull * math.cos(following)
        )
        data += f"C{pairs([first, second, place(math.cos(following), math.sin(following))])}"
        angle = following
    return data


def petal(start: Point, end: Point, belly: float) -> str:
    """A leaf from point to point; `belly` is how far each side swells, as a part of its length."""
    (x1, y1), (x2, y2) = start, end
    middle, normal = ((x1 + x2) / 2, (y1 + y2) / 2), ((y1 - y2) * belly, (x2 - x1) * belly)
    left = middle[0] + normal[0], middle[1] + normal[1]
    right = middle[0] - normal[0], middle[1] - normal[1]
    return f"M{pairs([start])}Q{pairs([left, end])}Q{pairs([right, start])}Z"


def smooth(points: Sequence[Point]) -> str:
    """A soft line through the middles between points."""
    data = f"M{pairs(points[:1])}"
    for here, following in pairwise(points[1:]):
        stop = following if following == points[-1] else ((here[0] + following[0]) / 2, (here[1] + following[1]) / 2)
        data += f"Q{pairs([here, stop])}"
    return data


def to_svg(shapes: Iterable[Shape]) -> str:
    """The whole picture as an SVG document."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" fill="none" '
        f'stroke-linecap="round" stroke-linejoin="round">{"".join(map(_element, shapes))}</svg>'
    )


def _element(shape: Shape) -> str:
    style = f' fill="{shape.fill}"' if shape.fill else ""
    if shape.stroke:
        style += f' stroke="{shape.stroke}" stroke-width="{number(shape.width)}"'
    if shape.opacity < 1:
        style += f' opacity="{shape.opacity:.2g}"'
    if isinstance(shape, Circle):
        return f'<circle cx="{number(shape.x)}" cy="{number(shape.y)}" r="{number(shape.radius)}"{style}/>'
    return f'<path{style} d="{shape.data}"/>'
