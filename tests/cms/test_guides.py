"""The guides: their pictures exist, the names they quote are those on the screen, and the help menu leads to them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.staticfiles import finders
from django.core.management import get_commands
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import override
from django.utils.translation.trans_real import DjangoTranslation

from cms.admin.guides import url_name
from cms.guides import reading
from cms.guides.reading import GUIDES, PICTURES, Guide, read_guide
from tests import factories

LIMIT = 60_000
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)")
QUOTED = re.compile(r"\*\*(.+?)\*\*")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
# The workflow of a new site is an object with a name, not a string of the interface.
OBJECTS = {"Kurasi"}

pytestmark = pytest.mark.django_db
every_guide = pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.slug)


def translations() -> Iterator[str]:
    """What the site says in Indonesian: our words and those of every package, as they win over each other."""
    for domain in ("django", "djangojs"):
        catalogue = DjangoTranslation("id", domain=domain)._catalog
        yield from (text for _message, text in catalogue.items() if isinstance(text, str))


class Names:
    """What a screen may be labelled with: translations, also those that take another label (“Tambah %(kind)s”)."""

    def __init__(self) -> None:
        # The name of a field or model is kept in small letters and shown with a capital.
        texts = {shown for text in translations() for shown in (text.strip(), capfirst(text.strip()))}
        self.plain = {text for text in texts if not PLACEHOLDER.search(text)} - {""} | OBJECTS
        self.patterns = [
            re.compile("(.+)".join(map(re.escape, PLACEHOLDER.split(text))))
            for text in texts
            if len(PLACEHOLDER.findall(text)) == 1 and len(PLACEHOLDER.sub("", text).strip()) >= 4
        ]
        self.folded = {text.lower() for text in self.plain}

    def __contains__(self, name: str) -> bool:
        if name in self.plain:
            return True
        found = (pattern.fullmatch(name) for pattern in self.patterns)
        return any(match[1].lower() in self.folded for match in found if match)


@pytest.fixture(scope="module")
def names() -> Names:
    return Names()


@pytest.mark.parametrize(
    ("name", "known"),
    [("Simpan Draf", True), ("Tambah Modul", True), ("Kirim ke Kurasi", True), ("Simpan Konsep", False)],
)
def test_what_counts_as_a_name_on_the_screen(names: Names, name: str, known: bool) -> None:
    assert (name in names) is known


@every_guide
def test_every_name_that_a_guide_quotes_is_on_the_screen(guide: Guide, names: Names) -> None:
    quoted = QUOTED.findall(guide.path.read_text("utf-8"))
    assert len(quoted) > 10
    assert [name for name in quoted if name not in names] == []


@every_guide
def test_every_picture_exists_is_small_and_says_what_it_shows(guide: Guide) -> None:
    pictures = PICTURE.findall(guide.path.read_text("utf-8"))
    assert pictures
    for alt, name in pictures:
        path = finders.find(PICTURES + name)
        assert path, f"{name}: make screenshots ARGS=guides"
        assert len(open(path, "rb").read()) <= LIMIT, name  # noqa: SIM115
        assert len(alt) >= 20, name


def test_no_picture_is_left_that_no_guide_shows() -> None:
    shown = {name for guide in GUIDES for _alt, name in PICTURE.findall(guide.path.read_text("utf-8"))}
    kept = {path.name for path in (settings.BASE_DIR / "cms" / "static" / PICTURES).iterdir()}
    assert kept == shown


@every_guide
def test_the_commands_exist(guide: Guide) -> None:
    assert set(re.findall(r"manage\.py (\w+)", guide.path.read_text("utf-8"))) <= set(get_commands())


@every_guide
def test_figures_have_size_words_and_caption(guide: Guide) -> None:
    html = read_guide(guide).html
    figures = re.findall(r"<figure.*?</figure>", html, re.DOTALL)
    assert len(figures) == len(PICTURE.findall(guide.path.read_text("utf-8")))
    for figure in figures:
        assert re.search(r'<img (?=.*alt="[^"]{20})(?=.*width="\d+")(?=.*height="\d+")(?=.*loading="lazy")', figure)
        assert "<figcaption>" in figure


@pytest.mark.parametrize("found", [None, __file__], ids=["missing", "broken"])
def test_a_guide_does_without_a_picture_and_says_so(found, monkeypatch, caplog) -> None:
    monkeypatch.setattr(finders, "find", lambda path: found)
    reading._read.cache_clear()
    try:
        html = read_guide(GUIDES[0]).html
    finally:
        reading._read.cache_clear()
    alt, name = PICTURE.findall(GUIDES[0].path.read_text("utf-8"))[0]
    assert "<img" not in html
    assert f"<p>{escape(alt)}</p>" in html
    assert name in caplog.text


@every_guide
def test_contents_lead_to_the_sections(guide: Guide) -> None:
    text = read_guide(guide)
    assert len(text.headings) >= 5
    assert all(f'<h2 id="{anchor}">' in text.html for anchor, _name in text.headings)


@every_guide
def test_whoever_may_enter_the_admin_reads_every_guide(guide: Guide, client: Client) -> None:
    user = factories.make_user("penulis")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    answer = client.get(reverse(url_name(guide)))
    assert answer.status_code == 200
    assert read_guide(guide).html in answer.content.decode()


@every_guide
def test_nobody_reads_the_admins_copy_without_logging_in(guide: Guide, client: Client) -> None:
    assert client.get(reverse(url_name(guide))).status_code == 302


def test_help_menu_shows_the_guides_and_not_the_platforms_own(admin_client: Client) -> None:
    page = admin_client.get(reverse("wagtailadmin_home")).content.decode()
    for guide in GUIDES:
        with override("id"):
            assert str(guide.title) in page
        assert reverse(url_name(guide)) in page
    assert "guide.wagtail.org" not in page


def test_teachers_guide_is_public_and_has_its_pictures(client: Client) -> None:
    factories.build_site()
    page = client.get("/panduan/").content.decode()
    assert read_guide(GUIDES[0]).html in page
    assert f"<h1>{escape(GUIDES[0].title)}</h1>" in page


def test_teachers_guide_leaves_its_pictures_out_to_save_data(client: Client) -> None:
    factories.build_site()
    page = client.get("/panduan/", headers={"save-data": "on"}).content.decode()
    assert f"{PICTURES}guru-modul" in page
    assert f'src="{settings.STATIC_URL}{PICTURES}' not in page


def test_english_address_shows_the_same_text_marked_as_indonesian(client: Client) -> None:
    factories.build_site()
    page = client.get("/en/panduan/").content.decode()
    assert '<html lang="en"' in page
    assert f'<div lang="id">{read_guide(GUIDES[0]).html}</div>' in page
