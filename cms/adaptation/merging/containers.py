"""Blocks that one side moved into another container: before a merge they stand in the same one in all versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from cms.adaptation.merging.block_ids import derived_id
from cms.adaptation.merging.shapes import Blocks, Shape, Struct, is_block

# The list within the block of this id (in none: ""), by the way there.
Container = tuple[str, str]


@dataclass(frozen=True)
class Found:
    """A block where it stands: `holders` are the ids of the blocks around it."""

    container: Container
    blocks: list[Any]
    block: dict[str, Any]
    holders: tuple[str, ...]


def block_ids(shape: Shape, value: Any) -> Counter[str]:
    """How often each block id occurs, at every depth."""
    return Counter(found.block["id"] for found in _walk(shape, value))


def brought_together(shape: Shape, base: Any, ours: Any, theirs: Any) -> tuple[Any, Any, Any]:
    """Copies of the three versions, with ids, in which a block that ours or theirs moved stands where it went.

    What both moved stands where ours has it. A block that one side deleted, or whose new container is not in all
    versions, is left where it is.
    """
    versions: tuple[Any, Any, Any] = (base, ours, theirs)
    known = [_index(shape, version) for version in versions]
    wanted = [block_id for block_id in known[1] if _goal(block_id, known) is not None]
    if not wanted:
        return versions
    versions = deepcopy(versions)
    for block_id in wanted:
        # Anew each time: what was moved before may hold this one, or be held by it.
        known = [_index(shape, version) for version in versions]
        lists = [_lists(shape, version) for version in versions]
        side = _goal(block_id, known)
        if side is None:
            continue
        goal = known[side][block_id]
        movers = [at for at, found in enumerate(known) if block_id in found and found[block_id] is not goal]
        if all(_may_move(block_id, goal.container, known[at], lists[at]) for at in movers):
            for at in movers:
                _move(known[at][block_id], lists[at][goal.container], goal)
    return versions


def without_doubles(shape: Shape, merged: Any, ours: Any, theirs: Any) -> Any:
    """The merged content, in which no id stands more often than on either side: the later block gets another one."""
    found = block_ids(shape, merged)
    allowed = block_ids(shape, ours) | block_ids(shape, theirs)
    doubled = {block_id for block_id, times in found.items() if times > allowed[block_id]}
    if not doubled:
        return merged
    merged = deepcopy(merged)
    taken = {*found, *allowed}
    seen: Counter[str] = Counter()
    for place in list(_walk(shape, merged)):
        block = place.block
        block_id = block["id"]
        seen[block_id] += 1
        if block_id in doubled and seen[block_id] > allowed[block_id]:
            block["id"] = free_id(taken, block_id, block["type"], block["value"])
            taken.add(block["id"])
    return merged


def free_id(taken: Any, *said: Any) -> str:
    """The first id derived from what is said that is not among `taken`."""
    new = derived_id(*said)
    again = 0
    while new in taken:
        again += 1
        new = derived_id(*said, again)
    return new


def _goal(block_id: str, known: list[dict[str, Found]]) -> int | None:
    """Whose place counts for a block that stands in different containers: 1 for ours, 2 for theirs."""
    base, ours, theirs = (found.get(block_id) for found in known)
    if ours is None or theirs is None or ours.container == theirs.container:
        return None
    return 2 if base is not None and base.container == ours.container else 1


def _may_move(block_id: str, goal: Container, known: dict[str, Found], lists: dict[Container, list[Any]]) -> bool:
    if goal not in lists:
        return False
    holder = known.get(goal[0])
    return goal[0] != block_id and (holder is None or block_id not in holder.holders)


def _move(found: Found, into: list[Any], goal: Found) -> None:
    """Behind the block that it follows where it went, as far as that stands here."""
    del found.blocks[[block["id"] for block in found.blocks].index(found.block["id"])]
    ids = [block["id"] for block in into]
    at = 0
    for before in goal.blocks:
        if before["id"] == goal.block["id"]:
            break
        if before["id"] in ids:
            at = ids.index(before["id"]) + 1
    into.insert(at, found.block)


def _index(shape: Shape, value: Any) -> dict[str, Found]:
    """The blocks whose id stands once."""
    found: dict[str, Found] = {}
    doubled = set()
    for place in _walk(shape, value):
        if place.block["id"] in found:
            doubled.add(place.block["id"])
        found[place.block["id"]] = place
    return {block_id: place for block_id, place in found.items() if block_id not in doubled}


def _lists(shape: Shape, value: Any) -> dict[Container, list[Any]]:
    """Every list of blocks, the empty ones too; none whose holder stands twice."""
    found: dict[Container, list[Any]] = {}
    doubled = set()
    for container, blocks in _containers(shape, value):
        if container in found:
            doubled.add(container)
        found[container] = blocks
    return {container: blocks for container, blocks in found.items() if container not in doubled}


def _containers(shape: Shape, value: Any, holder: str = "", way: str = "") -> Iterator[tuple[Container, list[Any]]]:
    if isinstance(shape, Struct) and not shape.whole and isinstance(value, dict):
        for name, part in value.items():
            yield from _containers(shape.part(name), part, holder, f"{way}/{name}")
    elif isinstance(shape, Blocks) and isinstance(value, list):
        yield (holder, way), value
        for block in value:
            if is_block(block):
                yield from _containers(shape.kind(block["type"]), block["value"], block["id"])


def _walk(shape: Shape, value: Any, holders: tuple[str, ...] = (), way: str = "") -> Iterator[Found]:
    if isinstance(shape, Struct) and not shape.whole and isinstance(value, dict):
        for name, part in value.items():
            yield from _walk(shape.part(name), part, holders, f"{way}/{name}")
    elif isinstance(shape, Blocks) and isinstance(value, list):
        for block in value:
            if is_block(block):
                kind = shape.kind(block["type"])
                yield Found((holders[-1] if holders else "", way), value, block, holders)
                yield from _walk(kind, block["value"], (*holders, block["id"]))
