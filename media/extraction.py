"""Reads the text of a document in a process of its own, bounded in time, size and memory.

A file can be hostile (a zip bomb in a DOCX, a PDF that never ends), so a reader library never runs inside
the web server or the worker: `python -m media.extraction_process <kind> <file>` does, under limits of the
operating system, and whatever happens to it is an answer here.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from media.models import ExtractedText, LibraryDocument

# The processor time is bounded by the system; the clock, for a reader that waits, a little later.
GRACE_SECONDS = 5
READERS = {"pdf": "pdf", "docx": "docx", "pptx": "pptx", "txt": "txt"}


@dataclass(frozen=True, slots=True)
class Extraction:
    """`state` is one of ExtractedText.State; `reason` says in the editor's language why there is no text."""

    state: str
    text: str = ""
    reason: str = ""


def read_document(document: LibraryDocument) -> Extraction:
    """The text of a library document. Never raises for what the file holds."""
    kind = READERS.get(document.file_extension.lower())
    if kind is None:
        return Extraction(str(ExtractedText.State.UNSUPPORTED))
    try:
        size = document.file.size
    except OSError:
        return _unreadable(_("The file is missing."))
    limit = settings.EXTRACTION_FILE_MB * 1024 * 1024
    if size > limit:
        return _unreadable(_("The file is larger than %(limit)s MB.") % {"limit": settings.EXTRACTION_FILE_MB})
    with document.file.open("rb") as source, tempfile.NamedTemporaryFile(suffix=f".{kind}") as copy:
        for chunk in source.chunks():
            copy.write(chunk)
        copy.flush()
        return read_file(kind, Path(copy.name))


def read_file(kind: str, path: Path) -> Extraction:
    """Run the reader process on a local file and interpret how it ended."""
    command = [
        sys.executable,
        "-I",
        str(Path(__file__).with_name("extraction_process.py")),
        kind,
        str(path),
        str(settings.EXTRACTION_SECONDS),
        str(settings.EXTRACTION_MEMORY_MB),
        str(settings.EXTRACTION_CHARACTERS),
    ]
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONIOENCODING": "utf-8"}
    try:
        process = subprocess.run(  # noqa: S603
            command,
            capture_output=True,
            timeout=settings.EXTRACTION_SECONDS + GRACE_SECONDS,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _unreadable(_("Reading it took too long."))
    text = process.stdout.decode("utf-8", "replace").replace("\x00", " ").strip()
    if process.returncode == 0:
        if text:
            return Extraction(str(ExtractedText.State.READ), text[: settings.EXTRACTION_CHARACTERS])
        return _unreadable(_("It holds no text, perhaps only scanned pictures. Upload a version with real text."))
    return _unreadable(_explain(process.returncode, process.stderr.decode("utf-8", "replace")))


def _explain(code: int, stderr: str) -> str:
    word = stderr.strip().splitlines()[-1] if stderr.strip() else ""
    if word == "encrypted":
        return _("It is protected by a password. Upload a version without one.")
    if word == "memory" or code in (-9, 137):
        return _("Reading it needed too much memory.")
    if word == "bomb":
        return _("It unpacks to far more than its size, which is unsafe to read.")
    if code == -24:
        return _("Reading it took too long.")
    return _("It is damaged, or not the kind of file its name says. Open it, save it again and upload that.")


def _unreadable(reason: str) -> Extraction:
    return Extraction(str(ExtractedText.State.UNREADABLE), reason=reason)
