"""How much each field and each match counts in ranking: the numbers every engine shares."""

from __future__ import annotations

from typing import Final

FIELD_WEIGHTS: Final[dict[str, float]] = {
    "title": 4.0,
    "terms": 2.5,
    "summary": 1.5,
    "body": 1.0,
    "attached": 0.5,
}
TEXT_FIELDS: Final[tuple[str, ...]] = tuple(FIELD_WEIGHTS)
STEM_WEIGHT: Final = 0.6
DIS_MAX_TIE: Final = 0.3

# Constants added to a score. A title match is worth 10 to 40 points, so these only settle close calls.
REVIEWED_BOOST: Final = 0.75
NEAR_BOOST: Final = 1.5

# Scores are compared after rounding to this many decimals; equal ones are ordered by newest, then id.
SCORE_DECIMALS: Final = 4

# What an empty text field holds, so that averages of field length count every document. Analysis never
# yields it, since it is not a letter.
PLACEHOLDER: Final = "\u2205"
