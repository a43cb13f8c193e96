"""Places of Indonesia: class room, beach, mountain, rice field, village, market, sea."""

from __future__ import annotations

from collections.abc import Callable

from .canvas import Canvas
from .curves import bezier, wave
from .figures import bust, someone
from .icons import icon
from .landmarks import GREEN, WOOD, house, palm, sky
from .palettes import WHITE, mix
from .registry import Params, scene
from .waterside import SAND, beach, floating_market, sea


@scene("scene")
def place(c: Canvas, params: Params) -> None:
    text = params.text("text")
    kind = params.text("place", "kampung")
    if kind == "pasar" and "apung" in text.lower():
        floating_market(c)
    else:
        PLACES.get(kind, village)(c)
    if kind != "kelas":
        _banner(c, text)
    else:
        c.text(text, 210, 96, c.w - 420, 240, 84, WHITE, bold=True, smallest=34)


def _banner(c: Canvas, text: str) -> None:
    if not text:
        return
    p = c.palette
    fitted = c.fit(text, c.w - 240, 130, 68, 32, True, 2)
    w = max(c.measure(line, fitted.size, True) for line in fitted.lines) + 120
    h = fitted.height + 44
    x, y = (c.w - w) / 2, c.h - h - 38
    for side in (-1, 1):
        edge = x if side < 0 else x + w
        c.polygon(
            [
                (edge - side * 40, y + 22),
                (edge + side * 46, y + 22),
                (edge + side * 22, y + 22 + h / 2),
                (edge + side * 46, y + 22 + h),
                (edge - side * 40, y + 22 + h),
            ],
            mix(p.deep, p.primary, 0.4),
        )
    c.shadow(x, y, w, h, 20, 12)
    c.rect(x, y, w, h, p.deep, 20)
    c.rect(x + 10, y + 10, w - 20, h - 20, None, 13, outline=p.second, width=4)
    c.text(text, x + 50, y + 18, w - 100, h - 36, fitted.size, WHITE, bold=True, max_lines=2)


def classroom(c: Canvas) -> None:
    p = c.palette
    c.gradient(mix(p.paper, p.second, 0.15), mix(p.paper, p.soft, 0.6))
    c.rect(0, c.h * 0.66, c.w, c.h * 0.34, mix(WOOD, p.paper, 0.45))
    c.card(150, 50, c.w - 300, 340, WOOD, 20)
    c.rect(168, 68, c.w - 336, 304, mix((34, 72, 58), p.deep, 0.45), 10)
    c.rect(c.w / 2 - 150, 366, 300, 22, mix(WOOD, WHITE, 0.3), 6)
    for k, colour in enumerate((WHITE, p.second, p.accent)):
        c.rect(c.w / 2 - 90 + k * 62, 358, 44, 12, colour, 6)
    for x in (36.0, c.w - 114):
        c.rect(x, 96, 78, 190, mix(p.mid, WHITE, 0.55), 8, outline=WOOD, width=9)
        c.line([(x + 39, 100), (x + 39, 282)], WOOD, 6)
    step = c.w / 4
    for k in range(4):
        cx = step * (k + 0.5)
        bust(c, someone(c), cx, c.h - 96, 270)
        c.rect(cx - step * 0.42, c.h - 120, step * 0.84, 34, mix(WOOD, p.second, 0.25), 8)
        c.rect(cx - step * 0.38, c.h - 88, step * 0.76, 100, mix(WOOD, p.deep, 0.15))
        icon(
            c,
            ("book", "pencil", "phone", "book")[(k + c.random.randrange(4)) % 4],
            cx,
            c.h - 40,
            30,
            p.paper,
            p.accent,
            p.second,
        )


def mountain(c: Canvas) -> None:
    p = c.palette
    sky(c, 520)
    blue = mix(p.primary, p.mid, 0.4)
    peak = c.w * c.random.choice((0.36, 0.62))
    c.polygon(
        [
            (peak - 620, 560),
            *bezier((peak - 560, 540), (peak - 260, 460), (peak - 130, 190), (peak - 56, 150)),
            (peak - 20, 172),
            (peak + 16, 158),
            (peak + 60, 150),
            *bezier((peak + 60, 150), (peak + 140, 200), (peak + 260, 450), (peak + 600, 550)),
        ],
        mix(blue, p.deep, 0.2),
    )
    for dx, low in ((-44, 330), (-8, 420), (30, 360), (64, 300)):
        c.line(
            bezier((peak + dx, 190), (peak + dx * 1.4, 250), (peak + dx * 2.2, 300), (peak + dx * 3, low)),
            mix(blue, p.deep, 0.36),
            9,
        )
    for dx, dy, r in ((6, -30, 26), (34, -66, 36), (80, -96, 44)):
        c.ellipse(peak + dx, 140 + dy, r, r * 0.7, fill=(255, 255, 255, 200))
    for k, (level, colour) in enumerate(((500, mix(blue, GREEN, 0.4)), (580, GREEN), (665, mix(GREEN, p.deep, 0.35)))):
        crest = wave(-10, c.w + 10, level, 34, c.w * 0.62, k * 0.37 + c.random.random() * 0.3)
        c.polygon([*crest, (c.w + 10, c.h), (-10, c.h)], colour)
    for k in range(9):
        x, y = 70 + k * (c.w - 140) / 8, 560 + (k * 37) % 60
        if k % 3 == 1:
            palm(c, x, y + 20, 170, 22 if k % 2 else -22)
            continue
        c.rect(x - 6, y - 30, 12, 54, WOOD)
        for dx, dy, r in ((-26, -44, 32), (26, -44, 32), (0, -72, 38)):
            c.ellipse(x + dx, y + dy, r, fill=mix(GREEN, p.deep, 0.3 + 0.1 * (k % 2)))


def ricefield(c: Canvas) -> None:
    p = c.palette
    sky(c, 380)
    c.polygon(
        [(0, 400), *bezier((0, 330), (200, 190), (360, 230), (560, 370)), (560, 400)],
        mix(p.mid, p.deep, 0.25),
    )
    c.polygon(
        [(400, 400), *bezier((400, 380), (640, 220), (860, 230), (c.w, 360)), (c.w, 400)],
        mix(p.mid, p.deep, 0.4),
    )
    fields = (mix(GREEN, p.second, 0.55), mix(GREEN, p.second, 0.3), GREEN, mix(GREEN, p.deep, 0.2))
    for k in range(6):
        level = 380 + k * 74
        crest = wave(-10, c.w + 10, level, 20 + k * 3, c.w * (0.7 + 0.08 * k), 0.31 * k + 0.1)
        c.polygon([*crest, (c.w + 10, c.h), (-10, c.h)], fields[k % 4])
        c.line(crest, mix(fields[k % 4], p.deep, 0.45), 7)
        for n in range(int(c.w / 44)):
            x = n * 44 + (k % 2) * 22
            y = crest[min(len(crest) - 1, int(x / c.w * len(crest)))][1] + 36
            for lean in (-9, 0, 9):
                c.line([(x, y + 14), (x + lean, y - 12)], mix(fields[k % 4], p.deep, 0.3), 4)
    hx, hy = c.w * 0.76, 500.0
    for x in (-60, 60):
        c.line([(hx + x, hy), (hx + x, hy - 110)], WOOD, 11)
    c.rect(hx - 76, hy - 62, 152, 16, WOOD)
    c.polygon([(hx - 110, hy - 100), (hx, hy - 190), (hx + 110, hy - 100)], mix(p.second, WOOD, 0.4))
    palm(c, 100, 480, 260, 30)
    palm(c, c.w - 60, 470, 280, -30)


def village(c: Canvas) -> None:
    p = c.palette
    sky(c, 470)
    c.polygon([(0, 480), *bezier((0, 400), (300, 280), (600, 420), (c.w, 360)), (c.w, 480)], mix(p.mid, GREEN, 0.4))
    c.rect(0, 460, c.w, c.h - 460, mix(GREEN, p.second, 0.3))
    c.polygon([(c.w * 0.42, 470), (c.w * 0.5, 470), (c.w * 0.74, c.h), (c.w * 0.2, c.h)], mix(SAND, WOOD, 0.2))
    house(c, 110, 560, 260, mix(WOOD, WHITE, 0.35), p.primary)
    house(c, c.w - 400, 550, 270, mix(p.second, WHITE, 0.35), mix(p.accent, p.deep, 0.35))
    tx = c.w * 0.55
    c.rect(tx - 22, 320, 44, 250, WOOD, 10)
    for dx, dy, r in ((-90, 300, 84), (90, 300, 84), (0, 220, 110), (-50, 250, 80), (60, 240, 84)):
        c.ellipse(tx + dx, dy, r, fill=mix(GREEN, p.deep, 0.12 + abs(dx) / 600))
    palm(c, 60, 590, 380, 40)
    for k in range(3):
        bust(c, someone(c), c.w * 0.32 + k * 150, 730, 290)


def market(c: Canvas) -> None:
    p = c.palette
    c.gradient(mix(p.second, WHITE, 0.5), p.paper)
    c.rect(0, 590, c.w, c.h - 590, mix(SAND, WOOD, 0.3))
    step = c.w / 3
    for k in range(3):
        x, colour = k * step + 20, p.series[k % 3]
        w = step - 40
        for px in (x + 10, x + w - 24):
            c.rect(px, 130, 16, 470, WOOD)
        bust(c, someone(c, adult=True), x + w / 2, 470, 270)
        c.rect(x, 455, w, 150, mix(WOOD, WHITE, 0.18), 10)
        for line in (495, 545):
            c.line([(x, line), (x + w, line)], mix(WOOD, (0, 0, 0), 0.15), 4)
        fruit = ((226, 92, 60), (244, 186, 58), (104, 158, 72))
        for n in range(6):
            fx = x + 34 + n * (w - 68) / 5
            for level in range(2 if n % 2 else 1):
                c.ellipse(fx, 444 - level * 34, 30, fill=fruit[(k + n // 2) % 3])
                c.ellipse(fx - 9, 434 - level * 34, 8, fill=mix(fruit[(k + n // 2) % 3], WHITE, 0.5))
        stripes = 7
        for n in range(stripes):
            sx, sw = x - 16 + n * (w + 32) / stripes, (w + 32) / stripes
            paint = colour if n % 2 == 0 else WHITE
            c.polygon([(sx + 10, 60), (sx + sw - 10 + (10 if n < 6 else 0), 60), (sx + sw, 170), (sx, 170)], paint)
            c.pie(sx + sw / 2, 170, sw / 2, 0, 180, paint)


PLACES: dict[str, Callable[[Canvas], None]] = {
    "kelas": classroom,
    "pantai": beach,
    "gunung": mountain,
    "sawah": ricefield,
    "kampung": village,
    "pasar": market,
    "laut": sea,
}
