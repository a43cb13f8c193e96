"""Workbooks, read as a stream. What a sheet claims of its own size is not believed."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel, from_ISO8601

from cms.imports.reading.cells import Cell, typed_cell
from cms.imports.reading.files import FileRefused
from cms.imports.reading.workbook_parts import Package, Workbook, unescaped
from cms.imports.reading.xml_streams import MAX_DEPTH, Budget, XmlStream

SheetRow = tuple[int, dict[int, Cell]]
# Excel's own limits. Rows and cells that hold a format only are common, and cost next to nothing up to here.
MAX_SHEET_ROWS, MAX_SHEET_COLUMNS = 1_048_576, 16_384
MAX_ROW_TEXT = 2_000_000
# Tags, and bytes of text. A cell has four tags or, when it is empty, one; a second is enough for the beginning.
WHOLE = (12_000_000, 64_000_000)
BEGINNING = (2_000_000, 8_000_000)

NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
DATA, ROW, CELL, VALUE, FORMULA, TEXT, SPOKEN = range(1, 8)
TAGS = {
    f"{namespace} {name}": tag
    for namespace in NAMESPACES
    for name, tag in {
        "sheetData": DATA,
        "row": ROW,
        "c": CELL,
        "v": VALUE,
        "f": FORMULA,
        "t": TEXT,
        "rPh": SPOKEN,
    }.items()
}


@contextmanager
def workbook_tables(
    file: Any, *, beginning: bool = False
) -> Iterator[tuple[list[tuple[str, Callable[[], Iterator[SheetRow]]]], list[str]]]:
    """(title, function that reads the rows) of each visible sheet, and the titles of the hidden ones.

    The sheets have one budget together; with `beginning` it is one for looking, not for reading through.
    """
    file.seek(0)
    with _refusing():
        archive = zipfile.ZipFile(file)
    try:
        with _refusing():
            book = Workbook(Package(archive))
        budget = Budget(*(BEGINNING if beginning else WHOLE))
        tables: list[tuple[str, Callable[[], Iterator[SheetRow]]]] = [
            (sheet.title, partial(_rows, book, sheet.name, budget)) for sheet in book.sheets if sheet.visible
        ]
        yield tables, [sheet.title for sheet in book.sheets if not sheet.visible]
    finally:
        archive.close()


def _rows(book: Workbook, name: str, budget: Budget) -> Iterator[SheetRow]:
    with _refusing(), book.package.open(name) as source:
        stream = _SheetStream(source, budget, book)
        for _chunk in stream.chunks():
            rows, stream.rows = stream.rows, []
            yield from rows


class _SheetStream(XmlStream):
    """Gathers `rows`, those only that say something. Which values are the results of formulas is told."""

    root = b"worksheet>"

    def __init__(self, source: Any, budget: Budget, book: Workbook) -> None:
        super().__init__(source, budget)
        self.rows: list[SheetRow] = []
        self._book = book
        self._epoch = MAC_EPOCH if book.from_1904 else WINDOWS_EPOCH
        self._row_count = self._cell_count = self._number = self._size = 0
        self._cells: dict[int, Cell] = {}
        self._columns: dict[str, int] = {}
        # The last cell that told its place, and how many came after it.
        self._reference, self._after = "", 0
        self._attrs: dict[str, str] = {}
        self._pieces: list[str] = []
        self._taking = self._formula = False
        self._spoken = 0

    def start(self, name: str, attrs: dict[str, str]) -> None:
        self.depth += 1
        tag = TAGS.get(name)
        if tag == CELL:
            self._attrs, self._formula = attrs, False
            self._cell_count += 1
            if self._cell_count > MAX_SHEET_COLUMNS:
                raise FileRefused("too_many_cells")
            if "r" in attrs:
                self._reference, self._after = attrs["r"], 0
            else:
                self._after += 1
        elif tag == VALUE:
            self._taking = self._attrs.get("t") != "inlineStr"
        elif tag == TEXT:
            self._taking = self._attrs.get("t") == "inlineStr" and not self._spoken
        elif tag == FORMULA:
            self._formula = True
        elif tag == ROW:
            self._start_row(attrs.get("r"))
        elif tag == SPOKEN:
            self._spoken += 1
        if self.depth > MAX_DEPTH:
            raise FileRefused("damaged")

    def _start_row(self, number: str | None) -> None:
        self._number = int(float(number)) if number else self._number + 1
        self._row_count += 1
        self._cell_count = self._size = self._after = 0
        self._reference = ""
        self._cells = {}
        if self._row_count > MAX_SHEET_ROWS:
            raise FileRefused("too_many_cells")

    def end(self, name: str) -> None:
        self.depth -= 1
        tag = TAGS.get(name)
        if tag == CELL:
            if self._pieces or self._formula:
                self._end_cell("".join(self._pieces))
                self._pieces = []
        elif tag in (VALUE, TEXT):
            self._taking = False
        elif tag == ROW:
            if self._cells:
                self.rows.append((self._number, self._cells))
                self._cells = {}
        elif tag == SPOKEN:
            self._spoken -= 1
        elif tag == DATA:
            self.done = True

    def text(self, data: str) -> None:
        if self._taking:
            self._take(len(data))
            self._pieces.append(data)

    def _take(self, size: int) -> None:
        self._size += size
        if self._size > MAX_ROW_TEXT:
            raise FileRefused("long_row", row=self._number, limit=MAX_ROW_TEXT)
        self.budget.take_text(size)

    def _end_cell(self, value: str) -> None:
        cell = self._cell(value)
        if cell.text or cell.marks:
            self._cells[self._column() + self._after - 1] = cell

    def _column(self) -> int:
        """The number of the column that the last reference names: 2 of B7."""
        letters = self._reference.rstrip("0123456789")
        if letters not in self._columns:
            if len(letters) > 3 or not (letters.isascii() and (letters.isalpha() or not letters)):
                raise FileRefused("damaged")
            number = 0
            for letter in letters.upper():
                number = number * 26 + ord(letter) - 64
            self._columns[letters] = number
        return self._columns[letters]

    def _cell(self, text: str) -> Cell:
        kind = self._attrs.get("t", "n")
        if kind == "e":
            return Cell(text or "#VALUE!", ("error",))
        value: Any = None
        if kind == "s" and text:
            at = int(text)
            self._take(self._book.texts.size(at))
            value = unescaped(self._book.texts.text(at))
        elif kind in ("str", "inlineStr"):
            value = unescaped(text)
        elif text:
            value = self._typed(kind, text)
            if value is None:
                return Cell("#VALUE!", ("error",))
        found = typed_cell(value)
        if self._formula:
            return Cell(found.text, (*found.marks, "formula" if found.text else "no_result"))
        return found

    def _typed(self, kind: str, text: str) -> Any:
        """A number, day or truth; the text itself where it is none, and None for a day outside the calendar."""
        try:
            if kind == "b":
                return bool(int(text))
            if kind == "d":
                return from_ISO8601(text)
            number: Any = float(text) if "." in text or "e" in text.lower() else int(text)
        except ValueError:
            return text
        style = self._attrs.get("s", "0")
        if style not in self._book.styles.dates:
            return number
        try:
            return from_excel(number, self._epoch, timedelta=style in self._book.styles.spans)
        except (OverflowError, ValueError):
            return None


@contextmanager
def _refusing() -> Iterator[None]:
    """Whatever a reader stumbles over in a file is the file's fault: it is refused, with the cause kept."""
    try:
        yield
    except (FileRefused, MemoryError):
        raise
    except Exception as error:
        raise FileRefused("damaged") from error
