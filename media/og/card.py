"""The layout of the picture: words at the left, the cover at the right."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageOps

from media.covers import cover_shapes
from media.covers.shapes import Shape
from media.og.lettering import drawable, fit, font, wrap
from media.og.painting import paint, subpaths

WIDTH, HEIGHT = 1200, 630
PICTURE = 500
# Draws a woven cloth in the colours of the site.
DEFAULT_SEED = "sinau-26"
MARGIN, EDGE = 64, 44
MAX_BYTES = 80_000
QUALITIES = (86, 78, 70, 60, 50, 40, 30)
# Beside an editor's picture: the site's own colour.
GROUND, LIGHT, SOFT = "#0b4a54", "#ffffff", "#b9d9da"
INK, FAINT = "#1c2a2c", "#4a5c5e"
# Between the facts of a line; a line breaks there only.
BETWEEN = " · "
# The mark of the site, as in logo.svg, in a square of 32.
MARK = (
    ("#ffffff", "M25 7H14Q7 7 7 14V15.2H18Q25 15.2 25 8Z"),
    ("#f4bf55", "M7 25H18Q25 25 25 18V16.8H14Q7 16.8 7 24Z"),
)


@dataclass(frozen=True, slots=True)
class CardText:
    """What the picture says. Only the title is needed; it is cut after five lines."""

    title: str
    kind: str = ""
    facts: str = ""
    centre: str = ""
    site: str = ""


def draw_card(text: CardText, cover: Image.Image | None = None, subject: str = "", seed: str = "") -> bytes:
    """A JPEG of 1200 × 630 pixels and at most 80 kB.

    `cover` is the editor's picture; without it the motif of `subject` and `seed` is drawn (see `media.covers`).
    """
    return encode(compose(text, cover, subject, seed))


def compose(text: CardText, cover: Image.Image | None = None, subject: str = "", seed: str = "") -> Image.Image:
    """The same, not yet encoded."""
    if cover is not None:
        ground, room = GROUND, WIDTH - PICTURE - 2 * EDGE - MARGIN
    else:
        shapes: list[Shape] = cover_shapes(subject, seed, "")
        ground, room = shapes[0].fill, WIDTH - PICTURE - MARGIN - EDGE
    canvas = Image.new("RGB", (WIDTH, HEIGHT), ground)
    if cover is not None:
        _hang(canvas, cover)
    else:
        canvas.paste(paint(shapes, PICTURE, HEIGHT), (WIDTH - PICTURE, 0))
    _write(ImageDraw.Draw(canvas), text, room, *((LIGHT, SOFT) if _is_dark(ground) else (INK, FAINT)))
    _sign(canvas, drawable(text.site), LIGHT if _is_dark(ground) else INK)
    return canvas


def _hang(canvas: Image.Image, cover: Image.Image) -> None:
    """The editor's picture whole, at the right: words that stand in it are not cut off."""
    layer = ImageOps.contain(cover.convert("RGBA"), (PICTURE, HEIGHT - 2 * EDGE), Image.Resampling.LANCZOS)
    sheet = Image.new("RGBA", layer.size, "#ffffff")
    picture = Image.alpha_composite(sheet, layer).convert("RGB")
    mask = Image.new("L", (layer.width * 2, layer.height * 2), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, mask.width - 1, mask.height - 1), radius=36, fill=255)
    place = (WIDTH - EDGE - (PICTURE + layer.width) // 2, (HEIGHT - layer.height) // 2)
    canvas.paste(picture, place, mask.resize(layer.size, Image.Resampling.LANCZOS))


def _write(draw: ImageDraw.ImageDraw, text: CardText, room: int, strong: str, faint: str) -> None:
    y = float(MARGIN)
    if kind := drawable(text.kind):
        draw.text((MARGIN, y), kind, fill=faint, font=font(30, bold=True))
    y += 54
    lines, size = fit(drawable(text.title) or drawable(text.site), room, 62, 40, 5)
    for line in lines:
        draw.text((MARGIN, y), line, fill=strong, font=font(size, bold=True))
        y += size * 1.18
    y += 20
    for words, between, bold in ((text.facts, BETWEEN, False), (text.centre, " ", True)):
        for line in wrap(drawable(words), room, font(28, bold), between)[:2]:
            draw.text((MARGIN, y), line, fill=faint, font=font(28, bold))
            y += 38


def _sign(canvas: Image.Image, site: str, colour: str) -> None:
    """Mark and name of the site in the lower corner."""
    if not site:
        return
    size, scale = 56, 4
    mark = Image.new("RGB", (size * scale, size * scale), "#0b5a66")
    draw = ImageDraw.Draw(mark)
    for shade, data in MARK:
        for points, _closed in subpaths(data):
            draw.polygon([(x * size * scale / 32, y * size * scale / 32) for x, y in points], fill=shade)
    mask = Image.new("L", mark.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, *mark.size), radius=size * scale // 4, fill=255)
    top = HEIGHT - MARGIN - size + 12
    mark, mask = (image.resize((size, size), Image.Resampling.LANCZOS) for image in (mark, mask))
    canvas.paste(mark, (MARGIN, top), mask)
    ImageDraw.Draw(canvas).text(
        (MARGIN + size + 18, top + size / 2), site, fill=colour, font=font(34, bold=True), anchor="lm"
    )


def _is_dark(colour: str) -> bool:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 150


def encode(picture: Image.Image) -> bytes:
    """As JPEG, in the best quality that stays within the limit (the lowest one when none does)."""
    buffer = io.BytesIO()
    for quality in QUALITIES:
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
        if buffer.tell() <= MAX_BYTES:
            break
    return buffer.getvalue()


def draw_default(site: str, promise: str) -> bytes:
    """The site's own picture, for pages that are no material: a PNG of few colours."""
    picture = compose(CardText(promise, site=site), seed=DEFAULT_SEED)
    buffer = io.BytesIO()
    picture.quantize(64, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
