"""Rules about wording, without a database: headings in order, texts of links and of alternatives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# What says nothing about where a link leads; as typed by editors in Indonesian and English.
_PHRASES = """
klik|klik disini|klik di sini|klik link ini|klik tautan ini|klik tautan|klik link|klik saja|klik untuk membuka
disini|di sini|sini|ini|link|tautan|link ini|tautan ini|laman ini|halaman ini|situs ini|website ini|lihat
lihat disini|lihat di sini|baca|baca di sini|baca disini|baca selengkapnya|selengkapnya|lebih lanjut|lanjut
info lebih lanjut|unduh|unduh di sini|unduh disini|download|download di sini|download disini|buka|buka di sini
here|click|click here|click this link|this link|this page|this|more|read more|learn more|see here|download here
"""
EMPTY_LINK_TEXTS = frozenset(filter(None, re.split(r"[|\n]", _PHRASES)))
_ADDRESS = re.compile(r"^(https?://|www\.)\S+$|^[\w-]+(\.[\w-]+)+/\S*$", re.IGNORECASE)
_FILE_NAME = re.compile(
    r"^[\w() .-]+\.(jpe?g|png|gif|webp|avif|bmp|svg|tiff?|heic)$"
    r"|^(img|dsc|dscn|pxl|p|screenshot|screen shot|whatsapp image|wa|foto|gambar|image|picture|tangkapan layar)"
    r"[\s_-]*[\d\s_.:()-]*(at\s[\d\s_.:()-]+)?$",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"^(gambar|foto|ilustrasi|picture|image|photo) (dari|of|tentang|yang menunjukkan) ", re.IGNORECASE
)
MAX_ALT = 250


def says_nothing(text: str) -> bool:
    """Whether a link's text tells a reader who sees nothing else where it leads.

    >>> says_nothing("Klik di sini!"), says_nothing("Panduan Canva")
    (True, False)
    """
    return " ".join(re.sub(r"[^\w\s]", " ", text).lower().split()) in EMPTY_LINK_TEXTS


def is_bare_address(text: str) -> bool:
    """Whether a link's text is its address; the name of a site alone is a text.

    >>> is_bare_address("https://canva.com/x"), is_bare_address("canva.com")
    (True, False)
    """
    return bool(_ADDRESS.match(text.strip()))


def is_file_name(text: str) -> bool:
    """Whether an alternative text is what a camera or a program called the file.

    >>> is_file_name("IMG_2041.jpg"), is_file_name("Poster siklus air")
    (True, False)
    """
    return bool(_FILE_NAME.match(text.strip()))


def announces_itself(text: str) -> bool:
    """Whether an alternative text begins with what every reader knows: that this is a picture."""
    return bool(_ANNOUNCED.match(text.strip()))


def skipped_levels(levels: Iterable[int]) -> Iterator[tuple[int, int, int]]:
    """(position, level, level it should have) of each heading that leaves one out.

    The page's title is level 1. A 0 is a title that a block shows above itself: what follows may be below it.

    >>> list(skipped_levels([3, 2, 3, 2]))
    [(0, 3, 2)]
    """
    above = 1
    for position, level in enumerate(levels):
        if level == 0:
            above = max(above, 2)
            continue
        if level > above + 1:
            yield position, level, above + 1
        above = level
