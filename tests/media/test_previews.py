"""The first pages of a PDF are drawn by the worker, in a bounded process; readers see them without JavaScript."""

from __future__ import annotations

import io
import zlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from media import extraction, previews
from media.models import DocumentPreview, LibraryDocument
from media.tasks import draw_previews
from tests import factories
from tests.media.test_extraction import pdf, stub

State = DocumentPreview.State


def pages_of(count: int, size: tuple[float, float] = (595, 842)) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size)
    for number in range(1, count + 1):
        canvas.drawString(72, size[1] - 100, f"Halaman {number}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def noisy_page() -> bytes:
    """A page that packs badly: every point another colour."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    canvas.drawInlineImage(Image.effect_noise((700, 990), 120).convert("RGB"), 0, 0, 595, 842)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def bomb() -> bytes:
    """A PDF of some hundred kilobytes whose page unpacks to 300 MB of drawing."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"0 0 m 9 9 l S\n" * 75_000) for _round in range(300)) + packer.flush()
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n" % len(packed) + packed + b"\nendstream",
    ]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj%s endobj\n" % item for item in enumerate(parts, 1))
    return body + b"trailer<</Root 1 0 R/Size 5>>\n%%EOF"


def draw(tmp_path: Path, content: bytes) -> tuple[list[previews.DrawnPage], str]:
    path = tmp_path / "berkas.pdf"
    path.write_bytes(content)
    with translation.override("en"):
        return previews.draw_pages(path)


def make_pdf(content: bytes | None = None, title: str = "Lembar pecahan") -> LibraryDocument:
    return factories.make_document(title, content=content or pages_of(2), filename="lembar.pdf")


def test_the_first_three_pages_are_drawn_as_small_webp_pictures(tmp_path: Path) -> None:
    pages, reason = draw(tmp_path, pages_of(5))
    assert (len(pages), reason) == (3, "")
    for page in pages:
        picture = Image.open(io.BytesIO(page.content))
        assert (picture.format, picture.size) == ("WEBP", (page.width, page.height))
        assert page.width == 800
        assert len(page.content) <= 60_000


def test_a_page_that_packs_badly_stays_within_the_limit(tmp_path: Path) -> None:
    pages, _reason = draw(tmp_path, noisy_page())
    assert 0 < len(pages[0].content) <= 60_000


@pytest.mark.parametrize("size", [(14_400, 14_400), (10, 14_400), (14_400, 10)])
def test_a_page_of_any_shape_gives_a_picture_of_bounded_size(size: tuple[int, int], tmp_path: Path) -> None:
    pages, _reason = draw(tmp_path, pages_of(1, size))
    assert 0 < pages[0].width <= 800
    assert 0 < pages[0].height <= 2_400


@pytest.mark.parametrize(
    "content, reason",
    [
        (pdf(password="rahasia"), "password"),
        (b"", "damaged"),
        (b"PK\x03\x04" + b"\x00" * 500, "damaged"),
        (b"%PDF-1.4\n%%EOF", "damaged"),
    ],
)
def test_a_file_that_cannot_be_drawn_says_why(content: bytes, reason: str, tmp_path: Path) -> None:
    pages, said = draw(tmp_path, content)
    assert pages == []
    assert reason in said


def test_a_bomb_is_ended_within_the_bounds(tmp_path: Path, settings: Any) -> None:
    settings.EXTRACTION_SECONDS = 3
    settings.EXTRACTION_MEMORY_MB = 256
    content = bomb()
    assert len(content) < 2_000_000
    pages, reason = draw(tmp_path, content)
    assert pages == []
    assert "memory" in reason or "too long" in reason or "damaged" in reason
    path = tmp_path / "berkas.pdf"
    assert extraction.read_file("pdf", path).state == "unreadable"


def test_pages_drawn_before_a_bad_one_are_kept(tmp_path: Path, monkeypatch: Any) -> None:
    stub(monkeypatch, tmp_path, "")
    script = "import os, sys; sys.stdout.buffer.write(b'8 4 3\\nabc8 4 900\\nxyz'); sys.stdout.flush(); os.abort()"
    (tmp_path / "preview_process.py").write_text(script)
    pages, reason = draw(tmp_path, b"x")
    assert pages == [previews.DrawnPage(8, 4, b"abc")]
    assert reason


# Documents of the library


@pytest.mark.django_db
def test_the_worker_draws_what_was_uploaded(run_worker: Any) -> None:
    document = make_pdf()
    assert [row.state for row in document.previews.all()] == [State.WAITING]
    run_worker()
    rows = list(document.previews.order_by("number"))
    assert [(row.number, row.state, row.width) for row in rows] == [(1, State.DRAWN, 800), (2, State.DRAWN, 800)]
    assert rows[0].file.size == rows[0].file_size
    assert rows[0].url.startswith(f"/berkas/pratinjau/{rows[0].pk}/")
    assert rows[0].url != rows[1].url


@pytest.mark.django_db
def test_other_files_have_no_previews(run_worker: Any) -> None:
    document = factories.make_document()
    run_worker()
    assert not document.previews.exists()


@pytest.mark.django_db
def test_a_pdf_that_cannot_be_drawn_is_recorded_with_the_reason(run_worker: Any) -> None:
    document = make_pdf(b"%PDF-1.4\nrusak")
    run_worker()
    row = document.previews.get()
    assert (row.state, bool(row.reason), bool(row.file)) == (State.FAILED, True, False)


@pytest.mark.django_db
def test_a_replaced_file_takes_its_pictures_along(run_worker: Any, django_capture_on_commit_callbacks: Any) -> None:
    document = make_pdf()
    run_worker()
    old = [row.file.name for row in document.previews.all()]
    with django_capture_on_commit_callbacks(execute=True):
        document.file = ContentFile(pages_of(1), name="baru.pdf")
        document.save()
    assert not any(document.file.storage.exists(name) or row_exists(name) for name in old)
    run_worker()
    assert [row.number for row in document.previews.all()] == [1]


@pytest.mark.django_db
def test_a_deleted_document_leaves_no_pictures(run_worker: Any, django_capture_on_commit_callbacks: Any) -> None:
    document = make_pdf()
    run_worker()
    files = [row.file for row in document.previews.all()]
    assert all(file.storage.exists(file.name) for file in files)
    with django_capture_on_commit_callbacks(execute=True):
        document.delete()
    assert not any(file.storage.exists(file.name) for file in files)


def row_exists(name: str) -> bool:
    return DocumentPreview.objects.filter(file=name).exists() or DocumentPreview().file.storage.exists(name)


@pytest.mark.django_db
def test_a_file_replaced_while_it_is_drawn_does_not_get_the_old_pictures(monkeypatch: Any) -> None:
    document = make_pdf()

    def replaced(path: Path) -> tuple[list[previews.DrawnPage], str]:
        LibraryDocument.objects.filter(pk=document.pk).update(file="documents/lain.pdf")
        return [previews.DrawnPage(8, 4, b"abc")], ""

    monkeypatch.setattr(previews, "draw_pages", replaced)
    assert draw_previews.call(document.pk) == "replaced"
    assert [row.state for row in document.previews.all()] == [State.WAITING]


@pytest.mark.django_db
def test_a_document_that_was_deleted_meanwhile_is_no_error() -> None:
    assert draw_previews.call(987_654) == "gone"


@pytest.mark.django_db
def test_documents_from_before_get_theirs_some_at_a_time(run_worker: Any, monkeypatch: Any) -> None:
    documents = [make_pdf(pages_of(1), f"Lama {number}") for number in range(3)]
    DocumentPreview.objects.all().delete()
    monkeypatch.setattr(previews, "BATCH", 2)
    assert [previews.draw_missing_previews() for _round in range(3)] == [2, 1, 0]
    run_worker()
    assert all(document.previews.get().state == State.DRAWN for document in documents)


@pytest.mark.django_db
def test_a_document_whose_task_was_lost_is_tried_once_more() -> None:
    document = make_pdf()
    assert previews.draw_missing_previews() == 0
    document.previews.update(updated_at=timezone.now() - timedelta(days=2))
    assert previews.draw_missing_previews() == 1


# What a reader sees


def show(page: Any, documents: list[LibraryDocument]) -> str:
    request = RequestFactory().get("/")
    template = Template("{% for document in documents %}{% include 'media/parts/document_preview.html' %}{% endfor %}")
    return template.render(Context({"page": page, "documents": documents, "request": request}))


def test_the_pictures_link_to_the_document_and_say_what_they_show(site_tree: Any, run_worker: Any) -> None:
    document = make_pdf(title='Lembar <b>"pecahan"')
    page = factories.make_module(site_tree.modules, body=[("download", {"document": document})])
    run_worker()
    with translation.override("en"):
        html = show(page, [document])
    assert html.count(f'href="{document.url}"') == 2
    assert html.count('loading="lazy"') == 2
    assert 'width="800"' in html
    assert "Page 1 of Lembar &lt;b&gt;" in html
    assert "<b>" not in html


def test_nothing_is_shown_before_they_are_drawn(site_tree: Any) -> None:
    document = make_pdf()
    page = factories.make_module(site_tree.modules, body=[("download", {"document": document})])
    assert show(page, [document]).strip() == ""


@pytest.mark.parametrize("count", [1, 6])
def test_one_query_however_many_documents(
    count: int, site_tree: Any, run_worker: Any, django_assert_num_queries: Any
) -> None:
    documents = [make_pdf(pages_of(1), f"Lembar {number}") for number in range(count)]
    body = [("download", {"document": document}) for document in documents]
    page = factories.make_module(site_tree.modules, body=body)
    run_worker()
    shown = [block.value["document"] for block in page.body]
    with django_assert_num_queries(1):
        html = show(page, shown)
    assert html.count("<img") == count
