"""Durations: a JP (jam pelajaran) is a lesson of 45 minutes."""

from __future__ import annotations

from django.utils import formats
from django.utils.translation import gettext as _

MINUTES_PER_JP = 45


def duration_in_words(minutes: int | None) -> str:
    """Minutes as lesson hours and minutes: 90 is "2 JP (90 menit)"; "" without any."""
    if not minutes:
        return ""
    hours = round(minutes / MINUTES_PER_JP, 1)
    number = formats.number_format(hours, 0 if hours == int(hours) else 1)
    return _("%(jp)s JP (%(minutes)s minutes)") % {"jp": number, "minutes": minutes}
