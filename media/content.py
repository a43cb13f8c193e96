"""What a file holds, told from its bytes: its name can say anything.

Only the formats of the library are known here, each by the marks its specification gives. An office file, an
e-book or a package is a ZIP with a certain part inside; of a ZIP only the list of its parts is read, and never more
than a bounded part of that, so that a file made to harm is refused before anything is unpacked.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

HEAD = 4096
MAX_LISTING = 2 * 1024 * 1024
MAX_MEMBERS = 5_000
MAX_UNPACKED = 1024 * 1024 * 1024
# Deflate reaches 1,032 times at most; what people make stays far below, a bomb near that.
MAX_RATIO = 200
# A part this small harms nobody, however well it packs.
SMALL = 1024 * 1024

Head = Callable[[bytes], bool]


def _starts(*marks: bytes) -> Head:
    return lambda head: head.startswith(marks)


def _at(offset: int, *marks: bytes) -> Head:
    return lambda head: head[offset:].startswith(marks)


def _frame_sync(head: bytes) -> bool:
    """The start of an MPEG or AAC frame; encoders may put zero bytes before the first."""
    head = head.lstrip(b"\x00")
    return len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0


def _is_program(head: bytes) -> bool:
    """For Windows (a sentence may begin with MZ too, but has no zero byte), Linux, macOS, Java and Android."""
    windows = head.startswith(b"MZ") and b"\x00" in head
    return windows or head.startswith((b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"dex\n"))


def _is_text(head: bytes) -> bool:
    """Text in any common encoding: no zero byte unless it is marked as UTF-16, and no mark of another format."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return b"\x00" not in head and not any(known(head) for _name, known in BINARY_KINDS)


_quicktime = _at(4, b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_zip = _starts(b"PK\x03\x04", b"PK\x05\x06")
_matroska = _starts(b"\x1a\x45\xdf\xa3")

HEADS: dict[str, Head] = {
    # ISO 32000: readers look for the header within the first 1,024 bytes.
    "pdf": lambda head: b"%PDF-" in head[:1024],
    "csv": _is_text,
    "txt": _is_text,
    **dict.fromkeys(("docx", "epub", "h5p", "odp", "ods", "odt", "pptx", "xlsx", "zip"), _zip),
    "mp3": lambda head: head.startswith(b"ID3") or _frame_sync(head),
    "aac": lambda head: head.startswith((b"ID3", b"ADIF")) or _frame_sync(head),
    "flac": lambda head: head.startswith((b"fLaC", b"ID3")),
    "ogg": _starts(b"OggS"),
    "opus": _starts(b"OggS"),
    "wav": lambda head: head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE",
    **dict.fromkeys(("m4a", "mp4", "mov"), _quicktime),
    "mkv": _matroska,
    "webm": _matroska,
}

# How the part begins that makes a ZIP the kind it says it is; for the last three, the type written in `mimetype`.
ZIP_PARTS = {
    # Word for the web writes word/document2.xml.
    "docx": "word/document",
    "pptx": "ppt/presentation.xml",
    "xlsx": "xl/workbook",
    "h5p": "h5p.json",
    "epub": "META-INF/container.xml",
    "odt": "application/vnd.oasis.opendocument.text",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}

BINARY_KINDS: list[tuple[Promise | str, Head]] = [
    (gettext_lazy("a program"), _is_program),
    ("PDF", _starts(b"%PDF-")),
    ("ZIP", _zip),
    (gettext_lazy("an old or protected Office file"), _starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")),
    (gettext_lazy("a RAR or 7-Zip archive"), _starts(b"Rar!", b"7z\xbc\xaf\x27\x1c")),
    (gettext_lazy("a picture"), _starts(b"\x89PNG", b"\xff\xd8\xff", b"GIF8")),
    (gettext_lazy("sound or video"), lambda head: head[4:8] == b"ftyp" or head.startswith((b"ID3", b"OggS", b"RIFF"))),
]


def check_content(file: IO[bytes] | Any, extension: str) -> None:
    """Compare what a file holds with the ending of its name (without the dot), and leave it at its start.

    Raises ValidationError, in the reader's language, that names the fault. An ending not known here is refused.
    """
    extension = extension.lower()
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if not head:
        raise ValidationError(_("The file is empty."), code="empty")
    expected = HEADS.get(extension)
    if expected is None or not expected(head):
        raise _refusal(extension, head)
    if expected is _zip:
        try:
            _check_zip(file, extension)
        finally:
            file.seek(0)


def _refusal(extension: str, head: bytes) -> ValidationError:
    values = {"expected": extension.upper(), "found": _name(head)}
    if values["found"]:
        message = _(
            "The content of this file is not %(expected)s but %(found)s. Export it as %(expected)s, upload that."
        )
    else:
        message = _("The content of this file is not %(expected)s. Open it, save it as %(expected)s, upload that.")
    return ValidationError(message % values, code="wrong_content")


def _name(head: bytes) -> str:
    """What a file is, in the reader's language; empty when nothing known."""
    for name, known in BINARY_KINDS:
        if known(head):
            return str(name)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:256].lower()
    if start.startswith(b"#!"):
        return _("a program")
    if start.startswith((b"<!doctype html", b"<html", b"<script", b"<head", b"<body")):
        return _("a web page (HTML)")
    return ""


class _BoundedReads:
    """A file of which no single read is larger than a bound: `zipfile` reads the whole list of parts at once."""

    def __init__(self, file: Any) -> None:
        self.file = file

    def read(self, size: int = -1) -> bytes:
        if size > MAX_LISTING:
            raise ValidationError(_("It unpacks to far more than its size, which is unsafe to read."), code="bomb")
        return bytes(self.file.read(size if size >= 0 else MAX_LISTING))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


def _check_zip(file: Any, extension: str) -> None:
    wanted = ZIP_PARTS.get(extension, "")
    try:
        with zipfile.ZipFile(_BoundedReads(file)) as archive:  # type: ignore[arg-type]
            members = archive.infolist()
            _check_bounds(members)
            if wanted.startswith("application/"):
                found = archive.read("mimetype") if archive.getinfo("mimetype").file_size < HEAD else b""
                fits = found.decode("ascii", "replace").strip().startswith(wanted)
            else:
                fits = not wanted or any(member.filename.startswith(wanted) for member in members)
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        message = _("The file is damaged or incomplete. Open it, save it again and upload that.")
        raise ValidationError(message, code="damaged") from error
    if not fits:
        raise _refusal(extension, b"PK\x03\x04")


def _check_bounds(members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    steep = any(m.file_size > SMALL and m.file_size > MAX_RATIO * max(m.compress_size, 1) for m in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or steep:
        raise ValidationError(_("It unpacks to far more than its size, which is unsafe to read."), code="bomb")
