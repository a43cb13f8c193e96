"""Chance that is the same everywhere and for ever: what is drawn for a title must not change with the machine."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


class Chance:
    """A stream of choices that follows from a text alone."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.drawn = 0

    def number(self) -> int:
        """The next whole number, 0 to 2**32 - 1."""
        self.drawn += 1
        digest = hashlib.blake2s(f"{self.text}\0{self.drawn}".encode(), digest_size=4).digest()
        return int.from_bytes(digest, "big")

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self.number() / 2**32

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + self.number() % (high - low + 1)

    def one_of(self, items: Sequence[Item]) -> Item:
        return items[self.number() % len(items)]

    def yes(self, share: float = 0.5) -> bool:
        return self.number() < share * 2**32
