"""What a value is made of, as far as a merge has to know; and when two values say the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

# The editor numbers paragraphs anew; what is written in them is the same.
EDITOR_KEYS = re.compile(r'\sdata-block-key="[^"]*"')
# It also drops the line breaks between paragraphs with which imported texts come; readers never saw them.
BETWEEN_PARAGRAPHS = re.compile(r"(?<=>)\s+(?=</?(?:p|h[1-6]|ul|ol|li|blockquote|hr)\b)")


class _Missing:
    """The value of a part that is not there; None is a value."""

    def __repr__(self) -> str:
        return "MISSING"

    def __bool__(self) -> bool:
        return False


MISSING: Final = _Missing()


@dataclass(frozen=True)
class Shape:
    """`label` names the value for people; it may be a lazy translation."""

    label: Any = ""


@dataclass(frozen=True)
class Leaf(Shape):
    """A value that is taken whole. Texts may be joined, up to `max_length` characters.

    `model` is the class that the value is the primary key of, `options` the labels of its choices.
    """

    text: Literal["", "plain", "rich"] = ""
    max_length: int | None = None
    model: Any = None
    options: Mapping[Any, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Members(Shape):
    """A list in which order and repetition mean nothing; of primary keys of `model`."""

    model: Any = None


@dataclass(frozen=True)
class Struct(Shape):
    """Named parts. With `whole` they are taken together: a picture's alternative text belongs to that picture."""

    parts: Mapping[str, Shape] = field(default_factory=dict)
    whole: bool = False

    def part(self, name: str) -> Shape:
        return self.parts.get(name) or Leaf(label=name)


@dataclass(frozen=True)
class Blocks(Shape):
    """An ordered list of `{"type", "value", "id"}`. The items of a ListBlock (`is_list`) all have the type "item"."""

    kinds: Mapping[str, Shape] = field(default_factory=dict)
    is_list: bool = False

    def kind(self, name: Any) -> Shape:
        return self.kinds.get(name) or Leaf(label=name)


def canonical(shape: Shape, value: Any) -> Any:
    """A form of the value in which two that say the same are equal."""
    if isinstance(shape, Leaf) and shape.text == "rich" and isinstance(value, str):
        return BETWEEN_PARAGRAPHS.sub("", EDITOR_KEYS.sub("", value)).strip()
    if isinstance(shape, Members) and isinstance(value, list):
        return sorted(set(value), key=repr)
    if isinstance(shape, Struct) and isinstance(value, dict):
        return {name: canonical(shape.part(name), part) for name, part in value.items()}
    if isinstance(shape, Blocks) and isinstance(value, list):
        return [
            {"type": item["type"], "id": item.get("id"), "value": canonical(shape.kind(item["type"]), item["value"])}
            if is_block(item)
            else item
            for item in value
        ]
    return value


def same(shape: Shape, one: Any, other: Any) -> bool:
    """Whether two values say the same."""
    return one == other or bool(canonical(shape, one) == canonical(shape, other))


def is_block(item: Any) -> bool:
    return isinstance(item, dict) and "type" in item and "value" in item
