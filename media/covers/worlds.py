"""Which motifs and hues belong to a subject: by its slug's words, so that an editor's new subject has its own too."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from media.covers.chance import Chance
from media.covers.motifs import cloth, figures, words, world
from media.covers.palette import Palette
from media.covers.shapes import Shape

Motif = Callable[[Chance, Palette], list[Shape]]


@dataclass(frozen=True, slots=True)
class World:
    """The pictures of a field of knowledge. A subject keeps one of the hues for all its materials."""

    motifs: tuple[Motif, ...]
    hues: tuple[str, ...]


NUMBERS = World((figures.graph, figures.solids, figures.quarters, cloth.blocks), ("indigo",))
CODE = World((figures.network, figures.listing, figures.pixels), ("teal", "sea"))
LANGUAGE = World((words.bubbles, words.book, words.voice, words.quotation), ("terracotta", "plum", "turmeric"))
MATTER = World((world.orbits, world.waves, world.molecule), ("sea", "teal"))
LIFE = World((world.branch, world.big_leaf, world.cells), ("leaf",))
NATURE = World((world.orbits, world.branch, world.big_leaf, world.waves), ("leaf", "teal"))
LAND = World((world.hills, world.contours, world.people), ("clay", "moss"))
SOCIETY = World((world.people, world.hills, world.contours), ("clay", "terracotta"))
SEA = World((world.sea, world.contours), ("sea",))
SOUND = World((words.staves, words.voice), ("plum",))
PAINT = World((words.strokes, words.colour_rings), ("plum", "terracotta"))
STAGE = World((words.fans, words.strokes), ("terracotta", "plum"))
CALM = World((cloth.rosettes, cloth.flower, cloth.lattice), ("teal", "moss", "clay", "indigo"))
BODY = World((world.track, world.people), ("leaf", "terracotta"))
CRAFT = World((cloth.weave, cloth.diamonds, figures.quarters), ("turmeric", "clay", "terracotta"))
WORKSHOP = World((cloth.wheels, cloth.blocks), ("sea", "clay", "moss"))
TRADE = World((figures.growth, figures.coins), ("turmeric", "moss"))
PLAY = World((words.colour_rings, figures.quarters, world.hills), ("turmeric", "leaf"))
GENERAL = World((cloth.weave, cloth.diamonds, cloth.slopes), ("teal", "terracotta", "indigo", "moss"))

# The first pattern that is found in the slug decides.
PATTERNS: tuple[tuple[str, World], ...] = (
    (r"agama|kepercayaan|pancasila|budi-pekerti|khusus|pekerjaan-sosial", CALM),
    (r"paud|jati-diri|dasar-dasar-literasi", PLAY),
    (r"informatika|koding|kecerdasan|jaringan|perangkat-lunak|komputer|elektronika|digital", CODE),
    (r"matematika|statistik", NUMBERS),
    (r"nautika|teknika-kapal|konstruksi-kapal|perikanan|kelautan|maritim", SEA),
    (r"biologi|agribisnis|pertanian|tanaman|kehutanan|ternak|budidaya|farmasi|medik|layanan-kesehatan", LIFE),
    (r"jasmani|olahraga", BODY),
    (r"pengetahuan-alam|ipas?$", NATURE),
    (r"fisika|kimia|energi|listrik|perminyakan|sains", MATTER),
    (r"geografi|geospasial|geologi|pariwisata", LAND),
    (r"ekonomi|akuntansi|pemasaran|kewirausahaan|perkantoran|logistik|bisnis|perhotelan", TRADE),
    (r"sosi|sejarah|antropologi|sosial|pemberdayaan|muatan-lokal", SOCIETY),
    (r"musik|karawitan|penyiaran|broadcasting", SOUND),
    (r"tari|teater|pertunjukan", STAGE),
    (r"seni|rupa|desain-komunikasi|animasi|perfilman|kecantikan", PAINT),
    (r"prakarya|kriya|busana|tekstil|kuliner|keterampilan|furnitur|budaya|kerajinan", CRAFT),
    (r"teknik|konstruksi|bangunan|otomotif|pesawat|las|keahlian|kerja", WORKSHOP),
    (r"bahasa|aksara|sastra|literasi", LANGUAGE),
)
WORLDS = tuple(dict.fromkeys(found for _pattern, found in PATTERNS))


def world_of(subject: str) -> World:
    """The world of a subject's slug; "" is the general one, a slug that says nothing gets one by chance."""
    if not subject:
        return GENERAL
    for pattern, found in PATTERNS:
        if re.search(pattern, subject):
            return found
    return Chance(subject).one_of(WORLDS)
