"""Reads a page once for all checks: its texts with headings and links, its addresses and files, each with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.db.models import Model, URLField
from django.utils.text import capfirst
from wagtail.blocks import CharBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock, TextBlock, URLBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import RichText

from cms.streams import AttachmentKind, attachment_kind

HEADINGS = {f"h{level}": level for level in range(1, 7)}
# What ends a sentence although nobody set a full stop.
ENDS = frozenset((*HEADINGS, "p", "li", "br", "hr", "tr", "td", "th", "blockquote", "figcaption"))


@dataclass(frozen=True, slots=True)
class Place:
    """`field` of the page; `block` the id of the innermost block that has one; `part` the value's name in it;
    `label` the way there in words. As a problem within a block has them."""

    field: str
    block: str
    part: str
    label: str


@dataclass(slots=True)
class Link:
    """A link: `url` for an address, `target` and `pk` for a page or document of this site ("page", "document")."""

    place: Place
    url: str = ""
    target: str = ""
    pk: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in a text (`level`), or a title that a block shows above itself (level 0)."""

    place: Place
    level: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class FileUse:
    """A file of the library in use."""

    place: Place
    kind: AttachmentKind
    item: Any


@dataclass
class Content:
    """What a page says, in reading order. `passages` are plain texts, one sentence or more each."""

    page: Any
    headings: list[Heading] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    files: list[FileUse] = field(default_factory=list)
    passages: list[tuple[Place, str]] = field(default_factory=list)
    # What several checks need to ask the database for, asked once (see `link_targets`).
    answers: dict[str, Any] = field(default_factory=dict)

    @property
    def addresses(self) -> list[Link]:
        """Links that leave this page by an address of http or https."""
        return [link for link in self.links if link.url.lower().startswith(("http://", "https://"))]


def read_content(page: Any) -> Content:
    """The content of a page as it is in memory."""
    content = Content(page)
    for each in page._meta.get_fields():
        place = Place(each.name, "", "", str(capfirst(str(getattr(each, "verbose_name", "")))))
        if isinstance(each, StreamField):
            _read(content, each.stream_block, getattr(page, each.name), place)
        elif isinstance(each, RichTextField):
            _read_rich(content, getattr(page, each.name) or "", place)
        elif isinstance(each, URLField) and getattr(page, each.name):
            content.links.append(Link(place, getattr(page, each.name)))
    return content


def _read(content: Content, block: Any, value: Any, place: Place) -> None:
    if value is None or value == "":
        return
    if isinstance(value, Model):
        if kind := attachment_kind(value):
            content.files.append(FileUse(place, kind, value))
    elif isinstance(block, StreamBlock):
        seen: Counter[str] = Counter()
        for child in value:
            seen[child.block_type] += 1
            label = f"{place.label} › {child.block.label} {seen[child.block_type]}"
            _read(content, child.block, child.value, Place(place.field, str(child.id or place.block), "", label))
    elif isinstance(block, ListBlock):
        for number, child in enumerate(value.bound_blocks, 1):
            inside = Place(place.field, str(child.id or place.block), "", f"{place.label} › {number}")
            _read(content, block.child_block, child.value, inside)
    elif isinstance(block, StructBlock) and isinstance(value, Mapping):
        _read_struct(content, block, value, place)
    elif isinstance(block, RichTextBlock):
        # As it is stored: as text it would look up each page that it links.
        _read_rich(content, value.source if isinstance(value, RichText) else str(value), place)
    elif isinstance(block, URLBlock):
        content.links.append(Link(place, str(value)))
    elif isinstance(block, TextBlock):
        content.passages.append((place, str(value)))


def _read_struct(content: Content, block: StructBlock, value: Mapping[str, Any], place: Place) -> None:
    title = str(value.get("title") or "") if isinstance(block.child_blocks.get("title"), CharBlock) else ""
    if title:
        content.headings.append(Heading(Place(place.field, place.block, "title", place.label), 0, title))
    for name, child in block.child_blocks.items():
        label = f"{place.label} › {child.label or name}"
        before = len(content.links)
        _read(content, child, value.get(name), Place(place.field, place.block, name, label))
        if isinstance(child, URLBlock) and len(content.links) > before:
            content.links[-1].text = title


def _read_rich(content: Content, html: str, place: Place) -> None:
    reader = _Reader(place)
    reader.feed(html)
    reader.close()
    content.headings += reader.headings
    content.links += reader.links
    content.passages += [(place, text) for text in reader.passages()]


class _Reader(HTMLParser):
    """Headings, links and running text of Wagtail's rich text as it is stored."""

    def __init__(self, place: Place) -> None:
        super().__init__(convert_charrefs=True)
        self.place = place
        self.headings: list[Heading] = []
        self.links: list[Link] = []
        self._texts: list[list[str]] = [[]]
        self._link: Link | None = None
        self._heading: tuple[int, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ENDS:
            self._texts.append([])
        if tag in HEADINGS:
            self._heading = (HEADINGS[tag], [])
        elif tag == "a":
            given = {name: value or "" for name, value in attrs}
            self._link = Link(self.place, given.get("href", ""), given.get("linktype", ""), given.get("id", ""))
            self.links.append(self._link)

    def handle_endtag(self, tag: str) -> None:
        if tag in HEADINGS and self._heading is not None:
            level, parts = self._heading
            self.headings.append(Heading(self.place, level, " ".join("".join(parts).split())))
            self._heading = None
        elif tag == "a":
            self._link = None
        if tag in ENDS:
            self._texts.append([])

    def handle_data(self, data: str) -> None:
        if self._link is not None:
            self._link.text += data
        if self._heading is not None:
            self._heading[1].append(data)
        else:
            self._texts[-1].append(data)

    def passages(self) -> Iterator[str]:
        for parts in self._texts:
            if text := " ".join("".join(parts).split()):
                yield text
