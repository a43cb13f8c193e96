"""What a file is, told from its bytes and before it is read: too large, of another format, made to harm."""

from __future__ import annotations

import zipfile
from pathlib import PurePath
from typing import Any

MAX_BYTES = 20 * 1024 * 1024
# Unpacked, a workbook of 10,000 full rows has about 30 MB. `workbook_parts` bounds each part by what it is.
MAX_UNPACKED = 200 * 1024 * 1024
MAX_MEMBERS = 2_000
MAX_LISTING = 1024 * 1024
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENDINGS = ("csv", "xlsx")
HEAD = 4096

# Mark at the start of the file → what it is; the codes have their words in `messages`.
KNOWN = (
    (b"%PDF-", "is_pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is_old_office"),
    (b"\x89PNG", "is_picture"),
    (b"\xff\xd8\xff", "is_picture"),
    (b"GIF8", "is_picture"),
    (b"Rar!", "is_archive"),
    (b"7z\xbc\xaf\x27\x1c", "is_archive"),
    (b"MZ\x90", "is_program"),
    (b"\x7fELF", "is_program"),
)
MARKUP = (b"<!doctype", b"<html", b"<head", b"<body", b"<table", b"<script", b"<?xml", b"<style", b"<meta")


class FileRefused(Exception):
    """A file that cannot be imported. `code` has its words in `messages.REFUSALS`, `values` fill them."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def check_file(file: Any, name: str, size: int) -> None:
    """Look at a file's size, name, first bytes and list of parts. Raises FileRefused; leaves it at its start."""
    if size > MAX_BYTES:
        raise FileRefused("too_large", size=size, limit=MAX_BYTES)
    ending = PurePath(name).suffix.lower().lstrip(".")
    if ending not in ENDINGS:
        raise FileRefused("wrong_ending", ending=ending or "?")
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise FileRefused("empty")
    _check_head(head, ending)
    if ending == "xlsx":
        _check_parts(file)
        file.seek(0)


def _check_head(head: bytes, ending: str) -> None:
    for mark, code in KNOWN:
        if head.startswith(mark):
            raise FileRefused(code)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(MARKUP):
        raise FileRefused("is_web_page")
    zipped = head.startswith((b"PK\x03\x04", b"PK\x05\x06"))
    if ending == "xlsx" and not zipped:
        raise FileRefused("not_xlsx")
    if ending == "csv" and zipped:
        raise FileRefused("is_workbook")


class _BoundedReads:
    """A file of which no single read is larger than a bound: `zipfile` reads the whole list of parts at once."""

    def __init__(self, file: Any) -> None:
        self.file = file

    def read(self, size: int = -1) -> bytes:
        if size > MAX_LISTING:
            raise FileRefused("bomb")
        return bytes(self.file.read(size if size >= 0 else MAX_LISTING))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


def _check_parts(file: Any) -> None:
    """Only the list of parts is read. What it claims of their sizes, `zipfile` holds every reader to."""
    try:
        with zipfile.ZipFile(_BoundedReads(file)) as archive:  # type: ignore[arg-type]
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise FileRefused("damaged") from error
    if len(parts) > MAX_MEMBERS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise FileRefused("bomb")
    # Other ways of packing unpack without a bound: a few kilobytes to hundreds of megabytes in one read.
    if any(part.compress_type not in PACKED for part in parts):
        raise FileRefused("damaged")
    if any(part.flag_bits & 1 for part in parts):
        raise FileRefused("is_old_office")
    if not any(part.filename.startswith("xl/workbook") for part in parts):
        raise FileRefused("not_xlsx")
