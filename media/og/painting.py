"""Paints the shapes of a drawn cover as pixels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from PIL import Image, ImageDraw

from media.covers.shapes import HEIGHT, WIDTH, Circle, Point, Shape

TOKEN = re.compile(r"[MLHVQCZ]|-?[0-9]*\.?[0-9]+")
CURVE_STEPS = 14
# Painted larger and scaled down, for soft edges.
OVERSIZE = 2


def paint(shapes: Sequence[Shape], width: int, height: int, centre: float = WIDTH / 2) -> Image.Image:
    """The picture in `width` × `height` pixels: as high as they are, the part around `centre` (in its units)."""
    scale = max(height / HEIGHT, width / WIDTH) * OVERSIZE
    left = min(max(centre * scale - width * OVERSIZE / 2, 0), WIDTH * scale - width * OVERSIZE)
    top = (HEIGHT * scale - height * OVERSIZE) / 2
    picture = Image.new("RGB", (width * OVERSIZE, height * OVERSIZE), "#ffffff")
    for shape in shapes:
        if shape.opacity >= 1:
            _draw(ImageDraw.Draw(picture), shape, scale, (left, top), shape.fill, shape.stroke)
            continue
        mask = Image.new("L", picture.size, 0)
        shade = round(shape.opacity * 255)
        _draw(
            ImageDraw.Draw(mask), shape, scale, (left, top), shade if shape.fill else "", shade if shape.stroke else ""
        )
        picture.paste(shape.fill or shape.stroke, (0, 0, *picture.size), mask)
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def _draw(
    draw: ImageDraw.ImageDraw, shape: Shape, scale: float, origin: Point, fill: str | int, stroke: str | int
) -> None:
    wide = max(1, round(shape.width * scale))
    if isinstance(shape, Circle):
        x, y = shape.x * scale - origin[0], shape.y * scale - origin[1]
        # Pillow draws an outline inside the circle, SVG on both sides of it.
        radius = shape.radius * scale + (wide / 2 if shape.stroke else 0)
        bounds = (x - radius, y - radius, x + radius, y + radius)
        draw.ellipse(bounds, fill=fill or None, outline=stroke or None, width=wide)
        return
    for points, closed in subpaths(shape.data):
        placed = [(x * scale - origin[0], y * scale - origin[1]) for x, y in points]
        if fill and len(placed) > 2:
            draw.polygon(placed, fill=fill)
        if stroke:
            _line(draw, [*placed, placed[0]] if closed else placed, stroke, wide)


def _line(draw: ImageDraw.ImageDraw, points: Sequence[Point], shade: str | int, wide: int) -> None:
    if len(points) > 1:
        draw.line(points, fill=shade, width=wide, joint="curve")
    if wide > 2:
        for x, y in (points[0], points[-1]):
            draw.ellipse((x - wide / 2, y - wide / 2, x + wide / 2, y + wide / 2), fill=shade)


def subpaths(data: str) -> Iterator[tuple[list[Point], bool]]:
    """The points of each part of SVG path data, curves broken into short lines, and whether the part is closed."""
    tokens = TOKEN.findall(data)
    points: list[Point] = []
    command, at = "", 0
    while at < len(tokens):
        if tokens[at].isalpha():
            command, at = tokens[at], at + 1
            if command == "Z":
                yield points, True
                points = []
                continue
        count = {"M": 2, "L": 2, "H": 1, "V": 1, "Q": 4, "C": 6}[command]
        numbers = [float(token) for token in tokens[at : at + count]]
        at += count
        if command == "M":
            if points:
                yield points, False
            points, command = [(numbers[0], numbers[1])], "L"
        elif command == "L":
            points.append((numbers[0], numbers[1]))
        elif command == "H":
            points.append((numbers[0], points[-1][1]))
        elif command == "V":
            points.append((points[-1][0], numbers[0]))
        else:
            points.extend(_curve(points[-1], numbers))
    if points:
        yield points, False


def _curve(start: Point, numbers: list[float]) -> Iterator[Point]:
    pulls = [start, *zip(numbers[::2], numbers[1::2], strict=True)]
    for step in range(1, CURVE_STEPS + 1):
        part = step / CURVE_STEPS
        level: list[Point] = list(pulls)
        # De Casteljau: the point lies between the points that lie between the pulls.
        while len(level) > 1:
            level = [(a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part) for a, b in pairwise(level)]
        yield level[0]
