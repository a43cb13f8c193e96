"""Language and the arts: what is said, written, played and painted."""

from __future__ import annotations

import math

from media.covers.chance import Chance
from media.covers.palette import Palette
from media.covers.shapes import Circle, Path, Shape, arc, at, box, pairs, polygon


def bubbles(chance: Chance, colours: Palette) -> list[Shape]:
    """Two who talk."""
    flip = chance.yes()
    first, second = (
        (chance.between(30, 60), chance.between(22, 40)),
        (chance.between(165, 200), chance.between(86, 100)),
    )
    wide, high = chance.between(150, 185), chance.between(80, 96)
    shapes: list[Shape] = []
    for number, ((x, y), fill, ink) in enumerate(
        ((first, colours.second, colours.ground), (second, colours.main, colours.texture))
    ):
        x = 400 - x - wide if flip else x
        foot = x + 34 if (number == 0) != flip else x + wide - 34
        lean = -16 if (number == 0) != flip else 16
        shapes.append(Path(_rounded(x, y, wide, high, 22), fill=fill))
        shapes.append(
            Path(
                polygon([(foot - 14, y + high - 4), (foot + 14, y + high - 4), (foot + lean, y + high + 24)]), fill=fill
            )
        )
        lines = "".join(
            f"M{pairs([(x + 26, y + 28 + row * 22)])}H{chance.whole(int(x + wide * 0.45), int(x + wide - 28))}"
            for row in range(int((high - 30) // 20))
        )
        shapes.append(Path(lines, stroke=ink, width=7, opacity=0.8))
    shapes.append(Circle(chance.one_of((44, 356)), 190, 16, colours.accent))
    return shapes


def _rounded(x: float, y: float, wide: float, high: float, r: float) -> str:
    return (
        f"M{pairs([(x + r, y)])}L{pairs([(x + wide - r, y)])}Q{pairs([(x + wide, y), (x + wide, y + r)])}"
        f"L{pairs([(x + wide, y + high - r)])}Q{pairs([(x + wide, y + high), (x + wide - r, y + high)])}"
        f"L{pairs([(x + r, y + high)])}Q{pairs([(x, y + high), (x, y + high - r)])}"
        f"L{pairs([(x, y + r)])}Q{pairs([(x, y), (x + r, y)])}Z"
    )


def book(chance: Chance, colours: Palette) -> list[Shape]:
    """An open book with lines of writing."""
    x, top = chance.between(185, 215), chance.between(50, 66)
    wide, bottom = chance.between(125, 150), 186
    shapes: list[Shape] = [Circle(x + chance.one_of((-90, 0, 90)), 62, chance.between(36, 50), colours.accent)]
    for side in (-1, 1):
        edge = x + side * wide
        page = f"M{pairs([(x, top + 14)])}Q{pairs([(x + side * wide / 2, top - 18), (edge, top + 6)])}"
        page += f"L{pairs([(edge, bottom - 6)])}Q{pairs([(x + side * wide / 2, bottom - 30), (x, bottom)])}Z"
        shapes.append(Path(page, fill=colours.main if side < 0 else colours.second))
        lines = ""
        for row in range(4):
            y = top + 34 + row * 23
            start, stop = x + side * 22, x + side * wide * chance.between(0.5, 0.86)
            lines += f"M{pairs([(start, y)])}Q{pairs([((start + stop) / 2, y - 14), (stop, y - 4)])}"
        shapes.append(Path(lines, stroke=colours.texture if side < 0 else colours.ground, width=5, opacity=0.8))
    return shapes


def voice(chance: Chance, colours: Palette) -> list[Shape]:
    """A voice as bars of sound."""
    count = chance.one_of((17, 21, 25))
    step = 340 / (count - 1)
    slow, phase = chance.between(1.5, 3.5), chance.between(0, 6)
    layers: dict[str, str] = {colours.second: "", colours.main: "", colours.accent: ""}
    loud = chance.whole(4, count - 5)
    for bar in range(count):
        swell = math.sin(math.pi * (bar + 0.7) / count) * (0.45 + 0.55 * abs(math.sin(bar / slow + phase)))
        half = 8 + 78 * swell * chance.between(0.7, 1)
        shade = colours.accent if bar == loud else colours.main if bar % 3 else colours.second
        x = 30 + bar * step
        layers[shade] += f"M{pairs([(x, 112 - half)])}L{pairs([(x, 112 + half)])}"
    return [
        Path("M0 112H400", stroke=colours.texture, width=2),
        *(Path(data, stroke=shade, width=step * 0.5) for shade, data in layers.items()),
    ]


def staves(chance: Chance, colours: Palette) -> list[Shape]:
    """Five lines that swing, and notes on them."""
    rise, swing = chance.between(-40, 40), chance.between(25, 60) * chance.one_of((-1, 1))

    def height(x: float, line: float) -> float:
        return 112 - rise * (x - 200) / 200 + swing * math.sin(x / 400 * math.pi * 2) + (line - 2) * 22

    lines = ""
    for line in range(5):
        points = [(x, height(x, line)) for x in (-10, 90, 200, 310, 410)]
        lines += f"M{pairs(points[:1])}C{pairs([(60, height(70, line)), (140, height(135, line)), points[2]])}"
        lines += f"C{pairs([(260, height(265, line)), (340, height(330, line)), points[4]])}"
    shapes: list[Shape] = [Path(lines, stroke=colours.second, width=3, opacity=0.8)]
    stems = ""
    chosen = chance.whole(0, 3)
    for note in range(4):
        x = 60 + note * 88 + chance.between(-18, 18)
        y = height(x, chance.whole(1, 4))
        shade = colours.accent if note == chosen else colours.main
        shapes.append(Path(arc((x, y), 17, 0, 360, squeeze=0.72, turn=-20) + "Z", fill=shade))
        stems += f"M{pairs([(x + 15, y - 5)])}L{pairs([(x + 15, y - 66)])}"
    shapes.append(Path(stems, stroke=colours.main, width=5))
    return shapes


def strokes(chance: Chance, colours: Palette) -> list[Shape]:
    """Broad strokes of a brush and a drop of colour."""
    shapes: list[Shape] = []
    shades = [colours.texture, colours.second, colours.main, colours.accent]
    lean = chance.between(-50, 50)
    for number, shade in enumerate(shades):
        y = 34 + number * 52 + chance.between(-8, 8)
        x1, x2 = chance.between(30, 90), chance.between(260, 360)
        dip = chance.between(-60, 60)
        data = f"M{pairs([(x1, y)])}C{pairs([(x1 + 80, y + dip + lean), (x2 - 80, y - dip), (x2, y + lean / 4)])}"
        shapes.append(Path(data, stroke=shade, width=chance.between(20, 34)))
    shapes.append(Circle(chance.between(330, 370), chance.between(40, 180), chance.between(12, 20), colours.main))
    return shapes


def colour_rings(chance: Chance, colours: Palette) -> list[Shape]:
    """Discs of colour that lie over each other."""
    radius = chance.between(56, 70)
    turn = chance.whole(0, 119)
    x = chance.one_of((140, 200, 260))
    shapes: list[Shape] = [Circle(x, 112, radius * 2, stroke=colours.texture, width=2)]
    for number, shade in enumerate((colours.second, colours.accent, colours.main)):
        shapes.append(Circle(*at((x, 112), radius * 0.72, turn + number * 120), radius, shade, opacity=0.82))
    shapes.append(Path(box(0, 213, 400, 12), fill=colours.second))
    shapes.append(Path(box(chance.whole(0, 200), 213, chance.whole(60, 160), 12), fill=colours.accent))
    return shapes


def fans(chance: Chance, colours: Palette) -> list[Shape]:
    """Fans of a dance, opened."""
    shapes: list[Shape] = []
    places = chance.one_of(
        (((115, 205), (295, 190)), ((200, 215),), ((100, 170), (300, 212)), ((150, 214), (300, 150)))
    )
    for number, (x, y) in enumerate(places):
        radius = chance.between(160, 185) if len(places) == 1 else chance.between(96, 128)
        first = 270 + chance.between(-24, 24) * (len(places) - 1) - 72
        blades = chance.one_of((8, 10, 12))
        ribs = "".join(
            f"M{pairs([(x, y), at((x, y), radius + (5 if rib % 2 else 0), first + rib * 144 / blades)])}"
            for rib in range(1, blades)
        )
        leaf = arc((x, y), radius, first, first + 144)
        shapes += [
            Path(f"{leaf}L{pairs([(x, y)])}Z", fill=colours.second if number == 0 else colours.main),
            Path(arc((x, y), radius * 0.74, first, first + 144), stroke=colours.accent, width=radius * 0.09),
            Path(arc((x, y), radius - 5, first, first + 144), stroke=colours.texture, width=9),
            Path(ribs, stroke=colours.ground, width=2.5),
            Circle(x, y, 13, colours.texture),
        ]
    return shapes


def quotation(chance: Chance, colours: Palette) -> list[Shape]:
    """What somebody said, between large quotation marks."""
    side = chance.one_of((0, 1))
    x = 214 if side else 46
    marks = "".join(
        f"M{pairs([(left + 40, 56)])}Q{pairs([(left, 66), (left, 116)])}V158H{number}V112H{number - 24}"
        f"Q{pairs([(left + 22, 84), (left + 46, 74)])}Z"
        for left, number in ((x, x + 50), (x + 70, x + 120))
    )
    lines = "".join(
        f"M{46 if side else 214} {64 + row * 30}H{(46 if side else 214) + chance.whole(60, 140)}" for row in range(4)
    )
    spot = (46 if side else 214) + chance.whole(20, 110), 184
    return [
        Circle(x + 62, 108, chance.between(92, 112), colours.texture, opacity=0.6),
        Path(lines, stroke=colours.second, width=9),
        Path(marks, fill=colours.main),
        Circle(*spot, 9, colours.accent),
    ]
