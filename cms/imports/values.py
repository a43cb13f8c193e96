"""What people write into cells, read as numbers, durations, dates and grades. Pure functions."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from cms.lesson_hours import MINUTES_PER_JP

NUMBER = r"\d{1,6}(?:[.,]\d{1,2})?"
_UNITS = {
    "menit": 1, "mnt": 1, "mins": 1, "min": 1, "minutes": 1, "minute": 1, "m": 1, "'": 1,
    "jp": MINUTES_PER_JP, "jampel": MINUTES_PER_JP, "jam pelajaran": MINUTES_PER_JP, "lesson hours": MINUTES_PER_JP,
    "jam": 60, "hours": 60, "hour": 60, "h": 60,
}  # fmt: skip
_PART = re.compile(rf"({NUMBER})\s*({'|'.join(sorted(_UNITS, key=len, reverse=True))})?\.?", re.IGNORECASE)
_BETWEEN = re.compile(r"[ ,+]*")
_CLOCK = re.compile(r"(\d{1,3}):(\d{2})(?::(\d{2}))?")
_MONTHS = {
    name[:3]: number + 1
    for number, names in enumerate(
        "januari,january februari,february maret,march april mei,may juni,june juli,july agustus,august,agt "
        "september oktober,october november,nopember desember,december".split()
    )
    for name in names.split(",")
}
_SAID = re.compile(r"(\d{1,2})[\s.-]+([a-z]{3,9})\.?[\s-]+(\d{4})", re.IGNORECASE)
_NUMERIC = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
# The first day of Excel's calendar; it believes that 1900 was a leap year.
_EXCEL_DAY_ZERO = datetime.date(1899, 12, 30)
_EXCEL_DAYS = range(20_000, 80_000)

ROMAN = {name: n for n, name in enumerate("I II III IV V VI VII VIII IX X XI XII XIII".split(), 1)}
_RANGE = re.compile(
    r"(?:kelas|kls\.?|grades?)?\s*(\d{1,2}|[IVX]{1,4})\s*(?:-|–|—|s\.?\s?/?\s?d\.?|sampai(?:\s+dengan)?|hingga|to)\s*"
    r"(?:kelas|kls\.?)?\s*(\d{1,2}|[IVX]{1,4})",
    re.IGNORECASE,
)


def minutes(text: str, *, unit: int = 1) -> int | None:
    """Whole minutes: "90", "90,0 menit", "2 JP", "1 jam 30 menit", "1:30:00". None when it is no duration.

    `unit` is how many minutes a bare number counts.
    """
    text = " ".join(text.split())
    if clock := _CLOCK.fullmatch(text):
        return int(clock[1]) * 60 + int(clock[2])
    # What the site itself shows: "2 JP (90 menit)".
    if text.endswith(")"):
        text = text.partition("(")[0].strip()
    total, at = Decimal(0), 0
    while match := _PART.match(text, at):
        total += Decimal(match[1].replace(",", ".")) * (_UNITS[match[2].casefold()] if match[2] else unit)
        between = _BETWEEN.match(text, match.end())
        at = between.end() if between else match.end()
    if not text or at < len(text):
        return None
    return int(total.quantize(Decimal(1), "ROUND_HALF_UP"))


def date(text: str) -> datetime.date | None:
    """A day: ISO, 31/12/2025, 31 Desember 2025 or Excel's number for it. None when it is none; "" and zeros too."""
    text = " ".join(text.split())
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}(?:[ T].*)?", text):
            return datetime.date.fromisoformat(text[:10])
        if match := _NUMERIC.fullmatch(text):
            return datetime.date(int(match[3]), int(match[2]), int(match[1]))
        if (match := _SAID.fullmatch(text)) and (month := _MONTHS.get(match[2][:3].casefold())):
            return datetime.date(int(match[3]), month, int(match[1]))
        if re.fullmatch(r"\d{5}(?:\.\d+)?", text) and (day := int(float(text))) in _EXCEL_DAYS:
            return _EXCEL_DAY_ZERO + datetime.timedelta(days=day)
    except ValueError:
        return None
    return None


def is_no_date(text: str) -> bool:
    """What databases write for a day that nobody gave: 0000-00-00."""
    return re.fullmatch(r"0{1,4}[-/.]0{1,4}[-/.]0{1,4}(?:[ T]0{2}:.*)?", text.strip()) is not None


def grade_range(text: str) -> list[int] | None:
    """The grades of "Kelas 7-9", "VII s.d. IX"; None when it is no range of grades."""
    match = _RANGE.fullmatch(" ".join(text.split()))
    if match is None:
        return None
    first, last = (int(word) if word.isdigit() else ROMAN.get(word.upper(), 0) for word in match.groups())
    return list(range(first, last + 1)) if 1 <= first <= last <= 13 else None


def grade(text: str) -> int | None:
    """The grade of "7", "VII", "kls. 7"; None when it is none."""
    word = re.sub(r"^(?:kelas|kls\.?|grade)\s*", "", text.strip(), flags=re.IGNORECASE)
    number = int(word) if word.isdecimal() and len(word) < 3 else ROMAN.get(word.upper(), 0)
    return number if 1 <= number <= 13 else None
