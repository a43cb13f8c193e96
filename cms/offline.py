"""Which parts of a material are on other sites and so need a connection. Read from the stored blocks, without SQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock, URLBlock
from wagtail.models import Page

from cms.streams import stream_values


@dataclass(frozen=True, slots=True)
class OnlinePart:
    """A block that leads to another site: its `title`, its `url` and the `host` by which a reader knows the site."""

    title: str
    url: str
    host: str


@dataclass(frozen=True, slots=True)
class OfflineUse:
    """`online`: the parts on other sites, in reading order; `parts`: how many blocks there are in all."""

    online: tuple[OnlinePart, ...]
    parts: int

    @property
    def answer(self) -> str:
        """ "yes", "partly", or "no" when it is nothing but parts on other sites."""
        if not self.online:
            return "yes"
        return "partly" if self.parts > len(self.online) else "no"


def offline_use(pages: Iterable[Page]) -> OfflineUse:
    """What of these pages (a material and those below it) works without a connection once it is loaded.

    A block counts as online when one of its own fields is an address (URLBlock) that is filled in. Links within
    running text are references, not parts.
    """
    online: dict[str, OnlinePart] = {}
    parts = 0
    for page in pages:
        for field, value in stream_values(page):
            # Who made it is no part of what is read.
            if field.name == "authors":
                continue
            parts += len(value)
            for part in _online(field.stream_block, value.raw_data):
                online.setdefault(part.url, part)
    return OfflineUse(tuple(online.values()), parts)


def _online(block: Block, raw: Any) -> Iterator[OnlinePart]:
    if isinstance(block, StreamBlock):
        for child in raw or ():
            if child["type"] in block.child_blocks:
                yield from _online(block.child_blocks[child["type"]], child["value"])
    elif isinstance(block, ListBlock):
        for item in raw or ():
            # Items were stored bare before Wagtail gave them ids.
            is_item = isinstance(item, dict) and item.get("type") == "item"
            yield from _online(block.child_block, item["value"] if is_item else item)
    elif isinstance(block, StructBlock) and isinstance(raw, dict):
        for name, child_block in block.child_blocks.items():
            if isinstance(child_block, URLBlock):
                url = str(raw.get(name) or "")
                host = (urlsplit(url).hostname or "").removeprefix("www.")
                if host:
                    yield OnlinePart(str(raw.get("title") or host), url, host)
            else:
                yield from _online(child_block, raw.get(name))
