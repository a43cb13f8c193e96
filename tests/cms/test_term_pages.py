"""The pages of subjects, platforms and levels, and the lists of all of them."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.models import Level, Platform, SchoolLevel, Subject, Term
from search import engines
from tests.factories import make_example, make_module, term
from tests.reading import gzipped, html, query_count

FIRST_FLIGHT = 14 * 1024


@pytest.fixture
def subject(db):
    return term(
        Subject, "matematika", description="Bilangan dan bangun.", description_en="Numbers and shapes.", name_en="Maths"
    )


def structured_data(text):
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    return {data["@type"]: data for data in map(json.loads, found)}


@pytest.mark.parametrize(
    "model, address", [(Subject, "/mapel/uji/"), (Platform, "/platform/uji/"), (Level, "/tingkat/uji/")]
)
def test_every_term_of_the_three_vocabularies_has_a_page(indexed_client, site_tree, model, address):
    made = term(model, "uji", name="Nama Uji", description="Keterangan uji.")
    field = model.resource_field
    make_module(site_tree.modules, title="Materi di bawahnya", **{field: [made]})
    text = html(indexed_client, address)
    assert "<h1>Nama Uji</h1>" in text
    assert "Keterangan uji." in text
    assert "Materi di bawahnya" in text


def test_it_speaks_the_language_of_its_address(indexed_client, site_tree, subject):
    text = html(indexed_client, "/en/mapel/matematika/")
    assert "<h1>Maths</h1>" in text
    assert "Numbers and shapes." in text


def test_counts_lead_to_the_filtered_search(indexed_client, site_tree, subject):
    make_module(site_tree.modules, subjects=[subject], school_levels=[term(SchoolLevel, "sd")])
    make_example(site_tree.examples, subjects=[subject], school_levels=[term(SchoolLevel, "sd")])
    make_module(site_tree.modules, title="Lain", school_levels=[term(SchoolLevel, "sd")])
    text = html(indexed_client, "/mapel/matematika/")
    assert re.search(r'href="/cari/\?school_level=sd&amp;subject=matematika">SD/MI <span class="count">2<', text)
    assert re.search(r'href="/cari/\?kind=module&amp;subject=matematika">[^<]+<span class="count">1<', text)
    assert '<input type="hidden" name="subject" value="matematika">' in text


def test_the_general_ones_repeat_none_of_the_newest(indexed_client, site_tree, subject):
    for number in range(12):
        make_module(site_tree.modules, title=f"Modul {number}", subjects=[subject])
    text = html(indexed_client, "/mapel/matematika/")
    newest, general = text.split('id="umum"')
    titles = [set(re.findall(r">(Modul \d+)</a>", part)) for part in (newest, general)]
    assert [len(found) for found in titles] == [6, 6]
    assert not titles[0] & titles[1]


def test_general_means_basic_first(indexed_client, site_tree, subject):
    old = timezone.now() - timedelta(days=1)
    basic = {"subjects": [subject], "levels": [term(Level, "dasar")]}
    make_module(site_tree.modules, title="Untuk pemula", first_published_at=old, **basic)
    for number in range(9):
        make_module(site_tree.modules, title=f"Modul {number}", subjects=[subject], levels=[term(Level, "lanjut")])
    general = html(indexed_client, "/mapel/matematika/").split('id="umum"')[1]
    assert re.findall(r"<h3><a [^>]*>([^<]+)</a>", general)[0] == "Untuk pemula"


def test_terms_of_the_same_materials_are_related(indexed_client, site_tree, subject):
    make_module(site_tree.modules, subjects=[subject, term(Subject, "fisika")])
    term(Subject, "sejarah")
    text = html(indexed_client, "/mapel/matematika/")
    related = text.split('id="terkait"')[1]
    assert 'href="/mapel/fisika/"' in related
    assert "sejarah" not in related


def test_drafts_count_for_nothing(indexed_client, site_tree, subject):
    make_module(site_tree.modules, title="Masih draf", subjects=[subject], live=False)
    text = html(indexed_client, "/mapel/matematika/")
    assert "Masih draf" not in text
    assert 'class="empty"' in text


def test_an_empty_page_leads_on_and_is_kept_out_of_search_engines(indexed_client, site_tree, subject):
    text = html(indexed_client, "/mapel/matematika/")
    assert 'class="empty"' in text
    assert 'href="/mapel/"' in text
    assert '<meta name="robots" content="noindex">' in text


def test_search_engines_get_description_canonical_and_data(indexed_client, site_tree, subject):
    make_module(site_tree.modules, title="Modul </script><b>", subjects=[subject])
    text = html(indexed_client, "/mapel/matematika/?utm=1")
    assert '<meta name="description" content="Bilangan dan bangun.">' in text
    assert '<link rel="canonical" href="http://testserver/mapel/matematika/">' in text
    assert 'hreflang="en" href="http://testserver/en/mapel/matematika/"' in text
    assert "noindex" not in text
    data = structured_data(text)
    assert data["CollectionPage"]["about"]["name"] == "Matematika"
    assert data["CollectionPage"]["mainEntity"]["itemListElement"][0]["name"] == "Modul </script><b>"
    assert [step["item"] for step in data["BreadcrumbList"]["itemListElement"]] == [
        "http://testserver/",
        "http://testserver/mapel/",
        "http://testserver/mapel/matematika/",
    ]


def test_a_page_without_description_still_has_a_summary(indexed_client, site_tree):
    make_module(site_tree.modules, subjects=[term(Subject, "fisika")])
    assert re.search(r'<meta name="description" content="[^"]*Fisika', html(indexed_client, "/mapel/fisika/"))


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_merged_term_leads_to_its_successor_for_good(indexed_client, site_tree, prefix):
    new = term(Platform, "ruang-gtk")
    term(Platform, "pmm", status=Term.Status.RETIRED, successor=new)
    response = indexed_client.get(f"{prefix}/platform/pmm/")
    assert (response.status_code, response["Location"]) == (301, f"{prefix}/platform/ruang-gtk/")


def test_a_retired_term_without_successor_says_so_and_keeps_its_materials(indexed_client, site_tree):
    old = term(Platform, "ensiklomedia", status=Term.Status.RETIRED)
    make_module(site_tree.modules, title="Dari masa lalu", platforms=[old])
    text = html(indexed_client, "/platform/ensiklomedia/")
    assert 'class="notice"' in text
    assert "Dari masa lalu" in text


@pytest.mark.parametrize("address", ["/mapel/tidak-ada/", "/tingkat/ruang-gtk/", "/en/platform/tidak-ada/"])
def test_an_unknown_term_is_not_found(indexed_client, site_tree, address):
    term(Platform, "ruang-gtk")
    assert indexed_client.get(address).status_code == 404


def test_without_an_index_the_page_answers_and_nobody_keeps_it(client, index_folder, site_tree, subject):
    engines._engines.clear()
    response = client.get("/mapel/matematika/")
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert "Bilangan dan bangun." in response.content.decode()
    assert 'role="alert"' in response.content.decode()


def test_readers_may_share_a_copy_and_editors_may_not(indexed_client, client, editor_client, site_tree, subject):
    assert "public" in indexed_client.get("/mapel/matematika/")["Cache-Control"]
    assert "private" in editor_client.get("/mapel/")["Cache-Control"]


def test_it_costs_the_same_queries_for_one_and_for_many(indexed_client, site_tree, subject):
    def add():
        make_module(site_tree.modules, subjects=[subject, term(Subject, "fisika")], platforms=[term(Platform, "phet")])

    add()
    one = query_count(indexed_client, "/mapel/matematika/")
    for _number in range(14):
        add()
    assert query_count(indexed_client, "/mapel/matematika/") == one
    assert one <= 8


def test_it_fits_the_first_flight(indexed_client, site_tree, subject):
    for number in range(14):
        make_module(
            site_tree.modules,
            title=f"Modul nomor {number}: membuat materi {number * 7919}",
            summary=f"Ringkas {number}. " * 20,
            subjects=[subject, term(Subject, f"mata-pelajaran-nomor-{number}")],
            platforms=[term(Platform, f"platform-nomor-{number}")],
        )
    assert gzipped(indexed_client, "/mapel/matematika/") <= FIRST_FLIGHT


# Lists of all


def test_the_list_has_every_offered_subject_in_groups_with_counts(indexed_client, site_tree, subject):
    term(Subject, "kuliner", group=Subject.Group.VOCATIONAL)
    term(Subject, "sudah-tutup", status=Term.Status.RETIRED)
    make_module(site_tree.modules, subjects=[subject])
    text = html(indexed_client, "/mapel/")
    assert re.search(r'href="/mapel/matematika/">Matematika</a> <span class="count">1<', text)
    assert 'href="/mapel/kuliner/"' in text
    assert "sudah-tutup" not in text
    assert text.count('id="kelompok-') == 2


def test_the_list_of_levels_says_what_they_mean(indexed_client, site_tree):
    term(Level, "dasar", description="Untuk yang baru mulai.")
    assert "Untuk yang baru mulai." in html(indexed_client, "/tingkat/")


def test_a_list_without_an_index_has_no_counts(client, index_folder, site_tree, subject):
    engines._engines.clear()
    response = client.get("/mapel/")
    assert response["Cache-Control"] == "no-store"
    assert "/mapel/matematika/" in response.content.decode()
    assert 'class="count"' not in response.content.decode()


def test_a_list_costs_the_same_queries_for_one_and_for_many(indexed_client, site_tree, subject):
    one = query_count(indexed_client, "/mapel/")
    for number in range(20):
        term(Subject, f"mapel-{number}")
    assert query_count(indexed_client, "/mapel/") == one
