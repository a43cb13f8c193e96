"""A cell's text, without what nobody sees: no-break spaces, zero-width characters, control codes."""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from cms.admin.export import unguarded

# What Excel shows instead of a value; https://support.microsoft.com/office/excel-error-values
ERROR = re.compile(r"#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)", re.IGNORECASE)
# "ya" and "tidak" are read back by every column that holds a yes or no.
BOOLEANS = {True: "ya", False: "tidak"}


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says. `marks`: "formula" (its last result is used), "no_result", "error", "date"."""

    text: str = ""
    marks: tuple[str, ...] = ()


def clean_text(text: str) -> str:
    """On one line, with single spaces."""
    return " ".join(_visible(text).split())


def clean_lines(text: str) -> str:
    """With its lines: no space at their ends, at most one empty line between two."""
    lines = [" ".join(line.split()) for line in _visible(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Visible(dict[int, str | None]):
    """Code of a character → what stands for it, for `str.translate`: most texts are passed through at once."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        category = unicodedata.category(char)
        found: str | None = char
        if category == "Zs":
            found = " "
        elif category in ("Zl", "Zp"):
            found = "\n"
        elif category in ("Cc", "Cf", "Cs", "Co", "Cn") and char not in "\n\r\t\u200c\u200d":
            found = None
        if len(self) < 5_000:
            self[code] = found
        return found


_VISIBLE = _Visible()


def _visible(text: str) -> str:
    """Every kind of space is a space, what has no width or no form is nothing (joiners of scripts stay)."""
    # Joiners mean something between letters only; at the ends they are left over from copying.
    return text.translate(_VISIBLE).strip("\u200c\u200d")


def text_cell(value: str, *, formulas: bool = False) -> Cell:
    """The cell of a text. With `formulas` (a CSV file) what begins with = was meant as one."""
    text = clean_lines(value)
    if ERROR.fullmatch(text):
        return Cell(text, ("error",))
    if formulas and text.startswith("=") and len(text) > 1:
        return Cell(text, ("no_result",))
    return Cell(unguarded(text))


def typed_cell(value: Any) -> Cell:
    """The cell of a value as a spreadsheet keeps it: number, date, time, truth, text."""
    if value is None:
        return Cell()
    if isinstance(value, bool):
        return Cell(BOOLEANS[value])
    if isinstance(value, float):
        # 90.0 is how a spreadsheet keeps 90; 15 digits are what it keeps of any number.
        return Cell(str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}")
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return Cell(value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="seconds"), ("date",))
    if isinstance(value, datetime.date):
        return Cell(value.isoformat(), ("date",))
    if isinstance(value, datetime.time):
        return Cell(value.isoformat(timespec="seconds"))
    if isinstance(value, datetime.timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return Cell(f"{minutes // 60}:{minutes % 60:02}:{seconds:02}")
    return text_cell(str(value))
