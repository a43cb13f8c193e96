"""Lists of cards show no pictures to a reader who saves data, and caches keep both answers apart."""

import re

import pytest

from media.renditions import make_card
from search.rebuild import rebuild
from tests.factories import make_image, make_module

SAVE = {"headers": {"Save-Data": "on"}}
LISTS = ["/cari/", "/cari/hasil/", "/", "/modul/"]


@pytest.fixture
def two_modules(site_tree, catalogue_index):
    cover = make_image()
    make_card(cover)
    pages = [make_module(site_tree.modules, title="Tanpa gambar"), make_module(site_tree.modules, cover=cover)]
    rebuild(catalogue_index)
    return pages


@pytest.mark.parametrize("address", LISTS)
def test_lists_have_no_pictures(client, two_modules, address):
    text = client.get(address, **SAVE).content.decode()
    assert "Tanpa gambar" in text
    assert not re.search(r"<(?:img|picture)\b", text)


@pytest.mark.parametrize("address", LISTS)
def test_lists_show_the_editors_picture_and_the_drawn_one_to_others(client, two_modules, address):
    text = client.get(address).content.decode()
    assert re.search(r'<source type="image/avif" srcset="/media/images/[^"]+\.avif">', text)
    assert re.search(r'<img src="/sampul/[^"]+\.svg" width="400" height="225" alt="" loading="lazy"', text)


@pytest.mark.parametrize("address", LISTS)
def test_asking_for_pictures_brings_them_back(client, two_modules, address):
    assert "/sampul/" in client.get(address, {"gambar": "1"}, **SAVE).content.decode()


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("options", [{}, SAVE], ids=["plain", "save"])
def test_caches_keep_both_answers_apart(client, two_modules, address, options):
    assert "Save-Data" in client.get(address, **options)["Vary"]
