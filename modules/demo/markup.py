"""Markdown of a hand-out as a list of plain blocks, for PDF and DOCX alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import markdown
from defusedxml import ElementTree


@dataclass(frozen=True)
class Run:
    """A piece of text in one style."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Block:
    """One block: `kind` is heading, paragraph, item, quote, table or rule.

    `level` is that of a heading (1–6) or of a list (0 outermost); `marker` is "•", "1." …
    for an item. Rows of a table hold the runs of each cell; the first row is its header.
    """

    kind: str
    runs: tuple[Run, ...] = ()
    level: int = 0
    marker: str = ""
    rows: tuple[tuple[tuple[Run, ...], ...], ...] = ()


def blocks(source: str) -> list[Block]:
    """Blocks of Markdown text in reading order."""
    html = markdown.markdown(source, extensions=["tables", "sane_lists"], output_format="xhtml")
    return list(_blocks(ElementTree.fromstring(f"<body>{html}</body>")))


def _blocks(parent: Any, level: int = 0) -> Iterator[Block]:
    for element in parent:
        tag = element.tag
        if tag in ("ul", "ol"):
            yield from _items(element, level)
        elif tag[0] == "h" and tag[1:].isdigit():
            yield Block("heading", _runs(element), int(tag[1:]))
        elif tag == "table":
            rows = (tuple(_runs(cell) for cell in row) for row in element.iter("tr"))
            yield Block("table", rows=tuple(rows))
        elif tag == "hr":
            yield Block("rule")
        elif tag == "blockquote":
            yield from (Block("quote", block.runs) for block in _blocks(element))
        else:
            yield Block("paragraph", _runs(element))


def _items(element: Any, level: int) -> Iterator[Block]:
    start = int(element.get("start", 1))
    for number, item in enumerate(element.findall("li"), start):
        nested = [child for child in item if child.tag in ("ul", "ol")]
        runs = tuple(run for child in _inline(item) for run in child)
        marker = f"{number}." if element.tag == "ol" else "•"
        if runs and runs[0].text.startswith("[ ] "):
            marker, runs = "□", (Run(runs[0].text[4:], runs[0].bold, runs[0].italic), *runs[1:])
        yield Block("item", runs, level, marker)
        for child in nested:
            yield from _items(child, level + 1)


def _inline(item: Any) -> Iterator[tuple[Run, ...]]:
    yield _text(item.text)
    for child in item:
        if child.tag not in ("ul", "ol"):
            yield _runs(child, child.tag == "strong", child.tag == "em")
        yield _text(child.tail)


def _runs(element: Any, bold: bool = False, italic: bool = False) -> tuple[Run, ...]:
    runs = list(_text(element.text, bold, italic))
    for child in element:
        if child.tag == "br":
            runs.append(Run("\n"))
        runs += _runs(child, bold or child.tag == "strong", italic or child.tag == "em")
        runs += _text(child.tail, bold, italic)
    return tuple(runs)


def _text(text: str | None, bold: bool = False, italic: bool = False) -> tuple[Run, ...]:
    if not text or not text.strip("\n"):
        return ()
    return (Run(text.replace("\n", " "), bold, italic),)
