"""What becomes of a content: the list of its changes, for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from cms.adaptation.merging.ordering import moved
from cms.adaptation.merging.shapes import MISSING, Blocks, Shape, Struct, same

Kind = Literal["updated", "added", "removed", "moved"]


@dataclass(frozen=True)
class Change:
    """One change; `trail` are the labels on the way to the value. What was not there before or is gone is MISSING."""

    kind: Kind
    trail: tuple[Any, ...]
    shape: Shape
    before: Any
    after: Any


def compare(shape: Shape, before: Any, after: Any, trail: tuple[Any, ...] = ()) -> Iterator[Change]:
    """The changes from one content with block ids to another, in the order of the second; removed blocks last."""
    if isinstance(shape, Struct) and not shape.whole and isinstance(before, dict) and isinstance(after, dict):
        for name in [*after, *(name for name in before if name not in after)]:
            part = shape.part(name)
            yield from compare(part, before.get(name, MISSING), after.get(name, MISSING), (*trail, part.label))
    elif isinstance(shape, Blocks) and isinstance(before, list) and isinstance(after, list):
        yield from _lists(shape, before, after, trail)
    elif not same(shape, before, after):
        yield Change("updated", trail, shape, before, after)


def _lists(shape: Blocks, before: list[Any], after: list[Any], trail: tuple[Any, ...]) -> Iterator[Change]:
    old = {block["id"]: block for block in before}
    new = {block["id"]: block for block in after}
    elsewhere = moved(list(old), list(new))
    for block_id, block in new.items():
        kind = shape.kind(block["type"])
        here = (*trail, kind.label)
        was = old.get(block_id)
        if was is None:
            yield Change("added", here, kind, MISSING, block["value"])
            continue
        if block_id in elsewhere:
            yield Change("moved", here, kind, was["value"], block["value"])
        if was["type"] == block["type"]:
            yield from compare(kind, was["value"], block["value"], here)
        else:
            yield Change("updated", here, Blocks(kinds=shape.kinds), [was], [block])
    for block_id, block in old.items():
        if block_id not in new:
            kind = shape.kind(block["type"])
            yield Change("removed", (*trail, kind.label), kind, block["value"], MISSING)
