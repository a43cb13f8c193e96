"""The spreadsheets we give out: templates with hints and allowed terms, present terms, reports of an import."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override
from xlsxwriter import Workbook

from cms.admin.export import harmless
from cms.imports.columns import DASH_HINT, Column, TermColumn
from cms.imports.messages import problem_in_words
from cms.imports.models import Import, ImportRow
from cms.imports.targets import Target, target_of
from cms.vocabulary import get_vocabulary

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BATCH = 500


def template(target: Target, file_format: str) -> HttpResponse:
    """An empty table with the headers in Indonesian, whatever the language of the interface."""
    with override("id"):
        name = f"templat-{target.key.replace(':', '-')}"
        heads = _heads(target)
        if file_format == "csv":
            return _csv(name, [[head for _key, head, _column in heads]])
        return _workbook(name, [("Data", [[head for _key, head, _column in heads]]), (_("Hints"), _hints(heads))])


def present_words(target: Any, file_format: str) -> HttpResponse:
    """All terms of a vocabulary (or all tags), as an import reads them back."""
    with override("id"):
        heads = _heads(target)
        rows = [[head for _key, head, _column in heads]]
        for item in target.model._default_manager.order_by("pk").iterator(chunk_size=BATCH):
            rows.append([harmless(_word_cell(key, column, item)) for key, _head, column in heads])
        name = f"isi-{target.key.replace(':', '-')}"
        return _csv(name, rows) if file_format == "csv" else _workbook(name, [("Data", rows)])


def _heads(target: Target) -> list[tuple[str, str, Column | None]]:
    """The key of each column, its header, and what it fills in if it does."""
    heads: list[tuple[str, str, Column | None]] = []
    for key, headings in target.identity_keys().items():
        if key in ("external_id", "slug", "new_name"):
            heads.append((key, headings[0], None))
    for column in target.columns():
        heads.append((column.name, str(capfirst(str(column.label))), column))
    return heads


def _word_cell(key: str, column: Column | None, item: Any) -> str:
    if column is None:
        # A new name is for who fills the sheet in.
        return str(item.slug) if key == "slug" else ""
    value = column.current(item)
    vocabulary = getattr(column, "vocabulary", "")
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if vocabulary:
        entries = get_vocabulary().by_pk[vocabulary]
        ids = value if isinstance(value, list) else [value] if value else []
        return "; ".join(entries[pk].slug for pk in ids)
    return "" if value is None else str(value)


def _hints(heads: list[tuple[str, str, Column | None]]) -> list[list[str]]:
    rows = [[_("Column"), _("Hint"), _("Example"), _("Allowed values")]]
    rows.append(
        ["ID", _("Your own number or code of the material. With it, a later import finds it again."), "PST-001", ""]
    )
    for _key, head, column in heads:
        if column is None:
            continue
        allowed = ""
        if isinstance(column, TermColumn):
            entries = get_vocabulary().terms.get(column.vocabulary, {}).values()
            allowed = "; ".join(entry.name for entry in entries if entry.active)
        required = _("Always needed.") if column.required else ""
        rows.append([head, f"{required} {column.hint}".strip(), column.example, allowed[:30_000]])
    return [*rows, ["", str(DASH_HINT), "", ""]]


def report(source: Import, rows: Any) -> HttpResponse:
    """The rows with what was found in each, read in batches."""
    target = target_of(source)
    lines = _report_lines(target, rows)
    return _workbook(f"laporan-impor-{source.pk}", [(_("Report"), lines)])


def _report_lines(target: Target | None, rows: Any) -> Iterator[list[Any]]:
    yield [_("Row"), "ID", _("Title"), _("Outcome"), _("State"), _("What was found")]
    row: ImportRow
    for row in rows.order_by("number").iterator(chunk_size=BATCH):
        title = row.data.get("title") or row.data.get("name") or ""
        words = " ".join(problem_in_words(problem, target) for problem in row.problems)
        name = row.data.get("external_id") or row.data.get("uuid") or row.data.get("slug") or ""
        cells = [name, title, row.get_outcome_display(), row.get_state_display(), words]
        yield [row.number, *map(harmless, map(str, cells))]


def _csv(name: str, rows: Iterable[Iterable[Any]]) -> HttpResponse:
    text = io.StringIO()
    # Without the mark Excel takes UTF-8 for the system's own encoding.
    text.write("\ufeff")
    csv.writer(text).writerows(rows)
    return _download(text.getvalue().encode(), f"{name}.csv", "text/csv; charset=utf-8")


def _workbook(name: str, sheets: list[tuple[str, Iterable[Iterable[Any]]]]) -> HttpResponse:
    file = io.BytesIO()
    # Rows go to disk one after the other: a report may have thousands.
    with Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for title, rows in sheets:
            sheet = book.add_worksheet(title[:31])
            sheet.set_column(0, 40, 24)
            sheet.freeze_panes(1, 0)
            for number, row in enumerate(rows):
                for at, value in enumerate(row):
                    sheet.write(number, at, value, bold if number == 0 else wrap)
    return _download(file.getvalue(), f"{name}.xlsx", XLSX)


def _download(content: bytes, name: str, content_type: str) -> HttpResponse:
    stem, _dot, ending = name.rpartition(".")
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{stem}-{timezone.localdate():%Y-%m-%d}.{ending}"'
    response["Cache-Control"] = "no-store"
    return response
