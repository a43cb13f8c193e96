"""/sitemap.xml and its files, robots.txt and what browsers ask for at the root."""

import json
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from PIL import Image
from wagtail.models import PageViewRestriction

from cms import sitemaps
from cms.models import Subject
from search import engines
from tests.factories import make_module, make_standard_page, term
from tests.reading import query_count

SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    assert response["Content-Type"] == "application/xml"
    return ElementTree.fromstring(response.content)


def locations(client, address):
    return [
        element.text.removeprefix("http://testserver") for element in read(client, address).iterfind(".//s:loc", SPACE)
    ]


def every_page(client):
    """All addresses in the files of pages that the index names."""
    files = [path for path in locations(client, "/sitemap.xml") if path.split("-")[1][0].isdigit()]
    return [path for file in files for path in locations(client, file)]


def test_every_public_page_is_there_once(client, site_tree):
    module = make_module(site_tree.modules)
    assert sorted(every_page(client)) == ["/", "/balai/", "/contoh/", "/modul/", f"/modul/{module.slug}/"]


def test_what_is_not_public_is_not_there(client, site_tree):
    make_module(site_tree.modules, title="Draf", live=False)
    make_module(site_tree.modules, title="Kedaluwarsa", expire_at=timezone.now())
    closed = make_standard_page(site_tree.home, title="Tertutup")
    make_module(make_module(site_tree.modules, title="Induk", live=False), title="Anak")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    assert sorted(every_page(client)) == ["/", "/balai/", "/contoh/", "/modul/"]


def test_a_page_names_its_other_language_and_its_last_change(client, site_tree):
    module = make_module(site_tree.modules)
    part = module.pk // sitemaps.PAGES_A_FILE
    entries = read(client, f"/sitemap-{part}.xml").findall("s:url", SPACE)
    entry = next(entry for entry in entries if entry.findtext("s:loc", "", SPACE).endswith(f"/modul/{module.slug}/"))
    links = {link.get("hreflang"): link.get("href") for link in entry.iterfind("x:link", SPACE)}
    assert links["en"] == f"http://testserver/en/modul/{module.slug}/"
    assert links["id"] == entry.findtext("s:loc", "", SPACE)
    assert entry.findtext("s:lastmod", "", SPACE) == module.last_published_at.isoformat(timespec="seconds")


def test_a_large_site_is_cut_into_files(client, site_tree, monkeypatch):
    monkeypatch.setattr(sitemaps, "PAGES_A_FILE", 2)
    for number in range(5):
        make_module(site_tree.modules, title=f"Modul {number}")
    files = [path for path in locations(client, "/sitemap.xml") if "istilah" not in path]
    assert len(files) >= 4
    assert all(1 <= len(locations(client, path)) <= 2 for path in files)
    assert len(every_page(client)) == len(set(every_page(client))) == 9


def test_an_address_with_odd_letters_is_encoded(client, site_tree, monkeypatch):
    monkeypatch.setitem(sitemaps._sections, "uji", lambda: [sitemaps.SitemapEntry("/kuis-&-gim <é>/")])
    assert locations(client, "/sitemap-uji.xml") == ["/kuis-%26-gim%20%3C%C3%A9%3E/"]


def test_an_empty_part_is_not_found(client, site_tree):
    assert client.get("/sitemap-99999.xml").status_code == 404
    assert client.get("/sitemap-tidakada.xml").status_code == 404


@pytest.mark.parametrize("address", ["/sitemap.xml", "/sitemap-{part}.xml"])
def test_it_costs_the_same_queries_for_one_and_for_many(client, site_tree, address):
    module = make_module(site_tree.modules)
    address = address.format(part=module.pk // sitemaps.PAGES_A_FILE)
    one = query_count(client, address)
    for number in range(7):
        make_module(site_tree.modules, title=f"Modul {number}")
    assert query_count(client, address) == one <= 2


def test_terms_with_materials_are_there(indexed_client, site_tree):
    make_module(site_tree.modules, subjects=[term(Subject, "matematika")])
    term(Subject, "kosong")
    assert "/sitemap-istilah.xml" in locations(indexed_client, "/sitemap.xml")
    found = locations(indexed_client, "/sitemap-istilah.xml")
    assert {"/mapel/", "/platform/", "/tingkat/", "/mapel/matematika/", "/tingkat/dasar/"} == set(found)


def test_without_an_index_robots_are_asked_to_come_again(client, index_folder, site_tree):
    engines._engines.clear()
    response = client.get("/sitemap-istilah.xml")
    assert response.status_code == 503
    assert response["Retry-After"]


# robots.txt and the files of the root


def test_robots_learn_the_sitemap_and_what_to_leave(client):
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in text
    rules = [line.removeprefix("Disallow: ") for line in text.splitlines() if line.startswith("Disallow")]
    assert {"/admin/", "/cari/hasil/", "/en/cari/?"} <= {*rules}
    assert not any("/modul/".startswith(rule) or "/mapel/x/".startswith(rule) for rule in rules)


def test_a_copy_for_trying_out_asks_robots_to_stay_away(client, settings):
    settings.ROBOTS_NOINDEX = True
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /\n" in text
    assert "Sitemap" not in text


def test_the_manifest_names_pictures_of_the_size_it_says(client, settings):
    response = client.get("/site.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    data = json.loads(response.content)
    assert data["short_name"] == settings.SITE_NAME
    pictures = [icon for icon in data["icons"] if icon["type"] == "image/png"]
    assert {icon["sizes"] for icon in pictures} == {"192x192", "512x512"}
    for icon in pictures:
        with Image.open(sitemaps.__file__.replace("sitemaps.py", "") + icon["src"].lstrip("/")) as picture:
            assert "{}x{}".format(*picture.size) == icon["sizes"]


@pytest.mark.parametrize("address, kind", [("/favicon.ico", "image/x-icon"), ("/apple-touch-icon.png", "image/png")])
def test_pictures_that_are_asked_for_unseen_are_there_and_light(client, address, kind):
    response = client.get(address)
    assert response["Content-Type"] == kind
    assert "max-age=86400" in response["Cache-Control"]
    assert 0 < len(response.content) < 5 * 1024


def test_every_page_names_icon_and_manifest(client, site_tree):
    text = client.get("/").content.decode()
    for link in ('rel="icon"', 'rel="manifest" href="/site.webmanifest"', 'rel="apple-touch-icon" href="/apple-touch'):
        assert link in text
