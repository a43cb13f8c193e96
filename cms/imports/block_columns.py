"""Columns of tags, authors, short texts, running text and links: what materials keep in lists and streams."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.html import escape

from cms.imports.batch_memory import known_tags, remember_tags, vocabulary_now
from cms.imports.columns import EMPTY, UNSAID, Column, Reading, in_languages
from cms.imports.term_matching import SEPARATORS
from cms.models import ResourceTag, Tag, tag_key
from cms.vocabulary import Vocabulary

MAX_BODY = 100_000


@lru_cache(maxsize=2)
def _tags_with_comma(vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(tag_key(name) for name in vocabulary.tags.values() if "," in name)


@lru_cache(maxsize=2)
def _longest_tag(vocabulary: Vocabulary) -> int:
    """The most pieces between commas that one tag may be, with a comma more than it is written with."""
    return max((name.count(",") + 2 for name in vocabulary.tags.values()), default=1)


@dataclass(frozen=True, kw_only=True)
class TagColumn(Column):
    """Free tags; those are one that differ in capitals, accents, spaces or hyphens only."""

    def parse(self, text: str, reading: Reading) -> list[str]:
        # A tag with a comma in its name is found among those that there are.
        with_comma, longest = _tags_with_comma(vocabulary_now()), _longest_tag(vocabulary_now())
        names: dict[str, str] = {}
        for part in SEPARATORS.split(text):
            pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
            at = 0
            while at < len(pieces):
                most = min(longest, len(pieces) - at) if with_comma else 1
                runs = (", ".join(pieces[at : at + n]) for n in range(most, 1, -1))
                name = next((run for run in runs if tag_key(run) in with_comma), pieces[at])
                at += name.count(",") + 1
                names.setdefault(tag_key(name), name)
        for key, name in names.items():
            if not key:
                reading.error("wordless_tag", self.name, name)
            elif len(name) > Tag._meta.get_field("name").max_length:
                reading.error("long_tag", self.name, name, limit=Tag._meta.get_field("name").max_length)
        if len(names) > settings.WAGTAIL_TAG_LIMIT:
            reading.error("many_tags", self.name, len(names), limit=settings.WAGTAIL_TAG_LIMIT)
        return list(names.values())

    def prepare(self, values: Iterable[list[str]]) -> None:
        known_tags(name for names in values for name in names)

    def current(self, item: Any) -> list[str]:
        return sorted(tagged.tag.name for tagged in item.tagged_items.all())

    def is_change(self, value: list[str], reading: Reading) -> bool:
        wanted = {tag_key(name) for name in value}
        known = [item for item in (reading.draft, reading.live) if item is not None]
        return all({tag_key(name) for name in self.current(item)} != wanted for item in known)

    def assign(self, item: Any, value: list[str], reading: Reading) -> None:
        wanted = {tag_key(name) for name in value}
        item.tags.remove(*(name for name in self.current(item) if tag_key(name) not in wanted))
        known = known_tags(value)
        if new := [name for name in value if tag_key(name) not in known]:
            item.tags.add(*new)
            remember_tags(tagged.tag for tagged in item.tagged_items.all())
        there = {tagged.tag_id for tagged in item.tagged_items.all()}
        chosen = dict.fromkeys(known[tag_key(name)] for name in value if tag_key(name) in known)
        item.tagged_items.add(*(ResourceTag(tag=tag) for tag in chosen if tag.pk not in there))


def raw(item: Any, name: str) -> list[dict[str, Any]]:
    """The blocks of a stream field as they are stored, each with its id."""
    field = item._meta.get_field(name)
    return [dict(block) for block in field.stream_block.get_prep_value(getattr(item, name))]


def set_raw(item: Any, name: str, blocks: list[dict[str, Any]]) -> None:
    setattr(item, name, item._meta.get_field(name).stream_block.to_python(blocks))


@dataclass(frozen=True, kw_only=True)
class AuthorsColumn(Column):
    """“Name (school or office); …”"""

    def parse(self, text: str, reading: Reading) -> list[list[str]]:
        found = []
        for part in SEPARATORS.split(text):
            name, bracket, place = part.rpartition(" (") if part.endswith(")") else (part, "", "")
            author = [name.strip(), place.removesuffix(")").strip() if bracket else ""]
            if author[0] and max(map(len, author)) > 200:
                reading.error("too_long", self.name, part, length=max(map(len, author)), limit=200)
            found += [author] if author[0] else []
        return found

    def current(self, item: Any) -> list[list[str]]:
        return [[block.value["name"], block.value.get("affiliation") or ""] for block in getattr(item, self.name)]

    def assign(self, item: Any, value: list[list[str]], reading: Reading) -> None:
        blocks = [
            {"type": "author", "value": {"name": name, "affiliation": place}, "id": reading.block_id(self.name, at)}
            for at, (name, place) in enumerate(value)
        ]
        set_raw(item, self.name, blocks)


@dataclass(frozen=True, kw_only=True)
class ListColumn(Column):
    """A stream of short texts, one a line or between semicolons."""

    block: str
    max_length: int

    def parse(self, text: str, reading: Reading) -> list[str]:
        found = [part for part in SEPARATORS.split(text) if part]
        for part in found:
            if len(part) > self.max_length:
                reading.error("too_long", self.name, part, length=len(part), limit=self.max_length)
        return found

    def current(self, item: Any) -> list[str]:
        return [str(block.value) for block in getattr(item, self.name) if block.block_type == self.block]

    def assign(self, item: Any, value: list[str], reading: Reading) -> None:
        blocks = [
            {"type": self.block, "value": text, "id": reading.block_id(self.name, at)} for at, text in enumerate(value)
        ]
        set_raw(item, self.name, blocks)


def paragraphs(text: str) -> str:
    """Plain lines as the HTML of rich text; markup in them is shown as it was typed."""
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())


@dataclass(frozen=True, kw_only=True)
class BlockColumn(Column):
    """One block of a stream, told by its id from what editors add beside it. They keep what they wrote."""

    block: str

    def is_change(self, value: Any, reading: Reading) -> bool:
        known = [item for item in (reading.draft, reading.live) if item is not None]
        return all(self._own(item, reading) != value for item in known)

    def _own(self, item: Any, reading: Reading) -> Any:
        wanted = reading.block_id(self.name)
        return next((block["value"] for block in raw(item, self.field_name) if block["id"] == wanted), None)

    @property
    def field_name(self) -> str:
        return self.name.partition(".")[0]

    def assign(self, item: Any, value: Any, reading: Reading) -> None:
        blocks = raw(item, self.field_name)
        wanted = reading.block_id(self.name)
        mine = {"type": self.block, "value": value, "id": wanted}
        if any(block["id"] == wanted for block in blocks):
            blocks = [mine if block["id"] == wanted else block for block in blocks]
        else:
            blocks.append(mine)
        set_raw(item, self.field_name, [block for block in blocks if block["id"] != wanted or value])


@dataclass(frozen=True, kw_only=True)
class TextBlockColumn(BlockColumn):
    def known_headers(self) -> dict[str, list[str]]:
        return {self.name: [*in_languages(self.label), *self.headings]}

    def parse(self, text: str, reading: Reading) -> Any:
        if len(text) > MAX_BODY:
            reading.error("too_long", self.name, text, length=len(text), limit=MAX_BODY)
        return paragraphs(text) or None


@dataclass(frozen=True, kw_only=True)
class RichTextColumn(Column):
    def parse(self, text: str, reading: Reading) -> str:
        if len(text) > MAX_BODY:
            reading.error("too_long", self.name, text, length=len(text), limit=MAX_BODY)
        return paragraphs(text)


@dataclass(frozen=True, kw_only=True)
class LinkColumn(BlockColumn):
    def known_headers(self) -> dict[str, list[str]]:
        titles = ["Judul tautan", "Nama tautan", "Link title"]
        return {self.name: [*in_languages(self.label), *self.headings], f"{self.name}.title": titles}

    def read(self, data: Mapping[str, str], reading: Reading) -> Any:
        url = data.get(self.name, "")
        if not url:
            return UNSAID
        if url == EMPTY:
            return None
        try:
            URLValidator(schemes=["http", "https"])(url)
        except ValidationError:
            reading.error("no_link", self.name, url)
            return UNSAID
        title = data.get(f"{self.name}.title") or data.get("title") or url
        return {"url": url, "title": title[:200], "text": ""}
