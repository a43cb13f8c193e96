"""Every block gets an id by which it is known again; old content has blocks without."""

from __future__ import annotations

import json
import uuid
from typing import Any

from cms.adaptation.merging.shapes import Blocks, Shape, Struct, is_block

NAMESPACE = uuid.UUID("5d0b2f5c-0e1f-5b53-9b0e-2a6d9a3d7c11")


def with_ids(shape: Shape, value: Any, trail: str = "") -> Any:
    """The value with an id at every block, each once in its list; nothing else changes.

    An id that is not there is derived from what the block says, so that the same content gets the same one
    wherever and whenever it is read.
    """
    if isinstance(shape, Struct) and isinstance(value, dict):
        return {name: with_ids(shape.part(name), part, f"{trail}/{name}") for name, part in value.items()}
    if isinstance(shape, Blocks) and isinstance(value, list):
        return _list(shape, value, trail)
    return value


def derived_id(*said: Any) -> str:
    """The id that follows from what is said; texts, numbers, and whatever JSON can hold."""
    return str(uuid.uuid5(NAMESPACE, json.dumps(said, sort_keys=True, ensure_ascii=False, default=str)))


def _list(shape: Blocks, value: list[Any], trail: str) -> list[Any]:
    taken = {item["id"] for item in value if _has_id(shape, item)}
    seen: set[str] = set()
    found = []
    for item in value:
        block = item if _in_block_form(shape, item) else {"type": "item", "value": item}
        block_id = block.get("id")
        if not block_id or block_id in seen:
            again = 0
            block_id = derived_id(trail, block["type"], block["value"], again)
            while block_id in taken or block_id in seen:
                again += 1
                block_id = derived_id(trail, block["type"], block["value"], again)
        seen.add(block_id)
        inside = with_ids(shape.kind(block["type"]), block["value"], f"{trail}/{block_id}")
        found.append({**block, "value": inside, "id": block_id})
    return found


def _has_id(shape: Blocks, item: Any) -> bool:
    return _in_block_form(shape, item) and bool(item.get("id"))


def _in_block_form(shape: Blocks, item: Any) -> bool:
    # A list of structs in the old form has dictionaries too; only the new one has an id (as Wagtail tells them apart).
    return is_block(item) and (not shape.is_list or (item["type"] == "item" and "id" in item))
