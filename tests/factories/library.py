"""Library items with small but true files."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image

from media.models import DocumentPreview, LibraryDocument, LibraryImage, LibraryMedia


def make_image(
    title: str = "Poster siklus air", *, width: int = 1200, height: int = 800, **fields: Any
) -> LibraryImage:
    """A PNG of one colour ramp; `description` is its alternative text."""
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(buffer, "PNG")
    buffer.seek(0)
    fields.setdefault("description", f"Gambar: {title}")
    return LibraryImage.objects.create(title=title, file=ImageFile(buffer, name="gambar.png"), **fields)


def make_document(
    title: str = "Lembar kerja",
    *,
    content: bytes = b"Isi lembar kerja.",
    filename: str = "lembar-kerja.txt",
    **fields: Any,
) -> LibraryDocument:
    document = LibraryDocument(title=title, file=ContentFile(content, name=filename), **fields)
    document.file_size = len(content)
    document.save()
    return document


def make_preview(document: LibraryDocument) -> DocumentPreview:
    """The drawn first page of a document, in place of the one it waits for."""
    document.previews.all().delete()
    return DocumentPreview.objects.create(
        document=document,
        state=DocumentPreview.State.DRAWN,
        width=600,
        height=800,
        file_size=4,
        file=ContentFile(b"RIFF", name="halaman.webp"),
    )


def make_media(
    kind: str = "audio",
    title: str = "Siniar kelas",
    *,
    content: bytes = b"\x00" * 2048,
    transcript: str = "Selamat datang di siniar kelas kami.",
    captions: str = "",
    poster: bool = False,
    **fields: Any,
) -> LibraryMedia:
    """Audio or video (`kind`), `duration` in seconds. `captions` is the text of a WebVTT file."""
    if kind == "video":
        fields = {"width": 640, "height": 360, **fields}
    item = LibraryMedia(title=title, type=kind, transcript=transcript, duration=fields.pop("duration", 95), **fields)
    item.file = ContentFile(content, name="video.mp4" if kind == "video" else "suara.mp3")
    if captions:
        item.captions = ContentFile(captions.encode(), name="takarir.vtt")
    if poster:
        buffer = io.BytesIO()
        Image.new("RGB", (640, 360), "teal").save(buffer, "JPEG")
        item.thumbnail = ContentFile(buffer.getvalue(), name="poster.jpg")
    item.save()
    return item
