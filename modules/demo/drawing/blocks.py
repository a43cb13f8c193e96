"""Program blocks that click together, and the stage with a hornbill."""

from __future__ import annotations

from .backdrops import backdrop
from .canvas import Canvas
from .curves import bezier, leaf, smooth, wave
from .icons import icon
from .palettes import WHITE, Colour, mix, parse
from .registry import Params, scene

# Colours by what a block does; all carry white text.
_KINDS: tuple[tuple[str, Colour], ...] = (
    ("saat ketika bendera", parse("9A6A00")),
    ("selamanya ulangi jika tunggu kalau sampai hentikan", parse("B05A10")),
    ("skor variabel atur ubah set nilai hitung", parse("B3471D")),
    ("gerak geser putar arah maju lompat melompat pergi pindah meluncur langkah x y", parse("2560B8")),
    ("mainkan suara bunyi nada", parse("94389A")),
    ("tanya jawab tunggu-jawaban menyentuh", parse("23708F")),
    ("katakan ucapkan tampilkan sembunyikan ganti kostum latar pikirkan kata", parse("6A45B0")),
)
_OPENS = ("selamanya", "ulangi", "jika", "kalau")


@scene("blocks")
def blocks(c: Canvas, params: Params) -> None:
    lines = params.texts("blocks", 7, ("saat bendera diklik",))
    backdrop(c, "dots", "blobs", "waves")
    levels: list[int] = []
    level = 0
    for line in lines:
        levels.append(level)
        if line.lower().startswith(_OPENS):
            level = min(level + 1, 2)
    h = min(112.0, (c.h - 130) / len(lines))
    top = (c.h - h * len(lines)) / 2 + 14
    left, w = 56.0, c.w * 0.6
    room = w - 90 - 44 * max(levels)
    size = c.same_size(lines, room, h - 26, 46, bold=True)
    # A block that opens a bracket keeps a spine beside all that it holds.
    for i in range(len(lines)):
        if i + 1 < len(lines) and levels[i + 1] > levels[i]:
            depth = h * (len(lines) - i) + 26
            c.rect(left + 44 * levels[i], top + h * i, 40, depth, _colour(lines[i]), 12)
            c.rect(left + 44 * levels[i], top + h * len(lines) - 4, w * 0.34, 30, _colour(lines[i]), 12)
    for i, line in enumerate(lines):
        x, y = left + 44 * levels[i], top + h * i
        bw = min(w - 44 * levels[i], c.measure(line, size, True) + 100)
        bw = max(bw, w * 0.5)
        _block(c, x, y, bw, h - 4, _colour(line), i == 0)
        c.text(line, x + 34, y + 4, bw - 60, h - 16, size, WHITE, bold=True, align="left")
    _stage(c, left + w + 40, 92, c.w - left - w - 84, c.h - 190)


def _colour(line: str) -> Colour:
    words = line.lower().split()
    for triggers, colour in _KINDS:
        if words and words[0] in triggers.split():
            return colour
    for triggers, colour in _KINDS:
        if set(words) & set(triggers.split()):
            return colour
    return parse("6A45B0")


def _block(c: Canvas, x: float, y: float, w: float, h: float, colour: Colour, hat: bool) -> None:
    edge = mix(colour, (0, 0, 0), 0.25)
    if hat:
        crown = bezier((x, y + 8), (x + 30, y - 44), (x + 150, y - 44), (x + 190, y + 8), 16)
        c.polygon([*crown, (x, y + 8)], colour)
    c.rect(x, y + 5, w, h, edge, 14)
    c.polygon([(x + 40, y + h), (x + 104, y + h), (x + 94, y + h + 16), (x + 50, y + h + 16)], edge)
    c.rect(x, y, w, h, colour, 14)
    c.polygon([(x + 40, y + h - 4), (x + 104, y + h - 4), (x + 94, y + h + 10), (x + 50, y + h + 10)], colour)
    if not hat:
        c.polygon(
            [(x + 40, y - 2), (x + 104, y - 2), (x + 94, y + 10), (x + 50, y + 10)],
            mix(colour, (0, 0, 0), 0.2),
        )


def _stage(c: Canvas, x: float, y: float, w: float, h: float) -> None:
    p = c.palette
    c.card(x, y, w, h, WHITE, 28)
    icon(c, "flag", x + 46, y + 42, 26, (34, 120, 60), (34, 120, 60), (46, 150, 76))
    c.ellipse(x + 112, y + 42, 20, fill=(196, 60, 52))
    ix, iy, iw, ih = x + 18, y + 80, w - 36, h - 98
    c.rect(ix, iy, iw, ih, mix(p.mid, WHITE, 0.5), 16)
    c.ellipse(ix + iw * 0.78, iy + ih * 0.18, iw * 0.12, fill=p.second)
    crest = wave(ix, ix + iw, iy + ih * 0.78, 14, iw * 0.8, 0.1)
    c.polygon([*crest, (ix + iw, iy + ih), (ix, iy + ih)], mix(p.primary, WHITE, 0.15))
    _hornbill(c, ix + iw * 0.48, iy + ih * 0.55, min(iw, ih) * 0.34)


def _hornbill(c: Canvas, cx: float, cy: float, r: float) -> None:
    p = c.palette
    ink = (38, 36, 44)

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

    c.polygon(leaf(cx - 0.3 * r, cy + 0.5 * r, r * 1.15, r * 0.28, 118), WHITE)
    c.polygon(leaf(cx - 0.3 * r, cy + 0.5 * r, r * 1.0, r * 0.16, 112), ink)
    c.polygon(smooth(at((-0.1, -0.75), (0.4, -0.3), (0.45, 0.35), (0, 0.85), (-0.6, 0.6), (-0.65, -0.1))), ink)
    c.polygon(leaf(cx - 0.35 * r, cy - 0.1 * r, r * 0.95, r * 0.34, 75), mix(p.primary, ink, 0.35))
    c.ellipse(cx + 0.05 * r, cy - 0.72 * r, 0.46 * r, fill=ink)
    c.polygon(
        [
            *at((0.32, -0.92)),
            *curve(12, (0.32, -0.92), (0.9, -0.95), (1.2, -0.6), (1.25, -0.25)),
            *at((0.95, -0.45), (0.3, -0.52)),
        ],
        (240, 180, 60),
    )
    c.polygon(
        curve(12, (0.1, -1.1), (0.3, -1.5), (0.85, -1.35), (0.85, -0.9)) + at((0.4, -0.9)),
        (214, 84, 52),
    )
    c.ellipse(cx + 0.17 * r, cy - 0.76 * r, 0.14 * r, fill=WHITE)
    c.ellipse(cx + 0.2 * r, cy - 0.76 * r, 0.075 * r, fill=ink)
    for x in (-0.1, 0.2):
        c.line(at((x, 0.75), (x, 1.02)), (240, 180, 60), r * 0.08)
        c.line(at((x - 0.1, 1.04), (x + 0.14, 1.04)), (240, 180, 60), r * 0.08)
