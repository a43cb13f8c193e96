"""Numbers and columns: chart, comparison, table."""

from __future__ import annotations

from .backdrops import backdrop
from .canvas import Canvas
from .palettes import WHITE, ink_on, mix
from .registry import Params, scene


def _shown(value: float) -> str:
    """A number as Indonesians write it: 1.250 and 0,5."""
    text = f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0")
    return text.translate(str.maketrans(",.", ".,"))


@scene("chart")
def chart(c: Canvas, params: Params) -> None:
    p = c.palette
    title, unit = params.text("title"), params.text("unit")
    values = params.numbers("values", 6)
    labels = params.texts("labels", 6)[: len(values)]
    labels += [""] * (len(values) - len(labels))
    backdrop(c, "blobs", "dots", "sprays", "waves")
    c.card(50, 44, c.w - 100, c.h - 88, WHITE, 40)
    c.text(title, 96, 66, c.w - 192, 92, 62, p.deep, bold=True)
    x, y, w, h = 110.0, 178.0, c.w - 220, c.h - 88 - 178
    if not values:
        return
    share = abs(sum(values) - 100) < 1.5 and unit.startswith("%") and min(values) >= 0
    if share and c.random.random() < 0.75:
        _ring(c, labels, values, x, y, w, h)
    elif max(map(len, labels)) > 12 or c.random.random() < 0.35:
        _bars(c, labels, values, unit, x, y, w, h)
    else:
        _columns(c, labels, values, unit, x, y, w, h)


def _columns(
    c: Canvas, labels: list[str], values: list[float], unit: str, x: float, y: float, w: float, h: float
) -> None:
    p, n = c.palette, len(values)
    if unit:
        c.text(f"({unit})", x, y, w, 42, 34, mix(p.deep, WHITE, 0.2), align="center")
        y, h = y + 44, h - 44
    foot = 92.0
    base, room = y + h - foot, h - foot - 60
    most = max(max(values), 0.0) or 1.0
    for k in range(5):
        level = base - room * k / 4
        c.line([(x, level), (x + w, level)], mix(p.soft, WHITE, 0.35), 3)
    step = w / n
    bar = min(160.0, step * 0.66)
    size = c.same_size(labels, step - 14, foot - 12, 44, bold=True)
    for i, value in enumerate(values):
        height = max(6.0, room * max(value, 0) / most)
        cx = x + step * (i + 0.5)
        colour = p.series[i % 4]
        c.rect(cx - bar / 2, base - height, bar, height, colour, 16)
        c.rect(cx - bar / 2, base - min(height, 24), bar, min(height, 24), colour)
        c.rect(cx - bar / 2 + 14, base - height + 14, 10, max(0, height - 28), mix(colour, WHITE, 0.35), 5)
        c.text(_shown(value), cx - step / 2, base - height - 58, step, 54, 48, p.deep, bold=True)
        c.text(labels[i], cx - step / 2 + 7, base + 10, step - 14, foot - 12, size, p.deep, True, valign="top")
    c.line([(x, base), (x + w, base)], p.deep, 6)


def _bars(c: Canvas, labels: list[str], values: list[float], unit: str, x: float, y: float, w: float, h: float) -> None:
    p, n = c.palette, len(values)
    most = max(max(values), 0.0) or 1.0
    if len(unit) > 6:
        c.text(f"({unit})", x, y - 12, w, 42, 34, mix(p.deep, WHITE, 0.2))
        y, h, unit = y + 34, h - 34, ""
    left = w * 0.32
    step = min(150.0, h / n)
    y += (h - step * n) / 2
    size = c.same_size(labels, left - 20, step - 12, 44, bold=True)
    ends = [f"{_shown(value)} {unit}".strip() for value in values]
    end_w = min(max(c.measure(end, 42, True) for end in ends) + 10, w * 0.26)
    room = w - left - end_w - 20
    for i, value in enumerate(values):
        top, colour = y + i * step, p.series[i % 4]
        c.text(labels[i], x, top, left - 24, step - 8, size, p.deep, bold=True, align="right")
        c.rect(x + left, top + step * 0.16, room, step * 0.6, mix(p.soft, WHITE, 0.5), 14)
        length = max(12.0, room * max(value, 0) / most)
        c.rect(x + left, top + step * 0.16, length, step * 0.6, colour, 14)
        c.text(ends[i], x + left + room + 16, top, end_w, step - 8, 42, p.deep, bold=True, align="left")


def _ring(c: Canvas, labels: list[str], values: list[float], x: float, y: float, w: float, h: float) -> None:
    p, n = c.palette, len(values)
    r = h / 2 - 10
    cx, cy = x + r + 20, y + h / 2
    start = -90.0
    for i, value in enumerate(values):
        end = start + 360 * value / sum(values)
        c.pie(cx, cy, r, start, end, p.series[i % 6])
        start = end
    c.ellipse(cx, cy, r * 0.56, fill=WHITE)
    top = max(range(n), key=lambda i: values[i])
    c.text(f"{_shown(values[top])}%", cx - r * 0.5, cy - 60, r, 120, 84, p.deep, bold=True)
    left = cx + r + 60
    step = min(110.0, h / n)
    width = x + w - left
    size = c.same_size(labels, width - 230, step - 12, 46, bold=True)
    for i, value in enumerate(values):
        ly = y + (h - step * n) / 2 + i * step
        c.rect(left, ly + step / 2 - 22, 44, 44, p.series[i % 6], 12)
        c.text(labels[i], left + 64, ly, width - 230, step - 8, size, p.deep, bold=True, align="left")
        c.text(f"{_shown(value)}%", left + width - 150, ly, 150, step - 8, 46, p.deep, True, align="right")


@scene("compare")
def compare(c: Canvas, params: Params) -> None:
    p = c.palette
    columns = [
        (params.text("left_title"), params.texts("left", 4), p.primary),
        (params.text("right_title"), params.texts("right", 4), p.accent),
    ]
    backdrop(c, "blobs", "dots", "rays", "waves", "sprays")
    gap, margin, top = 56.0, 50.0, 50.0
    w, h = (c.w - 2 * margin - gap) / 2, c.h - 100
    lines = [line for _, texts, _ in columns for line in texts]
    most = max(len(texts) for _, texts, _ in columns) or 1
    step = min(150.0, (h - 190) / most)
    size = c.same_size(lines, w - 140, step - 24, 48, bold=True)
    title_size = c.same_size([title for title, _, _ in columns], w - 96, 110, 62, bold=True)
    for i, (title, texts, colour) in enumerate(columns):
        x = margin + i * (w + gap)
        c.card(x, top, w, h, WHITE, 38)
        c.rect(x, top, w, 140, colour, 38)
        c.rect(x, top + 70, w, 70, colour)
        c.text(title, x + 48, top + 12, w - 96, 116, title_size, ink_on(colour, p.deep), bold=True)
        y = top + 140 + (h - 140 - step * len(texts)) / 2
        for number, line in enumerate(texts):
            ly = y + number * step
            c.rect(x + 24, ly + 6, w - 48, step - 12, mix(colour, WHITE, 0.9), 22)
            c.ellipse(x + 66, ly + step / 2, 17, fill=colour)
            c.text(line, x + 104, ly + 12, w - 140, step - 24, size, p.deep, bold=True, align="left")
    cx, cy = c.w / 2, top + 70
    c.shadow(cx - 56, cy - 56, 112, 112, 56, 8)
    c.ellipse(cx, cy, 56, fill=p.second)
    ink = ink_on(p.second, p.deep)
    for side in (-1, 1):
        y = cy + side * 15
        c.line([(cx - 24, y), (cx + 24, y)], ink, 7)
        c.polygon([(cx + side * 34, y), (cx + side * 14, y - 14), (cx + side * 14, y + 14)], ink)


@scene("table")
def table(c: Canvas, params: Params) -> None:
    p = c.palette
    header = params.texts("header", 4, ("",))
    rows = [row if isinstance(row, list) else [row] for row in params.rows("rows", 5)]
    cells = [[str(cell) for cell in row[: len(header)]] + [""] * (len(header) - len(row)) for row in rows]
    backdrop(c, "dots", "weave", "sprays", "blobs")
    margin, n = 66.0, len(header)
    w = c.w - 2 * margin
    h = min(c.h - 160, 150.0 * (len(cells) + 1))
    top, step = (c.h - h) / 2, h / (len(cells) + 1)
    lengths = [max(len(row[k]) for row in [header, *cells]) + 4 for k in range(n)]
    widths = [w * length / sum(lengths) for length in lengths]
    c.card(margin, top, w, h, WHITE, 30)
    c.rect(margin, top, w, step, p.primary, 30)
    c.rect(margin, top + step / 2, w, step / 2, p.primary)
    size = min(
        min(c.fit(cell, widths[k] - 40, step - 16, 58, 20, bold=k == 0).size for k, cell in enumerate(row))
        for row in [header, *cells]
    )
    x = margin
    for k, title in enumerate(header):
        c.text(title, x + 20, top + 6, widths[k] - 40, step - 12, size * 1.05, WHITE, bold=True, align="left")
        for i, row in enumerate(cells):
            y = top + step * (i + 1)
            if k == 0:
                last = i == len(cells) - 1
                c.rect(margin, y, w, step, WHITE if i % 2 else mix(p.soft, WHITE, 0.4), 30 if last else 0)
                if last:
                    c.rect(margin, y, w, step / 2, WHITE if i % 2 else mix(p.soft, WHITE, 0.4))
            c.text(row[k], x + 20, y + 8, widths[k] - 40, step - 16, size, p.deep, bold=k == 0, align="left")
        if k:
            c.line([(x, top + step + 16), (x, top + h - 16)], mix(p.soft, p.mid, 0.3), 3)
        x += widths[k]
