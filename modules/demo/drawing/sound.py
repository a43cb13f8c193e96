"""A sound wave with its named parts, and a microphone or an old radio."""

from __future__ import annotations

import math

from .canvas import Canvas
from .icons import icon
from .palettes import WHITE, ink_on, mix
from .registry import Params, scene


@scene("waveform")
def waveform(c: Canvas, params: Params) -> None:
    p = c.palette
    title = params.text("title", needed=True)
    parts = params.texts("parts", 4, ("Rekaman",))
    c.gradient(mix(p.deep, p.primary, 0.35), p.deep)
    for r in range(7):
        c.ellipse(190, 190, 150 + r * 120, outline=(*p.mid, 34), width=5)
    if c.random.random() < 0.5:
        _radio(c, 60, 66, 300, 226)
    else:
        c.ellipse(206, 180, 132, fill=p.second)
        c.ellipse(206, 180, 112, fill=p.paper)
        icon(c, "microphone", 206, 182, 78, p.primary, WHITE, p.accent)
    c.text(title, 400, 60, c.w - 460, 240, 92, WHITE, bold=True, align="left", smallest=40)
    margin, middle, room = 60.0, 470.0, 112.0
    w = c.w - 2 * margin
    n = len(parts)
    bars = int(w / 17)
    for k in range(bars):
        part = min(n - 1, k * n // bars)
        inside = (k * n / bars) % 1
        swell = 0.3 + 0.7 * math.sin(math.pi * min(max(inside, 0.06), 0.94)) ** 0.7
        height = room * swell * (0.3 + 0.7 * abs(math.sin(k * 0.9) * math.cos(k * 0.37 + part)))
        height = max(9.0, height * c.random.uniform(0.75, 1.0))
        colour = _bright(c, part)
        c.rect(margin + k * w / bars, middle - height, 10, 2 * height, colour, 5)
    step = w / n
    size = c.same_size(parts, step - 40, 88, 50, bold=True)
    for i, part_name in enumerate(parts):
        x = margin + i * step
        colour = _bright(c, i)
        c.rect(x + 4, 626, step - 12, 110, colour, 28)
        c.text(part_name, x + 18, 637, step - 40, 88, size, ink_on(colour, p.deep), bold=True)
        if i:
            c.dashes([(x - 2, 340), (x - 2, 736)], mix(WHITE, p.deep, 0.45), 4, 22)


def _bright(c: Canvas, number: int) -> tuple[int, int, int]:
    p = c.palette
    return (p.second, mix(p.accent, WHITE, 0.25), mix(p.mid, WHITE, 0.3), p.soft)[number % 4]


def _radio(c: Canvas, x: float, y: float, w: float, h: float) -> None:
    p = c.palette
    c.line([(x + w * 0.72, y + 10), (x + w * 0.98, y - 46)], p.second, 9)
    c.ellipse(x + w * 0.98, y - 46, 11, fill=p.second)
    c.rect(x, y, w, h, p.accent, 38)
    c.rect(x + 14, y + 14, w - 28, h - 28, mix(p.accent, p.deep, 0.25), 28)
    c.ellipse(x + 94, y + h / 2, 68, fill=p.paper)
    for r in (52, 36, 20):
        c.ellipse(x + 94, y + h / 2, r, outline=p.deep, width=6)
    c.rect(x + 184, y + 44, w - 216, 54, p.paper, 12)
    for k in range(4):
        c.line([(x + 198 + k * 20, y + 56), (x + 198 + k * 20, y + 76)], p.deep, 4)
    c.line([(x + 226, y + 50), (x + 226, y + 92)], p.primary, 6)
    for k in (0, 1):
        c.ellipse(x + 206 + k * 52, y + 150, 22, fill=p.second)
        c.line([(x + 206 + k * 52, y + 150), (x + 206 + k * 52, y + 132)], p.deep, 5)
