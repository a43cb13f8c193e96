"""How many readers a material suits, as one number: what is most general can then be listed first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from search.types import MAX_BREADTH

# Bits, the weightiest first: level, school levels, grades, quality review.
_LEVEL_BITS: Final = 3
_SCHOOL_BITS: Final = 4
_GRADE_BITS: Final = 4


def breadth(facets: Mapping[str, Sequence[str]], levels: Sequence[str], reviewed: bool) -> int:
    """0 to MAX_BREADTH: more basic first, then more school levels, then more grades, then quality reviewed.

    `facets` are the material's slugs, `levels` all level slugs from basic to advanced. A material without a
    school level or grade is for all of them; one without a level stands behind the others.
    """
    lowest = min((levels.index(slug) for slug in facets.get("level", ()) if slug in levels), default=len(levels))
    number = _most(_LEVEL_BITS) - min(lowest, _most(_LEVEL_BITS))
    for facet, bits in (("school_level", _SCHOOL_BITS), ("grade", _GRADE_BITS)):
        number = number << bits | min(len(facets.get(facet, ())) or _most(bits), _most(bits))
    return min(number << 1 | reviewed, MAX_BREADTH)


def _most(bits: int) -> int:
    return (1 << bits) - 1
