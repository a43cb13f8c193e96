"""Why a material was found, where neither its title nor its snippet shows a word."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.base import ContentFile

from cms.models import Platform, Subject
from media.models import ExtractedText, LibraryDocument
from search.rebuild import rebuild
from tests import factories
from tests.factories import term

pytestmark = pytest.mark.django_db


def reasons(client: Any, q: str, prefix: str = "") -> dict[str, str]:
    """Title → the reason on its card, "" for a card without one."""
    page = client.get(f"{prefix}/cari/", {"q": q}).content.decode()
    cards = re.findall(r'<article class="card".*?</article>', page, re.DOTALL)
    found = {}
    for card in cards:
        title = re.sub(r"<.*?>", "", re.findall(r"<h3>(.*?)</h3>", card)[0])
        found[title] = (re.findall(r'<p class="card-why">(.*?)</p>', card) or [""])[0]
    return found


def module(tree: Any, title: str = "Permainan kelas", **fields: Any) -> Any:
    made = factories.make_module(tree.modules, title=title, **fields)
    rebuild()
    return made


def test_a_material_that_shows_the_word_gives_no_reason(client: Any, site_tree: Any, index_folder: Any) -> None:
    module(site_tree, "Kuis pecahan", tags=["kuis"])
    assert reasons(client, "kuis") == {"Kuis pecahan": ""}


@pytest.mark.parametrize(
    "fields, q, expected",
    [
        ({"tags": ["kuis"]}, "kuis", "Matches the tag: kuis"),
        ({"subjects": ["matematika"]}, "matematika", "Matches the subject: Matematika"),
        ({"platforms": ["canva"]}, "canva", "Matches the app or platform: Canva"),
    ],
)
def test_the_value_that_matched_is_named(
    fields: dict[str, list[str]], q: str, expected: str, client: Any, site_tree: Any, index_folder: Any
) -> None:
    models: Any = {"subjects": Subject, "platforms": Platform}
    made = {
        name: [term(models[name], s) for s in values] if name in models else values for name, values in fields.items()
    }
    module(site_tree, **made)
    assert reasons(client, q, "/en") == {"Permainan kelas": expected}


def test_a_former_name_leads_to_the_name_of_today(client: Any, site_tree: Any, index_folder: Any) -> None:
    subject = term(Subject, "ipas", name="Ilmu Alam dan Sosial", former_names="Sains Terpadu")
    module(site_tree, subjects=[subject])
    assert reasons(client, "terpadu", "/en") == {"Permainan kelas": "Matches the subject: Ilmu Alam dan Sosial"}


def test_words_deep_in_the_text_are_said(client: Any, site_tree: Any, index_folder: Any) -> None:
    module(site_tree, body=[("text", f"<p>{'jauh sekali ' * 600} fotosintesis</p>")])
    assert reasons(client, "fotosintesis", "/en") == {"Permainan kelas": "Matches the text of the material"}


def test_words_of_an_attached_file_are_said(client: Any, site_tree: Any, index_folder: Any) -> None:
    document = LibraryDocument.objects.create(title="Lampiran", file=ContentFile(b"x", name="lampiran.txt"))
    ExtractedText.objects.update_or_create(
        document=document, defaults={"text": "tentang fotosintesis", "state": ExtractedText.State.READ}
    )
    module(site_tree, body=[("download", {"document": document})])
    assert reasons(client, "fotosintesis", "/en") == {"Permainan kelas": "Matches the text of an attached file"}


def test_without_words_there_is_no_reason(client: Any, site_tree: Any, index_folder: Any) -> None:
    module(site_tree, tags=["kuis"])
    assert reasons(client, "") == {"Permainan kelas": ""}
