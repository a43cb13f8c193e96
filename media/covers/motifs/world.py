"""Nature and society: sky, matter, growth, land, sea, people and play."""

from __future__ import annotations

import math

from media.covers.chance import Chance
from media.covers.palette import Palette
from media.covers.shapes import Circle, Path, Shape, arc, at, pairs, petal, polygon, polyline, smooth


def orbits(chance: Chance, colours: Palette) -> list[Shape]:
    """A sun and what goes round it."""
    centre = chance.one_of(((110.0, 112.0), (200.0, 112.0), (300.0, 118.0)))
    squeeze, turn = chance.between(0.3, 0.62), chance.between(-28, 28)
    shapes: list[Shape] = []
    for ring, radius in enumerate((64, 108, 156, 206)):
        shapes.append(
            Path(
                arc(centre, radius, 0, 360, squeeze, turn), stroke=colours.second, width=2.5, opacity=0.9 - ring * 0.17
            )
        )
    for ring, radius in enumerate((64, 108, 156, 206)):
        angle, tilt = math.radians(chance.between(0, 360)), math.radians(turn)
        x, y = radius * math.cos(angle), radius * squeeze * math.sin(angle)
        place = (
            centre[0] + x * math.cos(tilt) - y * math.sin(tilt),
            centre[1] + x * math.sin(tilt) + y * math.cos(tilt),
        )
        shapes.append(Circle(*place, (8, 12, 15, 10)[ring], colours.main))
    shapes.append(Circle(*centre, 28, colours.accent))
    return shapes


def waves(chance: Chance, colours: Palette) -> list[Shape]:
    """Waves of light or current, of different length."""
    shapes: list[Shape] = [Path("M0 112H400", stroke=colours.texture, width=2)]
    for width, shade, high in ((5, colours.second, 78), (8, colours.main, 56), (5, colours.accent, 34)):
        half = chance.one_of((40, 50, 66.7, 100))
        start, sign = -chance.between(0, half), chance.one_of((-1, 1))
        data, x = f"M{pairs([(start, 112)])}", start
        while x < 400:
            data += f"Q{pairs([(x + half / 2, 112 + sign * high * 1.3), (x + half, 112)])}"
            x, sign = x + half, -sign
        shapes.append(Path(data, stroke=shade, width=width))
    return shapes


def molecule(chance: Chance, colours: Palette) -> list[Shape]:
    """Rings of six, bound to each other."""
    size = chance.between(40, 48)
    turn = chance.one_of((0, 30))
    x, y = chance.between(110, 150), chance.between(95, 130)
    shift = size * math.sqrt(3)
    centres = [(x, y), (x + shift, y) if turn else (x + shift * 0.87, y + shift * 0.5 * chance.one_of((-1, 1)))]
    corners = [[at(centre, size, turn + 60 * number) for number in range(6)] for centre in centres]
    ends = [corner for ring in corners for corner in ring if chance.yes(0.45)]
    tails, atoms = "", []
    for corner in ends:
        nearest = min(centres, key=lambda centre: math.hypot(corner[0] - centre[0], corner[1] - centre[1]))
        end = at(corner, size * 0.8, math.degrees(math.atan2(corner[1] - nearest[1], corner[0] - nearest[0])))
        if all(math.hypot(end[0] - cx, end[1] - cy) > size * 1.2 for cx, cy in centres):
            tails += f"M{pairs([corner, end])}"
            atoms.append(end)
    far = (chance.between(300, 360), chance.between(50, 175))
    return [
        Circle(*far, chance.between(34, 58), colours.texture, opacity=0.6),
        Path("".join(polygon(ring) for ring in corners) + tails, stroke=colours.second, width=5),
        *(Circle(*corner, 8, colours.main) for ring in corners for corner in ring),
        *(
            Circle(*place, 13, colours.accent if number % 2 == 0 else colours.main)
            for number, place in enumerate(atoms)
        ),
    ]


def branch(chance: Chance, colours: Palette) -> list[Shape]:
    """A branch with leaves on both sides."""
    bend, side = chance.between(-50, 50), chance.one_of((-1, 1))
    start, end = (24.0, 150 + side * 40), (380.0, 105 - side * 45)
    pairs_of_leaves = chance.whole(5, 7)
    layers: dict[str, str] = {colours.main: "", colours.second: ""}
    for number in range(pairs_of_leaves):
        part = 0.14 + 0.8 * number / pairs_of_leaves
        x, y = _along(start, (200, 112 + bend), end, part)
        length = chance.between(52, 78) * (1.1 - 0.45 * part)
        lean = chance.between(36, 54)
        for upper in (-1, 1):
            tip = at((x, y), length, upper * lean - side * 12)
            layers[colours.main if upper < 0 else colours.second] += petal((x, y), tip, 0.36)
    berry = at(end, chance.between(10, 20), 180)
    return [
        *(Path(data, fill=shade) for shade, data in layers.items()),
        Path(f"M{pairs([start])}Q{pairs([(200, 112 + bend), end])}", stroke=colours.texture, width=4),
        Circle(*berry, 13, colours.accent),
    ]


def _along(
    start: tuple[float, float], pull: tuple[float, float], end: tuple[float, float], part: float
) -> tuple[float, float]:
    rest = 1 - part
    x, y = (rest * rest * a + 2 * rest * part * b + part * part * c for a, b, c in zip(start, pull, end, strict=True))
    return x, y


def big_leaf(chance: Chance, colours: Palette) -> list[Shape]:
    """One leaf with its veins."""
    side = chance.one_of((-1, 1))
    stem, tip = (200 - side * 165, 205), (200 + side * chance.between(120, 160), chance.between(18, 44))
    belly = chance.between(0.36, 0.5)
    veins = f"M{pairs([stem, tip])}"
    direction = math.degrees(math.atan2(tip[1] - stem[1], tip[0] - stem[0]))
    for number in range(chance.whole(4, 6)):
        part = 0.22 + number * 0.13
        x, y = stem[0] + (tip[0] - stem[0]) * part, stem[1] + (tip[1] - stem[1]) * part
        reach = 290 * belly * part * (1 - part)
        for turn in (-1, 1):
            veins += f"M{pairs([(x, y), at((x, y), reach, direction + turn * 42)])}"
    sun = (200 - side * chance.between(60, 130), chance.between(42, 70))
    return [
        Circle(*sun, chance.between(24, 36), colours.accent),
        Path(petal(stem, tip, belly), fill=colours.second),
        Path(veins, stroke=colours.ground, width=3.5),
        Path(petal((200 + side * 150, 230), (200 + side * 40, 150), 0.34), fill=colours.main),
    ]


def cells(chance: Chance, colours: Palette) -> list[Shape]:
    """Living cells with their kernels."""
    shapes: list[Shape] = []
    chosen = chance.whole(0, 7)
    for number in range(8):
        x, y = 50 + number % 4 * 100 + chance.between(-16, 16), 58 + number // 4 * 110 + chance.between(-14, 14)
        radius = chance.between(38, 52)
        shapes.append(Circle(x, y, radius, colours.second if number % 3 else colours.texture, opacity=0.75))
        shapes.append(Circle(x, y, radius, stroke=colours.main, width=2.5))
        kernel = at((x, y), radius * 0.3, chance.between(0, 360))
        shapes.append(Circle(*kernel, radius * 0.3, colours.accent if number == chosen else colours.main))
    return shapes


def hills(chance: Chance, colours: Palette) -> list[Shape]:
    """Hills behind hills, the nearest in terraces, and the sun."""
    shapes: list[Shape] = [
        Circle(chance.between(60, 340), chance.between(46, 80), chance.between(24, 38), colours.accent)
    ]
    peak, flank = chance.between(90, 310), chance.between(80, 130)
    far = [(peak - flank * 1.5, 190), (peak - 18, chance.between(58, 84)), (peak + 18, 74), (peak + flank * 1.4, 190)]
    shapes.append(Path(polygon(far), fill=colours.texture, opacity=0.85))
    side = chance.one_of((-1, 1))
    steps = chance.whole(4, 6)
    for step in range(steps):
        y = 118 + step * 110 / steps
        start, stop = (y - 8, y + 34) if side > 0 else (y + 34, y - 8)
        points = [(-20.0, start), (90, start - 26), (200, y + chance.between(-6, 22)), (310, stop - 12), (420, stop)]
        shade = (colours.second, colours.main)[step % 2]
        shapes.append(Path(f"{smooth(points)}V240H-20Z", fill=shade))
    return shapes


def contours(chance: Chance, colours: Palette) -> list[Shape]:
    """Lines of height on a map, and a way across."""
    centre = (chance.between(110, 290), chance.between(90, 135))
    wobble = [chance.between(0.72, 1.25) for _corner in range(7)]
    lines = ""
    for radius in (34, 62, 92, 124, 160, 200, 244):
        ring = [at(centre, radius * wobble[number], number * 360 / 7) for number in range(7)]
        middles = [((x + ring[number - 6][0]) / 2, (y + ring[number - 6][1]) / 2) for number, (x, y) in enumerate(ring)]
        lines += f"M{pairs(middles[-1:])}" + "".join(f"Q{pairs([ring[n], middles[n]])}" for n in range(7)) + "Z"
    way = [at(centre, 34 + 25 * step, chance.between(-25, 25) + (180 if centre[0] > 200 else 0)) for step in range(5)]
    return [
        Path(lines, stroke=colours.second, width=3, opacity=0.85),
        Path(polyline([centre, *way]), stroke=colours.main, width=6),
        Circle(*centre, 15, colours.accent),
        Circle(*way[-1], 11, colours.main),
    ]


def people(chance: Chance, colours: Palette) -> list[Shape]:
    """People side by side."""
    shapes: list[Shape] = [
        Circle(chance.between(120, 280), 130, chance.between(105, 135), colours.texture, opacity=0.55)
    ]
    count = chance.whole(3, 5)
    chosen = chance.whole(0, count - 1)
    for number in [*range(0, count, 2), *range(1, count, 2)]:
        x = 200 + (number - (count - 1) / 2) * 300 / count + chance.between(-6, 6)
        head = 92 + (number % 2) * 34 + chance.between(-10, 10)
        shade = colours.accent if number == chosen else colours.second if number % 2 == 0 else colours.main
        shoulders = f"M{pairs([(x - 50, 235)])}C{pairs([(x - 50, head + 36), (x + 50, head + 36), (x + 50, 235)])}Z"
        shapes += [Path(shoulders, fill=shade), Circle(x, head, 25, shade, colours.ground, 5)]
    return shapes


def sea(chance: Chance, colours: Palette) -> list[Shape]:
    """A sail over the waves."""
    x, side = chance.between(130, 270), chance.one_of((-1, 1))
    shapes: list[Shape] = [
        Circle(400 - x, chance.between(50, 80), chance.between(24, 36), colours.accent),
        Path(
            f"M{pairs([(x, 24), (x, 150), (x + side * 84, 150)])}Q{pairs([(x + side * 60, 70), (x, 24)])}Z",
            fill=colours.main,
        ),
        Path(polygon([(x - side * 10, 44), (x - side * 10, 150), (x - side * 56, 150)]), fill=colours.second),
    ]
    for row, shade in enumerate((colours.second, colours.texture, colours.second)):
        y, half = 164 + row * 24, chance.one_of((33.4, 40, 50))
        start = -chance.between(0, half * 2)
        data = f"M{pairs([(start, y)])}"
        for step in range(int(480 / half) + 2):
            x = start + step * half
            data += f"Q{pairs([(x + half / 2, y + (14 if step % 2 else -14)), (x + half, y)])}"
        shapes.append(Path(data, stroke=shade, width=6))
    return shapes


def track(chance: Chance, colours: Palette) -> list[Shape]:
    """Lanes of a running track, and a ball."""
    x = chance.one_of((40, 110, 290, 360))
    lanes = "".join(arc((x, 250), radius, 180, 360) for radius in range(70, 330, 36))
    broad = chance.one_of((88, 124, 160, 196))
    place = at((x, 250), broad + 72, chance.between(215, 255) if x > 200 else chance.between(285, 325))
    radius = chance.between(22, 30)
    seam = arc(place, radius, 300, 420) + f"M{pairs([at(place, radius, 140)])}Q{pairs([place, at(place, radius, 20)])}"
    return [
        Path(arc((x, 250), broad, 180, 360), stroke=colours.second, width=34, opacity=0.85),
        Path(lanes, stroke=colours.main, width=3, opacity=0.8),
        Circle(*place, radius, colours.accent),
        Path(seam, stroke=colours.ground, width=3),
    ]
