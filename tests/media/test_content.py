"""A file is what its bytes say: a renamed program, a web page or a bomb is refused, and the message names the fault."""

from __future__ import annotations

import io
import struct
import wave
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as project
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import translation
from PIL import Image

from media.content import HEADS, check_content
from media.models import LibraryDocument, LibraryImage, LibraryMedia
from tests.media.test_extraction import docx, pdf, pptx

PROGRAMS = {
    "windows": b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 200,
    "linux": b"\x7fELF\x02\x01\x01" + b"\x00" * 200,
    "shell": b"#!/bin/sh\nrm -rf /\n" * 9,
    "web page": b"<!DOCTYPE html><html><script>alert(1)</script></html>" * 3,
}


def packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def sound() -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setparams((1, 1, 8_000, 100, "NONE", ""))
        file.writeframes(b"\x80" * 100)
    return buffer.getvalue()


def xlsx() -> bytes:
    from openpyxl import Workbook

    buffer = io.BytesIO()
    Workbook().save(buffer)
    return buffer.getvalue()


MP4 = b"\x00\x00\x00\x20ftypisom" + b"\x00" * 50
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
TRUE_FILES: dict[str, Callable[[], bytes] | bytes] = {
    "csv": b"nama;nilai\nSiti;9\n",
    "docx": docx,
    "epub": lambda: packed({"mimetype": b"application/epub+zip", "META-INF/container.xml": b"<c/>"}),
    "h5p": lambda: packed({"h5p.json": b"{}", "content/content.json": b"{}"}),
    "odp": lambda: packed({"mimetype": f"{OPEN_DOCUMENT}presentation".encode()}),
    "ods": lambda: packed({"mimetype": f"{OPEN_DOCUMENT}spreadsheet".encode()}),
    "odt": lambda: packed({"mimetype": f"{OPEN_DOCUMENT}text".encode()}),
    "pdf": pdf,
    "pptx": pptx,
    "txt": "Isi berkas: é, “kutip”, 20 °C".encode("cp1252"),
    "xlsx": xlsx,
    "zip": lambda: packed({"gim/index.html": b"<html>"}),
    "aac": b"\xff\xf1\x50\x80" + b"\x00" * 50,
    "flac": b"fLaC\x00\x00\x00\x22" + b"\x00" * 50,
    "m4a": b"\x00\x00\x00\x20ftypM4A " + b"\x00" * 50,
    "mp3": b"\xff\xfb\x90\x00" + b"\x00" * 50,
    "ogg": b"OggS\x00\x02" + b"\x00" * 50,
    "opus": b"OggS\x00\x02" + b"\x00" * 50,
    "wav": sound,
    "mkv": b"\x1a\x45\xdf\xa3" + b"\x00" * 50,
    "mov": b"\x00\x00\x00\x14ftypqt  " + b"\x00" * 50,
    "mp4": MP4,
    "webm": b"\x1a\x45\xdf\xa3" + b"\x00" * 50,
}
ALLOWED = [
    *project.WAGTAILDOCS_EXTENSIONS,
    *project.WAGTAILMEDIA["AUDIO_EXTENSIONS"],
    *project.WAGTAILMEDIA["VIDEO_EXTENSIONS"],
]


def content_of(extension: str) -> bytes:
    content = TRUE_FILES[extension]
    return content() if callable(content) else content


def refusal(content: bytes, extension: str) -> str:
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        check_content(io.BytesIO(content), extension)
    return refused.value.messages[0]


def test_every_allowed_ending_is_known() -> None:
    assert set(ALLOWED) == set(HEADS) == set(TRUE_FILES)


@pytest.mark.parametrize("extension", ALLOWED)
def test_true_files_pass_and_are_left_at_their_start(extension: str) -> None:
    file = io.BytesIO(content_of(extension))
    check_content(file, extension.upper())
    assert file.tell() == 0


@pytest.mark.parametrize(
    "content", [b"\xef\xbb\xbfnama,nilai\n", "nama\tnilai\n".encode("utf-16"), b"MZ adalah singkatan."]
)
def test_texts_of_any_encoding_pass(content: bytes) -> None:
    check_content(io.BytesIO(content), "csv")


@pytest.mark.parametrize("extension", [name for name in ALLOWED if name not in ("csv", "txt")])
@pytest.mark.parametrize("program", PROGRAMS)
def test_a_renamed_program_or_page_is_refused(program: str, extension: str) -> None:
    message = refusal(PROGRAMS[program], extension)
    assert extension.upper() in message
    assert ("web page" if program == "web page" else "program") in message


@pytest.mark.parametrize("program", ["windows", "linux"])
def test_a_program_is_no_text(program: str) -> None:
    assert "program" in refusal(PROGRAMS[program], "txt")


@pytest.mark.parametrize(
    "content, extension, said",
    [
        (pdf(), "docx", "PDF"),
        (docx(), "pdf", "ZIP"),
        (docx(), "pptx", "ZIP"),
        (packed({"a": b"b"}), "docx", "ZIP"),
        (packed({"mimetype": b"application/epub+zip"}), "odt", "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "docx", "Office"),
        (b"Rar!\x1a\x07\x00" + b"\x00" * 90, "zip", "RAR"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 90, "pdf", "picture"),
        (MP4, "mp3", "sound or video"),
        (b"", "pdf", "empty"),
        (docx()[:2000], "docx", "damaged"),
        (b"PK\x03\x04" + b"\x00" * 400, "zip", "damaged"),
    ],
)
def test_the_message_names_the_fault(content: bytes, extension: str, said: str) -> None:
    assert said in refusal(content, extension)


# Files that unpack to far more than they are


def test_a_zip_bomb_is_refused_by_what_its_list_says() -> None:
    bomb = packed({"word/document.xml": b" " * (64 << 20)})
    assert "unpacks" in refusal(bomb, "docx")


def test_a_zip_with_a_list_of_parts_that_fills_the_memory_is_refused_unread() -> None:
    """The end of the file claims a list of 4 GB; a reader that believes it asks for as much memory."""
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 60_000, 60_000, 40 << 20, 4, 0)
    content = b"PK\x03\x04" + b"\x00" * (40 << 20) + end
    assert "unpacks" in refusal(content, "zip")


def test_too_many_parts_are_refused() -> None:
    assert "unpacks" in refusal(packed({f"part-{number}": b"" for number in range(5_001)}), "zip")


def test_a_pdf_that_is_a_zip_bomb_is_refused() -> None:
    assert "ZIP" in refusal(packed({"a": b" " * (64 << 20)}), "pdf")


# The forms of the library, in the editor's language


def upload(client: Any, address: str, name: str, content: bytes, **fields: Any) -> Any:
    file = ContentFile(content, name=name)
    return client.post(reverse(address[0], args=address[1:]), {"title": "Judul yang diketik", "file": file, **fields})


@pytest.mark.django_db
def test_a_renamed_program_is_named_and_the_title_is_kept(editor_client: Any) -> None:
    response = upload(editor_client, ("wagtaildocs:add",), "lembar.pdf", PROGRAMS["windows"], credit="Ibu Sari")
    errors = response.context["form"].errors["file"]
    assert len(errors) == 1
    assert "PDF" in errors[0]
    assert 'value="Judul yang diketik"' in response.content.decode()
    assert 'value="Ibu Sari"' in response.content.decode()
    assert not LibraryDocument.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("kind, name", [("audio", "siniar.mp3"), ("video", "film.mp4")])
def test_renamed_sound_and_video_are_named(kind: str, name: str, editor_client: Any) -> None:
    response = upload(editor_client, ("wagtailmedia:add", kind), name, PROGRAMS["linux"], duration=9, transcript="Halo")
    errors = response.context["form"].errors
    assert list(errors) == ["file"]
    assert name[-3:].upper() in errors["file"][0]
    assert "Halo" in response.content.decode()
    assert not LibraryMedia.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", b"MZ\x00"]
)
@pytest.mark.parametrize("name", ["poster.svg", "poster.png"])
def test_a_poster_has_to_be_a_picture(content: bytes, name: str, editor_client: Any) -> None:
    poster = ContentFile(content, name=name)
    response = upload(editor_client, ("wagtailmedia:add", "video"), "film.mp4", MP4, duration=9, thumbnail=poster)
    assert response.context["form"].errors["thumbnail"]


@pytest.mark.django_db
def test_a_true_video_with_a_poster_is_taken(editor_client: Any) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 36)).save(buffer, "JPEG")
    poster = ContentFile(buffer.getvalue(), name="poster.JPG")
    upload(editor_client, ("wagtailmedia:add", "video"), "film.mp4", MP4, duration=9, thumbnail=poster)
    assert LibraryMedia.objects.get().thumbnail


@pytest.mark.django_db
def test_editing_a_document_does_not_ask_for_its_file_again(editor_client: Any) -> None:
    upload(editor_client, ("wagtaildocs:add",), "lembar.pdf", pdf())
    document = LibraryDocument.objects.get()
    document.file.storage.delete(document.file.name)
    address = reverse("wagtaildocs:edit", args=[document.pk])
    editor_client.post(address, {"title": "Judul baru", "credit": "", "tags": ""})
    document.refresh_from_db()
    assert document.title == "Judul baru"


def png_that_claims(width: int, height: int) -> bytes:
    """Some bytes that say they are a picture of any size."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.django_db
@pytest.mark.parametrize("size", [(10_000, 6_000), (50_000, 50_000), (2_000_000_000, 2)])
def test_a_picture_with_too_many_pixels_is_refused_undecoded(size: tuple[int, int], editor_client: Any) -> None:
    response = upload(editor_client, ("wagtailimages:add",), "besar.png", png_that_claims(*size), description="Peta")
    errors = response.context["form"].errors["file"]
    assert len(errors) == 1
    assert "megapi" in errors[0].lower() or "bukan" in errors[0]
    assert "Peta" in response.content.decode()
    assert not LibraryImage.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("kind, ending", [("PNG", ".png"), ("JPEG", ".jpg"), ("WEBP", ".webp")])
def test_half_a_picture_is_named_and_no_error_of_the_site(kind: str, ending: str, editor_client: Any) -> None:
    buffer = io.BytesIO()
    Image.effect_noise((300, 200), 80).convert("RGB").save(buffer, kind)
    half = buffer.getvalue()[: buffer.tell() // 2]
    response = upload(editor_client, ("wagtailimages:add",), f"foto{ending}", half, description="Peta")
    assert response.context["form"].errors["file"]


@pytest.mark.django_db
def test_a_picture_of_49_megapixels_as_new_phones_take_it_is_not_refused_by_its_header() -> None:
    from media.forms import LibraryImageField

    LibraryImageField().check_claimed_size(io.BytesIO(png_that_claims(8_160, 6_120)))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["gambar.svg", "gambar.png", "gambar.jpg"])
def test_a_drawing_with_a_script_is_refused(name: str, editor_client: Any) -> None:
    svg = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><script>alert(1)</script></svg>"
    response = upload(editor_client, ("wagtailimages:add",), name, svg, description="Peta")
    assert response.context["form"].errors["file"]
    assert not LibraryImage.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_is_no_picture(program: str, editor_client: Any) -> None:
    with translation.override("en"):
        response = upload(editor_client, ("wagtailimages:add",), "foto.jpg", PROGRAMS[program], description="Peta")
        error = response.context["form"].errors["file"][0]
    assert "AVIF, GIF, JPG, JPEG, PNG, WEBP" in error
