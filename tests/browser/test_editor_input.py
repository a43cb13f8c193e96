"""What editors put into a form: a paste, several pictures, a title that is too long. It comes out clean and whole."""

from __future__ import annotations

import base64
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.browser.conftest import Site
from tests.browser.editing import SAVE, autosaved, edit, revisions

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
