"""Labels on pills beside a figure."""

from __future__ import annotations

import re

from .canvas import Canvas
from .palettes import Colour, ink_on


def tag(c: Canvas, label: str, cx: float, cy: float, colour: Colour | None = None, room: float = 330) -> None:
    """A label on a pill, moved so that it stays on the paper."""
    if not label:
        return
    p = c.palette
    colour = colour or p.deep
    fitted = c.fit(label, room, 74, 58, 26, True, 1)
    w = max(max(c.measure(line, fitted.size, True) for line in fitted.lines) + 56, 92)
    x = min(max(cx - w / 2, 14), c.w - w - 14)
    y = min(max(cy - 44, 14), c.h - 102)
    c.shadow(x, y, w, 88, 44, 8)
    c.rect(x, y, w, 88, colour, 44)
    c.text(label, x + 22, y + 7, w - 44, 74, fitted.size, ink_on(colour, p.deep), bold=True, max_lines=1)


def is_short(labels: list[str]) -> bool:
    """Whether the first three labels name corners: "A", or "A = 52°"."""
    return len(labels) >= 3 and all(re.match(r"[A-Z](\W|$)|..?$", label) for label in labels[:3])
