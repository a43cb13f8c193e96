"""Patterns of Indonesian cloth, and the tifa drum."""

from __future__ import annotations

from collections.abc import Callable

from .canvas import Canvas
from .curves import bezier, leaf, on_circle, smooth, star
from .palettes import Colour, mix
from .registry import Params, scene

Motif = Callable[[Canvas, float], None]


@scene("batik")
def batik(c: Canvas, params: Params) -> None:
    p = c.palette
    motif = params.text("motif", "kawung")
    caption = params.text("caption")
    height = c.h - 150 if caption else c.h
    MOTIFS.get(motif, kawung)(c, height)
    if caption:
        y = height
        c.rect(0, y, c.w, 150, p.deep)
        count = int(c.w / 40) + 1
        c.rect(0, y, c.w, 14, p.second)
        for k in range(count):
            c.polygon([(k * 40, y + 14), (k * 40 + 20, y + 34), (k * 40 + 40, y + 14)], p.second)
        c.text(caption, 60, y + 40, c.w - 120, 98, 64, p.paper, bold=True, smallest=30)


def kawung(c: Canvas, height: float) -> None:
    p = c.palette
    ground = mix(p.deep, (20, 10, 0), 0.2)
    c.rect(0, 0, c.w, height, ground)
    s = c.random.choice((150.0, 185.0))
    light = mix(p.paper, p.second, 0.25)
    for row in range(-1, int(height / s) + 2):
        for column in range(-1, int(c.w / s) + 2):
            cx, cy = column * s + s / 2, row * s + s / 2
            for turn in (45, 135, 225, 315):
                x, y = on_circle(cx, cy, s * 0.36, turn)
                oval = [on_circle(0, 0, 1, d) for d in range(0, 360, 12)]
                from_here = on_circle(0, 0, 1, turn)
                for size, colour in ((1.0, light), (0.82, p.primary), (0.62, mix(p.second, p.paper, 0.3))):
                    points = [
                        (x + (u * s * 0.3 * from_here[0] - v * s * 0.19 * from_here[1]) * size,
                         y + (u * s * 0.3 * from_here[1] + v * s * 0.19 * from_here[0]) * size)
                        for u, v in oval
                    ]  # fmt: skip
                    c.polygon([(px, min(py, height)) for px, py in points], colour)
                dot = on_circle(cx, cy, s * 0.36, turn)
                if dot[1] < height:
                    c.ellipse(*dot, s * 0.045, fill=p.deep)
            if cy < height:
                c.polygon(star(cx, cy, s * 0.1, s * 0.035, 4), light)
            if cx + s / 2 < c.w + s and cy + s / 2 < height:
                c.polygon(star(cx + s / 2, cy, s * 0.08, s * 0.03, 4), light)


def parang(c: Canvas, height: float) -> None:
    p = c.palette
    ground = mix(p.paper, p.second, 0.2)
    c.rect(0, 0, c.w, height, ground)
    band = 170.0
    for k in range(-7, int(c.w / band) + 8):
        x0 = k * band

        def at(u: float, v: float, x0: float = x0) -> tuple[float, float]:
            # u across the band (0–1), v along it; the bands run down to the left
            return x0 + u * band - v * 0.8 + height * 0.8, v

        strip = [at(0.84, 0), at(1.0, 0), at(1.0, height), at(0.84, height)]
        c.polygon(strip, p.deep)
        v = -120.0
        while v < height + 60:
            for size, colour in ((1.0, p.primary), (0.66, p.deep), (0.34, p.second)):
                knife = smooth(
                    [
                        at(0.42 - 0.36 * size, v + 60 - 46 * size),
                        at(0.50, v + 60 - 30 * size),
                        at(0.42 + 0.36 * size, v + 60 + 4 * size),
                        at(0.42 + 0.20 * size, v + 60 + 44 * size),
                        at(0.36, v + 60 + 20 * size),
                        at(0.42 - 0.34 * size, v + 60 - 4 * size),
                    ],
                    8,
                )
                c.polygon([(x, min(y, height)) for x, y in knife], colour)
            x, y = at(0.92, v + 40)
            if 0 <= y < height - 14:
                c.polygon(star(x, y, 18, 18, 2, 0), p.second)
            v += 92


def mega(c: Canvas, height: float) -> None:
    """Mega mendung: clouds in many layers."""
    p = c.palette
    c.rect(0, 0, c.w, height, mix(p.accent, p.deep, 0.35))
    shades = [mix(p.paper, p.primary, k / 5) for k in range(6)]
    for row in range(4):
        for column in range(4):
            cx = column * c.w / 2.6 + (row % 2) * c.w / 5.2 - 30
            cy = 50 + row * 182
            for k, shade in enumerate(reversed(shades)):
                g = 1 - k * 0.15
                for x, y, r in _CLOUD:
                    _capped(c, cx + x * g, cy + 22 + (y - 22) * g, r * g, height, shade)


def _capped(c: Canvas, cx: float, cy: float, r: float, height: float, fill: Colour) -> None:
    """A disc that ends at `height`."""
    points = [on_circle(cx, cy, r, turn) for turn in range(0, 360, 10)]
    c.polygon([(x, min(y, height)) for x, y in points], fill)


# Circles of one cloud of mega mendung: x, y from its middle, radius.
_CLOUD = (
    (-150.0, 20.0, 66.0),
    (-78.0, -26.0, 82.0),
    (0.0, 8.0, 84.0),
    (66.0, -44.0, 78.0),
    (146.0, 10.0, 70.0),
)


def ulos(c: Canvas, height: float) -> None:
    p = c.palette
    c.rect(0, 0, c.w, height, mix(p.deep, (0, 0, 0), 0.2))
    red: Colour = mix(p.primary, p.deep, 0.2)
    y, k = 0.0, 0
    while y < height:
        h = (64.0, 18.0, 118.0, 18.0)[k % 4]
        h = min(h, height - y)
        colour = (red, p.second, mix(p.deep, (0, 0, 0), 0.2), p.paper)[k % 4]
        c.rect(0, y, c.w, h, colour)
        if k % 4 == 2 and h > 100:
            for n in range(int(c.w / 80) + 1):
                x = n * 80 + 40
                for size, paint in ((52.0, p.paper), (38.0, p.accent), (24.0, p.deep), (11.0, p.second)):
                    c.polygon(star(x, y + h / 2, size, size, 2), paint)
        elif k % 4 == 0 and h > 60:
            for n in range(int(c.w / 32) + 1):
                x = n * 32
                c.polygon(
                    [(x, y + h - 8), (x + 16, y + 10), (x + 32, y + h - 8)],
                    mix(p.second, red, 0.25 * (n % 2)),
                )
        elif h > 12:
            for n in range(int(c.w / 20) + 1):
                c.rect(n * 20, y + h / 3, 9, h / 3, red)
        y += h
        k += 1


def songket(c: Canvas, height: float) -> None:
    p = c.palette
    c.rect(0, 0, c.w, height, mix(p.deep, p.primary, 0.3))
    gold, pale = mix(p.second, (212, 160, 40), 0.4), mix(p.second, p.paper, 0.5)
    s = 150.0
    for row in range(int(height / s * 2) + 2):
        for column in range(int(c.w / s) + 2):
            cx, cy = column * s + (row % 2) * s / 2, row * s / 2
            if cy > height - 20:
                continue
            size = s * 0.36 if row % 2 == 0 else s * 0.17
            c.polygon([(x, min(y, height)) for x, y in star(cx, cy, size, size * 0.62, 8)], gold)
            c.polygon([(x, min(y, height)) for x, y in star(cx, cy, size * 0.66, size * 0.4, 8)], p.deep)
            c.polygon([(x, min(y, height)) for x, y in star(cx, cy, size * 0.42, size * 0.2, 4)], pale)
    for k in range(-12, int(c.w / 75) + 12):
        for lean in (1, -1):
            x = k * 75.0
            points = [(x, 0.0), (x + lean * height, height)]
            if k % 2:
                c.dashes(points, mix(gold, p.deep, 0.3), 4, 15)


def tifa(c: Canvas, height: float) -> None:
    """Two tifa drums between spirals as Papuan carvers cut them."""
    p = c.palette
    c.rect(0, 0, c.w, height, mix(p.paper, p.second, 0.25))
    for y in (0.0, height - 56):
        c.rect(0, y, c.w, 56, p.deep)
        for k in range(int(c.w / 56) + 1):
            c.polygon([(k * 56, y + 48), (k * 56 + 28, y + 8), (k * 56 + 56, y + 48)], p.second)
            c.polygon([(k * 56 + 16, y + 46), (k * 56 + 28, y + 28), (k * 56 + 40, y + 46)], p.primary)
    for cx, turn in ((150.0, 1), (c.w - 150, -1), (c.w / 2, 1)):
        for cy, flip in ((height * 0.34, 1), (height * 0.68, -1)):
            points = [on_circle(cx, cy, 8 + d * 0.1, turn * flip * d) for d in range(0, 860, 12)]
            c.line(points, p.primary, 15)
    for k, cx in enumerate((c.w * 0.32, c.w * 0.68)):
        _drum(c, cx, height / 2, height * 0.36, (p.accent, p.primary)[k])


def _drum(c: Canvas, cx: float, cy: float, r: float, skin: Colour) -> None:
    p = c.palette
    wood, dark = (122, 74, 40), (72, 42, 24)
    side = bezier(
        (cx + r * 0.42, cy - r * 0.85),
        (cx + r * 0.3, cy - r * 0.1),
        (cx + r * 0.16, cy + r * 0.1),
        (cx + r * 0.42, cy + r),
        20,
    )
    c.polygon([*side, *[(2 * cx - x, y) for x, y in reversed(side)]], wood)
    c.ellipse(cx, cy + r, r * 0.42, r * 0.09, fill=dark)
    for y, half in ((-0.5, 0.36), (-0.1, 0.27), (0.3, 0.24), (0.66, 0.31)):
        for k in range(-2, 3):
            x = cx + k * r * half * 0.38
            c.polygon(star(x, cy + y * r, r * 0.08, r * 0.08, 2), (p.second, p.paper)[k % 2])
    c.line(
        bezier(
            (cx + r * 0.3, cy - r * 0.3),
            (cx + r * 0.75, cy - r * 0.2),
            (cx + r * 0.7, cy + r * 0.5),
            (cx + r * 0.3, cy + r * 0.55),
            16,
        ),
        dark,
        r * 0.09,
    )
    c.rect(cx - r * 0.46, cy - r * 0.92, r * 0.92, r * 0.2, skin, 10)
    c.ellipse(cx, cy - r * 0.92, r * 0.46, r * 0.12, fill=(240, 224, 196))
    c.ellipse(cx, cy - r * 0.92, r * 0.46, r * 0.12, outline=dark, width=r * 0.03)
    for turn in (-150, -90, -30):
        c.polygon(leaf(*on_circle(cx, cy - r * 0.95, r * 0.1, turn), r * 0.3, r * 0.06, turn), skin)


MOTIFS: dict[str, Motif] = {
    "kawung": kawung,
    "parang": parang,
    "mega": mega,
    "ulos": ulos,
    "songket": songket,
    "tifa": tifa,
}
