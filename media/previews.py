"""Draws the first pages of a PDF, in a process of its own as its text is read (see `extraction`)."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cms.periodic import periodic
from media.extraction import explain_failure, local_copy, run_reader
from media.models import DocumentPreview, LibraryDocument

logger = logging.getLogger(__name__)
PAGES = 3
WIDTH = 800
MAX_BYTES = 60_000
# So many old documents a time get their previews; the queue is never filled with thousands.
BATCH = 20
# A task that was given up leaves its document waiting; after so long it is tried once more.
STALE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page as a WebP picture; width and height in pixels."""

    width: int
    height: int
    content: bytes


def is_drawable(document: LibraryDocument) -> bool:
    return document.file_extension.lower() == "pdf"


def draw_pages(path: Path) -> tuple[list[DrawnPage], str]:
    """The first pages of a local PDF, and in the editor's language why there are no more."""
    process = run_reader("preview_process.py", str(path), PAGES, WIDTH, MAX_BYTES)
    if process is None:
        return [], explain_failure(-24, b"")
    pages = _pages(process.stdout)
    return pages, "" if process.returncode == 0 else explain_failure(process.returncode, process.stderr)


def _pages(output: bytes) -> list[DrawnPage]:
    """What a process wrote; a page it was ended in the middle of is left out."""
    pages: list[DrawnPage] = []
    while output:
        line, _separator, rest = output.partition(b"\n")
        width, height, length = (int(word) for word in line.split())
        if len(rest) < length:
            break
        pages.append(DrawnPage(width, height, rest[:length]))
        output = rest[length:]
    return pages


def draw_document(document: LibraryDocument) -> str:
    """Draw a document's previews and put them in the place of those it has.

    Returns the state it ended in, "replaced" when the file was changed meanwhile. Never raises for its content.
    """
    with local_copy(document) as (path, reason):
        pages, reason = draw_pages(path) if path else ([], reason)
    rows = [
        DocumentPreview(
            document=document,
            number=number,
            state=DocumentPreview.State.DRAWN,
            width=page.width,
            height=page.height,
            file_size=len(page.content),
            file=ContentFile(page.content, name=f"{document.pk}-{number}.webp"),
        )
        for number, page in enumerate(pages, 1)
    ]
    if not rows:
        rows = [DocumentPreview(document=document, state=DocumentPreview.State.FAILED, reason=reason[:300])]
    with transaction.atomic():
        if not LibraryDocument.objects.select_for_update().filter(pk=document.pk, file=document.file.name).exists():
            return "replaced"
        document.previews.all().delete()
        for row in rows:
            row.save()
    return str(rows[0].state)


def ask_for_previews(document: LibraryDocument) -> None:
    """What it had is of the old file and goes; a PDF waits for new ones, in the transaction that saved it."""
    from media.tasks import draw_previews

    with transaction.atomic():
        document.previews.all().delete()
        if is_drawable(document):
            DocumentPreview.objects.create(document=document)
            draw_previews.enqueue(document.pk)


@periodic("documents: draw previews that are missing", seconds=300)
def draw_missing_previews() -> int:
    """Ask for the previews of documents that never had any, some at a time; returns how many."""
    waiting = Q(previews__state=DocumentPreview.State.WAITING, previews__updated_at__lt=timezone.now() - STALE)
    missing = LibraryDocument.objects.filter(Q(previews=None) | waiting, file__iendswith=".pdf").order_by("-pk")[:BATCH]
    for document in missing:
        ask_for_previews(document)
    return len(missing)
