"""The whole way once, by hand: an editor publishes a module with picture, tag and platform; a teacher finds it."""

from __future__ import annotations

import io
import re
import time
from typing import Any

import pytest
from PIL import Image

from tests.browser.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
WITHIN = 1.0


def log_in(page: Any, name: str = "editor") -> None:
    page.goto("/admin/login/")
    page.fill("#id_username", name)
    page.fill("#id_password", "sinau-demo")
    page.click("button[type=submit]")
    page.wait_for_url("**/admin/")


def picture() -> dict[str, Any]:
    buffer = io.BytesIO()
    Image.new("RGB", (900, 600), "seagreen").save(buffer, "PNG")
    return {"name": "kebun.png", "mimeType": "image/png", "buffer": buffer.getvalue()}


def write_module(page: Any, index: str) -> None:
    page.goto(f"/admin/pages/add/modules/modulepage/{index}/")
    page.wait_for_load_state("networkidle")
    page.fill("#id_title", "Jurnal Kebun Sekolah")
    page.fill("#id_summary", "Murid mencatat pertumbuhan tanaman dengan foto mingguan.")
    page.click("#id_cover-chooser button >> visible=true")
    page.click(".modal [role=tab]:nth-child(2)")
    page.set_input_files("#id_image-chooser-upload-file", picture())
    page.fill("#id_image-chooser-upload-title", "Kebun sekolah")
    page.fill("#id_image-chooser-upload-description", "Petak hijau kebun sekolah dilihat dari atas")
    page.click(".modal form[enctype] button[type=submit]")
    page.wait_for_selector(".modal", state="hidden")
    body = page.locator("[data-contentpath=body]")
    body.locator("button.c-sf-add-button").first.click()
    page.get_by_role("option", name="Teks", exact=True).first.click()
    editor = body.locator(".public-DraftEditor-content").first
    editor.click()
    page.keyboard.type("Catat tinggi kecambah bulukumbawati setiap Jumat pagi.")
    page.get_by_role("tab", name="Klasifikasi").click()
    page.get_by_label("Menengah", exact=True).check()
    page.get_by_label("SMP/MTs", exact=True).check()
    page.get_by_label("Informatika", exact=True).check()
    page.get_by_label("Padlet", exact=True).check()
    tags = page.locator("[data-contentpath=tags] .tagit-new input")
    tags.fill("kebun-digital-uji")
    tags.press("Enter")
    page.get_by_role("tab", name="Hak & Sumber").click()
    page.select_option("#id_licence", label="CC BY 4.0")


def publish(page: Any, parent_id: str) -> None:
    page.locator("footer [data-controller~=w-dropdown] [data-w-dropdown-target=toggle]").last.click()
    # Named, for an autosave on the way gives the new page its address, and that is a navigation too.
    with page.expect_navigation(url=f"**/admin/pages/{parent_id}/"):
        page.locator("button[name=action-publish]").click()


def found(page: Any, query: str) -> bool:
    return "Jurnal Kebun Sekolah" in re.sub("</?mark>", "", page.request.get(f"/cari/?{query}").text())


def test_editor_publishes_and_teacher_finds_it_within_a_second(page: Any, site: Site) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    log_in(page)
    page.goto("/admin/pages/")
    answer = site.manage(
        "shell", "-v", "0", "-c", "from modules.models import ModuleIndexPage as M; print('id', M.objects.get().pk)"
    )
    index = re.search(r"id (\d+)", answer)
    assert index
    write_module(page, index[1])
    publish(page, index[1])
    published = time.monotonic()
    queries = [
        "q=bulukumbawati",
        "tag=kebun-digital-uji",
        "q=Jurnal&level=menengah&school_level=smp&subject=informatika&platform=padlet&licence=cc-by&kind=module",
    ]
    assert [query for query in queries if not found(page, query)] == []
    assert time.monotonic() - published < WITHIN
    address = page.request.get("/api/v1/resources?q=bulukumbawati").json()["results"][0]["url"]
    assert page.request.get(address).status == 200

    page_id = site.manage(
        "shell",
        "-v",
        "0",
        "-c",
        "from modules.models import ModulePage as M; print('id', M.objects.get(title='Jurnal Kebun Sekolah').pk)",
    )
    number = re.search(r"id (\d+)", page_id)
    assert number
    page.goto(f"/admin/pages/{number[1]}/unpublish/")
    with page.expect_navigation(url=f"**/admin/pages/{index[1]}/"):
        page.locator("form button[type=submit], form input[type=submit]").last.click()
    unpublished = time.monotonic()
    assert [query for query in queries if found(page, query)] == []
    assert page.request.get(address).status == 404
    assert page.request.get("/api/v1/resources?q=bulukumbawati").json()["total"] == 0
    assert "Jurnal" not in page.request.get("/api/v1/suggest?q=jurnal+keb").text()
    assert "kebun-digital-uji" not in page.request.get("/api/v1/vocabularies/tag").text()
    assert time.monotonic() - unpublished < WITHIN
