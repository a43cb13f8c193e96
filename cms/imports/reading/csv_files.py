"""CSV files of any program: encoding and separator are found out, a quote that is never closed is named."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from cms.imports.reading.cells import Cell, text_cell
from cms.imports.reading.files import FileRefused

DELIMITERS = (",", ";", "\t", "|")
BLOCK = 64 * 1024
# A cell with more lines is a quote that nobody closed.
MAX_LINES = 400
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
CsvRow = tuple[int, dict[int, Cell]]


def csv_tables(file: Any) -> list[tuple[Callable[[], Iterator[CsvRow]], list[str]]]:
    """(a function that reads the rows, notes) for each separator the file may have."""
    encoding = _encoding(file)
    notes = {"utf-16": ["utf_16"], "cp1252": ["windows_1252"]}.get(encoding.partition("-le")[0], [])
    return [(partial(_rows, file, encoding, delimiter), notes) for delimiter in DELIMITERS]


def _encoding(file: Any) -> str:
    """By its mark, else UTF-8 if all of it is, else what Windows writes in western countries."""
    file.seek(0)
    head = file.read(1024)
    for mark, name in MARKS:
        if head.startswith(mark):
            return name
    if head[1::2].count(0) > len(head) // 3:
        return "utf-16-le"
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := file.read(BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


class _Lines:
    """The lines of the file, with those of the row that is being read at hand."""

    def __init__(self, text: Any) -> None:
        self.text, self.row = text, []  # type: tuple[Any, list[str]]

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        # A file without line ends is read in pieces, never at once.
        line = self.text.readline(csv.field_size_limit())
        if not line:
            raise StopIteration
        if "\x00" in line:
            line = line.replace("\x00", "")
        self.row.append(line)
        if len(self.row) > MAX_LINES:
            raise csv.Error("a cell of too many lines")
        return str(line)


def _rows(file: Any, encoding: str, delimiter: str) -> Iterator[CsvRow]:
    """Rows are numbered as a spreadsheet would show them, not by lines."""
    file.seek(0)
    text = io.TextIOWrapper(io.BufferedReader(_Undetached(file)), encoding=encoding, errors="replace", newline="")
    lines = _Lines(text)
    number = 0
    try:
        for values in csv.reader(lines, delimiter=delimiter):
            raw, lines.row = lines.row, []
            if number == 0 and raw and raw[0].lower().startswith("sep="):
                # Excel's own line that says which separator follows; it counts as no row.
                continue
            number += 1
            if len(raw) > 1:
                _check_closed(raw, delimiter, number)
            cells = {at: text_cell(value, formulas=True) for at, value in enumerate(values) if value}
            yield number, {at: cell for at, cell in cells.items() if cell.text}
    except csv.Error as error:
        raise FileRefused("open_quote", row=number + 1) from error


def _check_closed(raw: list[str], delimiter: str, number: int) -> None:
    """The file may have ended within the quotes of a row; only then does the strict reader find no end."""
    try:
        list(csv.reader(raw, delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise FileRefused("open_quote", row=number) from error


class _Undetached(io.RawIOBase):
    """Django's file for a text wrapper, which would close it when it goes."""

    def __init__(self, file: Any) -> None:
        self.file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
