"""Muted tones of earth and sea, each in four steps."""

from __future__ import annotations

from dataclasses import dataclass

from media.covers.chance import Chance

# deep, middle, soft, pale
HUES: dict[str, tuple[str, str, str, str]] = {
    "teal": ("#0b4a54", "#1f7681", "#8cc3c5", "#dcedea"),
    "sea": ("#1b4162", "#35719c", "#9cc0db", "#e0ebf3"),
    "indigo": ("#31346c", "#565ba3", "#aeb3df", "#e6e7f5"),
    "plum": ("#532c50", "#84507e", "#cba6c4", "#f1e6ee"),
    "terracotta": ("#7d3421", "#bb5c40", "#e5ab92", "#f7e5da"),
    "clay": ("#573b2a", "#8f684b", "#d0b092", "#f2e8db"),
    "turmeric": ("#71500f", "#bd881f", "#edcb7d", "#fbefd2"),
    "leaf": ("#2a4d2c", "#568345", "#aecb9a", "#e8f1de"),
    "moss": ("#454a20", "#7b813b", "#c6c98f", "#f0f0da"),
}
# What stands out on a hue without shouting.
ACCENTS: dict[str, tuple[str, ...]] = {
    "teal": ("#edb458", "#e58b68", "#f2d7a0"),
    "sea": ("#edb458", "#e8977a", "#f0cf86"),
    "indigo": ("#f0b95b", "#e9967c", "#8fd0c8"),
    "plum": ("#f0bd6a", "#e99b86", "#a9cfae"),
    "terracotta": ("#f3c266", "#8fcac8", "#f5dcae"),
    "clay": ("#f0bd62", "#90c4b8", "#e58b68"),
    "turmeric": ("#f7efd6", "#8ecbc4", "#e98a63"),
    "leaf": ("#f2c765", "#eb9d77", "#f4e3b2"),
    "moss": ("#f2c765", "#eb9d77", "#9bd0c6"),
}
# The same on a pale ground.
STRONG_ACCENTS: dict[str, tuple[str, ...]] = {
    "teal": ("#d98a1f", "#c96645"),
    "sea": ("#d98a1f", "#c96645"),
    "indigo": ("#d98a1f", "#c9654a"),
    "plum": ("#d08a2a", "#4b8f86"),
    "terracotta": ("#1f7681", "#d49a2a"),
    "clay": ("#2c7f84", "#cf8a27"),
    "turmeric": ("#1f7681", "#bb5c40"),
    "leaf": ("#d0872a", "#bb5c40"),
    "moss": ("#bb5c40", "#2b7a80"),
}
# The hues that go with a hue, one of which may take the second place beside it.
COMPANIONS: dict[str, tuple[str, ...]] = {
    "teal": ("moss", "sea", "turmeric"),
    "sea": ("teal", "clay", "indigo"),
    "indigo": ("teal", "plum", "terracotta"),
    "plum": ("indigo", "terracotta", "clay"),
    "terracotta": ("turmeric", "plum", "clay"),
    "clay": ("terracotta", "moss", "turmeric"),
    "turmeric": ("terracotta", "moss", "clay"),
    "leaf": ("teal", "turmeric", "moss"),
    "moss": ("leaf", "turmeric", "teal"),
}


@dataclass(frozen=True, slots=True)
class Palette:
    """`texture` lies quietly on `ground`; `main` carries the motif, `second` accompanies it, `accent` is one spot."""

    ground: str
    texture: str
    main: str
    second: str
    accent: str


def choose(hue: str, chance: Chance) -> Palette:
    """A palette of a hue: on a deep, a middle or a pale ground, with a second hue or without."""
    deep, middle, soft, pale = HUES[hue]
    _deep, other_middle, other_soft, _pale = HUES[chance.one_of((hue, *COMPANIONS[hue]))]
    ground = chance.one_of(("deep", "middle", "pale"))
    if ground == "pale":
        return Palette(pale, soft, deep, other_middle, chance.one_of(STRONG_ACCENTS[hue]))
    accent = chance.one_of(ACCENTS[hue])
    if ground == "middle":
        return Palette(middle, deep, pale, other_soft, accent)
    return Palette(deep, middle, pale, other_soft, accent)
