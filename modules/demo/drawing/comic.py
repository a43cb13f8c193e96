"""A comic strip: people with speech balloons."""

from __future__ import annotations

from .animals import animal, draw_animal
from .canvas import Canvas
from .curves import wave
from .figures import bust, person_for
from .palettes import WHITE, Colour, ink_on, mix
from .registry import Params, scene


@scene("comic")
def comic(c: Canvas, params: Params) -> None:
    p = c.palette
    panels: list[tuple[str, str]] = []
    for row in params.rows("panels", 4):
        if isinstance(row, dict):
            panels.append((str(row.get("speaker", "")), str(row.get("text", ""))))
        else:
            panels.append(("", str(row)))
    panels = panels or [("", "…")]
    c.gradient(WHITE, p.paper)
    n = len(panels)
    columns, rows = (2, 2) if n == 4 else (n, 1)
    gap = 24.0
    w = (c.w - gap * (columns + 1)) / columns
    h = (c.h - gap * (rows + 1)) / rows
    order = list(dict.fromkeys(speaker for speaker, _ in panels))
    grounds = (mix(p.second, WHITE, 0.45), p.soft, mix(p.mid, WHITE, 0.5), mix(p.accent, WHITE, 0.6))
    text_w = w - 84 if rows == 1 else w * 0.62 - 56
    text_h = h * 0.44 - 44 if rows == 1 else h * 0.66 - 40
    size = c.same_size([text for _, text in panels], text_w, text_h, 48, bold=True, smallest=24)
    for i, (speaker, text) in enumerate(panels):
        x, y = gap + i % columns * (w + gap), gap + i // columns * (h + gap)
        _ground(c, x, y, w, h, grounds[(i + c.random.randrange(4)) % 4], i)
        second = order.index(speaker) % 2 == 1
        (_wide if rows == 2 else _tall)(c, x, y, w, h, speaker, text, size, second)
        c.rect(x, y, w, h, None, 18, outline=p.deep, width=8)


def _ground(c: Canvas, x: float, y: float, w: float, h: float, colour: Colour, number: int) -> None:
    p = c.palette
    c.rect(x, y, w, h, colour, 18)
    if number % 2:
        floor = wave(x, x + w, y + h * 0.72, 14, w * 0.9, number * 0.3)
        c.polygon([*floor, (x + w, y + h), (x, y + h)], mix(colour, p.primary, 0.28))
    else:
        for row in range(int(h / 34)):
            for column in range(int(w / 34)):
                r = 9.0 * row / (h / 34)
                if r > 1.5:
                    c.ellipse(x + 26 + column * 34, y + 22 + row * 34, r, fill=mix(colour, p.mid, 0.28))


def _balloon(c: Canvas, x: float, y: float, w: float, h: float, tip: tuple[float, float], side: int) -> None:
    ink = c.palette.deep
    foot = x + w / 2 + side * w * 0.08
    tail = [(foot - 30, y + h - 14), (foot + 30, y + h - 14), tip]
    c.rect(x, y, w, h, WHITE, 44, outline=ink, width=6)
    c.polygon(tail, ink)
    c.polygon([(foot - 21, y + h - 16), (foot + 21, y + h - 16), (tip[0], tip[1] - 16)], WHITE)
    c.rect(x + 6, y + 6, w - 12, h - 12, WHITE, 38)


def _tall(
    c: Canvas, x: float, y: float, w: float, h: float, speaker: str, text: str, size: float, second: bool
) -> None:
    """Balloon above, the speaker below."""
    cx = x + w * (0.56 if second else 0.44)
    figure = min(h * 0.53, w * 1.15)
    _speaker(c, speaker, cx, y + h - 4, figure)
    _balloon(c, x + 20, y + 20, w - 40, h * 0.44, (cx, y + h - figure + 22), 1 if second else -1)
    c.text(text, x + 42, y + 42, w - 84, h * 0.44 - 44, size, c.palette.deep, bold=True)
    _name(c, speaker, x + w / 2, y + h - 78, w - 40)


def _wide(
    c: Canvas, x: float, y: float, w: float, h: float, speaker: str, text: str, size: float, second: bool
) -> None:
    """Balloon beside the speaker."""
    cx = x + w * (0.8 if second else 0.2)
    bx = x + 18 if second else x + w * 0.38 - 18
    figure = h * 0.76
    tip = (cx + (-1 if second else 1) * w * 0.14, y + h * 0.7)
    _speaker(c, speaker, cx, y + h - 4, figure)
    _balloon(c, bx, y + 18, w * 0.62, h * 0.66, tip, 1 if second else -1)
    c.text(text, bx + 28, y + 38, w * 0.62 - 56, h * 0.66 - 40, size, c.palette.deep, bold=True)
    _name(c, speaker, cx, y + h - 72, w * 0.36)


def _speaker(c: Canvas, speaker: str, cx: float, bottom: float, size: float) -> None:
    kind = animal(speaker.lower())
    if kind:
        draw_animal(c, kind, cx, bottom - size * 0.42, size * (0.26 if kind in ("buaya", "ular") else 0.36))
    else:
        bust(c, person_for(speaker, c), cx, bottom, size, "open")


def _name(c: Canvas, speaker: str, cx: float, y: float, room: float) -> None:
    if not speaker:
        return
    p = c.palette
    fitted = c.fit(speaker, room - 50, 50, 40, 20, True, 1)
    w = max(c.measure(line, fitted.size, True) for line in fitted.lines) + 52
    c.rect(cx - w / 2, y, w, 58, p.deep, 29)
    c.text(speaker, cx - w / 2 + 20, y + 4, w - 40, 50, fitted.size, ink_on(p.deep, p.deep), True, max_lines=1)
