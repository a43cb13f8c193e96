"""Blocks are validated by one thread at a time.

To save a draft Wagtail takes `required` off the block objects and puts it back afterwards (`Block.clean_deferred`).
These objects belong to the page class and so to every thread of the process: a draft saved in one thread would let
half-finished blocks be published in another, or leave `required` off for good.
"""

from __future__ import annotations

from threading import RLock
from typing import Any

from wagtail.blocks.base import BlockField

# Held while the blocks of one StreamField are cleaned: milliseconds.
validating = RLock()
_clean = BlockField.clean


def _clean_alone(self: BlockField, value: Any) -> Any:
    with validating:
        return _clean(self, value)


BlockField.clean = _clean_alone
