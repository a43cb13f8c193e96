"""Contents in words, for people who choose between two of them: labels instead of ids, differences marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from wagtail.admin.compare import diff_text
from wagtail.rich_text import get_text_for_indexing

from cms.adaptation.merging import MISSING, Blocks, Change, Choice, Conflict, Leaf, Members, Shape, Struct
from cms.adaptation.merging.shapes import is_block

SHORT = 160
# Characters of what stays, before and after what changes.
AROUND = 40


class Names:
    """What the ids in some values stand for, read with one query for each model."""

    def __init__(self, values: Iterable[tuple[Shape, Any]]) -> None:
        wanted: dict[Any, set[Any]] = defaultdict(set)
        for shape, value in values:
            for model, pk in _references(shape, value):
                wanted[model].add(pk)
        self._found = {
            model: {str(pk): str(item) for pk, item in model._default_manager.in_bulk(list(pks)).items()}
            for model, pks in wanted.items()
        }

    def name(self, model: Any, pk: Any) -> str:
        return self._found.get(model, {}).get(str(pk)) or _("(deleted)")


def _references(shape: Shape, value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(shape, Struct) and isinstance(value, dict):
        for name, part in value.items():
            yield from _references(shape.part(name), part)
    elif isinstance(shape, Blocks) and isinstance(value, list):
        for block in value:
            if is_block(block):
                yield from _references(shape.kind(block["type"]), block["value"])
    elif isinstance(shape, Members) and isinstance(value, list):
        yield from ((shape.model, member) for member in value)
    elif isinstance(shape, Leaf) and shape.model is not None and isinstance(value, int | str) and value != "":
        yield shape.model, value


def in_words(shape: Shape, value: Any, names: Names) -> str:
    """A value as plain text, a line for each of its parts; "" for nothing."""
    if value is MISSING or value is None or value == "":
        return ""
    if isinstance(shape, Struct) and isinstance(value, dict):
        return _lines((shape.part(name).label, in_words(shape.part(name), part, names)) for name, part in value.items())
    if isinstance(shape, Blocks) and isinstance(value, list):
        kinds = [(shape.kind(block["type"]), block["value"]) for block in value if is_block(block)]
        if len(kinds) == 1:
            return in_words(*kinds[0], names)
        return "\n".join(text for kind, inner in kinds if (text := in_words(kind, inner, names)))
    if isinstance(shape, Members) and isinstance(value, list):
        return ", ".join(sorted(names.name(shape.model, member) for member in value))
    if isinstance(shape, Leaf) and shape.model is not None and isinstance(value, int | str):
        return names.name(shape.model, value)
    if isinstance(shape, Leaf) and shape.text == "rich" and isinstance(value, str):
        return str(get_text_for_indexing(value)).strip()
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(shape, Leaf) and isinstance(value, str) and value in shape.options:
        return str(shape.options[value])
    return _anything(value)


def _lines(parts: Iterable[tuple[Any, str]]) -> str:
    return "\n".join(f"{capfirst(str(label))}: {text}" if label else text for label, text in parts if text)


def _anything(value: Any) -> str:
    if isinstance(value, dict):
        return " · ".join(text for part in value.values() if (text := _anything(part)))
    if isinstance(value, list):
        return " · ".join(text for part in value if (text := _anything(part)))
    return "" if value is None else str(value)


def trail_in_words(trail: Iterable[Any]) -> str:
    """The way to a value: "Isi › Langkah › Judul"; a label that follows itself is said once."""
    labels = [str(capfirst(str(label))) for label in trail if label]
    return " › ".join(label for at, label in enumerate(labels) if at == 0 or label != labels[at - 1])


def marked(one: str, other: str) -> tuple[SafeString, SafeString]:
    """Two texts as safe HTML, each with what the other does not have in `<mark>`."""
    left, right = [], []
    for kind, text in diff_text(one, other).changes:
        if kind == "equal":
            left.append(escape(text))
            right.append(escape(text))
        else:
            side = left if kind == "deletion" else right
            side.append(f"<mark>{escape(text)}</mark>" if text.strip() else escape(text))
    return mark_safe("".join(left)), mark_safe("".join(right))  # noqa: S308 - every piece is escaped


def changed_part(before: str, after: str) -> SafeString:
    """What a text becomes, as safe HTML: only the places that change, with a few words around them."""
    pieces = []
    for kind, text in diff_text(before, after).changes:
        if kind == "equal":
            if len(text) > 3 * AROUND:
                text = f"{text[:AROUND].rpartition(' ')[0]} … {text[-AROUND:].partition(' ')[2]}"
            pieces.append(escape(text))
        elif text.strip():
            tag = "del" if kind == "deletion" else "ins"
            pieces.append(f"<{tag}>{escape(Truncator(text).chars(SHORT))}</{tag}>")
    return mark_safe("".join(pieces))  # noqa: S308 - every piece is escaped


@dataclass(frozen=True)
class Answer:
    """One way to settle a question: what its radio button says and, where there is any, the text that it stands for."""

    choice: Choice
    label: str
    html: SafeString | str
    checked: bool


@dataclass(frozen=True)
class Question:
    """A conflict as the form shows it. `number` counts the questions of a form from one."""

    number: int
    key: str
    place: str
    explanation: str
    answers: list[Answer]
    before: str


def question(number: int, conflict: Conflict, names: Names, where: str = "") -> Question:
    """A conflict in words; `where` names the lesson it is in."""
    versions = (conflict.ours, conflict.theirs, conflict.base)
    ours, theirs, base = (in_words(conflict.shape, version, names) for version in versions)
    gone = _("Not there")
    left, right = marked(ours, theirs)
    texts: dict[Choice, SafeString | str] = {
        Choice.OURS: gone if conflict.ours is MISSING else left or _("(empty)"),
        Choice.THEIRS: gone if conflict.theirs is MISSING else right or _("(empty)"),
        Choice.BOTH: "",
    }
    labels = {Choice.OURS: _("Ours"), Choice.THEIRS: _("The source's"), Choice.BOTH: _("Both, ours first")}
    explained = {
        "both_changed": _("You changed this, and so did the source."),
        "they_deleted": _("The source has deleted this; you have changed it."),
        "we_deleted": _("You have deleted this; the source has changed it."),
    }
    if "/" not in conflict.key:
        # About a lesson as a whole.
        where = ""
        explained["they_deleted"] = _("The source has this lesson no longer.")
        if conflict.base is MISSING:
            explained["we_deleted"] = _("This lesson is new in the source.")
    return Question(
        number,
        conflict.key,
        " · ".join(part for part in (where, trail_in_words(conflict.trail)) if part),
        explained[conflict.why.value],
        [Answer(choice, labels[choice], texts[choice], choice is conflict.chosen) for choice in conflict.choices],
        base,
    )


@dataclass(frozen=True)
class Line:
    """One line of the summary of what is taken over."""

    place: str
    text: SafeString | str


def line(change: Change, names: Names) -> Line:
    if change.kind == "updated" and change.before is not MISSING and change.after is not MISSING:
        versions = (in_words(change.shape, value, names) for value in (change.before, change.after))
        return Line(trail_in_words(change.trail), changed_part(*versions))
    value = change.before if change.after is MISSING else change.after
    return Line(trail_in_words(change.trail), Truncator(in_words(change.shape, value, names)).chars(SHORT))
