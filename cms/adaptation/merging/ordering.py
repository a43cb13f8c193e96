"""In which order the blocks of two changed lists stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence

Ids = Sequence[str]


def moved(before: Ids, after: Ids) -> set[str]:
    """The fewest of the common ids that, moved, explain the other order."""
    place = {block: at for at, block in enumerate(before)}
    common = [block for block in after if block in place]
    # The longest run that kept its order stays; by patience sorting.
    ends: list[int] = []
    last: list[str] = []
    previous: dict[str, str | None] = {}
    for block in common:
        at = bisect_left(ends, place[block])
        previous[block] = last[at - 1] if at else None
        ends[at : at + 1] = [place[block]]
        last[at : at + 1] = [block]
    stayed: set[str] = set()
    block_or_none = last[-1] if last else None
    while block_or_none is not None:
        stayed.add(block_or_none)
        block_or_none = previous[block_or_none]
    return set(common) - stayed


def merge_order(base: Ids, ours: Ids, theirs: Ids, kept: Collection[str]) -> list[str]:
    """Every id of `kept` (all of them stand in `ours` or `theirs`) once, in the merged order.

    What only the source moved goes to its place there; what both moved stays where it is here. What the source
    added follows the block that it follows there, behind what was added here at the same place.
    """
    theirs_moved = moved(base, theirs) - moved(base, ours)
    in_theirs = set(theirs)
    order = [block for block in ours if block in kept and block not in theirs_moved]
    placed = set(order)
    before: str | None = None
    for position, block in enumerate(theirs):
        if block in kept and block not in placed:
            following = next((later for later in theirs[position + 1 :] if later in placed), None)
            order.insert(_place(order, before, following, in_theirs), block)
            placed.add(block)
        if block in placed:
            before = block
    return order


def _place(order: Ids, before: str | None, following: str | None, in_theirs: Collection[str]) -> int:
    at = order.index(before) + 1 if before is not None else 0
    if before is not None and following is not None and (next_at := order.index(following)) >= at:
        return next_at
    while at < len(order) and order[at] not in in_theirs:
        at += 1
    return at
