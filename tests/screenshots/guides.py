"""The pictures of the guides, into `cms/static/cms/guides`: what `cms/guides/*.md` shows, taken from the running site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.bench.scratch import ROOT
from tests.screenshots.studio import Studio

FOLDER = ROOT / "cms" / "static" / "cms" / "guides"
MODULE = "Poster Pembelajaran dengan Canva"
MODULE_ADDRESS = "/modul/poster-pembelajaran-dengan-canva/"
LESSON_ADDRESS = f"{MODULE_ADDRESS}merancang-di-canva/"
# A module with a download.
SIZED_ADDRESS = "/modul/mengajar-dengan-sinyal-terbatas/"
BODY = "#panel-child-isi-body-section"
PHONE = {"width": 360, "scale": 1.25}
# A phone's pictures are for teachers, who pay for each kilobyte.
PHONE_LIMIT, DESK_LIMIT, DESK_WIDTH = 30_000, 60_000, 920

Shot = Callable[[Studio, str], None]
SHOTS: dict[str, Shot] = {}


def shot(name: str) -> Callable[[Shot], Shot]:
    return lambda take: SHOTS.setdefault(name, take)


def take(studio: Studio) -> None:
    """Every picture of the guides that is wanted, in the order below: the first drafts come after the desk's picture."""
    for name, picture in SHOTS.items():
        if studio.wants(name):
            picture(studio, name)


def on_phone(studio: Studio, page: Any, name: str, **options: Any) -> None:
    studio.shoot(page, name, folder=FOLDER, webp=True, limit=PHONE_LIMIT, **options)


def on_desk(studio: Studio, page: Any, name: str, **options: Any) -> None:
    studio.shoot(page, name, folder=FOLDER, webp=True, limit=DESK_LIMIT, width=DESK_WIDTH, **options)


# For teachers


@shot("guru-cari")
def search_box(studio: Studio, name: str) -> None:
    page = studio.open("/", **PHONE)
    # Set, not typed: typing opens the suggestions over the button.
    page.locator("main .search-form input[type=search]").first.evaluate("field => field.value = 'poster'")
    form = "main .search-form"
    on_phone(studio, page, name, clip=["main h1", form], highlight=[f"{form} input[type=search]", f"{form} button"])


@shot("guru-hasil")
def results(studio: Studio, name: str) -> None:
    page = studio.open("/cari/?q=poster", height=600, **PHONE)
    on_phone(studio, page, name, highlight=["main :is(summary, button, a, label):has-text('Filter'):visible"])


@shot("guru-modul")
def module(studio: Studio, name: str) -> None:
    page = studio.open(SIZED_ADDRESS, **PHONE)
    on_phone(studio, page, name, highlight=["main dl >> nth=0", "main a.button:visible >> nth=0"])


@shot("guru-kuis")
def quiz(studio: Studio, name: str) -> None:
    page = studio.open(LESSON_ADDRESS, **PHONE)
    page.locator(".quiz button", has_text="Ganti dengan elemen").click()
    studio.settle(page)
    on_phone(studio, page, name, clip=".quiz", margin=12)


@shot("guru-bagikan")
def share(studio: Studio, name: str) -> None:
    page = studio.open(MODULE_ADDRESS, **PHONE)
    page.locator("summary", has_text="Bagikan").click()
    studio.settle(page)
    page.locator("#tautan").evaluate("(field, path) => field.value = `https://sinau.example.id${path}`", MODULE_ADDRESS)
    copy, whatsapp = ".share-ways button", ".share-ways a:has-text('WhatsApp')"
    on_phone(studio, page, name, clip="details.share", highlight=[copy, whatsapp])


# For editors


@shot("editor-beranda")
def desk(studio: Studio, name: str) -> None:
    page = studio.open("/admin/", user="editor", height=600)
    on_desk(
        studio, page, name, highlight=[f"main a:has-text('{label}')" for label in ("Tambah Modul", "Tambah Contoh")]
    )


def new_module(studio: Studio, height: int = 600) -> Any:
    """The empty form of a module, reached as an editor does."""
    page = studio.open("/admin/", user="editor", height=height)
    page.locator("main a", has_text="Tambah Modul").first.click()
    page.locator("main form button", has_text="Tambah Modul").click()
    page.wait_for_selector("#id_title")
    studio.settle(page)
    return page


def existing_module(studio: Studio, height: int = 600) -> Any:
    page = studio.open("/admin/materi/module/", user="editor", height=height)
    page.locator("main").get_by_role("link", name=MODULE, exact=True).first.click()
    page.wait_for_selector("#id_title")
    studio.settle(page)
    return page


def insert_block(page: Any, label: str) -> None:
    page.locator(f"{BODY} button[title='Sisipkan blok']").last.click()
    page.get_by_role("option", name=label, exact=True).click()


@shot("editor-judul")
def similar(studio: Studio, name: str) -> None:
    page = new_module(studio, height=420)
    page.locator("#id_title").press_sequentially("Poster Pembelajaran Canva")
    page.wait_for_selector("text=/Sudah ada \\d+ materi serupa/")
    on_desk(studio, page, name, highlight=["text=/Sudah ada \\d+ materi serupa/ >> xpath=.."])


@shot("editor-klasifikasi")
def classification(studio: Studio, name: str) -> None:
    page = new_module(studio, height=640)
    page.locator("#tab-label-klasifikasi").click()
    page.get_by_label("Dasar", exact=True).check()
    page.get_by_label("SD/MI", exact=True).check()
    studio.settle(page)
    on_desk(studio, page, name, highlight=["[role=tablist]", "label:has-text('SD/MI'):visible"])


@shot("editor-pelajaran")
def add_lesson(studio: Studio, name: str) -> None:
    page = existing_module(studio, height=420)
    page.locator("header button[aria-label='Tindakan']").click()
    on_desk(studio, page, name, highlight=["a:has-text('Tambah Subhalaman'):visible"])


@shot("editor-kuis")
def quiz_block(studio: Studio, name: str) -> None:
    # Tall: the block is cut out of a window that need not scroll.
    page = new_module(studio, height=2000)
    insert_block(page, "Latihan Soal")
    page.locator(f"{BODY} textarea:visible").first.fill("Apa yang paling dulu dibaca orang pada poster?")
    page.locator(f"{BODY} input[type=text]:visible").first.fill("Judul yang besar")
    page.locator(f"{BODY} input[type=checkbox]:visible").first.check()
    block = f"{BODY} [data-streamfield-child] >> nth=0"
    on_desk(studio, page, name, clip=block, highlight=[f"{BODY} label:text-is('Benar') >> nth=0"])


@shot("editor-kurang")
def missing(studio: Studio, name: str) -> None:
    page = new_module(studio, height=640)
    toggle = "header button[aria-label='Tampilkan atau sembunyikan yang masih kurang']"
    page.locator(toggle).click()
    page.wait_for_selector("h3:has-text('Wajib sebelum Terbit')")
    page.wait_for_timeout(1500)
    on_desk(studio, page, name, highlight=[f"{toggle} svg", ".form-side a:text-is('Tingkat')"])


@shot("editor-terbit")
def publish(studio: Studio, name: str) -> None:
    page = existing_module(studio, height=420)
    toggle = "footer [data-w-dropdown-target='toggle']:visible"
    page.locator(toggle).click()
    on_desk(studio, page, name, highlight=[toggle, "button:has-text('Terbitkan'):visible"])


@shot("editor-gambar")
def several_pictures(studio: Studio, name: str) -> None:
    page = new_module(studio)
    button = f"{BODY} button:has-text('Pilih Beberapa Gambar')"
    on_desk(studio, page, name, clip=BODY, highlight=[button])


@shot("editor-massal")
def bulk(studio: Studio, name: str) -> None:
    page = studio.open("/admin/materi/module/", user="editor", height=620)
    boxes = page.locator("tbody input[type=checkbox]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.wait_for_timeout(500)
    on_desk(studio, page, name, highlight=["tbody input[type=checkbox] >> nth=0", "a:has-text('Ubah Label'):visible"])


# For administrators


@shot("admin-pengguna")
def user_roles(studio: Studio, name: str) -> None:
    page = studio.open("/admin/users/new/", user="admin", height=620)
    page.locator("#tab-label-roles").click()
    on_desk(studio, page, name, highlight=["label:has-text('Editor Materi'):visible >> xpath=.."])


@shot("admin-gabung")
def merge(studio: Studio, name: str) -> None:
    page = studio.open("/admin/snippets/cms/subject/?q=fisika", user="admin", height=420)
    page.locator("button[aria-label=\"Opsi lain untuk 'Fisika'\"]").click()
    on_desk(studio, page, name, highlight=["a:has-text('Gabungkan ke'):visible"])


@shot("admin-sinonim")
def synonyms(studio: Studio, name: str) -> None:
    page = studio.open("/admin/snippets/cms/synonym/add/", user="admin", height=560)
    page.locator("#id_same_meaning").fill("LKPD\nlembar kerja peserta didik\nlembar kerja murid")
    on_desk(studio, page, name, highlight=["#id_same_meaning"])


@shot("admin-mutu")
def gaps(studio: Studio, name: str) -> None:
    for words in ("robotik+arduino", "gamelan+sunda", "aksara+jawa+ha+na+ca"):
        studio.open(f"/cari/?q={words}").close()
    page = studio.open("/admin/", user="admin", height=1100)
    panels = [f"section:has(h2:has-text('{title}'))" for title in ("Kekurangan Mutu", "Pencarian Tanpa Hasil")]
    number = f"{panels[0]} a >> nth=0"
    on_desk(studio, page, name, clip=panels, highlight=[number, f"{panels[1]} h2"])
