"""The newcomers' run: a new centre, its first two people, their first module and their first adaptation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser import centre_life as life
from tests.browser.accessibility import violations
from tests.browser.centre_life import country, visitor  # noqa: F401
from tests.browser.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
CENTRE = "Balai TIK Gorontalo"
HOME = "/balai/balai-tik-gorontalo/"
TITLE = "Menulis Pantun Gorontalo"
SUMMARY = "Murid kelas 7 menulis pantun daerah dalam dua pertemuan."
# Wagtail's outline beside a form: its list scrolls and takes no focus, its links do.
FORM = {"exclude": [[".w-minimap"]]}
QUIRKS = ["landmark-unique"]


def test_a_new_centre_writes_is_corrected_adapts_and_keeps_its_own(
    country: Site,  # noqa: F811
    visitor: Callable[[], Any],  # noqa: F811
) -> None:
    found: list[str] = []
    teacher = visitor()
    ani, budi = begin(country, visitor, found)
    module = written_and_sent_back(ani, budi, found)
    corrected_and_released(ani, budi, teacher, module)
    adapted = adapt(ani)
    source_changes(life.log_in(visitor(), "editor"))
    merge(ani, adapted, found)
    life.act(ani, "Kirim untuk Kurasi")
    life.release(budi, "Mengamati Hujan Bersama")
    seen_by_teacher(teacher)
    assert found == []


def begin(site: Site, visitor: Callable[[], Any], found: list[str]) -> tuple[Any, Any]:  # noqa: F811
    """The national admin adds the centre and invites two people, who come in by the links of their letters."""
    admin = life.log_in(visitor(), "admin")
    life.add_centre(admin, CENTRE, "Gorontalo")
    life.invite(admin, "ani@balai.example", "contributor")
    life.invite(admin, "budi@balai.example", "curator")
    found += violations(admin)
    ani, budi = visitor(), visitor()
    life.accept_invitation(ani, site, "ani@balai.example", "Ani Lestari")
    life.accept_invitation(budi, site, "budi@balai.example", "Budi Pakaya")
    assert ani.locator("nav").get_by_role("link", name="Antrean Kurasi").count() == 0
    assert budi.locator("nav").get_by_role("link", name="Antrean Kurasi").count() == 1
    return ani, budi


def written_and_sent_back(ani: Any, budi: Any, found: list[str]) -> int:
    module = life.write_module(ani, TITLE, "Menulis pantun.", "Baca dua pantun bersama.")
    life.add_lesson(ani, module, "Mengenal pantun", "Tandai sampiran dan isi.")
    life.edit(ani, module)
    life.act(ani, "Kirim untuk Kurasi")
    assert ani.request.get(f"{HOME}menulis-pantun-gorontalo/").status == 404
    life.open_submission(budi, TITLE)
    assert budi.get_by_role("link", name="Mengenal pantun").is_visible()
    found += violations(budi)
    life.send_back(
        budi,
        TITLE,
        reason="Bahasa atau ejaan perlu diperbaiki",
        note="Sudah bagus. Perjelas ringkasannya.",
        field="Ringkasan",
        field_note="Sebutkan kelasnya.",
    )
    return module


def corrected_and_released(ani: Any, budi: Any, teacher: Any, module: int) -> None:
    """Ani reads what is wanted on her home page and above the form, mends it, and readers get it."""
    ani.goto("/admin/")
    panel = ani.locator("section[aria-labelledby=desk-back]")
    assert "Perjelas ringkasannya" in panel.inner_text()
    life.follow(ani, panel.get_by_role("link", name=TITLE), f"**/admin/pages/{module}/edit/")
    life.ready(ani)
    message = ani.locator(".messages").inner_text()
    for said in ("Kurasi Media", "Bahasa atau ejaan perlu diperbaiki", "Ringkasan: Sebutkan kelasnya."):
        assert said in message
    ani.locator(".messages").get_by_role("link", name="Ringkasan").click()
    ani.wait_for_function("document.activeElement.id === 'id_summary'")
    ani.fill("#id_summary", SUMMARY)
    life.act(ani, "Kirim Ulang")
    life.release(budi, TITLE)
    teacher.goto(HOME)
    life.follow(teacher, teacher.get_by_role("link", name=TITLE).first, f"**{HOME}menulis-pantun-gorontalo/")
    page = teacher.locator("main").inner_text()
    assert [words for words in (SUMMARY, CENTRE, "Mengenal pantun") if words not in page] == []


def adapt(ani: Any) -> int:
    """Ani takes a national module over as a draft of her centre and changes its summary; returns the page's id."""
    ani.goto("/admin/adaptasi/?q=hujan")
    row = ani.locator("table.listing tr", has_text="Mengamati Hujan Bersama")
    life.follow(ani, row.get_by_role("link", name="Adaptasi"), "**/admin/adaptasi/*/")
    life.follow(ani, ani.get_by_role("button", name="Adaptasi untuk Balai Kami"), "**/edit/")
    life.ready(ani)
    ani.fill("#id_summary", "Murid Gorontalo mencatat hujan di tepi Danau Limboto.")
    life.save(ani)
    return life.page_id(ani)


def source_changes(editor: Any) -> None:
    """In two places: the summary, which Ani has changed, and the text, which she has not."""
    editor.goto("/admin/materi/module/?q=hujan")
    row = editor.locator("table tr", has_text="Mengamati Hujan Bersama").filter(has_not_text=CENTRE)
    life.follow(editor, row.get_by_role("link", name="Mengamati Hujan Bersama").first, "**/edit/")
    life.ready(editor)
    editor.fill("#id_summary", "Murid mencatat curah hujan dan membuat grafiknya.")
    life.write(editor, " Buat grafiknya setiap Jumat.")
    life.act(editor, "Terbitkan")


def merge(ani: Any, adapted: int, found: list[str]) -> None:
    """One place to choose, in which Ani keeps both; the other comes by itself."""
    life.edit(ani, adapted)
    life.told(ani, "Perubahan Anda sendiri tetap terjaga")
    found += violations(ani, FORM, QUIRKS)
    life.follow(ani, ani.locator(".messages").get_by_role("link", name="Lihat dan Ambil"), "**/gabungkan/")
    found += violations(ani)
    assert ani.locator("fieldset legend").all_inner_texts() == ["1. Ringkasan"]
    assert "Isi › Teks" in ani.locator(".take-over-lines").first.inner_text()
    ani.get_by_label("Keduanya").check()
    life.follow(ani, ani.get_by_role("button", name="Ambil sebagai Draf"), f"**/admin/pages/{adapted}/edit/")
    life.ready(ani)
    summary = ani.input_value("#id_summary")
    assert [words for words in ("Danau Limboto", "membuat grafiknya") if words not in summary] == []


def seen_by_teacher(teacher: Any) -> None:
    for words, wanted in (("pantun gorontalo", TITLE), ("mengamati hujan limboto", "Mengamati Hujan Bersama")):
        teacher.goto(f"/cari/?q={words.replace(' ', '+')}&centre=balai-tik-gorontalo")
        results = teacher.get_by_role("link", name=wanted)
        results.first.wait_for()
    teacher.goto(f"{HOME}mengamati-hujan-bersama/")
    page = teacher.locator("main").inner_text()
    wanted_words = ("Diadaptasi dari Mengamati Hujan Bersama", "Buat grafiknya setiap Jumat.", "Danau Limboto")
    assert [words for words in (*wanted_words, "Membuat alat ukur") if words not in page] == []
    life.follow(teacher, teacher.locator(".adapted-from a").first, f"**{life.SOURCE}")
    assert CENTRE in teacher.locator("ul[aria-labelledby=diadaptasi]").inner_text()
