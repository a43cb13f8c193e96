"""Things that landscapes share: sky, palm, house, boat with an outrigger."""

from __future__ import annotations

from .canvas import Canvas
from .curves import bezier, leaf
from .palettes import WHITE, Colour, mix

WOOD: Colour = (138, 92, 58)
GREEN: Colour = (74, 138, 82)


def sky(c: Canvas, horizon: float) -> None:
    """Sky, sun, clouds and birds above `horizon`."""
    p = c.palette
    c.gradient(mix(p.mid, WHITE, 0.25), mix(p.second, WHITE, 0.6), 0, horizon)
    sx, sy = c.w * c.random.choice((0.2, 0.5, 0.78)), horizon * 0.42
    for r, share in ((150.0, 0.75), (112.0, 0.5), (80.0, 0.0)):
        c.ellipse(sx, sy, r, fill=(*mix(p.second, WHITE, share), 110 if share else 255))
    for _ in range(3):
        x, y, r = (
            c.random.uniform(60, c.w - 60),
            c.random.uniform(40, horizon * 0.4),
            c.random.uniform(24, 40),
        )
        for dx, size in ((-1.4, 0.8), (-0.4, 1.2), (0.8, 1.0), (1.7, 0.7)):
            c.ellipse(x + dx * r, y, r * size, r * size * 0.7, fill=(255, 255, 255, 220))
    for _ in range(3):
        x, y = c.random.uniform(120, c.w - 120), c.random.uniform(60, horizon * 0.55)
        c.line([(x - 20, y - 8), (x, y), (x + 20, y - 8)], c.palette.deep, 4)


def palm(c: Canvas, x: float, base: float, height: float, lean: float) -> None:
    """A coconut palm; `lean` moves its crown sideways."""
    top = (x + lean, base - height)
    trunk = bezier((x, base), (x + lean * 0.1, base - height * 0.5), (x + lean * 0.6, base - height * 0.9), top)
    c.line(trunk, WOOD, height * 0.055)
    for turn in (-165, -130, -95, -55, -20, 15, 165):
        shade = mix(GREEN, c.palette.deep, 0.1 + 0.25 * (turn % 2))
        c.polygon(leaf(*top, height * 0.42, height * 0.075, turn), shade)
    for dx in (-0.05, 0.03):
        c.ellipse(top[0] + dx * height, top[1] + height * 0.045, height * 0.035, fill=mix(WOOD, GREEN, 0.3))


def house(c: Canvas, x: float, base: float, w: float, wall: Colour, roof: Colour) -> None:
    """A house on stilts with a saddle roof."""
    h = w * 0.5
    for k in range(4):
        c.rect(x + w * (0.08 + k * 0.27), base - w * 0.2, w * 0.045, w * 0.2, mix(WOOD, (0, 0, 0), 0.25))
    c.rect(x, base - w * 0.2 - h, w, h, wall, 6)
    for k in range(1, 6):
        y = base - w * 0.2 - h + k * h / 6
        c.line([(x, y), (x + w, y)], mix(wall, (0, 0, 0), 0.12), 3)
    c.rect(x + w * 0.4, base - w * 0.2 - h * 0.62, w * 0.2, h * 0.62, mix(WOOD, (0, 0, 0), 0.3), 4)
    sill = base - w * 0.2 - h * 0.62
    for share in (0.12, 0.7):
        c.rect(x + w * share, sill, w * 0.18, h * 0.32, c.palette.second, 4)
        middle = x + w * (share + 0.09)
        c.line([(middle, sill), (middle, sill + h * 0.32)], wall, 4)
    top = base - w * 0.2 - h
    ridge = bezier(
        (x - w * 0.16, top - w * 0.42),
        (x + w * 0.3, top - w * 0.24),
        (x + w * 0.7, top - w * 0.24),
        (x + w * 1.16, top - w * 0.42),
        16,
    )
    c.polygon([*ridge, (x + w * 1.06, top + 8), (x - w * 0.06, top + 8)], roof)
    c.line(ridge, mix(roof, (0, 0, 0), 0.3), 8)


def outrigger(c: Canvas, cx: float, cy: float, r: float) -> None:
    """A boat with an outrigger and a sail, in front of its reflection."""
    p = c.palette
    c.ellipse(cx, cy + r * 0.34, r * 1.0, r * 0.07, fill=(255, 255, 255, 90))
    c.line([(cx, cy), (cx, cy - r * 1.3)], WOOD, r * 0.05)
    c.polygon([(cx + 6, cy - r * 1.3), (cx + r * 0.85, cy - r * 0.18), (cx + 6, cy - r * 0.12)], p.accent)
    c.polygon(
        [
            (cx + 6, cy - r * 0.9),
            (cx + r * 0.56, cy - r * 0.5),
            (cx + r * 0.68, cy - r * 0.36),
            (cx + 6, cy - r * 0.66),
        ],
        WHITE,
    )
    hull = bezier(
        (cx - r, cy - r * 0.1),
        (cx - r * 0.6, cy + r * 0.4),
        (cx + r * 0.6, cy + r * 0.4),
        (cx + r, cy - r * 0.1),
        16,
    )
    c.polygon(hull, mix(p.primary, p.deep, 0.3))
    c.line([(cx - r * 0.92, cy - 2), (cx + r * 0.92, cy - 2)], p.second, r * 0.06)
    c.line([(cx - r * 0.9, cy + r * 0.36), (cx + r * 0.7, cy + r * 0.36)], WOOD, r * 0.06)
    for x in (-0.45, 0.3):
        c.line([(cx + x * r, cy), (cx + (x - 0.12) * r, cy + r * 0.36)], WOOD, r * 0.04)
