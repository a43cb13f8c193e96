"""XML of a workbook as a stream. No tree is built, and nothing that a file can repeat grows without end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.parsers.expat import ParserCreate

from cms.imports.reading.files import FileRefused

CHUNK = 64 * 1024
MAX_DEPTH = 64
# Different names of elements and attributes: the parser keeps each one.
MAX_NAMES = 2_000
# One tag or comment is held as a whole.
MAX_TOKEN = 2 * 1024 * 1024
# `Budget` counts tags by their bytes, which other encodings could hide; these are what the format allows, and subsets.
ENCODINGS = {"utf-8", "utf-16", "us-ascii", "iso-8859-1"}


@dataclass
class Budget:
    """How much may still be read. Tags are the measure of time: a small file can hold millions of empty elements."""

    tags: int
    # Bytes of text, each time a text is used: thousands of cells may share a long one.
    text: int = 0
    code: str = "too_many_cells"

    def take_tags(self, count: int) -> None:
        self.tags -= count
        if self.tags < 0:
            raise FileRefused(self.code)

    def take_text(self, size: int) -> None:
        self.text -= size
        if self.text < 0:
            raise FileRefused("too_much_text")


class XmlStream:
    """Reads one part. What follows says in `start`, `end` and `text` what it makes of it, and may set `done`."""

    # The root element, looked for at the end when the rest is not parsed.
    root = b""

    def __init__(self, source: Any, budget: Budget) -> None:
        self.source, self.budget = source, budget
        self.depth, self.done = 0, False
        self._names: dict[str, str] = {}
        parser = self._parser = ParserCreate(namespace_separator=" ", intern=self._names)
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.StartDoctypeDeclHandler = _refuse
        parser.XmlDeclHandler = _check_encoding
        # Being called is enough: prefixes count among the names then.
        parser.StartNamespaceDeclHandler = _ignore

    def start(self, name: str, attrs: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FileRefused("damaged")

    def end(self, name: str) -> None:
        self.depth -= 1

    def text(self, data: str) -> None:
        pass

    def chunks(self) -> Iterator[None]:
        """Comes back after each piece of the part. Raises FileRefused, and ExpatError for what is no XML."""
        fed, chunk = 0, b""
        while not self.done and (chunk := self.source.read(CHUNK)):
            self.budget.take_tags(chunk.count(b"<"))
            self._parser.Parse(chunk, False)
            fed += len(chunk)
            if len(self._names) > MAX_NAMES or fed - self._parser.CurrentByteIndex > MAX_TOKEN:
                raise FileRefused("overgrown")
            yield
        if not self.done:
            self._parser.Parse(b"", True)
            yield
        elif self.root:
            self._check_end(chunk)

    def _check_end(self, tail: bytes) -> None:
        """What is behind the data is of no interest, but a file that was cut off is."""
        while chunk := self.source.read(CHUNK):
            tail = tail[-1024:] + chunk
        if self.root not in tail.replace(b"\x00", b""):
            raise FileRefused("damaged")


class Elements(XmlStream):
    """The attributes of the elements at some places, each named “parent/child”."""

    def __init__(self, source: Any, budget: Budget, *places: str, last: str = "") -> None:
        super().__init__(source, budget)
        self._parser.CharacterDataHandler = None
        self.places, self.last = set(places), last
        self._path: list[str] = [""]
        self._local: dict[str, str] = {}
        self._found: list[tuple[str, dict[str, str]]] = []

    def start(self, name: str, attrs: dict[str, str]) -> None:
        local = self._local.get(name)
        if local is None:
            local = self._local[name] = name.rpartition(" ")[2]
        place = f"{self._path[-1]}/{local}"
        self._path.append(local)
        if place in self.places:
            self._found.append((place, attrs))
        elif len(self._path) > MAX_DEPTH:
            raise FileRefused("damaged")

    def end(self, name: str) -> None:
        if self._path.pop() == self.last:
            self.done = True

    def __iter__(self) -> Iterator[tuple[str, dict[str, str]]]:
        for _chunk in self.chunks():
            found, self._found = self._found, []
            yield from found


def _refuse(*_said: Any) -> None:
    """No workbook declares a document type; entities that unfold without end need one."""
    raise FileRefused("damaged")


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding and encoding.lower() not in ENCODINGS:
        raise FileRefused("damaged")


def _ignore(*_said: Any) -> None:
    pass
