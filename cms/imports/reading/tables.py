"""The tables of a file: its visible sheets, or the one of a CSV file. Rows come one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from cms.imports.reading.cells import Cell
from cms.imports.reading.csv_files import csv_tables
from cms.imports.reading.files import FileRefused, check_file
from cms.imports.reading.workbooks import workbook_tables

# A row's number as a spreadsheet shows it, and its cells by position from 0; empty cells are left out.
Row = tuple[int, dict[int, Cell]]
MAX_ROWS = 20_000
MAX_COLUMNS = 300
# What ends the reading of a beginning: nothing is wrong with the rows before.
CUT = ("too_many_cells", "too_much_text")


@dataclass(frozen=True)
class Table:
    """One sheet. `read()` gives its rows anew each time; rows without any text are left out."""

    name: str
    read: Callable[[], Iterator[Row]]
    # Codes of what was noticed: "windows_1252", "utf_16".
    notes: list[str] = field(default_factory=list)

    def rows(self) -> Iterator[Row]:
        """Raises FileRefused when there are more rows or columns than are read."""
        count = 0
        for number, cells in self.read():
            if not cells:
                continue
            if max(cells) >= MAX_COLUMNS:
                raise FileRefused("too_many_columns", limit=MAX_COLUMNS, row=number)
            count += 1
            if count > MAX_ROWS:
                raise FileRefused("too_many_rows", limit=MAX_ROWS)
            yield number, cells


@contextmanager
def open_tables(file: Any, name: str, size: int, *, beginning: bool = False) -> Iterator[tuple[list[Table], list[str]]]:
    """The tables of an open file, and the names of its hidden sheets. Raises FileRefused.

    With `beginning` much less may be read of a workbook before a row raises FileRefused with a code of `CUT`.
    A CSV file is one table for each way in which its lines may be divided: the caller knows what columns to expect.
    """
    check_file(file, name, size)
    if PurePath(name).suffix.lower() == ".csv":
        yield [Table("", read, notes) for read, notes in csv_tables(file)], []
        return
    with workbook_tables(file, beginning=beginning) as (sheets, hidden):
        yield [Table(title, read) for title, read in sheets], hidden
