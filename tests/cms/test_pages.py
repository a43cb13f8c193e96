"""The frame, home, indexes, centres and what any material shows."""

import gzip
import json
import re
from pathlib import Path

import pytest

from cms.models import Language, Platform, Subject, Term
from cms.templatetags.resource_tags import duration
from tests.factories import (
    make_centre,
    make_centre_page,
    make_module,
    make_standard_page,
    term,
)
from tests.reading import html, query_count

FIRST_FLIGHT = 14 * 1024
STATIC = Path(__file__).resolve().parents[2] / "cms/static/cms"


def structured_data(text):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)[1])


def test_skip_link_is_the_first_link_and_leads_to_main(client, site_tree):
    body = html(client, "/").split("<body>")[1]
    assert re.search(r"<a [^>]*>", body)[0] == '<a class="skip" href="#isi">'
    assert '<main id="isi"' in body


@pytest.mark.parametrize("address, lang", [("/", "id"), ("/en/", "en"), ("/en/modul/", "en")])
def test_document_language_follows_the_address(client, site_tree, address, lang):
    assert f'<html lang="{lang}"' in html(client, address)


def test_each_language_names_both_addresses(client, site_tree):
    for address in ("/modul/", "/en/modul/"):
        text = html(client, address)
        assert 'hreflang="id" href="http://testserver/modul/"' in text
        assert 'hreflang="en" href="http://testserver/en/modul/"' in text
        assert f'rel="canonical" href="http://testserver{address}"' in text


def test_language_switch_leads_to_the_same_page(client, site_tree):
    assert re.search(r'class="language" href="/en/modul/"', html(client, "/modul/"))
    assert re.search(r'class="language" href="/modul/"', html(client, "/en/modul/"))


def test_english_pages_link_to_english_pages(indexed_client, module):
    assert f'href="/en/modul/{module.slug}/"' in html(indexed_client, "/en/modul/")


def test_material_keeps_its_own_language_on_an_english_page(client, site_tree):
    sunda = make_module(site_tree.modules, title="Poster basa Sunda", language=term(Language, "su"))
    assert '<h1 lang="su">Poster basa Sunda</h1>' in html(client, f"/en/modul/{sunda.slug}/")


def test_material_in_the_language_of_the_page_needs_no_lang(client, module):
    assert f"<h1>{module.title}</h1>" in html(client, f"/modul/{module.slug}/")


def test_reading_sets_no_cookie_and_varies_by_none(client, module):
    for address in ("/", "/modul/", f"/modul/{module.slug}/"):
        response = client.get(address)
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")


def test_editors_get_their_bar_and_readers_do_not(client, editor_client, module):
    assert "wagtail-userbar" in html(editor_client, f"/modul/{module.slug}/")
    editor_client.logout()
    assert "wagtail-userbar" not in html(editor_client, f"/modul/{module.slug}/")


def test_nothing_is_loaded_from_another_origin(client, module):
    for address in ("/", f"/modul/{module.slug}/"):
        sources = re.findall(r'(?:src|srcset|<link rel="stylesheet" href)="([^"]+)"', html(client, address))
        assert all(source.startswith("/") for source in sources)


def test_script_is_small():
    assert len(gzip.compress((STATIC / "site.js").read_bytes())) <= 4 * 1024


def test_about_pages_stand_in_the_footer(client, site_tree):
    make_standard_page(site_tree.home, title="Kebijakan Privasi")
    make_standard_page(site_tree.home, title="Masih draf", live=False)
    text = html(client, "/")
    assert '<a href="/kebijakan-privasi/">Kebijakan Privasi</a>' in text
    assert "Masih draf" not in text


def test_index_shows_twenty_and_the_rest_on_the_next_page(indexed_client, site_tree):
    for number in range(21):
        make_module(site_tree.modules, title=f"Modul {number}")
    first, second = html(indexed_client, "/modul/"), html(indexed_client, "/modul/?page=2")
    assert (first.count('class="card"'), second.count('class="card"')) == (20, 1)
    assert 'rel="next" href="?page=2"' in first
    assert 'rel="canonical" href="http://testserver/modul/?page=2"' in second


@pytest.mark.parametrize("page", ["abc", "0", "99999", "-1", "%00"])
def test_index_answers_any_page_number(indexed_client, module, page):
    assert module.title in html(indexed_client, f"/modul/?page={page}")


def test_empty_index_says_so(indexed_client, site_tree):
    assert 'class="notice"' in html(indexed_client, "/contoh/")


def test_centres_are_grouped_by_province(client, site_tree):
    make_centre_page(site_tree, "balai-satu")
    make_centre_page(site_tree, "balai-dua")
    text = html(client, "/balai/")
    assert text.count("DI Yogyakarta") == 1
    assert text.index("DI Yogyakarta") < text.index("/balai/balai-dua/") < text.index("/balai/balai-satu/")


def test_centre_page_shows_contact_and_its_own_materials(indexed_client, site_tree):
    centre = make_centre_page(site_tree, phone="0274 123456", email="balai@example.id")
    make_module(centre, title="Milik balai")
    make_module(site_tree.modules, title="Milik nasional")
    text = html(indexed_client, f"/balai/{centre.slug}/")
    assert 'href="tel:0274123456"' in text
    assert "balai@example.id" in text
    assert "Milik balai" in text
    assert "Milik nasional" not in text
    assert f'href="/cari/?centre={centre.centre.slug}"' in text


def test_terms_lead_to_their_pages_and_other_facts_to_the_search(client, site_tree):
    module = make_module(
        site_tree.modules, subjects=[term(Subject, "seni-rupa")], tags=["Kelas kreatif"], duration_minutes=90
    )
    text = html(client, f"/modul/{module.slug}/")
    for address in ("/tingkat/dasar/", "/mapel/seni-rupa/", "/cari/?language=id", "/cari/?tag=kelas-kreatif"):
        assert f'href="{address}"' in text
    assert "2 JP (90 " in text
    assert 'rel="license" href="https://creativecommons.org/licenses/by/4.0/"' in text


def test_merged_term_is_shown_as_its_successor(client, site_tree):
    new = term(Platform, "wayground")
    old = term(Platform, "quizizz", status=Term.Status.RETIRED, successor=new)
    module = make_module(site_tree.modules, platforms=[old, new])
    text = html(client, f"/modul/{module.slug}/")
    assert "quizizz" not in text
    assert text.count('href="/platform/wayground/"') == 1


def test_centre_of_a_material_leads_to_its_page(client, site_tree):
    centre = make_centre_page(site_tree)
    module = make_module(centre)
    text = html(client, f"/balai/{centre.slug}/{module.slug}/")
    assert f'<a href="/balai/{centre.slug}/">{centre.centre.name}</a>' in text


def test_centre_without_a_public_page_leads_to_the_search(client, site_tree):
    centre = make_centre("balai-baru")
    module = make_module(site_tree.modules)
    type(module).objects.filter(pk=module.pk).update(centre=centre)
    assert 'href="/cari/?centre=balai-baru"' in html(client, f"/modul/{module.slug}/")


def test_licence_that_asks_for_credit_gives_the_words(client, site_tree):
    authors = [("author", {"name": "Fitri Handayani", "affiliation": "SD Negeri 24"})]
    asks = make_module(site_tree.modules, title="Poster", authors=authors)
    line = f"“Poster”, Fitri Handayani, CC BY 4.0, http://testserver/modul/{asks.slug}/"
    assert f'<q id="kredit">{line}</q>' in html(client, f"/modul/{asks.slug}/")


def test_material_without_a_licence_has_no_line_to_copy(client, site_tree):
    module = make_module(site_tree.modules)
    type(module).objects.filter(pk=module.pk).update(licence=None)
    assert 'id="kredit"' not in html(client, f"/modul/{module.slug}/")


def test_structured_data_describes_the_material(client, site_tree):
    module = make_module(
        site_tree.modules,
        duration_minutes=90,
        authors=[("author", {"name": "Fitri", "affiliation": "SD Negeri 24"})],
    )
    data = structured_data(html(client, f"/modul/{module.slug}/"))
    assert data["@type"] == "LearningResource"
    assert data["@id"] == f"urn:uuid:{module.uuid}"
    assert data["name"] == module.title
    assert data["inLanguage"] == "id"
    assert data["educationalLevel"] == ["Dasar"]
    assert data["timeRequired"] == "PT90M"
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert data["author"][0]["affiliation"]["name"] == "SD Negeri 24"
    assert data["isAccessibleForFree"] is True


def test_structured_data_cannot_leave_its_script(client, site_tree):
    module = make_module(site_tree.modules, title="</script><script>alert(1)</script>")
    text = html(client, f"/modul/{module.slug}/")
    assert "<script>alert" not in text
    assert structured_data(text)["name"] == module.title


@pytest.mark.parametrize("minutes, text", [(45, "1 JP (45 "), (60, "1,3 JP (60 "), (90, "2 JP (90 "), (None, "")])
def test_duration_in_lesson_hours(minutes, text):
    assert duration(minutes).startswith(text)


def test_missing_page_offers_the_search(client, site_tree):
    response = client.get("/tidak-ada/")
    assert response.status_code == 404
    assert '<form class="search-form"' in response.content.decode()


def test_index_costs_the_same_queries_for_one_and_for_many(indexed_client, site_tree, centre_page):
    def add():
        make_module(site_tree.modules, platforms=[term(Platform, "scratch")], subjects=[term(Subject, "matematika")])

    add()
    one = query_count(indexed_client, "/modul/")
    for _number in range(7):
        add()
    assert query_count(indexed_client, "/modul/") == one


def test_the_address_in_mails_and_sheets_is_the_sites_own(site_tree, settings):
    """Wagtail's Site record says "localhost" until somebody changes it; who reads a mail is elsewhere."""
    settings.WAGTAILADMIN_BASE_URL = "https://sinau.example.id"
    assert site_tree.modules.full_url == "https://sinau.example.id/modul/"
    assert site_tree.modules.get_full_url() == "https://sinau.example.id/modul/"
