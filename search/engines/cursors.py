"""The opaque cursor: where the next hits begin, whatever changes in the index meanwhile."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import cast

from search.types import Sort


@dataclass(frozen=True, slots=True)
class Position:
    """The last hit seen: its key and id in its sort, and how many hits were seen so far."""

    sort: Sort
    seen: int
    key: tuple[int | str, ...]
    id: str


_KEYS: dict[Sort, tuple[type, ...]] = {
    "relevance": (int, int),
    "newest": (int,),
    "title": (str, int),
    "shortest": (int,),
    "broadest": (int,),
}
_LARGEST = 2**64
_MOST_SEEN = 10**8


def encode(position: Position) -> str:
    content = json.dumps([position.sort, position.seen, position.key, position.id], separators=(",", ":"))
    return base64.urlsafe_b64encode(content.encode("ascii")).decode("ascii").rstrip("=")


def decode(cursor: str, sort: Sort) -> Position:
    """The position a cursor holds; raises `ValueError` when it is not ours or belongs to another sort."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        content = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        found, seen, key, id = content
        json.dumps(content, ensure_ascii=False).encode("utf-8")  # Half characters cannot be looked for.
    except (binascii.Error, ValueError, TypeError, RecursionError) as error:
        raise ValueError("the cursor is not one of ours") from error
    valid = (
        isinstance(found, str)
        and found in _KEYS
        and isinstance(key, list)
        and tuple(map(type, key)) == _KEYS[cast(Sort, found)]
        and all(abs(part) < _LARGEST for part in key if isinstance(part, int))
        and type(seen) is int
        and 0 <= seen < _MOST_SEEN
        and isinstance(id, str)
    )
    if not valid:
        raise ValueError("the cursor is not one of ours")
    if found != sort:
        raise ValueError(f"the cursor belongs to sort={found}")
    return Position(sort, seen, tuple(key), id)
