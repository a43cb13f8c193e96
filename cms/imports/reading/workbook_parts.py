"""The parts of a workbook other than its sheets. Each is found by its role, whatever its name, and bounded by it."""

from __future__ import annotations

import posixpath
import re
import zipfile
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

from cms.imports.reading.files import MAX_UNPACKED, FileRefused
from cms.imports.reading.xml_streams import Budget, Elements, XmlStream

MEBIBYTE = 1024 * 1024
MAX_LIST = 5 * MEBIBYTE
# Workbooks that were copied into each other for years have tens of thousands of styles.
MAX_STYLES = 16 * MEBIBYTE
MAX_TEXTS = 64 * MEBIBYTE
# A text has four tags, one with formats within it several more.
TAGS = {"list": 500_000, "styles": 1_000_000, "texts": 5_000_000}
MAX_TEXT_COUNT = 1_000_000
# Excel keeps at most 65,490.
MAX_STYLE_COUNT = 100_000
# Excel itself takes no longer ones; finding out about dates is slow in long ones.
MAX_FORMAT = 255
# A character that XML cannot hold, as spreadsheets write it: _x000D_
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class SheetPart:
    title: str
    visible: bool
    name: str


@dataclass(frozen=True)
class Styles:
    """Numbers of the cell styles that show a number as a date, and as a span of time."""

    dates: frozenset[str] = frozenset()
    spans: frozenset[str] = frozenset()


class Package:
    """The parts by name and by the relationships between them."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        # Names differ in capitals from what is said of them, and in the slash that Windows programs write.
        self._parts = {_folded(part.filename): part for part in archive.infolist()}

    def __contains__(self, name: str) -> bool:
        return _folded(name) in self._parts

    def open(self, name: str, limit: int = MAX_UNPACKED) -> Any:
        """Raises FileRefused for a part of more bytes, KeyError for none. No reader gets more than a part claims."""
        part = self._parts[_folded(name)]
        if part.file_size > limit:
            raise FileRefused("overgrown")
        return self._archive.open(part)

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Id → (role, name) of the parts to which one points; "" is the workbook file itself."""
        folder, own = posixpath.split(name)
        listing = posixpath.join(folder, "_rels", f"{own}.rels")
        found: dict[str, tuple[str, str]] = {}
        for _place, attrs in self.elements(listing, "Relationships/Relationship"):
            if attrs.get("TargetMode") != "External":
                target = attrs.get("Target", "").replace("\\", "/")
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                found[attrs.get("Id", "")] = attrs.get("Type", "").rpartition("/")[2], path
        return found

    def elements(
        self, name: str, *places: str, limit: int = MAX_LIST, tags: str = "list", last: str = ""
    ) -> Iterator[tuple[str, dict[str, str]]]:
        """(place, attributes) of elements of a part; none where there is no such part."""
        if name in self:
            with self.open(name, limit) as source:
                yield from Elements(source, Budget(TAGS[tags], code="overgrown"), *places, last=last)


class Workbook:
    """What the sheets of a workbook are and what reading them takes."""

    def __init__(self, package: Package) -> None:
        self.package = package
        roles = dict(package.related("").values())
        main = roles.get("officeDocument", "xl/workbook.xml")
        related = package.related(main)
        parts = dict(related.values())
        self.from_1904 = False
        self.sheets: list[SheetPart] = []
        for place, attrs in package.elements(main, "workbook/workbookPr", "sheets/sheet"):
            if place == "workbook/workbookPr":
                self.from_1904 = attrs.get("date1904") in ("1", "true")
            else:
                self._add(attrs, related)
        self.styles = _styles(package, parts.get("styles", ""))
        self.texts = SharedTexts(package, parts.get("sharedStrings", ""))

    def _add(self, attrs: dict[str, str], related: dict[str, tuple[str, str]]) -> None:
        pointer = next((value for key, value in attrs.items() if key.endswith("/relationships id")), "")
        role, name = related.get(pointer, ("", ""))
        # A part is read once, however often it is named.
        if role == "worksheet" and name in self.package and name not in {sheet.name for sheet in self.sheets}:
            visible = attrs.get("state", "visible") == "visible"
            self.sheets.append(SheetPart(attrs.get("name", ""), visible, name))


class SharedTexts:
    """The texts that cells point to, read as far as they are asked for and kept without an object for each."""

    def __init__(self, package: Package, name: str) -> None:
        self._bytes, self._ends = bytearray(), array("Q")
        self._reader = self._read(package, name)

    def size(self, at: int) -> int:
        """Bytes of a text. Raises IndexError when there is none."""
        while at >= len(self._ends):
            if next(self._reader, None) is None:
                raise IndexError(at)
        return self._ends[at] - self._start(at)

    def text(self, at: int) -> str:
        size, start = self.size(at), self._start(at)
        return self._bytes[start : start + size].decode()

    def _start(self, at: int) -> int:
        if at < 0:
            raise IndexError(at)
        return self._ends[at - 1] if at else 0

    def _read(self, package: Package, name: str) -> Iterator[bool]:
        if name in package:
            with package.open(name, MAX_TEXTS) as source:
                stream = _TextStream(source, Budget(TAGS["texts"], code="overgrown"), self._bytes, self._ends)
                for _chunk in stream.chunks():
                    yield True


class _TextStream(XmlStream):
    """Appends each text with its formats left out, and without what tells how it is pronounced."""

    def __init__(self, source: Any, budget: Budget, into: bytearray, ends: array[int]) -> None:
        super().__init__(source, budget)
        self._into, self._ends = into, ends
        self._taking, self._spoken = False, 0

    def start(self, name: str, attrs: dict[str, str]) -> None:
        super().start(name, attrs)
        if name.endswith(" t"):
            self._taking = not self._spoken
        elif name.endswith(" rPh"):
            self._spoken += 1

    def end(self, name: str) -> None:
        super().end(name)
        if name.endswith(" t"):
            self._taking = False
        elif name.endswith(" si"):
            self._ends.append(len(self._into))
            if len(self._ends) > MAX_TEXT_COUNT:
                raise FileRefused("overgrown")
        elif name.endswith(" rPh"):
            self._spoken -= 1

    def text(self, data: str) -> None:
        if self._taking:
            self._into += data.encode()


def unescaped(text: str) -> str:
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _styles(package: Package, name: str) -> Styles:
    formats: dict[str, str] = {str(number): code for number, code in BUILTIN_FORMATS.items()}
    dates, spans = set(), set()
    known: dict[str, tuple[bool, bool]] = {}
    places = ("numFmts/numFmt", "cellXfs/xf")
    at = 0
    for place, attrs in package.elements(name, *places, limit=MAX_STYLES, tags="styles", last="cellXfs"):
        number = attrs.get("numFmtId", "0")
        if place == places[0]:
            code = attrs.get("formatCode", "")
            formats[number] = code if len(code) <= MAX_FORMAT else ""
            continue
        if number not in known:
            code = formats.get(number, "")
            known[number] = is_date_format(code), is_timedelta_format(code)
        is_date, is_span = known[number]
        if is_date:
            dates.add(str(at))
        if is_span:
            spans.add(str(at))
        at += 1
        if at > MAX_STYLE_COUNT:
            raise FileRefused("overgrown")
    return Styles(frozenset(dates), frozenset(spans))


def _folded(name: str) -> str:
    return name.replace("\\", "/").lower()
