"""Icons in three colours, and which icon belongs to which Indonesian word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .canvas import Canvas, Point
from .curves import bezier, leaf, on_circle, smooth, star
from .palettes import Colour


@dataclass(frozen=True)
class Ink:
    """Colours of one icon, and helpers that take units: 1 is the icon's radius, 0/0 its middle."""

    c: Canvas
    cx: float
    cy: float
    r: float
    main: Colour
    light: Colour
    extra: Colour

    def at(self, points: list[Point]) -> list[Point]:
        return [(self.cx + x * self.r, self.cy + y * self.r) for x, y in points]

    def shape(self, points: list[Point], fill: Colour | None = None) -> None:
        self.c.polygon(self.at(points), fill or self.main)

    def blob(self, points: list[Point], fill: Colour | None = None) -> None:
        self.c.polygon(smooth(self.at(points)), fill or self.main)

    def dot(self, x: float, y: float, rx: float, fill: Colour | None = None, ry: float | None = None) -> None:
        radius = None if ry is None else ry * self.r
        centre = (self.cx + x * self.r, self.cy + y * self.r)
        self.c.ellipse(*centre, rx * self.r, radius, fill or self.main)

    def ring(self, x: float, y: float, r: float, width: float, colour: Colour | None = None) -> None:
        self.c.ellipse(
            self.cx + x * self.r,
            self.cy + y * self.r,
            r * self.r,
            outline=colour or self.main,
            width=width * self.r,
        )

    def box(self, x: float, y: float, w: float, h: float, fill: Colour | None = None, radius: float = 0.08) -> None:
        r = self.r
        self.c.rect(self.cx + x * r, self.cy + y * r, w * r, h * r, fill or self.main, radius * r)

    def stroke(self, points: list[Point], width: float, colour: Colour | None = None) -> None:
        self.c.line(self.at(points), colour or self.main, width * self.r)


def water(i: Ink) -> None:
    i.shape(
        [
            *bezier((0, -1), (0.3, -0.5), (0.72, -0.1), (0.66, 0.36)),
            *bezier((0.66, 0.36), (0.6, 1.15), (-0.6, 1.15), (-0.66, 0.36)),
            *bezier((-0.66, 0.36), (-0.72, -0.1), (-0.3, -0.5), (0, -1)),
        ]
    )
    i.stroke(bezier((-0.38, 0.3), (-0.36, 0.6), (-0.2, 0.7), (-0.02, 0.74), 10), 0.12, i.light)


def sun(i: Ink) -> None:
    for turn in range(12):
        a, b = on_circle(0, 0, 0.72, turn * 30), on_circle(0, 0, 0.97, turn * 30)
        i.stroke([a, b], 0.13, i.extra)
    i.dot(0, 0, 0.58)
    i.stroke(bezier((-0.34, -0.1), (-0.3, -0.3), (-0.1, -0.36), (0, -0.37), 8), 0.09, i.light)


def leaves(i: Ink) -> None:
    i.shape(leaf(-0.75, 0.8, 2.15, 0.72, -46))
    i.stroke([(-0.95, 1), (0.45, -0.5)], 0.07, i.light)
    for x, y in ((-0.3, 0.3), (0.0, -0.02), (0.25, -0.28)):
        i.stroke([(x, y), (x + 0.06, y - 0.34)], 0.05, i.light)
        i.stroke([(x, y), (x + 0.36, y - 0.02)], 0.05, i.light)


def book(i: Ink) -> None:
    for side in (-1, 1):
        page = [(0, -0.55), *bezier((0, -0.55), (0.3, -0.8), (0.7, -0.75), (1, -0.62), 8), (1, 0.62)]
        page += bezier((1, 0.62), (0.7, 0.5), (0.3, 0.48), (0, 0.72), 8)
        i.shape([(x * side, y) for x, y in page], i.main if side < 0 else i.extra)
        for y in (-0.32, -0.06, 0.2):
            i.stroke([(0.22 * side, y), (0.78 * side, y - 0.06)], 0.07, i.light)


def heart(i: Ink) -> None:
    right = bezier((0, 0.9), (0.5, 0.5), (1, 0.15), (1, -0.3)) + bezier((1, -0.3), (1, -0.95), (0.2, -1), (0, -0.4))
    i.shape(right + [(-x, y) for x, y in reversed(right)])
    i.stroke(bezier((-0.7, -0.3), (-0.68, -0.5), (-0.5, -0.62), (-0.36, -0.62), 8), 0.12, i.light)


def rating(i: Ink) -> None:
    i.shape(star(0, 0.06, 1, 0.44, 5))
    i.stroke([(-0.3, -0.12), (-0.06, -0.48)], 0.09, i.light)


def bulb(i: Ink) -> None:
    i.dot(0, -0.25, 0.68)
    i.shape([(-0.46, 0.15), (0.46, 0.15), (0.3, 0.58), (-0.3, 0.58)])
    i.box(-0.3, 0.55, 0.6, 0.2, i.extra)
    i.box(-0.22, 0.78, 0.44, 0.16, i.extra)
    i.stroke([(-0.2, 0.5), (-0.2, -0.1), (0, 0.05), (0.2, -0.1), (0.2, 0.5)], 0.07, i.light)


def people(i: Ink) -> None:
    for x, y, size, colour in ((-0.58, 0.1, 0.8, i.extra), (0.58, 0.1, 0.8, i.extra), (0, 0, 1.0, i.main)):
        if colour is i.main:
            i.dot(x, y - 0.38, 0.4, i.light)
        i.dot(x, y - 0.4 * size, 0.3 * size, colour)
        top = y - 0.02 * size
        i.box(x - 0.44 * size, top, 0.88 * size, 0.85 - top, colour, 0.36)


def lock(i: Ink) -> None:
    i.ring(0, -0.35, 0.5, 0.17, i.extra)
    i.box(-0.75, -0.2, 1.5, 1.1, radius=0.16)
    i.dot(0, 0.22, 0.18, i.light)
    i.stroke([(0, 0.25), (0, 0.56)], 0.13, i.light)


def key(i: Ink) -> None:
    i.ring(-0.45, -0.3, 0.46, 0.2)
    i.stroke([(-0.1, 0.02), (0.85, 0.8)], 0.2)
    i.stroke([(0.5, 0.52), (0.7, 0.28)], 0.16)
    i.stroke([(0.78, 0.74), (0.95, 0.54)], 0.16)


def music(i: Ink) -> None:
    i.shape([(-0.42, -0.85), (0.75, -1), (0.75, -0.62), (-0.42, -0.47)])
    i.stroke([(-0.42, -0.7), (-0.42, 0.6)], 0.15)
    i.stroke([(0.68, -0.8), (0.68, 0.45)], 0.15)
    i.dot(-0.62, 0.65, 0.3, i.extra, 0.25)
    i.dot(0.48, 0.5, 0.3, i.extra, 0.25)


def microphone(i: Ink) -> None:
    i.c.arc(i.cx, i.cy - 0.2 * i.r, 0.68 * i.r, 0, 180, i.extra, 0.13 * i.r)
    i.box(-0.38, -1, 0.76, 1.3, radius=0.38)
    i.stroke([(0, 0.48), (0, 0.88)], 0.14, i.extra)
    i.stroke([(-0.4, 0.92), (0.4, 0.92)], 0.14, i.extra)
    for y in (-0.55, -0.3, -0.05):
        i.stroke([(-0.18, y), (0.18, y)], 0.06, i.light)


def camera(i: Ink) -> None:
    i.box(-0.4, -0.75, 0.8, 0.4, i.extra)
    i.box(-0.98, -0.5, 1.96, 1.25, radius=0.16)
    i.dot(0, 0.12, 0.46, i.light)
    i.dot(0, 0.12, 0.33, i.extra)
    i.dot(0.72, -0.24, 0.1, i.light)


def video(i: Ink) -> None:
    i.box(-1, -0.58, 1.35, 1.16, radius=0.18)
    i.shape([(0.42, -0.15), (1, -0.52), (1, 0.52), (0.42, 0.15)], i.extra)
    i.shape([(-0.5, -0.3), (0.02, 0), (-0.5, 0.3)], i.light)


def globe(i: Ink) -> None:
    i.dot(0, 0, 0.95)
    i.blob([(-0.7, -0.4), (-0.3, -0.75), (0.1, -0.6), (-0.1, -0.15), (-0.4, 0), (-0.55, 0.1)], i.extra)
    i.blob([(0.15, 0.0), (0.55, -0.1), (0.75, 0.15), (0.45, 0.65), (0.2, 0.6)], i.extra)
    i.ring(0, 0, 0.95, 0.09)
    i.stroke(bezier((-0.93, 0), (-0.4, 0.2), (0.4, 0.2), (0.93, 0), 12), 0.06, i.light)


def food(i: Ink) -> None:
    i.shape([(-0.95, -0.02), *bezier((-0.95, -0.02), (-0.9, 0.9), (0.9, 0.9), (0.95, -0.02)), (0.95, -0.02)])
    i.box(-0.35, 0.62, 0.7, 0.18)
    i.blob([(-0.75, -0.05), (-0.5, -0.42), (0, -0.55), (0.5, -0.42), (0.75, -0.05)], i.light)
    i.dot(-0.28, -0.24, 0.2, i.extra)
    i.dot(0.3, -0.22, 0.18, i.extra)
    for x in (-0.3, 0.05, 0.4):
        i.stroke(bezier((x, -0.62), (x + 0.14, -0.72), (x - 0.14, -0.86), (x, -0.98), 8), 0.07, i.extra)


def gear(i: Ink) -> None:
    for turn in range(8):
        a, b = on_circle(0, 0, 0.5, turn * 45), on_circle(0, 0, 0.88, turn * 45)
        i.stroke([a, b], 0.3)
    i.dot(0, 0, 0.72)
    i.dot(0, 0, 0.36, i.light)
    i.dot(0, 0, 0.2, i.extra)


ICONS: dict[str, Callable[[Ink], None]] = {
    "water": water,
    "sun": sun,
    "leaf": leaves,
    "book": book,
    "heart": heart,
    "star": rating,
    "bulb": bulb,
    "people": people,
    "lock": lock,
    "key": key,
    "music": music,
    "microphone": microphone,
    "camera": camera,
    "video": video,
    "globe": globe,
    "food": food,
    "gear": gear,
}


def icon(
    c: Canvas,
    name: str,
    cx: float,
    cy: float,
    r: float,
    main: Colour | None = None,
    light: Colour | None = None,
    extra: Colour | None = None,
) -> None:
    """Draw an icon of radius `r`; an unknown name gives the star."""
    p = c.palette
    ink = Ink(c, cx, cy, r, main or p.primary, light or p.paper, extra or p.accent)
    ICONS.get(name, rating)(ink)
