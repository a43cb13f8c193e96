"""Wrong addresses search for what they said; errors of ours need nothing that may be broken."""

import pytest
from django.db import OperationalError
from django.template.loader import render_to_string
from django.test import Client

from cms.models import Platform
from search import engines, not_found
from search.not_found import words_of
from tests.factories import make_module, term
from tests.reading import query_count


@pytest.mark.parametrize(
    "path, words",
    [
        ("/modul/poster-dengan-canva-2/", "poster dengan canva"),
        ("/en/contoh/siklus_air/", "siklus air"),
        ("/modul/", ""),
        ("/balai/balai-tekkomdik-diy/kuis-pecahan/", "kuis pecahan"),
        ("/modul/lama/123/", "lama"),
        ("/%C3%A9t%C3%A9-caf%C3%A9/", "été café"),
        ("/%ff%00/", ""),
        ("/" + "kata-" * 40, " ".join(["kata"] * 8)),
    ],
)
def test_the_words_of_an_address(path, words):
    assert words_of(path) == words


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_wrong_address_finds_what_it_said(indexed_client, site_tree, prefix):
    module = make_module(site_tree.modules, title="Kuis pecahan dengan Wordwall")
    make_module(site_tree.modules, title="Siklus air")
    response = indexed_client.get(f"{prefix}/modul/kuis-pecahan-wordwall-lama/")
    text = response.content.decode()
    assert response.status_code == 404
    assert f'href="{prefix}/modul/{module.slug}/"' in text
    assert "Siklus air" not in text
    assert 'value="kuis pecahan wordwall lama"' in text
    assert '<meta name="robots" content="noindex">' in text


def test_a_wrong_address_never_suggests_a_draft(indexed_client, site_tree):
    public = make_module(site_tree.modules, title="Kuis pecahan")
    draft = make_module(site_tree.modules, title="Kuis zirkonia", live=False)
    text = indexed_client.get("/modul/kuis-zirkonia-x/").content.decode()
    assert f"/modul/{public.slug}/" in text
    assert f"/modul/{draft.slug}/" not in text


def test_a_wrong_term_suggests_too(indexed_client, site_tree):
    module = make_module(site_tree.modules, title="Belajar", platforms=[term(Platform, "geogebra")])
    assert f"/modul/{module.slug}/" in indexed_client.get("/platform/geogebra-classic/").content.decode()


def test_a_wrong_address_with_markup_is_escaped(indexed_client, site_tree):
    response = indexed_client.get("/%22%3E%3Cscript%3Ealert(1)%3C/script%3E/")
    assert response.status_code == 404
    assert "<script>alert" not in response.content.decode()


def test_without_an_index_there_is_a_search_box(client, index_folder, site_tree):
    engines._engines.clear()
    response = client.get("/modul/tidak-ada/")
    assert response.status_code == 404
    assert '<form class="search-form"' in response.content.decode()


@pytest.mark.parametrize("address", ["/static/tidak-ada.css", "/tidak-ada.png", "/media/x.jpg", "/wp-login.php"])
def test_a_missing_file_gets_a_line_and_no_search(client, site_tree, monkeypatch, address):
    monkeypatch.setattr(not_found, "_found", None)
    response = client.get(address)
    assert response.status_code == 404
    assert response["Content-Type"].startswith("text/plain")
    assert len(response.content) < 100


def test_a_database_that_is_down_gives_a_plain_404_not_an_error(monkeypatch, rf):
    def down(*args, **kwargs):
        raise OperationalError("no database")

    monkeypatch.setattr(not_found, "_found", down)
    response = not_found.page_not_found(rf.get("/modul/tidak-ada/"))
    assert response.status_code == 404
    assert "<h1>" in response.content.decode()


def test_a_wrong_address_costs_the_same_queries_for_one_and_for_many(site_tree, indexed_client):
    class Wrong:
        """Answers a 404 as `query_count` wants its pages: found."""

        def get(self, address):
            response = indexed_client.get(address)
            assert response.status_code == 404
            response.status_code = 200
            return response

    make_module(site_tree.modules, title="Kuis pecahan")
    one = query_count(Wrong(), "/modul/kuis-pecahan-x/")
    for number in range(7):
        make_module(site_tree.modules, title=f"Kuis pecahan {number}")
    assert query_count(Wrong(), "/modul/kuis-pecahan-x/") == one


def test_our_own_error_looks_like_the_site_and_needs_no_database(monkeypatch, settings):
    # Without the db mark any query fails this test.
    settings.SITE_NAME = "Nama Laman"
    client = Client(raise_request_exception=False)
    monkeypatch.setattr("cms.site_files.settings", None)
    response = client.get("/robots.txt")
    text = response.content.decode()
    assert response.status_code == 500
    assert response["Cache-Control"] == "no-store"
    assert "Nama Laman" in text
    assert "<style>" in text
    assert "<h1>" in text


def test_the_page_of_an_error_can_be_made_of_nothing():
    assert "<h1>" in render_to_string("500.html")
