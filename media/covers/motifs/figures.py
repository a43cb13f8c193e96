"""Numbers, code and trade: what is counted, computed and sold."""

from __future__ import annotations

import math
from itertools import pairwise

from media.covers.chance import Chance
from media.covers.palette import Palette
from media.covers.shapes import Circle, Path, Shape, arc, at, box, pairs, polygon, polyline


def graph(chance: Chance, colours: Palette) -> list[Shape]:
    """A curve over squared paper."""
    step = chance.one_of((25, 32, 40))
    grid = "".join(f"M{x} 0V225" for x in range(step, 400, step)) + "".join(
        f"M0 {y}H400" for y in range(step, 225, step)
    )
    x0, y0 = chance.one_of((90, 150, 200, 250)), chance.one_of((120, 145, 165))
    bend, high = chance.between(40, 75), chance.between(60, 110)
    points = [(float(x), y0 + _curve(chance.text, (x - x0) / bend) * -high) for x in range(-10, 411, 30)]
    smooth = f"M{pairs(points[:1])}" + "".join(
        f"Q{pairs([here, ((here[0] + after[0]) / 2, (here[1] + after[1]) / 2)])}"
        for here, after in pairwise(points[1:])
    )
    marked = points[chance.whole(3, 6)], points[chance.whole(8, 11)]
    return [
        Path(grid, stroke=colours.texture, width=1, opacity=0.5),
        Path(f"M{x0} 14V211M14 {y0}H386", stroke=colours.second, width=3),
        Path(smooth, stroke=colours.main, width=7),
        *(Circle(x, y, 10, colours.accent) for x, y in marked if 10 < y < 215),
    ]


def _curve(text: str, x: float) -> float:
    shape = Chance(f"curve {text}").whole(0, 3)
    if shape == 0:
        return math.sin(x)
    if shape == 1:
        return 0.32 * x * x - 0.7
    if shape == 2:
        return 1.5 / (1 + math.exp(-1.6 * x)) - 0.75
    return 0.9 * math.cos(1.4 * x) * math.exp(-0.12 * abs(x))


def solids(chance: Chance, colours: Palette) -> list[Shape]:
    """Circle, triangle and square, one behind the other, with a compass line."""
    middle = chance.between(150, 250)
    radius = chance.between(48, 82)
    left, right = (1, -1) if chance.yes() else (-1, 1)
    x, y = middle + left * 72, chance.between(95, 130)
    side = radius * 1.75
    tip, high = middle + right * 48, chance.between(30, 100)
    square = Path(polygon([at((middle, 112), side * 0.7, turn) for turn in _corners(chance)]), fill=colours.second)
    disc = Circle(x, y, radius, colours.accent)
    cone = Path(polygon([(tip - 88, 200), (tip + 88, 200), (tip + chance.between(-60, 60), high)]), fill=colours.main)
    orders: list[tuple[Shape, Shape, Shape]] = [(square, disc, cone), (cone, square, disc), (disc, cone, square)]
    return [
        Path(arc((middle, 118), 150, 0, 360), stroke=colours.texture, width=2),
        Path(f"M0 {200 - chance.whole(0, 12)}H400", stroke=colours.texture, width=2),
        *chance.one_of(orders),
        Path(arc((x, y), radius + 14, 200, 320), stroke=colours.second, width=3),
    ]


def _corners(chance: Chance) -> list[float]:
    first = chance.one_of((45, 45, 60, 75, 90))
    return [first + 90 * number for number in range(4)]


def quarters(chance: Chance, colours: Palette) -> list[Shape]:
    """Tiles of quarter circles."""
    size = chance.one_of((50, 75))
    fills: dict[str, str] = {colours.main: "", colours.second: "", colours.texture: "", colours.accent: ""}
    for y in range(0, 225, size):
        for x in range(0, 400, size):
            if chance.yes(0.26):
                continue
            shade = chance.one_of((colours.main, colours.second, colours.second, colours.texture, colours.texture))
            if chance.yes(0.07):
                shade = colours.accent
            corner = chance.whole(0, 3)
            cx, cy = x + size * (corner % 2), y + size * (corner // 2)
            dx, dy = (-size if corner % 2 else size), (-size if corner // 2 else size)
            pull = 0.552
            fills[shade] += (
                f"M{cx} {cy}H{cx + dx}C{pairs([(cx + dx, cy + dy * pull), (cx + dx * pull, cy + dy), (cx, cy + dy)])}Z"
            )
    return [Path(data, fill=shade) for shade, data in fills.items() if data]


def network(chance: Chance, colours: Palette) -> list[Shape]:
    """Knots and the lines between them."""
    columns = (50, 125, 200, 275, 350)
    knots = [(x + chance.between(-20, 20), y + chance.between(-22, 22)) for x in columns for y in (50, 112, 175)]
    knots = [knot for knot in knots if chance.yes(0.8)]
    lines = ""
    for number, (x, y) in enumerate(knots):
        near = sorted(knots[number + 1 :], key=lambda other: math.hypot(other[0] - x, other[1] - y))[:2]
        lines += "".join(f"M{pairs([(x, y), other])}" for other in near)
    hub = chance.one_of(knots)
    return [
        Path(lines, stroke=colours.second, width=3, opacity=0.75),
        *(Circle(x, y, chance.one_of((7, 9, 13)), colours.main) for x, y in knots if (x, y) != hub),
        Circle(*hub, 26, colours.accent),
        Circle(*hub, 12, colours.ground),
    ]


def listing(chance: Chance, colours: Palette) -> list[Shape]:
    """Lines of a program, indented, between two brackets."""
    bars: dict[str, str] = {colours.second: "", colours.main: "", colours.accent: ""}
    indent, lit = 0, chance.whole(1, 4)
    for row in range(6):
        y = 42 + row * 28
        indent = max(0, min(3, indent + chance.one_of((-1, 0, 1, 1)) if row else 0))
        x = 112 + indent * 24
        for _word in range(1 if row == lit else chance.whole(1, 3)):
            length = chance.whole(60, 110) if row == lit else chance.whole(22, 70)
            if x + length > 300:
                break
            plain = chance.one_of((colours.second, colours.second, colours.main))
            bars[colours.accent if row == lit else plain] += f"M{x} {y}H{x + length}"
            x += length + 20
    if chance.yes():
        brackets = "M78 62L34 112L78 162M322 62L366 112L322 162"
    else:
        brackets = "M80 36Q56 36 56 60V92Q56 112 36 112Q56 112 56 132V164Q56 188 80 188"
        brackets += "M320 36Q344 36 344 60V92Q344 112 364 112Q344 112 344 132V164Q344 188 320 188"
    return [
        Path(brackets, stroke=colours.main, width=11),
        *(Path(data, stroke=shade, width=10) for shade, data in bars.items() if data),
    ]


def pixels(chance: Chance, colours: Palette) -> list[Shape]:
    """A small symmetrical figure of squares, as on a first screen."""
    size = chance.one_of((20, 25))
    columns, rows = 9, 7
    left, top = (400 - columns * size) / 2 + chance.one_of((-70, 0, 0, 70)), (225 - rows * size) / 2
    layers: dict[str, str] = {colours.second: "", colours.main: "", colours.accent: ""}
    for row in range(rows):
        for column in range(5):
            if not chance.yes(0.62 if 0 < row < rows - 1 else 0.4):
                continue
            shade = chance.one_of((colours.main, colours.main, colours.second, colours.accent))
            for place in {column, columns - 1 - column}:
                layers[shade] += box(left + place * size, top + row * size, size - 3, size - 3)
    dots = "".join(f"M{x} {y}H{x}" for y in range(14, 225, 28) for x in range(14, 400, 28))
    return [
        Path(dots, stroke=colours.texture, width=3),
        *(Path(data, fill=shade) for shade, data in layers.items() if data),
    ]


def growth(chance: Chance, colours: Palette) -> list[Shape]:
    """Bars that rise, and the line above them."""
    count = chance.whole(5, 7)
    wide = 300 / count
    level, tops = chance.between(30, 60), []
    for _bar in range(count):
        level = min(140, max(24, level + chance.between(-14, 44)))
        tops.append(level)
    bars = "".join(box(50 + bar * wide, 195 - top, wide * 0.62, top) for bar, top in enumerate(tops))
    best = max(range(count), key=tops.__getitem__)
    line = [(50 + bar * wide + wide * 0.31, 195 - top - 22) for bar, top in enumerate(tops)]
    return [
        Path("M30 60H370M30 105H370M30 150H370", stroke=colours.texture, width=2),
        Path(bars, fill=colours.second),
        Path(box(50 + best * wide, 195 - tops[best], wide * 0.62, tops[best]), fill=colours.accent),
        Path(polyline(line), stroke=colours.main, width=5),
        Path("M30 197H370", stroke=colours.main, width=4),
    ]


def coins(chance: Chance, colours: Palette) -> list[Shape]:
    """Piles of coins."""
    shapes: list[Shape] = [Path("M20 190H380", stroke=colours.texture, width=3)]
    start = chance.whole(70, 100)
    chosen = chance.whole(0, 3)
    for pile in range(4):
        x = start + pile * 76
        for coin in range(chance.whole(2, 6)):
            y = 178 - coin * 23
            shade = colours.accent if pile == chosen else colours.second
            shapes.append(Path(f"M{x - 22} {y}H{x + 22}", stroke=shade, width=19))
            shapes.append(Path(f"M{x - 12} {y}H{x + 4}", stroke=colours.main, width=3))
    return shapes
