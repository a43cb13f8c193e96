"""Animals of Indonesian stories."""

from __future__ import annotations

from .canvas import Canvas
from .curves import bezier, smooth, wave
from .palettes import WHITE, Colour, mix

_ANIMALS = {"monyet": "monyet", "la lanceng": "monyet", "lanceng": "monyet", "gajah": "gajah",
            "ayam": "ayam", "kancil": "kancil", "buaya": "buaya", "ular": "ular"}  # fmt: skip


def animal(lower: str) -> str:
    """The animal that a caption in lower case names, or an empty string."""
    return next((kind for word, kind in _ANIMALS.items() if word in lower), "")


def draw_animal(c: Canvas, kind: str, cx: float, cy: float, r: float) -> None:
    """Draw one of the story animals; `r` is about half its height."""
    p = c.palette
    ink = (52, 40, 38)

    def at(*points: tuple[float, float]) -> list[tuple[float, float]]:
        return [(cx + x * r, cy + y * r) for x, y in points]

    def curve(
        steps: int,
        a: tuple[float, float],
        b: tuple[float, float],
        d: tuple[float, float],
        e: tuple[float, float],
    ) -> list[tuple[float, float]]:
        return at(*bezier(a, b, d, e, steps))

    def eyes(x: float, y: float, gap: float) -> None:
        for side in (-1, 1):
            c.ellipse(cx + (x + side * gap) * r, cy + y * r, r * 0.1, fill=WHITE)
            c.ellipse(cx + (x + side * gap) * r, cy + y * r, r * 0.062, fill=ink)

    if kind in ("ular", "buaya"):
        body = mix((72, 130, 74), p.primary, 0.2)
        if kind == "ular":
            c.line(wave(cx - r * 1.3, cx + r * 0.9, cy + r * 0.35, r * 0.3, r * 1.1), body, r * 0.34)
            c.ellipse(cx + r * 1.05, cy + r * 0.1, r * 0.36, r * 0.28, fill=body)
            c.line(at((1.35, 0.15), (1.6, 0.2)), (196, 60, 52), r * 0.05)
            eyes(1.08, 0.0, 0.12)
            return
        c.polygon(
            smooth(at((-1.5, 0.5), (-0.6, 0.1), (0.2, 0.05), (0.7, -0.05), (1.6, 0.3), (1.5, 0.5), (0, 0.75))),
            body,
        )
        c.polygon(at((0.75, 0.45), *[(0.85 + k * 0.13, 0.56 if k % 2 == 0 else 0.44) for k in range(6)]), WHITE)
        for k in range(5):
            c.polygon(at((-0.8 + k * 0.25, 0.12), (-0.7 + k * 0.25, -0.1), (-0.6 + k * 0.25, 0.1)), body)
        c.ellipse(cx + 0.55 * r, cy - 0.02 * r, r * 0.17, fill=body)
        eyes(0.6, -0.05, 0.08)
        return
    fur: Colour = {"monyet": (134, 92, 62), "gajah": (134, 146, 158), "ayam": (228, 160, 60)}.get(kind, (176, 112, 58))
    pale = mix(fur, WHITE, 0.6)
    if kind == "kancil":
        for x in (-0.5, -0.2, 0.35, 0.6):
            c.line(at((x, 0.5), (x, 1.05)), mix(fur, ink, 0.3), r * 0.13)
        c.polygon(smooth(at((-0.9, 0.2), (-0.3, -0.05), (0.5, 0.05), (0.8, 0.4), (0.3, 0.75), (-0.6, 0.7))), fur)
        c.polygon(smooth(at((0.4, 0.3), (0.5, -0.5), (0.85, -0.5), (0.85, 0.35))), fur)
        for side, x in ((-1, 0.48), (1, 0.8)):
            c.polygon(smooth(at((x, -0.7), (x + side * 0.2, -1.2), (x + side * 0.14, -0.65))), fur)
        c.polygon(smooth(at((0.35, -0.55), (0.65, -0.85), (0.95, -0.55), (1.2, -0.25), (0.8, -0.2))), fur)
        c.ellipse(cx + 1.14 * r, cy - 0.28 * r, r * 0.08, fill=ink)
        eyes(0.7, -0.55, 0.12)
        for x, y in ((-0.5, 0.2), (-0.2, 0.1), (0.1, 0.2), (-0.35, 0.4)):
            c.ellipse(cx + x * r, cy + y * r, r * 0.06, fill=pale)
        return
    c.polygon(smooth(at((0, 0.1), (0.75, 0.5), (0.7, 1.0), (-0.7, 1.0), (-0.75, 0.5))), fur)
    c.ellipse(cx, cy + r * 0.72, r * 0.4, r * 0.3, fill=pale)
    ears = {"monyet": (0.72, 0.28), "gajah": (0.85, 0.5)}.get(kind)
    if ears:
        for side in (-1, 1):
            c.ellipse(cx + side * ears[0] * r, cy - 0.25 * r, ears[1] * r, fill=mix(fur, ink, 0.12))
            c.ellipse(cx + side * ears[0] * r, cy - 0.25 * r, ears[1] * r * 0.6, fill=pale)
    c.ellipse(cx, cy - 0.25 * r, r * 0.66, fill=fur)
    if kind == "monyet":
        for side in (-1, 1):
            c.ellipse(cx + side * 0.2 * r, cy - 0.35 * r, r * 0.27, fill=pale)
        c.ellipse(cx, cy - 0.05 * r, r * 0.42, r * 0.3, fill=pale)
        c.line(curve(8, (-0.2, 0.0), (-0.1, 0.14), (0.1, 0.14), (0.2, 0.0)), ink, r * 0.05)
    elif kind == "gajah":
        c.line(curve(16, (0, -0.1), (0.05, 0.4), (0.1, 0.7), (0.45, 0.62)), mix(fur, ink, 0.08), r * 0.26)
    else:
        c.polygon(at((-0.14, -0.16), (0.14, -0.16), (0, 0.08)), (214, 84, 52))
        for x in (-0.18, 0.0, 0.18):
            c.ellipse(cx + x * r, cy - 0.92 * r, r * 0.13, fill=(204, 60, 52))
    eyes(0.0, -0.36, 0.2)
