"""Suggestions while typing: materials, terms and tags that have a public result."""

from __future__ import annotations

from typing import Any

import pytest

from cms.models import Platform, Subject
from search.rebuild import rebuild
from tests import factories
from tests.factories import term

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(site_tree: Any, index_folder: Any) -> None:
    canva = term(Platform, "canva-for-education", aliases="Kanva")
    term(Subject, "kimia")
    factories.make_module(site_tree.modules, title="Poster di Canva", platforms=[canva], tags=["Kelas Kreatif"])
    factories.make_module(site_tree.modules, title="Canva untuk kuis", platforms=[canva])
    factories.make_module(site_tree.modules, title="Canva draf", live=False, tags=["Catatan rahasia"])
    rebuild()


def suggest(client: Any, q: str, path: str = "/cari/saran/") -> list[tuple[str, str]]:
    return [(item["type"], item["label"]) for item in client.get(path, {"q": q}).json()["suggestions"]]


def test_terms_come_before_materials_and_titles_that_begin_so_before_others(client: Any, shelf: None) -> None:
    assert suggest(client, "can") == [
        ("term", "Canva for Education"),
        ("material", "Canva untuk kuis"),
        ("material", "Poster di Canva"),
    ]


def test_a_tag_is_found_by_its_second_word(client: Any, shelf: None) -> None:
    assert suggest(client, "kreat") == [("tag", "Kelas Kreatif")]


def test_a_term_is_found_by_its_other_name(client: Any, shelf: None) -> None:
    assert ("term", "Canva for Education") in suggest(client, "kanva")


def test_a_term_without_a_public_material_is_not_offered(client: Any, shelf: None) -> None:
    assert suggest(client, "kimi") == []


def test_a_drafts_tag_is_not_offered(client: Any, shelf: None) -> None:
    assert suggest(client, "catat") == []


@pytest.mark.parametrize("q", ["", "c", " ", "\x00", "%", "*"])
def test_too_little_to_go_by_offers_nothing(q: str, client: Any, shelf: None) -> None:
    assert suggest(client, q) == []


def test_addresses_follow_the_pages_language(client: Any, shelf: None) -> None:
    items = client.get("/en/cari/saran/", {"q": "can"}).json()["suggestions"]
    assert [item["url"] for item in items[:2]] == [
        "/en/cari/?platform=canva-for-education",
        "/en/modul/canva-untuk-kuis/",
    ]


def test_without_an_index_nothing_is_offered(client: Any, site_tree: Any, index_folder: Any) -> None:
    assert suggest(client, "canva") == []
