"""What happens to the pages below an adapted material (its lessons) when the source is taken over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.adaptation.contents import Content
from cms.adaptation.merging import MISSING, Choice, Conflict, Leaf, Merged, Why, merge, same
from cms.adaptation.shapes import page_shape


class Fate(StrEnum):
    """What is to be done with one lesson."""

    MERGE = "merge"
    ADD = "add"
    SKIP = "skip"
    KEEP = "keep"
    REMOVE = "remove"


@dataclass(frozen=True)
class Part:
    """One lesson: the source's page, ours, what was taken over last, what ours says; and what is done with it.

    `question` is asked of the editor where there is a choice about the lesson as a whole. `origin` is the id of the
    source's page, also of one that is gone.
    """

    source: Page | None
    origin: int
    page: Page | None
    title: str
    base: Content | None
    ours: Content | None
    theirs: Content | None
    fate: Fate
    merged: Merged | None = None
    question: Conflict | None = None

    @property
    def key(self) -> str:
        return part_key(self.source, self.page)


def part_key(source: Page | None, page: Page | None) -> str:
    return f"part-{source.pk}" if source is not None else f"own-{page.pk if page else 0}"


def plan_parts(
    known: list[dict[str, Any]],
    sources: Mapping[int, tuple[Page, Content]],
    own: Mapping[int, tuple[Page, Content]],
    choices: Mapping[str, str],
    removable: Any,
) -> list[Part]:
    """Every lesson that either side has, the source's in its order first.

    `known` are an adaptation's `parts`; `sources` and `own` the lessons of the source and ours with their contents,
    by id; `removable(page)` says whether the editor may delete one of ours.
    """
    rows = {row["source"]: row for row in known if row["source"] is not None}
    planned = [_of_source(rows.get(pk), source, theirs, own, choices) for pk, (source, theirs) in sources.items()]
    for row in known:
        if row["source"] is None or row["source"] in sources or row["page"] not in own or row.get("gone"):
            continue
        page, ours = own[row["page"]]
        planned.append(_gone(row, page, ours, choices, removable))
    return planned


def _of_source(
    row: dict[str, Any] | None,
    source: Page,
    theirs: Content,
    own: Mapping[int, tuple[Page, Content]],
    choices: Mapping[str, str],
) -> Part:
    shape = page_shape(type(source))
    key = part_key(source, None)
    if row is None:
        # Whatever is new is offered; the editor may leave it.
        asked = _question(
            key, choices, (Choice.THEIRS, Choice.OURS), Why.WE_DELETED, source.title, theirs=theirs, base=MISSING
        )
        fate = Fate.ADD if asked.chosen is Choice.THEIRS else Fate.SKIP
        return Part(source, source.pk, None, source.title, None, None, theirs, fate, question=asked)
    base: Content = row["base"]
    if row["page"] in own:
        page, ours = own[row["page"]]
        merged = merge(base, ours, theirs, shape, choices, prefix=key)
        return Part(source, source.pk, page, source.title, base, ours, theirs, Fate.MERGE, merged=merged)
    if same(shape, base, theirs):
        return Part(source, source.pk, None, source.title, base, None, theirs, Fate.SKIP)
    asked = _question(
        key, choices, (Choice.OURS, Choice.THEIRS), Why.WE_DELETED, source.title, theirs=theirs, base=base
    )
    fate = Fate.ADD if asked.chosen is Choice.THEIRS else Fate.SKIP
    return Part(source, source.pk, None, source.title, base, None, theirs, fate, question=asked)


def _gone(row: dict[str, Any], page: Page, ours: Content, choices: Mapping[str, str], removable: Any) -> Part:
    """The source has this lesson no longer. Ours stays unless the editor says otherwise: a page has no undo."""
    base: Content = row["base"]
    offered = (Choice.OURS, Choice.THEIRS) if removable(page) else (Choice.OURS,)
    asked = _question(
        part_key(None, page), choices, offered, Why.THEY_DELETED, page.title, ours=ours, base=base, theirs=MISSING
    )
    fate = Fate.REMOVE if asked.chosen is Choice.THEIRS else Fate.KEEP
    return Part(None, row["source"], page, page.title, base, ours, None, fate, question=asked)


def _question(
    key: str, choices: Mapping[str, str], offered: tuple[Choice, ...], why: Why, title: str, **versions: Any
) -> Conflict:
    chosen = next((choice for choice in offered if choice == choices.get(key)), offered[0])
    values = {"base": MISSING, "ours": MISSING, "theirs": MISSING, **versions}
    # People see the title; the lesson itself is a page of its own.
    shown = {name: title if value is not MISSING else MISSING for name, value in values.items()}
    return Conflict(key, why, (_("Lesson"),), Leaf(label=_("Lesson")), choices=offered, chosen=chosen, **shown)
