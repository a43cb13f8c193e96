"""Text that always fits its box: it is wrapped, then made smaller, and only then cut short."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from PIL import ImageFont

from media.og.lettering import FONTS

LINE_HEIGHT = 1.2
# Signs that Lato lacks, in words or signs that it has.
_SUBSTITUTES = str.maketrans(
    {"∠": "sudut ", "△": "segitiga ", "✓": "√", "✔": "√", "★": "*", "☆": "*", "♪": "", "▶": "›", "⟶": "→"}
    | {"☐": "□", "☑": "□", "✗": "×", "✕": "×", "■": "•", "\u00a0": " ", "\u200b": "", "\ufe0f": ""}
)


class SceneWarning(UserWarning):
    """A picture was drawn, but not everything that was asked for could be shown."""


@dataclass(frozen=True)
class Fitted:
    """Lines and the size at which they fit; size and widths in logical units."""

    lines: tuple[str, ...]
    size: float

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LINE_HEIGHT


@lru_cache(maxsize=1024)
def font(size: float, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Lato at `size` pixels; the basic layout engine gives the same widths on every machine."""
    path = FONTS / ("Lato-Bold.ttf" if bold else "Lato-Regular.ttf")
    return ImageFont.truetype(str(path), max(size, 1), layout_engine=ImageFont.Layout.BASIC)


def clean(value: object) -> str:
    """A parameter as one line of drawable text; `None` gives an empty string."""
    if value is None:
        return ""
    return " ".join(str(value).translate(_SUBSTITUTES).split())


def fit(
    text: str,
    width: float,
    height: float,
    largest: float,
    smallest: float,
    measure: Callable[[str, float], float],
    max_lines: int = 99,
) -> Fitted:
    """Break `text` into lines for a box of `width` × `height`.

    `measure(text, size)` gives a width. Sizes go down from `largest` in steps of 4 %. When even
    `smallest` does not fit, long words are broken and the rest is cut with an ellipsis
    (`SceneWarning`).
    """
    size = largest
    while True:
        lines = _wrap(text, width, size, measure)
        room = min(max_lines, max(1, int(height / (size * LINE_HEIGHT) + 0.01)))
        narrow = all(measure(line, size) <= width for line in lines)
        if narrow and len(lines) <= room and size * LINE_HEIGHT <= height + 0.5:
            return Fitted(tuple(_balance(lines, width, size, measure)), size)
        if size <= smallest:
            break
        size = max(smallest, size * 0.96)
    warnings.warn(f"Text does not fit and is cut: {text!r}", SceneWarning, stacklevel=2)
    size = min(size, height / LINE_HEIGHT)
    lines = [piece for line in lines for piece in _break(line, width, size, measure)]
    room = min(max_lines, max(1, int(height / (size * LINE_HEIGHT) + 0.01)))
    if len(lines) > room:
        last = lines[room - 1]
        while last and measure(last + "…", size) > width:
            last = last[:-1]
        lines = [*lines[: room - 1], last.rstrip() + "…"]
    return Fitted(tuple(lines), size)


def _wrap(text: str, width: float, size: float, measure: Callable[[str, float], float]) -> list[str]:
    lines: list[str] = []
    for word in _words(text, width, size, measure):
        if lines and not _divided(lines[-1]) and measure(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _divided(line: str) -> bool:
    """Whether the line ends inside a word: "kura-" does, a dash of its own does not."""
    return line.endswith("-") and not f" {line}".endswith(" -")


def _words(text: str, width: float, size: float, measure: Callable[[str, float], float]) -> list[str]:
    """Words; one that is too wide may be divided after its hyphen."""
    words: list[str] = []
    for word in text.split():
        first, _, second = word.partition("-")
        divided = first and second and measure(word, size) > width
        words += [f"{first}-", second] if divided else [word]
    return words


def _balance(lines: list[str], width: float, size: float, measure: Callable[[str, float], float]) -> list[str]:
    """The same number of lines, but of about the same length: no lonely last word."""
    if not 1 < len(lines) <= 3 or any(map(_divided, lines)):
        return lines
    words = " ".join(lines).split()
    low, high = width / 2, width
    best = lines
    for _ in range(6):
        middle = (low + high) / 2
        trial: list[str] = []
        for word in words:
            if trial and measure(f"{trial[-1]} {word}", size) <= middle:
                trial[-1] += f" {word}"
            else:
                trial.append(word)
        if len(trial) <= len(lines) and all(measure(line, size) <= width for line in trial):
            best, high = trial, middle
        else:
            low = middle
    return best


def _break(line: str, width: float, size: float, measure: Callable[[str, float], float]) -> list[str]:
    pieces = [""]
    for character in line:
        if pieces[-1] and measure(pieces[-1] + character, size) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces
