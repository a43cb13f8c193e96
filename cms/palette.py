"""The stylesheet's colours as data: which stand on which, and how strong their contrast is (WCAG 2.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cms.stylesheet import STYLESHEET

TEXT = 4.5
SHAPE = 3.0
# (what is written or drawn, what it stands on, the least ratio WCAG 2.2 AA asks for)
PAIRS: tuple[tuple[str, str, float], ...] = (
    *((ink, ground, TEXT) for ground in ("paper", "tint", "raised") for ink in ("ink", "soft", "accent", "clay")),
    *((state, ground, TEXT) for ground in ("paper", "tint", "raised") for state in ("good", "bad", "warn")),
    *((ink, "accent-tint", TEXT) for ink in ("ink", "accent", "accent-deep")),
    ("clay", "clay-tint", TEXT),
    ("ink", "mark", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-deep", TEXT),
    *(("edge", ground, SHAPE) for ground in ("paper", "raised", "tint")),
)


@dataclass(frozen=True)
class Pair:
    """A colour on a ground in one scheme. `ratio` is 1 to 21."""

    scheme: str
    ink: str
    ground: str
    ink_value: str
    ground_value: str
    ratio: float
    least: float

    @property
    def is_shape(self) -> bool:
        """An outline, which needs less contrast than words."""
        return self.least == SHAPE

    @property
    def label_value(self) -> str:
        """A colour for words on the ground, where the ink itself is too weak for words."""
        return schemes()[self.scheme]["ink"]

    @property
    def passes(self) -> bool:
        return self.ratio >= self.least


def schemes() -> dict[str, dict[str, str]]:
    """The six-digit colour of each token, in the light and in the dark scheme."""
    css = STYLESHEET.read_text(encoding="utf-8")
    light, dark = re.findall(r":root \{(.*?)\n *\}", css, re.DOTALL)[:2]
    found = {name: _colours(block) for name, block in (("light", light), ("dark", dark))}
    return {"light": found["light"], "dark": {**found["light"], **found["dark"]}}


def pairs() -> list[Pair]:
    """Every pair of `PAIRS` in both schemes."""
    return [
        Pair(scheme, ink, ground, colours[ink], colours[ground], contrast(colours[ink], colours[ground]), least)
        for scheme, colours in schemes().items()
        for ink, ground, least in PAIRS
    ]


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio of two colours written as #rrggbb.

    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _colours(block: str) -> dict[str, str]:
    found = {}
    for name, value in re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", block):
        found[name] = value if len(value) == 7 else "#" + "".join(digit * 2 for digit in value[1:])
    return found
