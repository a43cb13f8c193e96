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
from collections.abc import Iterator
from contextlib import contextmanager
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
    with local_copy(document) as (path, reason):
        return read_file(kind, path) if path else _unreadable(reason)


@contextmanager
def local_copy(document: LibraryDocument) -> Iterator[tuple[Path | None, str]]:
    """The document's file as a local one for as long as the block lasts; or None and why there is none."""
    try:
        size = document.file.size
    except OSError:
        yield None, _("The file is missing.")
        return
    limit = settings.EXTRACTION_FILE_MB * 1024 * 1024
    if size > limit:
        yield None, _("The file is larger than %(limit)s MB.") % {"limit": settings.EXTRACTION_FILE_MB}
        return
    suffix = f".{document.file_extension.lower()}"
    with document.file.open("rb") as source, tempfile.NamedTemporaryFile(suffix=suffix) as copy:
        for chunk in source.chunks():
            copy.write(chunk)
        copy.flush()
        yield Path(copy.name), ""


def read_file(kind: str, path: Path) -> Extraction:
    """Run the reader process on a local file and interpret how it ended."""
    process = run_reader("extraction_process.py", kind, str(path), settings.EXTRACTION_CHARACTERS)
    if process is None:
        return _unreadable(explain_failure(-24, b""))
    text = process.stdout.decode("utf-8", "replace").replace("\x00", " ").strip()
    if process.returncode == 0:
        if text:
            return Extraction(str(ExtractedText.State.READ), text[: settings.EXTRACTION_CHARACTERS])
        return _unreadable(_("It holds no text, perhaps only scanned pictures. Upload a version with real text."))
    return _unreadable(explain_failure(process.returncode, process.stderr))


def run_reader(script: str, *arguments: str | int) -> subprocess.CompletedProcess[bytes] | None:
    """Run a script beside this one, bounded by the settings; None when it took too long by the clock.

    The bounds (seconds, megabytes) stand after the last text among the arguments, numbers of the script's own follow.
    """
    texts = [argument for argument in arguments if isinstance(argument, str)]
    numbers = [argument for argument in arguments if isinstance(argument, int)]
    bounds = [settings.EXTRACTION_SECONDS, settings.EXTRACTION_MEMORY_MB]
    path = str(Path(__file__).with_name(script))
    try:
        return subprocess.run(  # noqa: S603
            [sys.executable, "-I", path, *texts, *map(str, [*bounds, *numbers])],
            capture_output=True,
            timeout=settings.EXTRACTION_SECONDS + GRACE_SECONDS,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONIOENCODING": "utf-8"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None


def explain_failure(code: int, stderr: bytes) -> str:
    """In the editor's language, why a reader process ended with this code and these last words."""
    words = stderr.decode("utf-8", "replace").split()
    word = words[-1] if words else ""
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
