"""Icons of the classroom and of daily life (registered next to those of `icons`)."""

from __future__ import annotations

from .curves import bezier, on_circle, rotated
from .icons import ICONS, Ink


def phone(i: Ink) -> None:
    i.box(-0.55, -1, 1.1, 2, radius=0.18)
    i.box(-0.43, -0.78, 0.86, 1.45, i.light, 0.05)
    i.box(-0.28, -0.55, 0.56, 0.42, i.extra)
    i.box(-0.28, 0.02, 0.56, 0.12)
    i.box(-0.28, 0.26, 0.4, 0.12)
    i.dot(0, 0.83, 0.08, i.light)


def laptop(i: Ink) -> None:
    i.box(-0.75, -0.72, 1.5, 1.08, radius=0.1)
    i.box(-0.62, -0.6, 1.24, 0.84, i.light, 0.03)
    i.box(-0.45, -0.42, 0.5, 0.44, i.extra)
    i.box(0.14, -0.42, 0.34, 0.1)
    i.box(0.14, -0.2, 0.34, 0.1)
    i.shape([(-0.8, 0.4), (0.8, 0.4), (1, 0.68), (-1, 0.68)], i.extra)


def pencil(i: Ink) -> None:
    def turn(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(0.7071 * (x - y), 0.7071 * (x + y)) for x, y in points]

    i.shape(turn([(-0.24, -1.15), (0.24, -1.15), (0.24, 0.62), (-0.24, 0.62)]))
    i.shape(turn([(-0.24, -1.15), (0.24, -1.15), (0.24, -0.85), (-0.24, -0.85)]), i.extra)
    i.shape(turn([(-0.24, 0.62), (0.24, 0.62), (0, 1.15)]), i.light)
    i.shape(turn([(-0.09, 0.93), (0.09, 0.93), (0, 1.15)]), i.extra)


def check(i: Ink) -> None:
    i.dot(0, 0, 0.92)
    i.stroke([(-0.42, 0.04), (-0.1, 0.36), (0.46, -0.32)], 0.2, i.light)


def house(i: Ink) -> None:
    i.box(-0.68, -0.1, 1.36, 0.98, i.extra, 0.05)
    i.shape([(0, -0.98), (1, 0), (-1, 0)])
    i.box(-0.17, 0.3, 0.34, 0.58, i.light)


def tree(i: Ink) -> None:
    i.box(-0.12, 0.2, 0.24, 0.75, i.extra)
    for x, y, r in ((-0.42, 0.05, 0.46), (0.42, 0.05, 0.46), (0, -0.42, 0.55), (0, 0.1, 0.45)):
        i.dot(x, y, r)
    for x, y in ((-0.35, -0.1), (0.2, -0.45), (0.42, 0.1)):
        i.dot(x, y, 0.09, i.light)


def boat(i: Ink) -> None:
    i.shape([(-0.95, 0.3), *bezier((-0.95, 0.3), (-0.6, 0.85), (0.6, 0.85), (0.95, 0.3)), (0.95, 0.3)])
    i.stroke([(0, 0.3), (0, -0.95)], 0.09)
    i.shape([(0.08, -0.9), (0.75, 0.15), (0.08, 0.15)], i.extra)
    i.shape([(-0.08, -0.6), (-0.55, 0.15), (-0.08, 0.15)], i.extra)
    i.stroke([(-0.95, 0.9), (-0.5, 0.8), (0, 0.9), (0.5, 0.8), (0.95, 0.9)], 0.08, i.extra)


def cloud(i: Ink) -> None:
    for x, y, r in ((-0.5, 0.0, 0.4), (0.0, -0.28, 0.5), (0.5, 0.0, 0.42)):
        i.dot(x, y, r)
    i.box(-0.8, -0.02, 1.6, 0.42, radius=0.2)
    for x in (-0.45, 0.02, 0.48):
        i.stroke([(x, 0.58), (x - 0.12, 0.9)], 0.11, i.extra)


def magnifier(i: Ink) -> None:
    i.stroke([(0.28, 0.28), (0.85, 0.85)], 0.24, i.extra)
    i.dot(-0.18, -0.18, 0.72)
    i.dot(-0.18, -0.18, 0.5, i.light)
    i.c.arc(i.cx - 0.18 * i.r, i.cy - 0.18 * i.r, 0.34 * i.r, 180, 270, i.extra, 0.09 * i.r)


def play(i: Ink) -> None:
    i.dot(0, 0, 0.95)
    i.shape([(-0.3, -0.48), (0.56, 0), (-0.3, 0.48)], i.light)


def chat(i: Ink) -> None:
    i.box(-0.95, -0.8, 1.55, 1.05, radius=0.26)
    i.shape([(-0.6, 0.2), (-0.2, 0.2), (-0.62, 0.58)])
    i.box(-0.3, 0.0, 1.25, 0.8, i.extra, 0.24)
    i.shape([(0.35, 0.72), (0.7, 0.72), (0.74, 1)], i.extra)
    for x in (-0.62, -0.3, 0.02):
        i.dot(x, -0.4, 0.1, i.light)


def chart(i: Ink) -> None:
    i.stroke([(-0.9, -0.85), (-0.9, 0.8), (0.92, 0.8)], 0.11)
    for x, top, colour in ((-0.68, 0.2, i.main), (-0.15, -0.25, i.extra), (0.38, -0.7, i.main)):
        i.box(x, top, 0.38, 0.68 - top, colour, 0.05)


def clock(i: Ink) -> None:
    i.dot(0, 0, 0.95)
    i.dot(0, 0, 0.74, i.light)
    i.stroke([(0, 0.02), (0, -0.5)], 0.12)
    i.stroke([(0, 0.02), (0.34, 0.22)], 0.12, i.extra)


def bin_(i: Ink) -> None:
    i.box(-0.25, -1, 0.5, 0.2, i.extra)
    i.box(-0.85, -0.85, 1.7, 0.24)
    i.shape([(-0.68, -0.52), (0.68, -0.52), (0.52, 0.92), (-0.52, 0.92)])
    for x in (-0.26, 0.0, 0.26):
        i.stroke([(x, -0.25), (x * 0.85, 0.62)], 0.09, i.light)


def download(i: Ink) -> None:
    i.stroke([(0, -0.9), (0, 0.25)], 0.22)
    i.shape([(-0.48, -0.02), (0.48, -0.02), (0, 0.52)])
    i.stroke([(-0.85, 0.4), (-0.85, 0.85), (0.85, 0.85), (0.85, 0.4)], 0.17, i.extra)


def map_(i: Ink) -> None:
    i.shape([(-0.95, -0.35), (-0.35, -0.6), (-0.35, 0.65), (-0.95, 0.9)], i.extra)
    i.shape([(-0.35, -0.6), (0.3, -0.35), (0.3, 0.9), (-0.35, 0.65)])
    i.shape([(0.3, -0.35), (0.95, -0.6), (0.95, 0.65), (0.3, 0.9)], i.extra)
    i.shape([(-0.28, -0.45), (0.38, -0.45), (0.05, 0.3)], i.light)
    i.dot(0.05, -0.55, 0.36, i.light)
    i.dot(0.05, -0.55, 0.16, i.main)


def calendar(i: Ink) -> None:
    i.box(-0.85, -0.72, 1.7, 1.6, radius=0.14)
    i.box(-0.7, -0.25, 1.4, 0.98, i.light, 0.05)
    for x in (-0.42, 0.42):
        i.stroke([(x, -0.95), (x, -0.6)], 0.14, i.extra)
    for n in range(6):
        i.box(-0.55 + n % 3 * 0.42, -0.1 + n // 3 * 0.4, 0.26, 0.24, i.extra if n == 4 else i.main, 0.04)


def flag(i: Ink) -> None:
    i.stroke([(-0.55, -0.95), (-0.55, 0.95)], 0.13)
    ripple = bezier((-0.5, -0.9), (-0.1, -1.1), (0.35, -0.65), (0.9, -0.85), 12)
    i.shape(ripple + [(x, y + 0.9) for x, y in reversed(ripple)], i.extra)
    i.shape([(x, y + 0.45) for x, y in ripple] + [(x, y + 0.9) for x, y in reversed(ripple)], i.light)


def ruler(i: Ink) -> None:
    i.shape([(-0.95, 0.45), (0.45, -0.95), (0.95, -0.45), (-0.45, 0.95)])
    for n in range(5):
        x, y = -0.68 + n * 0.27, 0.18 - n * 0.27
        long = 0.26 if n % 2 else 0.16
        i.stroke([(x, y), (x + long, y + long)], 0.07, i.light)


def palette(i: Ink) -> None:
    i.blob(
        [
            (-0.9, 0),
            (-0.6, -0.7),
            (0.2, -0.85),
            (0.9, -0.3),
            (0.75, 0.25),
            (0.25, 0.3),
            (0.3, 0.75),
            (-0.3, 0.8),
        ]
    )
    for n, (x, y) in enumerate(((-0.5, -0.1), (-0.22, -0.5), (0.28, -0.45), (-0.4, 0.38))):
        i.dot(x, y, 0.15, i.extra if n % 2 else i.light)


def fish(i: Ink) -> None:
    i.shape([(0.4, 0), (1, -0.48), (0.88, 0), (1, 0.48)], i.extra)
    i.dot(-0.2, 0, 0.75, None, 0.46)
    i.dot(-0.6, -0.1, 0.1, i.light)
    i.c.arc(i.cx - 0.45 * i.r, i.cy, 0.36 * i.r, -50, 50, i.light, 0.07 * i.r)


def hand(i: Ink) -> None:
    for x, top in ((-0.45, -0.5), (-0.15, -0.85), (0.15, -0.9), (0.45, -0.62)):
        i.stroke([(x, 0.2), (x, top)], 0.25)
    i.stroke([(-0.35, 0.5), (-0.85, 0.0)], 0.24)
    i.box(-0.57, 0.0, 1.15, 0.92, radius=0.36)
    i.dot(0, 0.42, 0.2, i.extra)


def share(i: Ink) -> None:
    for x, y in ((0.55, -0.6), (0.55, 0.6)):
        i.stroke([(-0.5, 0), (x, y)], 0.13, i.extra)
        i.dot(x, y, 0.32)
    i.dot(-0.55, 0, 0.36)


def document(i: Ink) -> None:
    i.shape([(-0.7, -0.95), (0.3, -0.95), (0.72, -0.5), (0.72, 0.95), (-0.7, 0.95)])
    i.shape([(0.3, -0.95), (0.72, -0.5), (0.3, -0.5)], i.extra)
    for y, end in ((-0.2, 0.45), (0.15, 0.45), (0.5, 0.15)):
        i.stroke([(-0.42, y), (end, y)], 0.11, i.light)


def speaker(i: Ink) -> None:
    i.box(-0.95, -0.3, 0.5, 0.6)
    i.shape([(-0.6, -0.28), (0.02, -0.8), (0.02, 0.8), (-0.6, 0.28)])
    for r in (0.38, 0.68, 0.98):
        i.c.arc(i.cx, i.cy, r * i.r, -42, 42, i.extra, 0.12 * i.r)


def atom(i: Ink) -> None:
    for turn in (0, 60, 120):
        points = [on_circle(0, 0, 1, d) for d in range(0, 360, 10)]
        flat = [(x * 0.95, y * 0.36) for x, y in points]
        turned = rotated(flat, 0, 0, turn)
        i.stroke([*turned, turned[0]], 0.08, i.extra)
    i.dot(0, 0, 0.24)


ICONS.update(
    {
        "phone": phone,
        "laptop": laptop,
        "pencil": pencil,
        "check": check,
        "house": house,
        "tree": tree,
        "boat": boat,
        "cloud": cloud,
        "magnifier": magnifier,
        "play": play,
        "chat": chat,
        "chart": chart,
        "clock": clock,
        "bin": bin_,
        "download": download,
        "map": map_,
        "calendar": calendar,
        "flag": flag,
        "ruler": ruler,
        "palette": palette,
        "fish": fish,
        "hand": hand,
        "share": share,
        "document": document,
        "speaker": speaker,
        "atom": atom,
    }
)
