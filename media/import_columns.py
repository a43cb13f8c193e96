"""What a spreadsheet can fill in a creative example besides what all materials share."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.imports.columns import DateColumn, register_column
from cms.imports.columns import TextColumn as Text

register_column(
    "example",
    Text(name="teacher", label=_("teacher"), headings=("Nama guru",), max_length=200),
    Text(name="school", label=_("school"), headings=("Nama sekolah", "Asal sekolah"), max_length=200),
    DateColumn(
        name="consent_on",
        label=_("consent recorded on"),
        headings=("Tanggal persetujuan", "Tanggal izin"),
        hint=_("A date such as 31/12/2025."),
        example="31/12/2025",
    ),
)
