"""A cover for everything: drawn from subject and title where an editor gave no picture.

Pure functions. The same subject, title and kind give the same picture for ever; whoever changes what is
drawn raises `DESIGN`, which is a part of the address, since readers' browsers keep covers for a year.
"""

from __future__ import annotations

import hashlib
import re

from media.covers.chance import Chance
from media.covers.palette import choose
from media.covers.shapes import HEIGHT, WIDTH, Path, Shape, box, to_svg
from media.covers.worlds import world_of

__all__ = ["DESIGN", "HEIGHT", "WIDTH", "cover_address", "cover_shapes", "cover_svg", "title_seed"]

DESIGN = 1
GENERAL = "umum"
NOT_IN_SLUGS = re.compile(r"[^a-z0-9]+")
# What stands in an address; a longer slug is cut.
MAX_SLUG, MAX_KIND = 100, 40


def title_seed(title: str) -> str:
    """Eight hex digits for a title; case and spaces make no difference."""
    return hashlib.blake2s(" ".join(title.casefold().split()).encode("utf-8", "replace"), digest_size=4).hexdigest()


def cover_address(subject_slug: str, title: str, kind: str) -> str:
    """The address of the cover of a material. `subject_slug` is its first subject's, "" when it has none."""
    subject = _word(subject_slug, MAX_SLUG) or GENERAL
    return f"/sampul/{DESIGN}/{subject}/{_word(kind, MAX_KIND) or 'materi'}-{title_seed(title)}.svg"


def _word(text: str, limit: int) -> str:
    return NOT_IN_SLUGS.sub("-", text.casefold())[:limit].strip("-")


def cover_svg(subject: str, title_seed: str, kind: str) -> str:
    """The cover as an SVG document of 400 × 225 units.

    `subject` is a slug ("" or "umum" for none), `title_seed` any text that stands for the title, `kind` a
    kind of material. Never fails: unknown subjects and kinds have pictures of their own.
    """
    return to_svg(cover_shapes(subject, title_seed, kind))


def cover_shapes(subject: str, title_seed: str, kind: str) -> list[Shape]:
    """What the cover is made of, from back to front, in units of a 400 × 225 picture."""
    subject = "" if subject == GENERAL else subject
    world = world_of(subject)
    chance = Chance(f"{subject} {title_seed}")
    # All materials of a subject share a hue; those without a subject take turns.
    colours = choose((Chance(subject) if subject else chance).one_of(world.hues), chance)
    motif = chance.one_of(world.motifs)
    return [
        Path(box(0, 0, WIDTH, HEIGHT), fill=colours.ground),
        *motif(chance, colours),
        *_mark(kind, colours.main, colours.ground),
    ]


def _mark(kind: str, light: str, ground: str) -> list[Shape]:
    """What tells the kinds apart: a module has the back of a book, an example hangs in a frame."""
    if kind == "module":
        return [Path(box(0, 0, 13, HEIGHT), fill=light), Path(f"M17.5 0V{HEIGHT}", stroke=ground, width=5)]
    if kind == "example":
        return [Path("M8 8H392V217H8Z", stroke=ground, width=16), Path("M16 16H384V209H16Z", stroke=light, width=2)]
    return []
