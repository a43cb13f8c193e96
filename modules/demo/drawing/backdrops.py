"""Quiet backgrounds, so that two pictures of one kind do not look alike."""

from __future__ import annotations

from collections.abc import Callable

from .canvas import Canvas
from .curves import leaf, on_circle, smooth, wave
from .palettes import mix


def backdrop(c: Canvas, *names: str) -> None:
    """Paint paper and one of the named backgrounds (any, when none is named), chosen by the seed."""
    c.gradient(mix(c.palette.paper, (255, 255, 255), 0.4), mix(c.palette.paper, c.palette.soft, 0.35))
    BACKDROPS[c.random.choice(names or tuple(BACKDROPS))](c)


def blobs(c: Canvas) -> None:
    p, rnd = c.palette, c.random
    corners = [(0.0, 0.0), (c.w, 0.0), (c.w, c.h), (0.0, c.h)]
    rnd.shuffle(corners)
    for (x, y), colour in zip(corners[:3], (p.soft, mix(p.soft, p.mid, 0.25), p.soft), strict=True):
        radius = rnd.uniform(180, 330)
        points = [on_circle(x, y, radius * rnd.uniform(0.8, 1.2), turn) for turn in range(0, 360, 45)]
        c.polygon(smooth(points), colour)


def waves(c: Canvas) -> None:
    p, phase = c.palette, c.random.random()
    for level, share in ((0.80, 0.55), (0.86, 0.8), (0.92, 1.0)):
        crest = wave(-20, c.w + 20, c.h * level, 26, c.w / c.random.choice((1.3, 1.7, 2.2)), phase + level * 3)
        c.polygon([*crest, (c.w + 20, c.h), (-20, c.h)], mix(p.paper, p.soft, share))


def rays(c: Canvas) -> None:
    p = c.palette
    x, y = c.random.choice(((0.0, 0.0), (c.w, 0.0), (c.w / 2, c.h + 60)))
    far = c.w * 1.6
    for turn in range(0, 360, 20):
        points = [(x, y), on_circle(x, y, far, turn), on_circle(x, y, far, turn + 9)]
        c.polygon(points, mix(p.paper, p.soft, 0.6))


def dots(c: Canvas) -> None:
    p = c.palette
    flip = c.random.random() < 0.5
    for column in range(12):
        for row in range(9):
            if column + row < 10:
                x, y = 30 + column * 42, 30 + row * 42
                r = 8 * (1 - (column + row) / 12)
                c.ellipse(c.w - x if flip else x, y, r, fill=mix(p.soft, p.mid, 0.3))
                c.ellipse(x if flip else c.w - x, c.h - y, r, fill=mix(p.soft, p.mid, 0.3))


def sprays(c: Canvas) -> None:
    p, rnd = c.palette, c.random
    for x, y, turn in ((0, c.h, -50), (c.w, 0, 130), (c.w, c.h, -130)):
        for spread in (-42, -14, 14, 42):
            length = rnd.uniform(150, 250)
            shade = mix(p.soft, p.mid, rnd.uniform(0.0, 0.4))
            c.polygon(leaf(x, y, length, length * 0.2, turn + spread), shade)


def weave(c: Canvas) -> None:
    """A border like a plaited mat."""
    p, size = c.palette, 30
    columns = int(c.w // size) + 1
    for row in (0, 1):
        for column in range(columns):
            shade = mix(p.soft, p.mid, 0.45) if (column + row) % 2 else p.soft
            for y in (row * size, c.h - (row + 1) * size):
                c.rect(column * size, y, size - 2, size - 2, shade, 6)


def hills(c: Canvas) -> None:
    p, phase = c.palette, c.random.random()
    c.ellipse(c.w * c.random.choice((0.13, 0.87)), 110, 150, fill=mix(p.paper, p.second, 0.28))
    for level, height, share in ((0.74, 60, 0.45), (0.84, 44, 0.85)):
        crest = wave(-20, c.w + 20, c.h * level, height, c.w * 0.8, phase + level * 2)
        c.polygon([*crest, (c.w + 20, c.h), (-20, c.h)], mix(p.paper, p.soft, share))


BACKDROPS: dict[str, Callable[[Canvas], None]] = {
    "blobs": blobs,
    "waves": waves,
    "rays": rays,
    "dots": dots,
    "sprays": sprays,
    "weave": weave,
    "hills": hills,
}
