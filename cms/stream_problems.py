"""What is not complete inside the StreamFields of a page, block by block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Page

from cms.block_validation import validating
from cms.streams import stream_values


@dataclass(frozen=True, slots=True)
class BlockProblem:
    """`field` of the page; `block` the id of the innermost block that has one, "" for the whole field; `part` the name
    of the value within it, or ""; `label` the way there in words.
    """

    field: str
    block: str
    part: str
    label: str
    message: str

    def __str__(self) -> str:
        return f"{self.label}: {self.message}"


def stream_problems(page: Page) -> list[BlockProblem]:
    """Everything that the blocks of a page would not accept when it is published."""
    found: list[BlockProblem] = []
    for field, value in stream_values(page):
        try:
            with validating:
                field.stream_block.clean(value)
        except ValidationError as error:
            trail = [str(capfirst(str(field.verbose_name)))]
            found += (
                BlockProblem(field.name, *place, label=" › ".join(labels), message=message)
                for place, labels, message in _leaves(error, field.stream_block, value, ("", ""), trail)
            )
    return found


def _leaves(
    error: ValidationError, block: Any, value: Any, place: tuple[str, str], trail: list[str]
) -> Iterator[tuple[tuple[str, str], list[str], str]]:
    """((block id, part), labels of the way there, message) of each message in a nested validation error."""
    if isinstance(error, StreamBlockValidationError):
        for index, inner in error.block_errors.items():
            child = value[index]
            label = f"{child.block.label} {_position(value, index)}"
            yield from _leaves(inner, child.block, child.value, (str(child.id or place[0]), ""), [*trail, label])
    elif isinstance(error, ListBlockValidationError):
        for index, inner in error.block_errors.items():
            child = value.bound_blocks[index]
            inside = (str(child.id or place[0]), "")
            yield from _leaves(inner, block.child_block, child.value, inside, [*trail, str(index + 1)])
    elif isinstance(error, StructBlockValidationError):
        for name, inner in error.block_errors.items():
            child_block = block.child_blocks[name]
            held = value.get(name) if isinstance(value, Mapping) else None
            yield from _leaves(inner, child_block, held, (place[0], name), [*trail, str(child_block.label or name)])
    else:
        yield place, trail, " ".join(error.messages)
        return
    for message in error.non_block_errors:
        yield place, trail, str(message)


def _position(value: Any, index: int) -> int:
    """Which of its kind the block is, counted from one: the third text."""
    kind = value[index].block_type
    return sum(1 for at in range(index + 1) if value[at].block_type == kind)
