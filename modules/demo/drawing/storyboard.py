"""Film panels, each with a small picture that suits its caption."""

from __future__ import annotations

from .animals import animal, draw_animal
from .canvas import Canvas
from .curves import bezier, on_circle, wave
from .figures import bust, someone
from .icon_words import icon_for
from .icons import icon
from .palettes import WHITE, Colour, mix
from .registry import Params, scene


@scene("storyboard")
def storyboard(c: Canvas, params: Params) -> None:
    p = c.palette
    panels = params.texts("panels", 6, ("…",))
    n = len(panels)
    rows = 1 if n <= 3 else 2
    columns = -(-n // rows)
    dark = mix(p.deep, (0, 0, 0), 0.25)
    c.gradient(mix(dark, p.primary, 0.2), dark)
    for y in (14.0, c.h - 40):
        for k in range(int(c.w // 62) + 1):
            c.rect(k * 62 + 14, y, 36, 26, mix(p.soft, p.mid, 0.3), 6)
    gap = 28.0
    w = (c.w - gap * (columns + 1)) / columns
    room = c.h - 116
    h = min(room, w * 1.55) if rows == 1 else (room - gap) / 2
    top = 58 + (room - rows * h - (rows - 1) * gap) / 2
    foot = 150.0 if rows == 1 else 108.0
    size = c.same_size(panels, w - 32, foot - 16, 46, bold=True, smallest=26)
    for i, panel in enumerate(panels):
        row, column = divmod(i, columns)
        shift = (columns * rows - n) * (w + gap) / 2 if row == 1 else 0.0
        x, y = gap + column * (w + gap) + shift, top + row * (h + gap)
        c.rect(x, y, w, h, p.paper, 20)
        _vignette(c, panel, x + 10, y + 10, w - 20, h - foot - 10, i)
        c.ellipse(x + 46, y + 46, 33, fill=WHITE)
        c.ellipse(x + 46, y + 46, 28, fill=p.primary)
        c.text(str(i + 1), x + 22, y + 22, 48, 48, 38, WHITE, bold=True)
        c.text(panel, x + 16, y + h - foot + 8, w - 32, foot - 16, size, p.deep, bold=True)


_CELL = ("profase", "metafase", "anafase", "telofase", "kromosom", "kromatid", "membran", "spindel", "kutub",
         "inti", "berbaris di", "sitokinesis", "interfase")  # fmt: skip


def _vignette(c: Canvas, caption: str, x: float, y: float, w: float, h: float, number: int) -> None:
    lower = caption.lower()
    if any(word in lower for word in _CELL):
        _cell(c, lower, x, y, w, h)
        return
    p = c.palette
    sky = (mix(p.mid, WHITE, 0.55), mix(p.second, WHITE, 0.45), mix(p.accent, WHITE, 0.62), p.soft)[number % 4]
    if any(word in lower for word in ("malam", "bulan", "bintang", "tidur")):
        sky = p.deep
    c.rect(x, y, w, h, sky, 14)
    c.ellipse(x + w * (0.82 if number % 2 else 0.66), y + h * 0.26, min(w, h) * 0.13, fill=p.second)
    _land(c, lower, x, y, w, h, number)
    r = min(w * 0.24, h * 0.33)
    name = icon_for(caption)
    named = animal(lower)
    right = number % 2 == 0
    px, ix = (x + w * 0.3, x + w * 0.7) if right else (x + w * 0.7, x + w * 0.3)
    if named:
        draw_animal(c, named, x + w / 2, y + h * 0.56, r * 1.2)
        return
    bust(c, someone(c), px, y + h - 2, min(h * 0.82, w * 0.62))
    if not name:
        bust(c, someone(c), ix, y + h - 2, min(h * 0.8, w * 0.6))
        return
    c.ellipse(ix, y + h * 0.5, r * 0.98, fill=WHITE)
    icon(c, name, ix, y + h * 0.5, r * 0.64, p.primary, WHITE, p.accent)


def _land(c: Canvas, lower: str, x: float, y: float, w: float, h: float, number: int) -> None:
    p = c.palette
    if any(word in lower for word in ("laut", "sungai", "pantai", "perahu", "ikan", "air", "terapung", "jukung")):
        colours = (mix(p.primary, WHITE, 0.35), mix(p.primary, WHITE, 0.15))
    else:
        colours = (mix(p.mid, WHITE, 0.1), mix(p.mid, p.primary, 0.4))
    for k, colour in enumerate(colours):
        crest = wave(x, x + w, y + h * (0.68 + 0.14 * k), h * 0.05, w * (0.9 - 0.3 * k), number * 0.37 + k * 0.4)
        c.polygon([*crest, (x + w, y + h), (x, y + h)], colour)


def _cell(c: Canvas, lower: str, x: float, y: float, w: float, h: float) -> None:
    """A dividing cell in the phase that the caption names."""
    p = c.palette
    c.rect(x, y, w, h, mix(p.soft, WHITE, 0.35), 14)
    cx, cy, r = x + w / 2, y + h / 2, min(w * 0.44, h * 0.42)
    late = any(word in lower for word in ("telofase", "dua inti", "sitokinesis"))
    apart = any(word in lower for word in ("anafase", "ditarik", "pisah", "kutub"))
    ring = mix(p.primary, WHITE, 0.15)
    for shape_r, colour in ((1.0, ring), (0.94, mix(p.paper, WHITE, 0.5))):
        if late:
            for side in (-1, 1):
                c.ellipse(cx + side * r * 0.52, cy, r * 0.68 * shape_r, r * 0.86 * shape_r, fill=colour)
        else:
            c.ellipse(cx, cy, r * (1.12 if apart else 1.0) * shape_r, r * 0.92 * shape_r, fill=colour)
    if not late:
        for turn in (-26, -9, 9, 26):
            for side in (-1, 1):
                if "profase" not in lower and "menebal" not in lower and "membran" not in lower:
                    end = on_circle(cx - side * r * 0.9, cy, r * 0.92, turn + (0 if side > 0 else 180))
                    c.line([(cx - side * r * 0.9, cy), end], mix(p.mid, WHITE, 0.2), r * 0.025)
    colours = (p.accent, p.primary, p.second, p.deep)
    for k, colour in enumerate(colours):
        y0 = cy + (k - 1.5) * r * 0.3
        for side in (-1, 1):
            if late or apart:
                tip = cx + side * r * (0.52 if late else 0.5)
                _chromosome(c, tip, y0 * 0.8 + cy * 0.2, r * 0.16, side, colour)
            elif "metafase" in lower or "baris" in lower or "spindel" in lower:
                _chromosome(c, cx, y0, r * 0.15, side, colour)
            else:
                spot = on_circle(cx, cy, r * 0.38, 45 + k * 90)
                _chromosome(c, spot[0], spot[1], r * 0.15, side, colour)
    if "membran" not in lower and ("profase" in lower or "menebal" in lower):
        c.ellipse(cx, cy, r * 0.66, outline=mix(p.primary, WHITE, 0.4), width=r * 0.035)


def _chromosome(c: Canvas, cx: float, cy: float, r: float, side: int, colour: Colour) -> None:
    points = bezier((cx - side * r, cy - r), (cx, cy - r * 0.3), (cx, cy + r * 0.3), (cx - side * r, cy + r), 10)
    c.line(points, colour, r * 0.42)
