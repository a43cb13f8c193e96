"""People: a bust with a face, Indonesian school clothes, and hair, hijab or peci."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from .canvas import Canvas
from .curves import bezier, smooth
from .palettes import SKINS, WHITE, Colour, mix

HAIR: Colour = (44, 32, 30)
MOUTH: Colour = (120, 44, 44)
# Names that are a woman's or a girl's; all others get a boy's hair.
_FEMALE_NAMES = (
    "siti sari rina dewi sinta meri ani ayu putri wati lestari nur aisyah fitri maya lia nina rani tika "
    "dina yuli yuni ratna indah mega intan citra laras wulan eka nisa salma zahra aulia maria marta "
    "yohana elsa nona sekar operator acil petugas kartini tina mira mila rahma halimah fatimah euis neng"
)
_FEMALE = frozenset(_FEMALE_NAMES.split())


@dataclass(frozen=True)
class Person:
    """How someone looks: `head` is hair, bun, tail, curls, hijab or peci."""

    head: str
    skin: Colour
    shirt: Colour
    adult: bool = False


def person_for(name: str, c: Canvas) -> Person:
    """Always the same looks for the same name; "Pak", "Bu", "Kak" are grown up."""
    p = c.palette
    first = name.lower().split()[0] if name.split() else ""
    number = zlib.crc32(name.lower().encode())
    shirts = (WHITE, p.accent, p.primary, p.second, p.mid)
    skin = SKINS[number // 7 % 3 if not name.lower().startswith(("yo", "elo")) else 3]
    if first in ("pak", "bapak", "kakek", "ayah", "guru", "narator"):
        return Person(("peci", "hair")[number % 2], skin, p.primary, True)
    if first in ("bu", "ibu", "nenek", "kak"):
        return Person(("hijab", "bun", "hijab")[number % 3], skin, p.primary, True)
    heads = ("hijab", "tail", "bun", "hijab") if first in _FEMALE else ("hair", "curls", "hair", "peci")
    return Person(heads[number // 3 % 4], skin, shirts[number % 5])


def someone(c: Canvas, adult: bool = False) -> Person:
    """A person chosen by the picture's seed."""
    p, rnd = c.palette, c.random
    head = rnd.choice(("hijab", "peci", "bun", "hair") if adult else ("hair", "tail", "hijab", "curls", "bun"))
    return Person(head, rnd.choice(SKINS), rnd.choice((p.accent, p.primary, p.second)), adult)


def bust(c: Canvas, who: Person, cx: float, bottom: float, size: float, mouth: str = "smile") -> None:
    """Head and shoulders; `size` is the whole height, `bottom` the line where the body is cut."""
    p = c.palette
    r = size * (0.21 if who.adult else 0.235)
    top = bottom - size
    hy = top + r * 1.35
    scarf = mix(p.accent, p.deep, 0.2) if who.shirt == p.primary else mix(p.primary, WHITE, 0.12)
    if who.head == "tail":
        c.ellipse(cx + r * 1.05, hy + r * 0.35, r * 0.35, r * 0.75, fill=HAIR)
    if who.head == "hijab":
        c.polygon(
            smooth(
                [
                    (cx, hy - r * 1.25),
                    (cx + r * 1.15, hy - r * 0.2),
                    (cx + r * 1.3, hy + r * 1.6),
                    (cx, hy + r * 2.2),
                    (cx - r * 1.3, hy + r * 1.6),
                    (cx - r * 1.15, hy - r * 0.2),
                ]
            ),
            scarf,
        )
    shoulders = r * (1.9 if who.adult else 1.65)
    neck = hy + r * 1.15
    body = [
        (cx - shoulders, bottom),
        *bezier(
            (cx - shoulders, bottom),
            (cx - shoulders, neck + r * 0.5),
            (cx - r * 1.1, neck + r * 0.25),
            (cx - r * 0.4, neck),
            12,
        ),
    ]
    body += [
        *bezier(
            (cx + r * 0.4, neck),
            (cx + r * 1.1, neck + r * 0.25),
            (cx + shoulders, neck + r * 0.5),
            (cx + shoulders, bottom),
            12,
        )
    ]
    if who.shirt == WHITE:
        c.line(body, mix(p.soft, p.deep, 0.35), r * 0.08)
    c.polygon(body, who.shirt)
    c.rect(cx - r * 0.36, hy + r * 0.5, r * 0.72, r * 0.95, mix(who.skin, HAIR, 0.18), r * 0.3)
    collar = mix(who.shirt, p.deep, 0.25)
    for side in (-1, 1):
        c.polygon(
            [
                (cx, neck + r * 0.75),
                (cx + side * r * 0.62, neck + r * 0.02),
                (cx + side * r * 0.7, neck + r * 0.62),
            ],
            collar,
        )
    if who.head == "hijab":
        c.polygon(
            smooth(
                [
                    (cx - r * 1.05, hy),
                    (cx + r * 1.05, hy),
                    (cx + r * 1.2, hy + r * 1.3),
                    (cx + r * 0.3, hy + r * 2.15),
                    (cx - r * 1.0, hy + r * 1.5),
                ]
            ),
            scarf,
        )
        c.ellipse(cx, hy, r * 1.16, r * 1.22, fill=scarf)
        c.ellipse(cx, hy + r * 0.08, r * 0.86, r * 0.92, fill=who.skin)
    else:
        for side in (-1, 1):
            c.ellipse(cx + side * r * 0.95, hy + r * 0.1, r * 0.18, r * 0.24, fill=mix(who.skin, HAIR, 0.12))
        c.ellipse(cx, hy, r * 0.95, r * 1.05, fill=who.skin)
        _hair(c, who, cx, hy, r)
    _face(c, who, cx, hy, r, mouth)


def _hair(c: Canvas, who: Person, cx: float, hy: float, r: float) -> None:
    fringe = bezier(
        (cx - r, hy - r * 0.1),
        (cx - r * 0.9, hy - r * 0.75),
        (cx + r * 0.3, hy - r * 0.25),
        (cx + r, hy - r * 0.15),
        14,
    )
    cap = bezier(
        (cx + r, hy - r * 0.15),
        (cx + r * 1.1, hy - r * 1.55),
        (cx - r * 1.1, hy - r * 1.55),
        (cx - r, hy - r * 0.1),
        18,
    )
    if who.head == "bun":
        c.ellipse(cx, hy - r * 1.25, r * 0.42, fill=HAIR)
    if who.head == "curls":
        for x, y in ((-0.85, -0.35), (-0.6, -0.8), (-0.1, -1.0), (0.4, -0.9), (0.8, -0.5), (0.1, -0.7)):
            c.ellipse(cx + x * r, hy + y * r, r * 0.36, fill=HAIR)
        return
    c.polygon([*fringe, *cap], HAIR)
    if who.head == "peci":
        c.polygon(
            [
                (cx - r * 0.98, hy - r * 0.42),
                (cx + r * 0.98, hy - r * 0.42),
                (cx + r * 0.86, hy - r * 1.3),
                (cx - r * 0.86, hy - r * 1.3),
            ],
            (30, 26, 30),
        )
        c.ellipse(cx, hy - r * 1.3, r * 0.86, r * 0.12, fill=(52, 46, 52))


def _face(c: Canvas, who: Person, cx: float, hy: float, r: float, mouth: str) -> None:
    for side in (-1, 1):
        c.ellipse(cx + side * r * 0.36, hy + r * 0.08, r * 0.095, r * 0.13, fill=HAIR)
        c.ellipse(cx + side * r * 0.58, hy + r * 0.4, r * 0.17, r * 0.11, fill=(*mix(who.skin, (214, 84, 74), 0.4),))
        brow = [(cx + side * r * 0.52, hy - r * 0.17), (cx + side * r * 0.24, hy - r * 0.21)]
        c.line(brow, mix(who.skin, HAIR, 0.75), r * 0.07)
    if mouth == "open":
        c.pie(cx, hy + r * 0.4, r * 0.3, 0, 180, MOUTH)
    else:
        points = bezier(
            (cx - r * 0.26, hy + r * 0.46),
            (cx - r * 0.12, hy + r * 0.64),
            (cx + r * 0.12, hy + r * 0.64),
            (cx + r * 0.26, hy + r * 0.46),
            10,
        )
        c.line(points, MOUTH, r * 0.08)
