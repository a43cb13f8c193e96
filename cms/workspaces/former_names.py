"""Former names with their dates, as a line of text: “BTKP DIY; 2003; 2019-06-30”."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from cms.models import Centre
from cms.models.centres import NAME_LENGTH, FormerName


@dataclass(frozen=True, slots=True)
class DatedName:
    """A name a centre had, with its first and last day where they are known."""

    name: str
    used_from: datetime.date | None = None
    used_until: datetime.date | None = None


def read_names(text: str) -> list[DatedName]:
    """A name for each line that is not empty. ValidationError names the line that cannot be read."""
    return [_read(line) for line in text.splitlines() if line.strip()]


def _read(line: str) -> DatedName:
    name, *dates = (part.strip() for part in line.split(";"))
    if not name or len(name) > NAME_LENGTH or len(dates) > 2:
        raise ValidationError(_refusal(line))
    begin, end = [*dates, "", ""][:2]
    found = DatedName(name, _day(begin, line, "01-01"), _day(end, line, "12-31"))
    if found.used_from and found.used_until and found.used_from > found.used_until:
        raise ValidationError(_("“%(line)s”: it cannot end before it begins.") % {"line": line.strip()[:100]})
    return found


def _day(text: str, line: str, of_the_year: str) -> datetime.date | None:
    """A day, or the first or last one of a year; None for nothing."""
    if not text:
        return None
    try:
        day = parse_date(f"{text}-{of_the_year}" if len(text) == 4 else text)
    except ValueError:
        day = None
    if day is None:
        raise ValidationError(_refusal(line))
    return day


def _refusal(line: str) -> str:
    return _("“%(line)s” cannot be read. Write “Name; 2003; 2019”, or dates such as 2019-06-30.") % {
        "line": line.strip()[:100]
    }


def keep_names(centre: Centre, names: Sequence[DatedName]) -> None:
    """Give the centre those of the names that it has not; what is there stays, missing dates are filled."""
    for given in names:
        row, is_new = FormerName.objects.get_or_create(
            centre=centre,
            name=given.name,
            defaults={"used_from": given.used_from, "used_until": given.used_until},
        )
        if not is_new:
            row.used_from = row.used_from or given.used_from
            row.used_until = row.used_until or given.used_until
            row.full_clean()
            row.save()
