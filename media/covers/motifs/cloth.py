"""Pattern and craft: rosettes, woven cloth, wheels and joints."""

from __future__ import annotations

import math

from media.covers.chance import Chance
from media.covers.palette import Palette
from media.covers.shapes import Circle, Path, Shape, arc, at, box, pairs, petal, polygon


def rosettes(chance: Chance, colours: Palette) -> list[Shape]:
    """Four ovals that meet, again and again, as in a kawung cloth."""
    size = chance.one_of((100, 112.5, 150))
    offset = chance.one_of((0, 0.5))
    layers: dict[str, str] = {colours.main: "", colours.second: ""}
    seeds: list[Shape] = []
    columns, rows = math.ceil(400 / size) + 1, math.ceil(225 / size) + 1
    chosen = chance.whole(1, columns - 2), chance.whole(0, rows - 2)
    for row in range(rows):
        for column in range(columns):
            x, y = (column + offset) * size, (row + 0.5 - offset) * size
            for turn in (45, 135, 225, 315):
                near, far = at((x, y), size * 0.1, turn), at((x, y), size * 0.64, turn)
                layers[colours.main if (column + row) % 2 else colours.second] += petal(near, far, 0.42)
            if (column, row) == chosen:
                seeds.append(Circle(x, y, size * 0.12, colours.accent))
    return [*(Path(data, fill=shade) for shade, data in layers.items()), *seeds]


def flower(chance: Chance, colours: Palette) -> list[Shape]:
    """One large rosette of petals in rings."""
    centre = chance.one_of(((200.0, 112.0), (120.0, 112.0), (280.0, 112.0), (200.0, 215.0)))
    count = chance.one_of((8, 10, 12))
    turn = chance.between(0, 360 / count)
    shapes: list[Shape] = [Circle(*centre, 190, stroke=colours.texture, width=2)]
    for ring, (inner, outer, shade) in enumerate(
        ((60, 172, colours.texture), (34, 124, colours.second), (16, 76, colours.main))
    ):
        data = ""
        for number in range(count):
            angle = turn + (number + ring / 2) * 360 / count
            data += petal(at(centre, inner, angle), at(centre, outer, angle), 4.2 / count)
        shapes.append(Path(data, fill=shade, opacity=0.95))
    shapes.append(Circle(*centre, 17, colours.accent))
    return shapes


def lattice(chance: Chance, colours: Palette) -> list[Shape]:
    """Rings that hold each other."""
    size = chance.one_of((57, 66.7, 80))
    rings = "".join(
        arc((column * size, row * size + 112.5), size * 0.98, 0, 360)
        for row in range(-2, 3)
        for column in range(math.ceil(400 / size) + 1)
        if (row + column) % 2 == 0
    )
    spots = [
        (column * size, row * size + 112.5)
        for row in (-1, 0, 1)
        for column in range(1, math.floor(400 / size))
        if (row + column) % 2
    ]
    lit = {chance.whole(0, len(spots) - 1) for _spot in range(chance.whole(2, 4))}
    return [
        Path(rings, stroke=colours.second, width=4),
        *(Circle(*spot, size * 0.17, colours.accent if n in lit else colours.main) for n, spot in enumerate(spots)),
    ]


def weave(chance: Chance, colours: Palette) -> list[Shape]:
    """Strips that go over and under."""
    size = chance.one_of((25, 37.5, 45))
    over = chance.one_of((1, 2))
    layers: dict[str, str] = {colours.main: "", colours.second: "", colours.accent: ""}
    bright = chance.whole(1, 3)
    for row in range(math.ceil(225 / size)):
        for column in range(math.ceil(400 / size)):
            x, y = column * size, row * size
            if (column + row * over) % (over * 2) < over:
                shade = colours.accent if row == bright else colours.main
                layers[shade] += box(x, y + size * 0.14, size, size * 0.72)
            else:
                layers[colours.second] += box(x + size * 0.14, y, size * 0.72, size)
    return [Path(data, fill=shade, opacity=0.92) for shade, data in layers.items() if data]


def diamonds(chance: Chance, colours: Palette) -> list[Shape]:
    """Diamonds within diamonds, as in a tied and woven cloth."""
    wide, high = chance.one_of(((100, 112.5), (133.3, 112.5), (133.3, 150), (80, 75)))
    rows, columns = math.ceil(225 / high) + 1, math.ceil(400 / wide) + 1
    shades = (colours.texture, colours.second, colours.main)
    layers = dict.fromkeys((*shades, colours.accent), "")
    shift = chance.one_of((0.0, 0.5))
    bright = chance.whole(0, 2)
    for row in range(rows):
        for column in range(columns):
            x, y = (column + shift) * wide, row * high
            for part, shade in zip((1, 0.72, 0.42), shades, strict=True):
                w, h = wide / 2 * part, high / 2 * part
                layers[shade] += polygon([(x - w, y), (x, y - h), (x + w, y), (x, y + h)])
            if (column + row) % 3 == bright:
                w, h = wide * 0.09, high * 0.09
                layers[colours.accent] += polygon([(x - w, y), (x, y - h), (x + w, y), (x, y + h)])
    return [Path(data, fill=shade) for shade, data in layers.items() if data]


def slopes(chance: Chance, colours: Palette) -> list[Shape]:
    """Slanting bands of waves, as in a parang cloth."""
    step = chance.one_of((66, 80, 100))
    lean = chance.one_of((0.6, 0.9))
    thick = thin = bright = ""
    lit = chance.whole(1, 4)
    for number in range(-3, math.ceil(400 / step) + 4):
        x = float(number * step)
        curve = f"M{pairs([(x - 225 * lean / 2, 240)])}"
        pieces = 4
        for piece in range(pieces):
            y = 240 - (piece + 1) * 64
            x += 64 * lean
            swing = step * 0.34 * (1 if piece % 2 else -1)
            curve += f"Q{pairs([(x - 225 * lean / 2 - 32 * lean + swing, y + 32), (x - 225 * lean / 2, y)])}"
        if number == lit:
            bright += curve
        else:
            thick += curve
        between = number * step + step / 2
        thin += f"M{pairs([(between - 112 * lean, 240), (between + 112 * lean, -15)])}"
    return [
        Path(thin, stroke=colours.texture, width=4),
        Path(thick, stroke=colours.second, width=step * 0.24),
        Path(bright, stroke=colours.accent, width=step * 0.24),
        Path(thick, stroke=colours.main, width=3),
    ]


def wheels(chance: Chance, colours: Palette) -> list[Shape]:
    """Toothed wheels that drive each other."""
    big = chance.between(62, 74)
    x, y = chance.between(120, 160), chance.between(100, 128)
    small = big * chance.between(0.56, 0.7)
    angle = chance.between(-35, 35)
    if chance.yes():
        x, angle = 400 - x, 180 - angle
    other = at((x, y), big + small + 13, angle)
    return [
        Path("M0 205H400", stroke=colours.texture, width=2),
        Circle(x, y, big * 1.5, stroke=colours.texture, width=2),
        *_wheel((x, y), big, colours.second, colours.ground, 12),
        *_wheel(other, small, colours.main, colours.ground, 8),
        Circle(x, y, big * 0.2, colours.accent),
    ]


def _wheel(centre: tuple[float, float], radius: float, shade: str, hole: str, teeth: int) -> list[Shape]:
    spokes = "".join(f"M{pairs([centre, at(centre, radius + 5, number * 360 / teeth)])}" for number in range(teeth))
    return [
        Path(spokes, stroke=shade, width=radius * 0.26),
        Circle(*centre, radius, shade),
        Circle(*centre, radius * 0.55, hole),
    ]


def blocks(chance: Chance, colours: Palette) -> list[Shape]:
    """Boxes drawn as on a workshop plan."""
    size = chance.one_of((40, 48))
    half = size * 0.87
    left, floor = 200 - half * chance.whole(0, 2), 172
    count = chance.whole(3, 4)
    chosen = chance.whole(0, count - 1)
    shapes: list[Shape] = [
        Path("".join(f"M0 {y}H400" for y in range(20, 225, 28)), stroke=colours.texture, width=1, opacity=0.55)
    ]
    for column in range(count):
        x, base = left + (column - count / 2 + 0.5) * half * 2, floor
        for level in range(chance.whole(1, 3)):
            y = base - level * size
            top = polygon([(x, y - size * 1.5), (x + half, y - size), (x, y - size / 2), (x - half, y - size)])
            front = polygon([(x - half, y - size), (x, y - size / 2), (x, y + size / 2), (x - half, y)])
            side = polygon([(x + half, y - size), (x, y - size / 2), (x, y + size / 2), (x + half, y)])
            lid = colours.accent if column == chosen else colours.main
            shapes += [Path(front, fill=colours.second), Path(side, fill=colours.texture), Path(top, fill=lid)]
    return shapes
