"""What makes one material like another: the numbers and the choice of words that every engine shares."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from typing import Final

from search.analysis import STOP_WORDS, analyze
from search.engines.terms import term
from search.types import SearchDocument

LIKE_FIELDS: Final[dict[str, float]] = {"title": 3.0, "terms": 1.5, "summary": 1.0}
LIKE_TIE: Final = 0.3
SHARED_SUBJECT: Final = 4.0
SHARED_LEVEL: Final = 1.0
_LIKE_WORDS: Final = 8
_LIKE_SHARE: Final = 0.1


def telling_stems(document: SearchDocument, frequency: Callable[[str], int], total: int) -> list[str]:
    """The stems that tell this document from others: in few of `total` documents, but not in one only.

    `frequency(stem)` says in how many.
    """
    weights: defaultdict[str, float] = defaultdict(float)
    for field, weight in LIKE_FIELDS.items():
        for token in analyze(getattr(document, field)):
            if token.surface not in STOP_WORDS:
                weights[term(token.stem)] += weight
    telling: list[tuple[float, str]] = []
    for stem, weight in weights.items():
        found = frequency(stem)
        if 1 < found <= max(10, total * _LIKE_SHARE):
            telling.append((min(weight, 6.0) * math.log1p(total / found), stem))
    telling.sort(reverse=True)
    return [stem for _, stem in telling[:_LIKE_WORDS]]
