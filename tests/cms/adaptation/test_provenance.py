"""What readers are told: on both pages, in the structured data, in the API."""

import json
import re

import pytest
from django.urls import reverse

from cms.adaptation.adapting import adapt
from cms.workspaces.models import Role
from tests import factories
from tests.cms.adaptation.conftest import again, published
from tests.factories.workspaces import make_member, make_workspace
from tests.reading import html, query_count
from tests.search.conftest import catalogue_index, index_folder

__all__ = ["catalogue_index", "index_folder"]
pytestmark = pytest.mark.django_db


def json_ld(page):
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    return next(data for data in map(json.loads, found) if data["@type"] == "LearningResource")


def test_the_page_says_where_it_comes_from(client, source, adapted, licence):
    page = published(adapted)
    shown = html(client, page.url)
    assert "adapted-from" in shown
    assert f'href="{source.url}"' in shown
    assert "Ibu Sari" in shown
    assert licence.name in shown
    assert json_ld(shown)["isBasedOn"]["@id"] == f"urn:uuid:{source.uuid}"


def test_the_original_lists_what_was_made_of_it(client, source, adapted):
    assert 'id="diadaptasi"' not in html(client, source.url)
    page = published(adapted)
    shown = html(client, source.url)
    assert 'id="diadaptasi"' in shown
    assert page.url in shown


def test_a_hidden_source_is_named_without_a_link(client, source, adapted):
    page = published(adapted)
    again(source).unpublish()
    shown = html(client, page.url)
    assert "Poster kelas" in shown
    assert f'href="{source.url}"' not in shown
    assert "url" not in json_ld(shown)["isBasedOn"]


def test_a_deleted_source_is_still_named(client, source, adapted):
    page = published(adapted)
    again(source).delete()
    assert "Ibu Sari" in html(client, page.url)
    assert "adapted-from" in html(client, page.url)


def test_a_chain_names_the_one_before(client, source, adapted, site_tree):
    there = make_workspace(site_tree, "balai-bali")
    live = published(adapted, title="Poster Jogja")
    second = adapt(live, there, make_member(there, Role.CONTRIBUTOR))
    shown = html(client, published(again(second)).url)
    assert "Poster Jogja" in shown
    assert "Poster kelas" in shown


def test_the_api_has_both_ways(client, catalogue_index, source, adapted):
    page = published(adapted)
    answer = client.get(reverse("api-v1:resource", args=[page.uuid])).json()
    assert answer["adapted_from"]["id"] == str(source.uuid)
    assert answer["adapted_from"]["url"].endswith(source.url)
    assert answer["adapted_from"]["licence"] == "cc-by-sa"
    original = client.get(reverse("api-v1:resource", args=[source.uuid])).json()
    assert original["adapted_from"] is None
    assert [made["id"] for made in original["adaptations"]] == [str(page.uuid)]


def test_the_queries_do_not_grow_with_the_adaptations(client, source, adapted, site_tree):
    published(adapted)
    few = query_count(client, source.url)
    for number in range(4):
        there = make_workspace(site_tree, f"balai-{number}")
        made = adapt(again(source), there, make_member(there, Role.CONTRIBUTOR))
        published(again(made))
    assert query_count(client, source.url) == few


def test_pages_of_no_adaptation_say_nothing(client, site_tree):
    module = factories.make_module(site_tree.modules)
    assert "adapted-from" not in html(client, module.url)
