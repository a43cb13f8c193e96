"""Places by the water: beach, floating market, sea."""

from __future__ import annotations

from .canvas import Canvas
from .curves import bezier, leaf, wave
from .figures import Person, bust, someone
from .icons import icon
from .landmarks import GREEN, WOOD, house, outrigger, palm, sky
from .palettes import SKINS, WHITE, Colour, mix

SAND: Colour = (244, 222, 176)
SEA: Colour = (46, 138, 168)


def beach(c: Canvas) -> None:
    p = c.palette
    sky(c, 430)
    c.gradient(mix(SEA, p.primary, 0.3), mix(SEA, WHITE, 0.35), 430, 220)
    for k in range(4):
        c.line(wave(0, c.w, 466 + k * 44, 6, 190, k * 0.3), (255, 255, 255, 120), 5)
    c.polygon([(0, 430), (0, 400), *bezier((0, 400), (120, 350), (220, 390), (330, 430))], mix(GREEN, p.deep, 0.25))
    outrigger(c, c.w * 0.6, 520, 150)
    shore = wave(-10, c.w + 10, 640, 26, c.w * 0.9, c.random.random())
    c.polygon([(x, y - 14) for x, y in shore] + [(c.w + 10, c.h), (-10, c.h)], (255, 255, 255, 170))
    c.polygon([*shore, (c.w + 10, c.h), (-10, c.h)], mix(SAND, p.second, 0.15))
    palm(c, 110, 740, 520, 90)
    palm(c, c.w - 120, 760, 430, -80)
    palm(c, c.w - 40, 780, 520, -40)
    for k in range(3):
        bust(c, someone(c), c.w * 0.36 + k * 150, 740, 310)


def floating_market(c: Canvas) -> None:
    """Women who sell from small boats on a river, as on the Barito."""
    p = c.palette
    sky(c, 330)
    for k in range(3):
        house(
            c,
            40 + k * c.w / 3,
            372,
            190,
            mix(WOOD, WHITE, 0.3),
            mix((p.primary, p.accent, p.deep)[k], WOOD, 0.3),
        )
    c.gradient(mix(SEA, p.second, 0.4), mix(SEA, p.deep, 0.35), 356)
    for k in range(8):
        c.line(wave(0, c.w, 384 + k * 54, 5, 210, k * 0.3), (255, 255, 255, 60), 4)
    fruit = ((238, 132, 50), (244, 196, 64), (104, 158, 72))
    for k, (x, y, w) in enumerate(((0.26, 520, 430.0), (0.74, 540, 450.0))):
        cx = c.w * x
        bust(c, Person("hijab", SKINS[1 + k], (p.accent, p.primary)[k], True), cx + w * 0.2, y + 24, 250)
        hat = y - 226
        c.polygon(
            [(cx + w * 0.2 - 120, hat + 62), (cx + w * 0.2, hat - 30), (cx + w * 0.2 + 120, hat + 62)],
            mix(p.second, WOOD, 0.3),
        )
        for n in range(9):
            c.ellipse(cx - w * 0.36 + n % 5 * 44 + n // 5 * 22, y - 14 - n // 5 * 36, 28, fill=fruit[(n + k) % 3])
        hull = bezier(
            (cx - w * 0.56, y - 34),
            (cx - w * 0.4, y + 92),
            (cx + w * 0.4, y + 92),
            (cx + w * 0.56, y - 34),
            20,
        )
        c.polygon([*hull, (cx + w * 0.44, y), (cx - w * 0.44, y)], mix(WOOD, p.deep, 0.2))
        c.line([(cx - w * 0.44, y + 2), (cx + w * 0.44, y + 2)], mix(WOOD, WHITE, 0.3), 8)


def sea(c: Canvas) -> None:
    p = c.palette
    sky(c, 300)
    c.polygon(
        [
            (c.w * 0.62, 306),
            *bezier((c.w * 0.62, 306), (c.w * 0.7, 220), (c.w * 0.84, 220), (c.w * 0.95, 306)),
        ],
        mix(GREEN, p.deep, 0.25),
    )
    c.gradient(mix(SEA, WHITE, 0.25), mix(SEA, p.deep, 0.55), 296)
    c.line(wave(0, c.w, 300, 5, 140), WHITE, 6)
    outrigger(c, c.w * 0.3, 282, 130)
    for k in range(7):
        x, y = c.random.uniform(90, c.w - 90), 370 + k * 34
        icon(
            c,
            "fish",
            x,
            y,
            c.random.uniform(34, 60),
            p.series[k % 3],
            WHITE,
            mix(p.series[k % 3], WHITE, 0.35),
        )
    for k in range(14):
        x = 30 + k * (c.w - 60) / 13
        colour = (p.accent, mix(p.accent, WHITE, 0.3), p.second, mix(GREEN, WHITE, 0.1))[k % 4]
        for turn in (-120, -95, -70):
            c.polygon(leaf(x, c.h + 6, 120 + (k * 53) % 70, 22, turn), colour)
    for _ in range(16):
        c.ellipse(
            c.random.uniform(0, c.w),
            c.random.uniform(340, c.h - 120),
            c.random.uniform(4, 11),
            outline=(255, 255, 255, 150),
            width=3,
        )
