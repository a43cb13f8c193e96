"""What a spreadsheet can fill in a module besides what all materials share."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.imports.block_columns import ListColumn
from cms.imports.columns import register_column

register_column(
    "module",
    ListColumn(
        name="objectives",
        label=_("learning objectives"),
        headings=("Tujuan", "TP", "Objectives"),
        block="objective",
        max_length=300,
        hint=_("Several with a semicolon or on lines of their own."),
        example="Membuat poster dengan satu pesan yang jelas",
    ),
)
