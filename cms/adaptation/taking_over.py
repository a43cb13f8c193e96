"""Takes over what changed in the source: what would be done, and doing it as drafts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowState

from cms.adaptation.adapting import copied_part, licence_refusal
from cms.adaptation.contents import (
    Content,
    draft_contents,
    fingerprint,
    live_content,
    parts_of,
    prefetch_contents,
    today,
    written_into,
)
from cms.adaptation.lesson_order import merged_order, order_key, put_in_order
from cms.adaptation.merging import Change, Conflict, Merged, compare, merge
from cms.adaptation.merging.ordering import moved
from cms.adaptation.models import Adaptation
from cms.adaptation.parts import Fate, Part, plan_parts
from cms.adaptation.shapes import page_shape
from cms.models import LearningResource

TAKEN_OVER = "sinau.take_over"


class TakeOverRefused(Exception):
    """Nothing was taken over; the text says why. `stale`: somebody changed the page or its source meanwhile."""

    def __init__(self, reason: str, *, stale: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.stale = stale


def visible_source(adaptation: Adaptation) -> LearningResource | None:
    """The source as readers see it; None when it is gone or no longer public."""
    if adaptation.source_id is None:
        return None
    found = LearningResource.objects.visible().filter(pk=adaptation.source_id).select_related("licence").first()
    return found.specific if found else None


@dataclass
class TakeOver:
    """What taking over the source's changes comes to, with these choices. Reading costs a fixed number of queries.

    `page` is the adapted material, freshly read; `source` the visible source.
    """

    adaptation: Adaptation
    page: Any
    source: Any
    user: Any
    choices: Mapping[str, str]

    def __post_init__(self) -> None:
        model = type(self.page)
        prefetch_contents([self.page])
        prefetch_contents([self.source])
        own = parts_of(self.page, visible=False)
        drafts = draft_contents([self.page, *own])
        self.ours: Content = today(model, drafts[self.page.pk])
        self.theirs: Content = today(model, live_content(self.source))
        self.base: Content = today(model, self.adaptation.base)
        self.own = {part.pk: (part, drafts[part.pk]) for part in own}
        self.sources = {part.pk: (part, live_content(part)) for part in parts_of(self.source, visible=True)}

    @cached_property
    def merged(self) -> Merged:
        return merge(self.base, self.ours, self.theirs, page_shape(type(self.page)), self.choices)

    @cached_property
    def parts(self) -> list[Part]:
        changes_all = self.user.is_superuser or "change" in self.page.permissions_for_user(self.user).permissions

        def removable(page: Page) -> bool:
            # What readers see is not deleted by the way; drafts, by those whom Wagtail lets delete them.
            free = not page.live and not page.numchild and not page.locked and str(page.pk) not in self._in_review
            return free and (changes_all or page.owner_id == self.user.pk)

        return plan_parts(self.adaptation.parts, self.sources, self.own, self.choices, removable)

    @cached_property
    def _in_review(self) -> set[str]:
        """Ids of our lessons that somebody is reviewing."""
        return set(
            WorkflowState.objects.active()
            .filter(base_content_type=ContentType.objects.get_for_model(Page), object_id__in=map(str, self.own))
            .values_list("object_id", flat=True)
        )

    @cached_property
    def _orders(self) -> tuple[list[str], list[str]]:
        may_reorder = self.page.permissions_for_user(self.user).can_reorder_children()
        return merged_order(self.adaptation.parts, self.sources, self.own, self.parts, may_reorder=may_reorder)

    @property
    def order(self) -> list[str]:
        """The lessons as they will stand, by `order_key`."""
        return self._orders[1]

    @property
    def reorders(self) -> bool:
        """Whether lessons that are there already change places."""
        return bool(moved(*self._orders))

    @property
    def token(self) -> str:
        """Names the state that the choices were made on."""
        return fingerprint(
            self.adaptation.merged_at,
            self.ours,
            self.theirs,
            [(pk, page.title, content) for pk, (page, content) in (*self.own.items(), *self.sources.items())],
        )

    @cached_property
    def changes(self) -> list[Change]:
        """What of our material itself becomes different."""
        return list(compare(page_shape(type(self.page)), self.ours, self.merged.content))

    @cached_property
    def part_changes(self) -> list[tuple[Part, list[Change]]]:
        """The same of each lesson that is merged and changes."""
        found = []
        for part in self.parts:
            if part.merged is not None and part.page is not None:
                shape = page_shape(type(part.page))
                if changes := list(compare(shape, part.ours, part.merged.content)):
                    found.append((part, changes))
        return found

    @property
    def new_parts(self) -> list[Part]:
        return [part for part in self.parts if part.fate is Fate.ADD]

    @property
    def conflicts(self) -> list[Conflict]:
        """Every question to the editor: of the material, then lesson by lesson."""
        found = list(self.merged.conflicts)
        for part in self.parts:
            found += part.merged.conflicts if part.merged else ()
            found += [part.question] if part.question and len(part.question.choices) > 1 else []
        return found

    @property
    def is_empty(self) -> bool:
        """Nothing changes and nothing is asked; only the base moves on."""
        parts = (part for part in self.parts if part.question is not None)
        return not (self.changes or self.part_changes or self.conflicts or self.reorders or any(parts))


@transaction.atomic
def take_over(adaptation: Adaptation, user: Any, choices: Mapping[str, str], token: str) -> TakeOver:
    """Write the merged content as a draft revision of the page and of each lesson that changes; move the base on.

    Raises TakeOverRefused, with nothing done, when the page or the source is not as it was when `token` was made.
    """
    Page.objects.select_for_update().get(pk=adaptation.page_id)
    adaptation = Adaptation.objects.get(pk=adaptation.pk)
    source = visible_source(adaptation)
    if source is None:
        raise TakeOverRefused(_("The source is not public any more: there is nothing to take over."))
    if reason := licence_refusal(source):
        raise TakeOverRefused(reason)
    plan = TakeOver(adaptation, LearningResource.objects.get(pk=adaptation.page_id).specific, source, user, choices)
    if plan.token != token:
        raise TakeOverRefused(
            _("The material or its source has changed meanwhile. Look at your choices again; they are kept."),
            stale=True,
        )
    touched = [*(part for part, _changes in plan.part_changes), *(p for p in plan.parts if p.fate is Fate.REMOVE)]
    _refuse_locked([plan.page, *(part.page for part in touched if part.page)], user)
    if plan.changes:
        _write(plan.page, plan.merged.content, user)
    rows = _write_parts(plan, user)
    adaptation.base, adaptation.parts = plan.theirs, rows
    adaptation.describe_source(source)
    adaptation.merged_at, adaptation.source_changed_at = timezone.now(), None
    adaptation.save()
    return plan


def _write_parts(plan: TakeOver, user: Any) -> list[dict[str, Any]]:
    """What is to be remembered of each lesson, once it is written: the source's in its order first."""
    stored = {row["source"]: row for row in plan.adaptation.parts if row["source"] is not None}
    rows: list[dict[str, Any]] = []
    for part in plan.parts:
        source = part.origin
        stored.pop(source, None)
        row = {"source": source, "page": part.page.pk if part.page else None, "title": part.title, "base": part.theirs}
        if part.fate is Fate.MERGE and part.page is not None and part.merged is not None:
            if list(compare(page_shape(type(part.page)), part.ours, part.merged.content)):
                _write(part.page, part.merged.content, user)
        elif part.fate is Fate.ADD and part.source is not None:
            row = copied_part(part.source, plan.page, user)
        elif part.fate is Fate.REMOVE and part.page is not None:
            Page.objects.get(pk=part.page.pk).specific.delete(user=user)
            continue
        elif part.fate is Fate.KEEP:
            # It may come back, and is merged with this base then.
            row |= {"base": part.base, "gone": True}
        rows.append(row)
    # What was decided on before and is not there at the moment stays decided.
    rows += [{**row, "page": row["page"] if row["page"] in plan.own else None} for row in stored.values()]
    pages = {order_key(row["source"], None): row["page"] for row in rows if row["page"]}
    pages |= {order_key(None, pk): pk for pk in plan.own}
    put_in_order([pages[key] for key in plan.order], user)
    return rows


def _write(page: Any, content: Content, user: Any) -> None:
    newest = page.get_latest_revision()
    stored = newest.content if newest else page.serializable_data()
    draft = page.with_content_json(written_into(page, stored, content))
    # A draft may be incomplete; publishing asks for what is missing.
    draft.save_revision(user=user, log_action=TAKEN_OVER, clean=False)


def _refuse_locked(pages: list[Any], user: Any) -> None:
    for page in pages:
        if not page.permissions_for_user(user).can_edit():
            raise TakeOverRefused(_("You may not change “%(title)s”.") % {"title": page.title})
        lock = page.get_lock()
        if lock is not None and lock.for_user(user):
            raise TakeOverRefused(
                _("“%(title)s” is locked or being reviewed: wait until it is free again.") % {"title": page.title}
            )
