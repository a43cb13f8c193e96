"""Text is taken out of documents in a process of its own; a bad file is named to its editor and harms nothing."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.utils import translation
from docx import Document
from pptx import Presentation
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from media import extraction
from media.content import check_content
from media.extraction import read_document, read_file
from media.models import ExtractedText
from media.tasks import extract_text
from tests import factories

State = ExtractedText.State
WORDS = "Kucing bermain bola di halaman"


def pdf(text: str = WORDS, password: str = "") -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(72, 720, text)
    canvas.showPage()
    canvas.save()
    if not password:
        return buffer.getvalue()
    writer = PdfWriter(clone_from=PdfReader(buffer))
    writer.encrypt(password, algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    return locked.getvalue()


def docx(text: str = WORDS) -> bytes:
    document = Document()
    document.add_paragraph(text)
    document.add_table(1, 1).cell(0, 0).text = "Sel tabel"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def word_for_the_web() -> bytes:
    """A DOCX whose main part has the name that Word for the web gives it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx())) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name).replace(b"word/document.xml", b"word/document2.xml")
            archive.writestr(name.replace("document.xml", "document2.xml"), content)
    return buffer.getvalue()


def pptx(text: str = WORDS) -> bytes:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[5])
    slide.shapes.title.text = text
    slide.notes_slide.notes_text_frame.text = "Catatan pembicara"
    buffer = io.BytesIO()
    presentation.save(buffer)
    return buffer.getvalue()


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w>" + b" " * (64 << 20))
    return buffer.getvalue()


def read(tmp_path: Path, kind: str, content: bytes) -> extraction.Extraction:
    path = tmp_path / f"berkas.{kind}"
    path.write_bytes(content)
    return read_file(kind, path)


@pytest.mark.parametrize("kind, content", [("pdf", pdf()), ("docx", docx()), ("pptx", pptx()), ("txt", WORDS.encode())])
def test_text_is_read(kind: str, content: bytes, tmp_path: Path) -> None:
    result = read(tmp_path, kind, content)
    assert (result.state, result.reason) == (State.READ, "")
    assert WORDS in result.text


def test_a_document_of_word_for_the_web_is_accepted_and_read(tmp_path: Path) -> None:
    content = word_for_the_web()
    check_content(io.BytesIO(content), "docx")
    assert WORDS in read(tmp_path, "docx", content).text


def test_tables_and_speakers_notes_are_read_too(tmp_path: Path) -> None:
    assert "Sel tabel" in read(tmp_path, "docx", docx()).text
    assert "Catatan pembicara" in read(tmp_path, "pptx", pptx()).text


@pytest.mark.parametrize(
    "kind, content, reason",
    [
        ("pdf", pdf(password="rahasia"), "password"),
        ("docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "password"),
        ("pdf", pdf()[:400], "damaged"),
        ("docx", docx()[:2000], "damaged"),
        ("pptx", docx(), "damaged"),
        ("pdf", docx(), "damaged"),
        ("pdf", b"", "damaged"),
        ("docx", b"", "damaged"),
        ("txt", b"", "no text"),
        ("pdf", pdf(text=" "), "no text"),
        ("docx", bomb(), "unpacks"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(kind: str, content: bytes, reason: str, tmp_path: Path) -> None:
    with translation.override("en"):
        result = read(tmp_path, kind, content)
    assert (result.state, result.text) == (State.UNREADABLE, "")
    assert reason in result.reason


def stub(monkeypatch: Any, tmp_path: Path, code: str) -> None:
    """A reader process that does something else."""
    script = tmp_path / "extraction_process.py"
    script.write_text(code)
    monkeypatch.setattr(extraction, "__file__", str(tmp_path / "extraction.py"))


def test_a_reader_that_never_ends_is_stopped(tmp_path: Path, settings: Any, monkeypatch: Any) -> None:
    settings.EXTRACTION_SECONDS = 1
    monkeypatch.setattr(extraction, "GRACE_SECONDS", 0)
    stub(monkeypatch, tmp_path, "import time; time.sleep(60)")
    started = time.monotonic()
    assert read(tmp_path, "txt", b"x").state == State.UNREADABLE
    assert time.monotonic() - started < 10


def test_a_reader_that_only_computes_is_stopped_by_the_system() -> None:
    code = (
        "from media import extraction_process as reader\n"
        "def endless(path):\n    while True: pass\n    yield\n"
        "reader.READERS['txt'] = endless\n"
        "reader.main('txt', '', 1, 512, 100)"
    )
    process = subprocess.run([sys.executable, "-c", code], cwd=project.BASE_DIR, check=False, timeout=30)
    assert process.returncode == -signal.SIGXCPU
    with translation.override("en"):
        assert "too long" in extraction.explain_failure(process.returncode, b"")


def test_memory_is_bounded(tmp_path: Path, settings: Any) -> None:
    settings.EXTRACTION_MEMORY_MB = 300
    result = read(tmp_path, "txt", b"a" * (400 << 20))
    assert result.state == State.UNREADABLE
    assert "memori" in result.reason or "memory" in result.reason


def test_only_so_many_characters_are_kept(tmp_path: Path, settings: Any) -> None:
    settings.EXTRACTION_CHARACTERS = 50
    assert len(read(tmp_path, "txt", b"kata " * 1_000).text) <= 50


def test_a_reader_may_not_write_files(tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    read(tmp_path, "pdf", pdf())
    assert [path for path in tmp_path.iterdir() if path not in before] == [tmp_path / "berkas.pdf"]


# Documents of the library


@pytest.mark.django_db
def test_a_kind_without_a_reader_is_not_a_fault() -> None:
    assert read_document(factories.make_document(filename="data.csv")).state == State.UNSUPPORTED


@pytest.mark.django_db
def test_a_file_over_the_limit_is_not_opened(settings: Any) -> None:
    document = factories.make_document(content=b"a" * 2048)
    settings.EXTRACTION_FILE_MB = 0
    assert read_document(document).state == State.UNREADABLE


@pytest.mark.django_db
def test_a_file_missing_on_disk_is_named_to_its_editor() -> None:
    document = factories.make_document()
    document.file.storage.delete(document.file.name)
    assert extract_text.call(document.pk) == State.UNREADABLE
    assert ExtractedText.objects.get(document=document).reason


@pytest.mark.django_db
def test_a_document_that_was_deleted_meanwhile_is_no_error() -> None:
    assert extract_text.call(987_654) == "gone"


@pytest.mark.django_db
def test_a_file_replaced_meanwhile_does_not_keep_the_old_text(monkeypatch: Any) -> None:
    document = factories.make_document()

    def replaced(item: Any) -> extraction.Extraction:
        type(document).objects.filter(pk=document.pk).update(file="documents/lain.txt")
        return extraction.Extraction(State.READ, "teks lama")

    monkeypatch.setattr(extraction, "read_document", replaced)
    assert extract_text.call(document.pk) == "replaced"
    assert not ExtractedText.objects.filter(document=document).exists()


@pytest.fixture
def finds(client: Any, settings: Any, tmp_path: Path, site_tree: Any) -> Any:
    """Whether a search finds a word, in an index of this test's own."""
    from search import engines
    from search.rebuild import rebuild

    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    engines._engines.clear()
    rebuild()
    yield lambda word: client.get("/api/v1/resources", {"q": word, "literal": "1"}).json()["total"] == 1
    engines._engines.clear()


@pytest.mark.django_db
def test_an_uploads_text_is_found_once_the_worker_has_read_it(
    finds: Any, site_tree: Any, run_worker: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        document = factories.make_document(content=pdf(), filename="lembar.pdf")
        factories.make_module(site_tree.modules, body=[("download", {"document": document})])
    assert not finds("kucing")
    run_worker()
    run_worker()
    assert finds("kucing")


@pytest.mark.django_db
def test_a_replaced_file_is_read_again(
    finds: Any, site_tree: Any, run_worker: Any, django_capture_on_commit_callbacks: Any
) -> None:
    from django.core.files.base import ContentFile

    with django_capture_on_commit_callbacks(execute=True):
        document = factories.make_document(content=pdf(), filename="lembar.pdf")
        factories.make_module(site_tree.modules, body=[("download", {"document": document})])
    run_worker()
    with django_capture_on_commit_callbacks(execute=True):
        document.file = ContentFile(pdf("Gajah mandi di sungai"), name="lembar.pdf")
        document.save()
    run_worker()
    run_worker()
    assert finds("gajah")
    assert not finds("kucing")
