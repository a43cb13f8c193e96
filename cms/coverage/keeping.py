"""Figures of a large library are counted once a minute; those of a small one each time anew."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.core.cache import cache
from wagtail.models import PageLogEntry

from cms.coverage.axes import Axis
from cms.coverage.counting import Counts, count
from cms.models import Centre
from cms.vocabulary import TermEntry, get_vocabulary

# Counting that takes longer is kept. Materials expire by the clock: no figure is older than a minute.
SLOW_SECONDS, KEPT_SECONDS = 0.3, 60


@dataclass(frozen=True)
class Kept:
    """`key` names these figures in the cache; `seconds`, for how long what is made of them may be kept: 0 for small."""

    counts: Counts
    key: str
    seconds: int


def kept_count(
    rows: Axis, columns: Axis, *, chosen: tuple[Axis, TermEntry] | None = None, centre: Centre | None = None
) -> Kept:
    """What `count` gives. Whoever publishes, moves or closes a page, or changes a term, has it counted anew."""
    newest = PageLogEntry.objects.order_by("-pk").values_list("pk", flat=True).first()
    term, place = chosen[1].pk if chosen else "", centre.pk if centre else ""
    key = f"coverage:{rows.name}:{columns.name}:{term}:{place}:{get_vocabulary().version}:{newest or 0}"
    counts = cache.get(key)
    if counts is not None:
        return Kept(counts, key, KEPT_SECONDS)
    started = time.monotonic()
    counts = count(rows, columns, chosen=chosen, centre=centre)
    slow = time.monotonic() - started > SLOW_SECONDS
    if slow:
        cache.set(key, counts, KEPT_SECONDS)
    return Kept(counts, key, KEPT_SECONDS if slow else 0)
