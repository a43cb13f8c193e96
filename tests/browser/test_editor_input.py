"""What editors do to a form: paste, drop, write the same page at once, type on after their session ended. Nothing is lost."""

from __future__ import annotations

import base64
import contextlib
import io
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.browser.conftest import Site
from tests.browser.test_publish_and_find import log_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
CLIPBOARD = Path(__file__).parent / "clipboard"
PASTE = """(element, html) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/html', html);
  clipboardData.setData('text/plain', 'teks');
  element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
}"""
DROP = """(element, files) => {
  const dataTransfer = new DataTransfer();
  for (const { name, type, content } of files) {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    dataTransfer.items.add(new File([bytes], name, { type }));
  }
  for (const kind of ['dragover', 'drop']) {
    element.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
  }
}"""


@pytest.fixture
def open_tab(browser: Any, site: Site) -> Iterator[Callable[[str], Any]]:
    """A tab of a browser of its own, with a user logged in."""
    contexts = []

    def open_as(name: str) -> Any:
        context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 900})
        contexts.append(context)
        tab = context.new_page()
        tab.set_default_timeout(15_000)
        tab.on("dialog", lambda dialog: dialog.accept())
        log_in(tab, name)
        return tab

    yield open_as
    for context in contexts:
        context.close()


def sql(site: Site, statement: str, *values: Any) -> list[Any]:
    """Read or change the site's database beside the site, without waiting for a command to start."""
    path = site.environment["DATABASE_URL"].removeprefix("sqlite:///")
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        return database.execute(statement, values).fetchall()


@pytest.fixture(scope="module")
def drafts(site: Site) -> list[str]:
    """Examples without a gallery, one for each test."""
    code = """
from media.models import CreativeExampleIndexPage, CreativeExamplePage
index = CreativeExampleIndexPage.objects.first()
for number in range(20):
    page = index.add_child(instance=CreativeExamplePage(title=f"Poster hujan {number}", summary="Hujan.", live=False))
    page.save_revision(clean=False)
"""
    site.manage("shell", "-v", "0", "-c", code)
    pages = sql(site, "select id from wagtailcore_page where title like 'Poster hujan %' order by id")
    return [str(page_id) for (page_id,) in pages]


@pytest.fixture
def example_id(drafts: list[str]) -> str:
    return drafts.pop()


def edit(tab: Any, page_id: str) -> None:
    """Open the form; the admin begins to look for changes two seconds later."""
    tab.goto(f"/admin/pages/{page_id}/edit/")
    tab.wait_for_load_state("networkidle")
    form = tab.locator("form[data-edit-form]").element_handle()
    watching = "form => window.wagtail.app.getControllerForElementAndIdentifier(form, 'w-unsaved')?.initialFormData"
    tab.wait_for_function(watching, arg=form)


def autosaved(tab: Any, act: Callable[[], Any]) -> None:
    """Do something that the page then saves by itself, and wait for that."""
    tab.evaluate("document.addEventListener('w-autosave:success', () => { window.saved = true; })")
    act()
    tab.wait_for_function("window.saved")


def revisions(site: Site, page_id: str) -> list[dict[str, Any]]:
    rows = sql(site, "select content from wagtailcore_revision where object_id = ? order by created_at", page_id)
    return [json.loads(content) for (content,) in rows]


def draft_title(site: Site, page_id: str) -> str:
    return str(revisions(site, page_id)[-1]["title"])


def end_session(tab: Any, site: Site) -> None:
    """Away on the server, as when it expired; the browser still holds the cookie."""
    key = next(cookie["value"] for cookie in tab.context.cookies() if cookie["name"] == "sessionid")
    sql(site, "delete from django_session where session_key = ?", key)


def picture(name: str, colour: str, width: int = 300) -> dict[str, Any]:
    buffer = io.BytesIO()
    Image.new("RGB", (width, 200), colour).save(buffer, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": buffer.getvalue()}


# Paste


def paste(tab: Any, html: str) -> list[dict[str, Any]]:
    """The blocks of a rich text into which the HTML was pasted."""
    field = tab.locator("[data-contentpath=about] .public-DraftEditor-content").first
    field.click()
    field.evaluate(PASTE, html)
    value = tab.locator("input[name=about]")
    tab.wait_for_function("input => JSON.parse(input.value)?.blocks.some((b) => b.text)", arg=value.element_handle())
    content = json.loads(value.input_value())
    return [
        {
            "type": block["type"],
            "depth": block["depth"],
            "text": block["text"],
            "styles": [
                (span["style"], block["text"][span["offset"] : span["offset"] + span["length"]])
                for span in block["inlineStyleRanges"]
            ],
            "links": [content["entityMap"][str(span["key"])]["data"]["url"] for span in block["entityRanges"]],
        }
        for block in content["blocks"]
        if block["text"].strip()
    ]


def outline(blocks: list[dict[str, Any]]) -> list[tuple[str, int, str]]:
    return [(block["type"], block["depth"], block["text"].strip()) for block in blocks]


def test_a_paste_from_word_comes_out_clean(open_tab: Any, site: Site, example_id: str) -> None:
    tab = open_tab("admin")
    edit(tab, example_id)
    blocks: list[dict[str, Any]] = []
    autosaved(tab, lambda: blocks.extend(paste(tab, (CLIPBOARD / "word.html").read_text())))
    assert outline(blocks) == [
        ("header-two", 0, "Rencana Kegiatan"),
        ("header-two", 0, "Tujuan"),
        ("unstyled", 0, "Murid membaca grafik curah hujan dan menjelaskan di Kupang."),
        ("unstyled", 0, "Sumber: situs BMKG"),
        ("unordered-list-item", 0, "penggaris"),
        ("unordered-list-item", 1, "yang panjang"),
        ("unordered-list-item", 0, "pensil warna"),
        ("unstyled", 0, "Langkah:"),
        ("ordered-list-item", 0, "Ukur"),
        ("ordered-list-item", 0, "Catat"),
        ("unstyled", 0, "Bulan | Hujan"),
        ("unstyled", 0, "Januari | 402 mm"),
        ("header-three", 0, "Catatan kecil"),
        ("unstyled", 0, "klik garis bawah coret"),
    ]
    assert blocks[2]["styles"] == [("BOLD", "grafik curah hujan"), ("ITALIC", "menjelaskan")]
    assert [link for block in blocks for link in block["links"]] == ["https://www.bmkg.go.id/iklim"]
    html = revisions(site, example_id)[-1]["about"]
    assert set(re.findall(r"<(\w+)", html)) == {"h2", "h3", "p", "b", "i", "a", "ul", "ol", "li"}
    assert set(re.findall(r" ([\w-]+)=", html)) == {"href", "data-block-key"}


@pytest.mark.parametrize("source", ["google_docs", "libreoffice"])
def test_a_paste_from_other_offices_comes_out_clean(source: str, open_tab: Any, example_id: str) -> None:
    tab = open_tab("admin")
    edit(tab, example_id)
    blocks = paste(tab, (CLIPBOARD / f"{source}.html").read_text())
    assert outline(blocks) == [
        ("header-two", 0, "Tujuan"),
        ("unstyled", 0, "Murid membaca grafik curah hujan dan menjelaskan. situs BMKG"),
        ("unordered-list-item", 0, "penggaris"),
        ("unordered-list-item", 0, "pensil"),
        ("ordered-list-item", 0, "Ukur"),
    ]
    assert blocks[1]["styles"] == [("BOLD", "grafik curah hujan"), ("ITALIC", "menjelaskan")]
    assert blocks[1]["links"] == ["https://www.bmkg.go.id/iklim"]


def test_pasted_scripts_and_styles_are_neither_run_nor_kept_as_text(open_tab: Any, example_id: str) -> None:
    tab = open_tab("admin")
    edit(tab, example_id)
    html = (
        "<style>p {color: red}</style><script>window.ran = true</script><p onclick='window.ran = true'>Isi"
        "<img src=x onerror='window.ran = true'></p><iframe src='https://example.org'>bingkai</iframe>"
        "<a href='javascript:window.ran = true'>tautan</a>"
    )
    blocks = paste(tab, html)
    assert " ".join(block["text"].strip() for block in blocks).split() == ["Isi", "tautan"]
    assert not any(block["links"] for block in blocks)
    assert tab.evaluate("window.ran") is None


# Pictures


def upload_report(tab: Any) -> Any:
    bar = tab.locator("[data-contentpath=gallery] .drop-images")
    tab.wait_for_function("bar => bar.querySelector('[aria-live]').textContent", arg=bar.element_handle())
    return bar


def gallery(tab: Any) -> list[tuple[str, str]]:
    """Title and alternative text of the pictures in the form, in their order."""
    blocks = tab.locator("[data-contentpath=gallery] [data-streamfield-child]")
    return [
        (
            block.locator("[data-chooser-title], .chooser__title").first.inner_text().strip(),
            block.locator("input[name$='-alt_text']").input_value(),
        )
        for block in blocks.all()
    ]


def test_several_pictures_become_blocks_in_their_order_without_invented_texts(open_tab: Any, example_id: str) -> None:
    tab = open_tab("editor")
    edit(tab, example_id)
    files = [
        picture("awan_satu.png", "#123456"),
        {"name": "program.png", "mimeType": "image/png", "buffer": b"MZ\x00\x00" + b"\x00" * 300},
        {"name": "gambar.svg", "mimeType": "image/svg+xml", "buffer": b"<svg><script>alert(1)</script></svg>"},
        picture("awan-dua.png", "#234567"),
        picture("awan tiga.png", "#345678"),
    ]
    tab.locator("[data-contentpath=gallery] .drop-images input[type=file]").set_input_files(files)
    report = upload_report(tab)
    assert gallery(tab) == [("awan satu", ""), ("awan dua", ""), ("awan tiga", "")]
    refused = report.locator("li").filter(has=tab.get_by_role("button"))
    assert [line.split("\n")[0] for line in refused.all_inner_texts()] == ["program.png", "gambar.svg"]
    assert all("AVIF, GIF, JPG, JPEG, PNG, WEBP" in words for words in refused.all_inner_texts())


def test_files_dropped_on_a_block_are_put_behind_it(open_tab: Any, example_id: str) -> None:
    tab = open_tab("editor")
    edit(tab, example_id)
    chooser = tab.locator("[data-contentpath=gallery] .drop-images input[type=file]")
    chooser.set_input_files([picture("pertama.png", "#456789"), picture("terakhir.png", "#56789a")])
    upload_report(tab)
    dropped = picture("disisipkan.png", "#6789ab")
    file = {"name": dropped["name"], "type": "image/png", "content": base64.b64encode(dropped["buffer"]).decode()}
    first = tab.locator("[data-contentpath=gallery] [data-streamfield-child]").first
    first.evaluate(DROP, [file])
    tab.wait_for_function("document.querySelectorAll('[data-contentpath=gallery] [data-streamfield-child]').length > 2")
    assert [title for title, _alt in gallery(tab)] == ["pertama", "disisipkan", "terakhir"]


def test_a_picture_dropped_beside_the_fields_does_not_open_in_place_of_the_form(open_tab: Any, example_id: str) -> None:
    tab = open_tab("editor")
    edit(tab, example_id)
    tab.evaluate("window.addEventListener('drop', (event) => { window.prevented = event.defaultPrevented; })")
    tab.locator("#id_title").evaluate(DROP, [{"name": "a.png", "type": "image/png", "content": "AAAA"}])
    assert tab.evaluate("window.prevented") is True


# Two who write, and a session that ended


SAVE = "[data-edit-form] button.action-save, [data-edit-form] footer button[type=submit]"
WARNING = "#w-save-confirmation-dialog, [data-dialog-id=w-save-confirmation-dialog]"


@pytest.mark.parametrize("autosaves", [True, False])
def test_the_second_to_save_is_warned_and_neither_loses_text(
    autosaves: bool, open_tab: Any, site: Site, example_id: str
) -> None:
    """Also when the save comes before anything told the second about the first."""
    first, second = open_tab("admin"), open_tab("editor")
    if not autosaves:
        second.add_init_script("document.addEventListener('w-autosave:save', (event) => event.preventDefault(), true)")
    edit(second, example_id)
    edit(first, example_id)
    first.fill("#id_title", "Judul dari yang pertama")
    first.locator(SAVE).first.click()
    first.wait_for_load_state("networkidle")
    second.fill("#id_title", "Judul dari yang kedua")
    second.locator(SAVE).first.click()
    second.wait_for_function(
        "document.querySelector('.w-dialog.w-dialog--active, .w-dialog[aria-hidden=false], .w-dialog:not([aria-hidden])')"
    )
    assert second.input_value("#id_title") == "Judul dari yang kedua"
    assert draft_title(site, example_id) == "Judul dari yang pertama"
    second.locator("[data-w-dialog-target=confirm]").first.click()
    second.wait_for_load_state("networkidle")
    assert draft_title(site, example_id) == "Judul dari yang kedua"
    assert "Judul dari yang pertama" in [revision["title"] for revision in revisions(site, example_id)]


def test_who_typed_on_after_the_session_ended_logs_in_beside_and_saves(
    open_tab: Any, site: Site, example_id: str
) -> None:
    tab = open_tab("editor")
    edit(tab, example_id)
    autosaved(tab, lambda: tab.fill("#id_title", "Sebelum berakhir"))
    end_session(tab, site)
    tab.fill("#id_title", "Sesudah berakhir")
    notice = tab.locator(".session-guard")
    notice.wait_for()
    tab.locator(SAVE).first.click()
    assert "/edit/" in tab.url
    assert tab.input_value("#id_title") == "Sesudah berakhir"
    with tab.context.expect_page() as opened:
        notice.locator("a").click()
    login = opened.value
    login.fill("#id_username", "editor")
    login.fill("#id_password", "sinau-demo")
    login.click("button[type=submit]")
    login.wait_for_url("**/sesi/kembali/")
    login.close()
    tab.evaluate("window.dispatchEvent(new Event('focus'))")
    tab.wait_for_function("document.querySelector('.session-guard button.button:not(.button-secondary)')")
    notice.locator("button").first.click()
    tab.wait_for_load_state("networkidle")
    assert draft_title(site, example_id) == "Sesudah berakhir"


def test_a_save_right_after_the_session_ended_keeps_the_form(open_tab: Any, site: Site, example_id: str) -> None:
    tab = open_tab("editor")
    tab.add_init_script("document.addEventListener('w-autosave:save', (event) => event.preventDefault(), true)")
    edit(tab, example_id)
    end_session(tab, site)
    tab.fill("#id_title", "Ditulis lalu langsung disimpan")
    tab.locator(SAVE).first.click()
    tab.locator(".session-guard").wait_for()
    assert "/edit/" in tab.url
    assert tab.input_value("#id_title") == "Ditulis lalu langsung disimpan"


def test_without_a_connection_a_save_keeps_the_form(open_tab: Any, site: Site, example_id: str) -> None:
    tab = open_tab("editor")
    edit(tab, example_id)
    tab.context.set_offline(True)
    tab.fill("#id_title", "Ditulis tanpa sambungan")
    tab.locator(SAVE).first.click()
    tab.locator(".session-guard").wait_for()
    assert tab.input_value("#id_title") == "Ditulis tanpa sambungan"
    tab.context.set_offline(False)
    tab.locator(SAVE).first.click()
    tab.wait_for_timeout(1500)
    tab.wait_for_load_state("networkidle")
    assert draft_title(site, example_id) == "Ditulis tanpa sambungan"


def test_a_pasted_title_of_300_letters_is_named_and_nothing_is_lost(open_tab: Any, site: Site, example_id: str) -> None:
    title = "judul " * 50
    tab = open_tab("editor")
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    edit(tab, example_id)
    tab.fill("#id_summary", "Ringkasan yang sudah diketik.")
    tab.evaluate("text => navigator.clipboard.writeText(text)", title)
    tab.locator("#id_title").select_text()
    tab.keyboard.press("Control+V")
    note = tab.locator(".length-limit")
    note.wait_for()
    assert "300" in note.inner_text()
    assert "255" in note.inner_text()
    tab.locator(SAVE).first.click()
    tab.wait_for_selector(".messages .error")
    assert "255" in tab.locator(".error-message").first.inner_text()
    assert tab.input_value("#id_summary") == "Ringkasan yang sudah diketik."
    assert tab.input_value("#id_title").strip() == title.strip()
