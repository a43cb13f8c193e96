"""The merge itself: field by field, block by block; what both changed is a conflict, and nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cms.adaptation.merging.block_ids import derived_id, with_ids
from cms.adaptation.merging.containers import block_ids, brought_together, free_id, without_doubles
from cms.adaptation.merging.ordering import merge_order
from cms.adaptation.merging.shapes import MISSING, Blocks, Leaf, Members, Shape, Struct, same


class Choice(StrEnum):
    """How a conflict is settled."""

    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"


class Why(StrEnum):
    """What the conflict is."""

    BOTH_CHANGED = "both_changed"
    THEY_DELETED = "they_deleted"
    WE_DELETED = "we_deleted"


@dataclass(frozen=True)
class Conflict:
    """Two answers for one place. `key` names it as long as the place exists; a value that is gone is MISSING.

    `trail` are the labels on the way there, `shape` is that of the values. `choices` are those that make sense,
    `chosen` is one of them: the first unless another was asked for.
    """

    key: str
    why: Why
    trail: tuple[Any, ...]
    shape: Shape
    base: Any
    ours: Any
    theirs: Any
    choices: tuple[Choice, ...]
    chosen: Choice


@dataclass(frozen=True)
class Merged:
    """The merged content and all conflicts, settled as they were chosen."""

    content: Any
    conflicts: tuple[Conflict, ...]


def merge(
    base: Any, ours: Any, theirs: Any, shape: Shape, choices: Mapping[str, str] | None = None, prefix: str = ""
) -> Merged:
    """Three-way merge of contents of one shape.

    `choices` maps keys of conflicts to `Choice` values; a conflict without a choice that it offers stays ours.
    `prefix` comes before every key.
    """
    base, ours, theirs = (with_ids(shape, value) for value in (base, ours, theirs))
    settled, value = _settled(shape, base, ours, theirs)
    if settled:
        return Merged(value, ())
    versions = brought_together(shape, base, ours, theirs)
    work = _Work(choices or {}, {block_id for version in versions for block_id in block_ids(shape, version)})
    content = work.value(shape, *versions, path=prefix, trail=())
    return Merged(without_doubles(shape, content, ours, theirs), tuple(work.conflicts))


@dataclass
class _Work:
    choices: Mapping[str, str]
    taken: set[str]
    conflicts: list[Conflict] = field(default_factory=list)

    def value(self, shape: Shape, base: Any, ours: Any, theirs: Any, *, path: str, trail: tuple[Any, ...]) -> Any:
        settled, value = _settled(shape, base, ours, theirs)
        if settled:
            return value
        if isinstance(shape, Struct) and not shape.whole and isinstance(ours, dict) and isinstance(theirs, dict):
            return self._struct(shape, base if isinstance(base, dict) else {}, ours, theirs, path, trail)
        if isinstance(ours, list) and isinstance(theirs, list):
            before = base if isinstance(base, list) else []
            if isinstance(shape, Blocks):
                return self._blocks(shape, before, ours, theirs, path, trail)
            if isinstance(shape, Members):
                return _members(before, ours, theirs)
        joined = _joined(shape, ours, theirs)
        offered = (Choice.OURS, Choice.THEIRS, *([Choice.BOTH] if joined is not None else []))
        chosen = self._ask(path, Why.BOTH_CHANGED, trail, shape, (base, ours, theirs), offered)
        return {Choice.OURS: ours, Choice.THEIRS: theirs, Choice.BOTH: joined}[chosen]

    def _struct(
        self, shape: Struct, base: dict[str, Any], ours: Any, theirs: Any, path: str, trail: tuple[Any, ...]
    ) -> dict[str, Any]:
        merged = {}
        for name in [*ours, *(name for name in theirs if name not in ours)]:
            part = shape.part(name)
            versions = (version.get(name, MISSING) for version in (base, ours, theirs))
            value = self.value(part, *versions, path=f"{path}/{name}", trail=(*trail, part.label))
            if value is not MISSING:
                merged[name] = value
        return merged

    def _blocks(
        self, shape: Blocks, base: list[Any], ours: list[Any], theirs: list[Any], path: str, trail: tuple[Any, ...]
    ) -> list[Any]:
        before, here, there = ({block["id"]: block for block in blocks} for blocks in (base, ours, theirs))
        kept: dict[str, list[Any]] = {}
        for block_id in {**here, **there}:
            versions = [blocks.get(block_id, MISSING) for blocks in (before, here, there)]
            place = f"{path}/{block_id}"
            if versions[1] is not MISSING and versions[2] is not MISSING:
                found = self._in_both(shape, here, *versions, path=place, trail=trail)
            else:
                found = self._in_one(shape, *versions, path=place, trail=trail)
            if found:
                kept[block_id] = found
        order = merge_order(list(before), list(here), list(there), kept)
        result = [block for block_id in order for block in kept[block_id]]
        # A second version that was taken over earlier is there already.
        return list({block["id"]: block for block in reversed(result)}.values())[::-1]

    def _in_both(
        self,
        shape: Blocks,
        here: Mapping[str, Any],
        base: Any,
        ours: Any,
        theirs: Any,
        *,
        path: str,
        trail: tuple[Any, ...],
    ) -> list[Any]:
        kind = shape.kind(ours["type"])
        trail = (*trail, kind.label)
        if ours["type"] == theirs["type"] and not isinstance(kind, Leaf):
            before = base["value"] if base is not MISSING and base["type"] == ours["type"] else MISSING
            value = self.value(kind, before, ours["value"], theirs["value"], path=path, trail=trail)
            return [{**ours, "value": value}]
        settled, block = _settled(Blocks(kinds=shape.kinds), *([block] for block in (base, ours, theirs)))
        if settled:
            return list(block)
        as_blocks = Blocks(label=kind.label, kinds=shape.kinds, is_list=shape.is_list)
        lists = [[] if block is MISSING else [block] for block in (base, ours, theirs)]
        offered = (Choice.OURS, Choice.THEIRS, Choice.BOTH)
        chosen = self._ask(path, Why.BOTH_CHANGED, trail, as_blocks, lists, offered)
        if chosen is Choice.BOTH:
            return [ours, self._second(shape, here, ours["id"], theirs)]
        return [theirs] if chosen is Choice.THEIRS else [ours]

    def _second(self, shape: Blocks, here: Mapping[str, Any], first: str, block: Any) -> dict[str, Any]:
        """The source's block beside ours, under an id that no other block has. Taken over before, it is that one."""
        said = (first, block["type"], block["value"])
        before = here.get(derived_id(*said))
        if (
            before
            and before["type"] == block["type"]
            and same(shape.kind(block["type"]), before["value"], block["value"])
        ):
            return dict(before)
        second = {**block, "id": free_id(self.taken, *said)}
        self.taken.add(second["id"])
        return second

    def _in_one(
        self, shape: Blocks, base: Any, ours: Any, theirs: Any, *, path: str, trail: tuple[Any, ...]
    ) -> list[Any]:
        block = theirs if ours is MISSING else ours
        if base is MISSING:
            return [block]
        kind = shape.kind(block["type"])
        if base["type"] == block["type"] and same(kind, base["value"], block["value"]):
            return []
        as_blocks = Blocks(label=kind.label, kinds=shape.kinds, is_list=shape.is_list)
        lists = [MISSING if version is MISSING else [version] for version in (base, ours, theirs)]
        why = Why.WE_DELETED if ours is MISSING else Why.THEY_DELETED
        chosen = self._ask(path, why, (*trail, kind.label), as_blocks, lists, (Choice.OURS, Choice.THEIRS))
        taken = theirs if chosen is Choice.THEIRS else ours
        return [] if taken is MISSING else [taken]

    def _ask(
        self,
        key: str,
        why: Why,
        trail: tuple[Any, ...],
        shape: Shape,
        versions: Sequence[Any],
        offered: tuple[Choice, ...],
    ) -> Choice:
        chosen = next((choice for choice in offered if choice == self.choices.get(key)), offered[0])
        base, ours, theirs = versions
        self.conflicts.append(Conflict(key, why, trail, shape, base, ours, theirs, offered, chosen))
        return chosen


def _settled(shape: Shape, base: Any, ours: Any, theirs: Any) -> tuple[bool, Any]:
    """Whether one side alone changed the value (or both alike), and the value then."""
    # Exactly equal first: what nobody here touched becomes what the source has, to the letter.
    if ours == base or theirs == base:
        return True, theirs if ours == base else ours
    if same(shape, ours, base):
        return True, theirs
    if same(shape, theirs, base) or same(shape, ours, theirs):
        return True, ours
    if base is MISSING and (_is_empty(ours) or _is_empty(theirs)):
        # A part that is new in the shape: the editor fills it with nothing when it saves.
        return True, theirs if _is_empty(ours) else ours
    return False, None


def _is_empty(value: Any) -> bool:
    return value is MISSING or value in (None, "", [])


def _members(base: list[Any], ours: list[Any], theirs: list[Any]) -> list[Any]:
    stayed = [member for member in ours if member in theirs or member not in base]
    return stayed + [member for member in theirs if member not in base and member not in ours]


def _joined(shape: Shape, ours: Any, theirs: Any) -> str | None:
    """Both texts, ours first; None where that makes no sense or is too long."""
    if not isinstance(shape, Leaf) or not shape.text or not isinstance(ours, str) or not isinstance(theirs, str):
        return None
    if not ours.strip() or not theirs.strip():
        return None
    between = "" if shape.text == "rich" else " " if shape.max_length else "\n\n"
    joined = f"{ours}{between}{theirs}"
    return joined if shape.max_length is None or len(joined) <= shape.max_length else None
