"""People of a centre at work: what each of them does on the desk, one function for one thing that they do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Site, serve

PASSWORD = "sinau-demo"
SOURCE = "/modul/mengamati-hujan-bersama/"
SUMMARY = "Murid mencatat curah hujan dengan alat sederhana."
# A site with one national module and its lesson, written by a loader: the paragraphs have no keys of the editor.
SET_UP = f"""
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("load_vocabularies")
call_command("rebuild_search")
from cms.models import Language, Level, Licence
from modules.demo.users import ensure_users
from modules.models import LessonPage, ModulePage
from modules.site_tree import ensure_site_tree
tree = ensure_site_tree()
ensure_users(tree.home)
call_command("provision_centres")
module = ModulePage(
    title="Mengamati Hujan Bersama", slug="mengamati-hujan-bersama", summary="{SUMMARY}",
    levels=[Level.objects.get(slug="dasar")], licence=Licence.objects.get(slug="cc-by-sa"),
    language=Language.objects.get(slug="id"),
    body=[("text", "<p>Siapkan botol dan penggaris.</p>\\n<p>Catat tinggi air setiap pagi.</p>")],
)
tree.modules.add_child(instance=module)
module.save_revision().publish()
lesson = LessonPage(title="Membuat alat ukur", body=[("text", "<p>Potong botol bekas.</p>")])
module.add_child(instance=lesson)
lesson.save_revision().publish()
"""


@pytest.fixture(scope="module")
def country(chromium: str, tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Site]:
    """A site of its own with one national module: what is told here changes what other tests count."""
    with serve(tmp_path_factory.mktemp("country"), SET_UP) as served:
        yield served


@pytest.fixture
def visitor(browser: Any, country: Site) -> Iterator[Callable[[], Any]]:
    """A tab of a browser of its own, nobody logged in. A script error on its pages fails the test."""
    contexts: list[Any] = []
    errors: list[str] = []

    def opened() -> Any:
        context = browser.new_context(
            base_url=country.url, viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
        )
        contexts.append(context)
        tab = context.new_page()
        tab.set_default_timeout(30_000)
        tab.on("dialog", lambda dialog: dialog.accept())
        tab.on("pageerror", lambda error: errors.append(f"{tab.url}: {error}"))
        return tab

    yield opened
    for context in contexts:
        context.close()
    assert not errors, errors


def log_in(tab: Any, name: str) -> Any:
    tab.goto("/admin/login/")
    tab.fill("#id_username", name)
    tab.fill("#id_password", PASSWORD)
    follow(tab, tab.locator("button[type=submit]"), "**/admin/")
    return tab


def follow(tab: Any, link: Any, into: Any) -> None:
    """Press something that leads to another page, and wait for that page."""
    with tab.expect_navigation(url=into):
        link.click()


def told(tab: Any, words: str) -> None:
    """Wait until the desk says so above the page, and the message has stopped moving in."""
    tab.locator(".messages li", has_text=words).first.wait_for()
    tab.wait_for_function("getComputedStyle(document.querySelector('.messages > ul')).opacity === '1'")


# The admin of the nation


def add_centre(tab: Any, name: str, province: str) -> None:
    tab.goto("/admin/balai/")
    follow(tab, tab.get_by_role("link", name="Tambah Balai"), "**/admin/balai/tambah/")
    tab.fill("#id_name", name)
    tab.select_option("#id_province", label=province)
    follow(tab, tab.locator("main form button[type=submit]"), "**/admin/tim/*/")
    told(tab, "sudah siap")


def invite(tab: Any, email: str, role: str) -> None:
    tab.fill("#id_email", email)
    tab.select_option("#id_role", role)
    tab.get_by_role("button", name="Undang", exact=True).click()
    told(tab, email)


def letter_to(site: Site, email: str, words: str) -> str:
    """The newest letter to somebody that holds these words."""
    letters = sorted(Path(site.environment["EMAIL_FILE_PATH"]).iterdir(), key=lambda path: path.stat().st_mtime)
    texts = (path.read_text() for path in reversed(letters))
    return next(text for text in texts if f"To: {email}" in text and words in text)


def accept_invitation(tab: Any, site: Site, email: str, name: str) -> None:
    link = re.search(rf"{re.escape(site.url)}/undangan/[\w-]+/", letter_to(site, email, "/undangan/"))
    assert link
    tab.goto(link[0])
    tab.fill("#id_full_name", name)
    tab.fill("#id_username", name.split()[0].lower())
    tab.fill("#id_password", PASSWORD)
    tab.fill("#id_password_again", PASSWORD)
    follow(tab, tab.get_by_role("button", name="Buat Akun dan Mulai"), "**/admin/")
    told(tab, "Selamat datang")


# Whoever writes


def ready(tab: Any) -> None:
    """Wait for the form: its last parts to come are the rich texts."""
    tab.wait_for_load_state("networkidle")
    form = tab.locator("form[data-edit-form]").element_handle()
    watching = "form => window.wagtail.app.getControllerForElementAndIdentifier(form, 'w-unsaved')?.initialFormData"
    tab.wait_for_function(watching, arg=form)


def write(tab: Any, words: str) -> None:
    """A paragraph more in the body, at its end."""
    body = tab.locator("[data-contentpath=body]")
    if not body.locator(".public-DraftEditor-content").count():
        body.locator("button.c-sf-add-button").first.click()
        tab.get_by_role("option", name="Teks", exact=True).first.click()
    body.locator(".public-DraftEditor-content").first.click()
    tab.keyboard.press("Control+End")
    tab.keyboard.type(words)
    # The editor hands over to the form a moment later.
    handed_over = (
        "words => [...document.querySelectorAll('[data-contentpath=body] input')].some(i => i.value.includes(words))"
    )
    tab.wait_for_function(handed_over, arg=words.strip())


def classify(tab: Any) -> None:
    tab.get_by_role("tab", name="Klasifikasi").click()
    tab.get_by_label("Dasar", exact=True).check()
    tab.get_by_role("tab", name="Hak & Sumber").click()
    tab.select_option("#id_licence", label="CC BY-SA 4.0")
    tab.get_by_role("tab", name="Isi", exact=True).click()


def save(tab: Any) -> None:
    """Save by hand, and wait for the page that says so: the form saves itself in between, without a word."""
    tab.locator("[data-edit-form] footer button[type=submit]").first.click()
    told(tab, "telah diperbarui")
    ready(tab)


def write_module(tab: Any, title: str, summary: str, words: str) -> int:
    """A module from the home page's button; returns its id once it is saved."""
    tab.goto("/admin/")
    follow(tab, tab.locator(".desk-actions").get_by_role("link", name="Tambah Modul"), "**/modules/modulepage/*/")
    ready(tab)
    tab.fill("#id_title", title)
    tab.fill("#id_summary", summary)
    write(tab, words)
    classify(tab)
    tab.wait_for_url("**/edit/**")
    save(tab)
    return page_id(tab)


def add_lesson(tab: Any, module: int, title: str, words: str) -> None:
    tab.goto(f"/admin/pages/add/modules/lessonpage/{module}/")
    ready(tab)
    tab.fill("#id_title", title)
    write(tab, words)
    tab.wait_for_url("**/edit/**")
    save(tab)


def page_id(tab: Any) -> int:
    found = re.search(r"/admin/pages/(\d+)/edit/", tab.url)
    assert found, tab.url
    return int(found[1])


def edit(tab: Any, page: int) -> None:
    tab.goto(f"/admin/pages/{page}/edit/")
    ready(tab)


def act(tab: Any, label: str) -> None:
    """One of the other ways to save, from the menu beside the button; the explorer comes then."""
    tab.locator("footer [data-controller~=w-dropdown] [data-w-dropdown-target=toggle]").last.click()
    follow(tab, tab.locator("footer button", has_text=label), re.compile(r"/admin/pages/\d+/$"))


# Whoever curates


def open_submission(tab: Any, title: str) -> None:
    tab.goto("/admin/kurasi/")
    follow(tab, tab.locator("table").get_by_role("link", name=title), re.compile(r"/admin/kurasi/\d+/$"))


def decide(tab: Any, decision: str) -> None:
    tab.get_by_label(decision, exact=True).check()
    follow(tab, tab.get_by_role("button", name="Simpan Keputusan"), "**/admin/kurasi/")


def send_back(tab: Any, title: str, *, reason: str, note: str, field: str, field_note: str) -> None:
    open_submission(tab, title)
    tab.get_by_label("Perlu Perbaikan", exact=True).check()
    tab.get_by_label(reason, exact=True).check()
    tab.get_by_label("Arahan perbaikan").fill(note)
    tab.get_by_text("Catatan per isian", exact=True).click()
    tab.locator(".decide-fields").get_by_label(field, exact=True).fill(field_note)
    decide(tab, "Perlu Perbaikan")
    told(tab, "dikembalikan")


def release(tab: Any, title: str) -> None:
    """Both steps by one curator, who did not work on it; then readers have it."""
    for said in ("lolos tahap ini", "lolos kedua tahap kurasi dan sudah terbit"):
        open_submission(tab, title)
        for item in tab.locator("input[name=checklist]").all():
            item.check()
        decide(tab, "Loloskan")
        told(tab, said)
