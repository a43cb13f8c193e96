"""Finds the table in a file: which sheet, which row holds the headers, what each column means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from cms.imports.columns import DateColumn, DurationColumn, Headers, TermColumn
from cms.imports.models import Import
from cms.imports.reading import CUT, Cell, FileRefused, Table, open_tables
from cms.imports.targets import Target

# Titles and notes may stand above the header, but no more than this.
HEADER_WITHIN = 25
SHOWN = 80
SAMPLES = 3
# Terms, durations and dates are short; looking for them in a text that is not takes long.
MAX_LOOKED_INTO = 2_000
SHORT = (TermColumn, DurationColumn, DateColumn)


@dataclass(frozen=True)
class Header:
    """The header of a table: the last row it takes, the texts by position, and what is known of them."""

    row: int
    texts: dict[int, str]
    keys: dict[int, str]

    @property
    def known(self) -> int:
        return len(self.keys)


@dataclass
class ColumnCheck:
    """What is shown before a file is read through."""

    sheet: str
    header: Header
    samples: dict[int, list[str]] = field(default_factory=dict)
    notes: list[dict[str, Any]] = field(default_factory=list)

    def as_findings(self) -> dict[str, Any]:
        columns = [
            {
                "at": at,
                "text": text[:SHOWN],
                "key": self.header.keys.get(at, ""),
                "samples": self.samples.get(at, []),
            }
            for at, text in sorted(self.header.texts.items())
        ]
        return {"sheet": self.sheet, "header_row": self.header.row, "columns": columns, "notes": self.notes}


def find_header(rows: Iterator[tuple[int, dict[int, Cell]]], headers: Headers) -> Header | None:
    """The row that names most columns. Merged cells may spread the header over two rows: the lower one counts,
    and the upper where nothing stands below."""
    best: Header | None = None
    above: tuple[int, dict[int, str]] | None = None
    for number, cells in islice(rows, HEADER_WITHIN):
        texts = {at: " ".join(cell.text.split()) for at, cell in cells.items() if cell.text}
        candidates = [texts]
        if above is not None and above[0] == number - 1:
            candidates.append({**above[1], **texts})
        for candidate in candidates:
            header = Header(number, candidate, _keys(candidate, headers))
            if header.known and (best is None or header.known > best.known):
                best = header
        above = number, texts
    return best


def _keys(texts: Mapping[int, str], headers: Headers) -> dict[int, str]:
    """Position → key. Of two columns with one header the first is read."""
    found: dict[int, str] = {}
    for at, text in sorted(texts.items()):
        key = headers.key(text)
        if key and key not in found.values():
            found[at] = key
    return found


@dataclass
class Beginning:
    """The first rows of a table, and why no more were looked at where there are more to come."""

    table: Table
    rows: list[tuple[int, dict[int, Cell]]] = field(default_factory=list)
    cut: FileRefused | None = None
    header: Header | None = None

    @classmethod
    def of(cls, table: Table, headers: Headers) -> Beginning:
        """Raises FileRefused. Rows that hold formats only may be many: they end the look and refuse nothing."""
        found = cls(table)
        try:
            for row in islice(table.rows(), HEADER_WITHIN + SAMPLES):
                found.rows.append(row)
        except FileRefused as refused:
            if refused.code not in CUT:
                raise
            found.cut = refused
        found.header = find_header(iter(found.rows), headers)
        return found


def check_columns(file: Any, name: str, size: int, target: Target) -> ColumnCheck:
    """Look at the beginning of a file only. Raises FileRefused."""
    headers = target.headers()
    with open_tables(file, name, size, beginning=True) as (tables, hidden):
        looked = [Beginning.of(table, headers) for table in tables]
    required = {column.name for column in target.columns() if column.required} | set(target.identity_keys())
    good = [(found, found.header) for found in looked if found.header and required & set(found.header.keys.values())]
    if not good:
        cut = next((found.cut for found in looked if found.cut), None)
        raise cut or FileRefused("no_header" if any(found.rows for found in looked) else "empty")
    # A sheet is the first that fits; of the ways to divide the lines of a CSV file, the one that names most.
    best, header = max(good, key=lambda pair: pair[1].known) if tables[0].name == "" else good[0]
    table = best.table
    check = ColumnCheck(table.name, header)
    check.notes += [{"code": code} for code in table.notes]
    check.notes += [{"code": "hidden_sheet", "value": title[:SHOWN]} for title in hidden[:5]]
    others = [other.table for other, _header in good if other is not best and table.name]
    check.notes += [{"code": "other_sheet", "value": other.name[:SHOWN]} for other in others[:5]]
    twice = Counter(key for text in header.texts.values() if (key := headers.key(text)))
    check.notes += [{"code": "column_twice", "value": key} for key, count in twice.items() if count > 1]
    _take_samples(check, best)
    return check


def _take_samples(check: ColumnCheck, beginning: Beginning) -> None:
    rows = [cells for number, cells in beginning.rows if number > check.header.row]
    if not rows:
        raise beginning.cut or FileRefused("header_only")
    for cells in rows[:SAMPLES]:
        for at, cell in cells.items():
            check.samples.setdefault(at, []).append(cell.text[:SHOWN])


def data_rows(file: Any, source: Import, target: Target) -> Iterator[tuple[int, dict[str, str], list[dict[str, Any]]]]:
    """(number, key → text, problems of cells) of each row below the header, by the confirmed mapping."""
    mapping = {int(at): key for at, key in source.mapping.items() if key}
    columns = {key: target.column_of(key) for key in mapping.values()}
    information = target.information_keys()
    with open_tables(file, source.original_name, file.size) as (tables, _hidden):
        table = _chosen(tables, source, target)
        for number, cells in table.rows():
            if number <= source.findings["header_row"]:
                continue
            data: dict[str, str] = {}
            problems: list[dict[str, Any]] = []
            for at, key in mapping.items():
                cell = cells.get(at)
                if cell is None or key in information:
                    continue
                if isinstance(columns[key], SHORT) and len(cell.text) > MAX_LOOKED_INTO:
                    # It is kept from the columns, which would look into it.
                    said = {"length": len(cell.text), "limit": MAX_LOOKED_INTO, "level": "error", "cell": True}
                    problems.append({"code": "too_long", **said, "column": key, "value": cell.text[:200]})
                    continue
                data[key] = cell.text
                if problem := _problem(cell, key, columns[key]):
                    problems.append({**problem, "column": key, "value": cell.text[:200], "cell": True})
            if data or problems:
                yield number, data, problems


def _chosen(tables: list[Table], source: Import, target: Target) -> Table:
    if tables[0].name:
        return next(table for table in tables if table.name == source.findings["sheet"])
    texts = {column["at"]: column["text"] for column in source.findings["columns"]}
    for table in tables:
        header = find_header(table.rows(), target.headers())
        if header and {at: text[:SHOWN] for at, text in header.texts.items()} == texts:
            return table
    raise FileRefused("no_header")


def _problem(cell: Cell, key: str, column: Any) -> dict[str, Any] | None:
    """What a cell holds in place of a value that somebody wrote."""
    if "error" in cell.marks:
        return {"code": "cell_error", "level": "error"}
    if "no_result" in cell.marks:
        return {"code": "formula_without_result", "level": "error"}
    if "date" in cell.marks and isinstance(column, TermColumn | DurationColumn):
        return {"code": "turned_into_date", "level": "error"}
    return {"code": "formula", "level": "note"} if "formula" in cell.marks else None
