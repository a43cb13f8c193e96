"""In which order the lessons of an adapted material stand once the source's order is taken over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wagtail.models import Page

from cms.adaptation.merging.ordering import merge_order, moved
from cms.adaptation.parts import Fate, Part


def merged_order(
    known: list[dict[str, Any]],
    sources: Iterable[int],
    own: Mapping[int, tuple[Page, Any]],
    parts: Sequence[Part],
    *,
    may_reorder: bool,
) -> tuple[list[str], list[str]]:
    """The keys of our lessons as they stand, and as they are to stand; the new ones among the latter.

    `known` are an adaptation's `parts`, `sources` and `own` the lessons of both sides in order. The order of lessons
    is no draft: that of the live ones changes only where the user may reorder pages that readers see.
    """
    origin = {row["page"]: row["source"] for row in known if row["page"] and row["source"] is not None}
    here = [order_key(origin.get(pk), pk) for pk in own]
    there = [order_key(source, None) for source in sources]
    removed = {part.page.pk for part in parts if part.fate is Fate.REMOVE and part.page}
    kept = {key for key, pk in zip(here, own, strict=True) if pk not in removed}
    kept |= {order_key(part.source.pk, None) for part in parts if part.fate is Fate.ADD and part.source}
    # What the source had dropped already stood wherever we wanted it.
    before = [order_key(row["source"], None) for row in known if row["source"] is not None and not row.get("gone")]
    order = merge_order(before, here, there, kept)
    live = [key for key, (page, _content) in zip(here, own.values(), strict=True) if page.live and key in kept]
    if not may_reorder and live != [key for key in order if key in set(live)]:
        order = merge_order([], here, there, kept)
    return [key for key in here if key in kept], order


def order_key(source: int | None, page: int | None) -> str:
    """A lesson in a list of either side: by what it was copied from, else by itself."""
    return f"part-{source}" if source is not None else f"own-{page}"


def put_in_order(wanted: Sequence[int], user: Any) -> None:
    """Move the fewest of these siblings (by id) that bring them into this order."""
    current = list(Page.objects.filter(pk__in=wanted).order_by("path").values_list("pk", flat=True))
    away = moved([str(pk) for pk in current], [str(pk) for pk in wanted])
    for place, pk in enumerate(wanted):
        if str(pk) in away:
            beside, side = (wanted[place - 1], "right") if place else (current[0], "left")
            Page.objects.get(pk=pk).move(Page.objects.get(pk=beside), pos=side, user=user)
