"""A canvas in logical units (at least 1200 × 800), drawn at twice the final size for smooth edges."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PIL import Image, ImageDraw, ImageFilter

from .palettes import Colour, Palette, mix
from .text import LINE_HEIGHT, Fitted, fit, font

Point = tuple[float, float]
Paint = Colour | tuple[int, int, int, int]
Align = Literal["left", "center", "right"]
VAlign = Literal["top", "middle", "bottom"]
OVERSAMPLING = 2


@dataclass(frozen=True)
class Placed:
    """Where a line of text was put, and the box it had to stay in: left, top, right, bottom."""

    text: str
    extent: tuple[float, float, float, float]
    box: tuple[float, float, float, float]


class Canvas:
    """Shapes and text in logical units; `w` and `h` are the logical size, `random` is seeded."""

    def __init__(self, size: tuple[int, int], palette: Palette, seed: int) -> None:
        width, height = size
        aspect = width / height
        self.w, self.h = (800 * aspect, 800.0) if aspect >= 1.5 else (1200.0, 1200 / aspect)
        self.size = size
        self.palette = palette
        self.random = random.Random(seed)
        self.scale = width * OVERSAMPLING / self.w
        self.image = Image.new("RGB", (width * OVERSAMPLING, height * OVERSAMPLING), palette.paper)
        self.placed: list[Placed] = []
        self._pen = ImageDraw.Draw(self.image, "RGBA")

    def finish(self) -> Image.Image:
        """The picture at its final size."""
        return self.image.resize(self.size, Image.Resampling.LANCZOS)

    # Shapes

    def rect(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        fill: Paint | None,
        radius: float = 0,
        outline: Paint | None = None,
        width: float = 0,
    ) -> None:
        if w <= 0 or h <= 0:
            return
        s = self.scale
        box = (x * s, y * s, (x + w) * s, (y + h) * s)
        radius = min(radius, w / 2, h / 2)
        stroke = max(1, round(width * s)) if outline else 0
        self._pen.rounded_rectangle(box, radius * s, fill=fill, outline=outline, width=stroke)

    def ellipse(
        self,
        cx: float,
        cy: float,
        rx: float,
        ry: float | None = None,
        fill: Paint | None = None,
        outline: Paint | None = None,
        width: float = 0,
    ) -> None:
        s = self.scale
        ry = rx if ry is None else ry
        box = ((cx - rx) * s, (cy - ry) * s, (cx + rx) * s, (cy + ry) * s)
        stroke = max(1, round(width * s)) if outline else 0
        self._pen.ellipse(box, fill=fill, outline=outline, width=stroke)

    def polygon(self, points: Sequence[Point], fill: Paint) -> None:
        self._pen.polygon([(x * self.scale, y * self.scale) for x, y in points], fill=fill)

    def line(self, points: Sequence[Point], fill: Paint, width: float, closed: bool = False) -> None:
        """A line with round joints and ends."""
        pts = [*points, points[0]] if closed else list(points)
        scaled = [(x * self.scale, y * self.scale) for x, y in pts]
        stroke = max(1, round(width * self.scale))
        self._pen.line(scaled, fill=fill, width=stroke, joint="curve")
        for x, y in (scaled[0], scaled[-1]):
            r = stroke / 2 - 0.5
            if r > 1:
                self._pen.ellipse((x - r, y - r, x + r, y + r), fill=fill)

    def dashes(self, points: Sequence[Point], fill: Paint, width: float, dash: float = 22) -> None:
        """A dashed line along `points`."""
        carried = 0.0
        for (x1, y1), (x2, y2) in itertools.pairwise(points):
            length = math.hypot(x2 - x1, y2 - y1)
            if not length:
                continue
            position = -carried
            while position < length:
                a, b = max(position, 0) / length, min(position + dash * 0.6, length) / length
                if b > a:
                    start = (x1 + (x2 - x1) * a, y1 + (y2 - y1) * a)
                    self.line([start, (x1 + (x2 - x1) * b, y1 + (y2 - y1) * b)], fill, width)
                position += dash
            carried = length - (position - dash)

    def pie(self, cx: float, cy: float, r: float, start: float, end: float, fill: Paint) -> None:
        """A sector; degrees clockwise from three o'clock."""
        s = self.scale
        self._pen.pieslice(((cx - r) * s, (cy - r) * s, (cx + r) * s, (cy + r) * s), start, end, fill=fill)

    def arc(self, cx: float, cy: float, r: float, start: float, end: float, fill: Paint, width: float) -> None:
        s = self.scale
        box = ((cx - r) * s, (cy - r) * s, (cx + r) * s, (cy + r) * s)
        self._pen.arc(box, start, end, fill=fill, width=max(1, round(width * s)))

    def gradient(self, top: Colour, bottom: Colour, y: float = 0, h: float | None = None) -> None:
        """Fill the full width from `y` with a vertical gradient."""
        s = self.scale
        height = round((self.h - y if h is None else h) * s)
        column = Image.new("RGB", (1, 64))
        for step in range(64):
            column.putpixel((0, step), mix(top, bottom, step / 63))
        size = (self.image.width, max(1, height))
        self.image.paste(column.resize(size, Image.Resampling.BILINEAR), (0, round(y * s)))

    def shadow(self, x: float, y: float, w: float, h: float, radius: float = 0, depth: float = 14) -> None:
        """A soft shadow under a card that will be drawn at the same place."""
        s, pad = self.scale / 4, depth * 2
        size = (max(1, round((w + 2 * pad) * s)), max(1, round((h + 2 * pad) * s)))
        mask = Image.new("L", size, 0)
        box = (pad * s, pad * s, (pad + w) * s, (pad + h) * s)
        ImageDraw.Draw(mask).rounded_rectangle(box, max(0, radius * s), fill=70)
        mask = mask.filter(ImageFilter.GaussianBlur(depth * s * 0.6))
        mask = mask.resize((size[0] * 4, size[1] * 4), Image.Resampling.BICUBIC)
        place = (round((x - pad) * self.scale), round((y - pad + depth * 0.6) * self.scale))
        self.image.paste(mix(self.palette.deep, (0, 0, 0), 0.3), place, mask)

    def card(self, x: float, y: float, w: float, h: float, fill: Paint = (255, 255, 255), radius: float = 28) -> None:
        """A rounded card with a soft shadow."""
        self.shadow(x, y, w, h, radius)
        self.rect(x, y, w, h, fill, radius)

    # Text

    def measure(self, text: str, size: float, bold: bool = False) -> float:
        """Width of one line in logical units, as it will really be drawn."""
        return font(size * self.scale, bold).getlength(text) / self.scale

    def fit(
        self,
        text: str,
        w: float,
        h: float,
        size: float,
        smallest: float = 20,
        bold: bool = False,
        max_lines: int = 99,
    ) -> Fitted:
        """Lines and size for `text` in a box; see `text.fit`."""
        return fit(text, w, h, size, smallest, lambda t, z: self.measure(t, z, bold), max_lines)

    def text(
        self,
        text: str,
        x: float,
        y: float,
        w: float,
        h: float,
        size: float,
        fill: Paint,
        bold: bool = False,
        align: Align = "center",
        valign: VAlign = "middle",
        smallest: float = 20,
        max_lines: int = 99,
    ) -> Fitted:
        """Draw `text` inside the box `x, y, w, h`, never outside it; answers what was drawn."""
        if not text:
            return Fitted((), size)
        fitted = self.fit(text, w, h, size, smallest, bold, max_lines)
        share = {"top": 0.0, "middle": 0.5, "bottom": 1.0}[valign]
        top = y + (h - fitted.height) * share
        face = font(fitted.size * self.scale, bold)
        for number, line in enumerate(fitted.lines):
            width = self.measure(line, fitted.size, bold)
            left = x + (w - width) * {"left": 0.0, "center": 0.5, "right": 1.0}[align]
            line_top = top + number * fitted.size * LINE_HEIGHT
            baseline = line_top + fitted.size * 0.96
            self._pen.text((left * self.scale, baseline * self.scale), line, fill, face, anchor="ls")
            extent = (left, line_top, left + width, line_top + fitted.size * LINE_HEIGHT)
            self.placed.append(Placed(line, extent, (x, y, x + w, y + h)))
        return fitted

    def same_size(
        self, texts: Sequence[str], w: float, h: float, size: float, bold: bool = False, smallest: float = 20
    ) -> float:
        """The one size at which every text fits a box of `w` × `h`, so that neighbours look alike."""
        return min([size, *(self.fit(t, w, h, size, smallest, bold).size for t in texts if t)])
