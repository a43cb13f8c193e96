"""Bulk work is bounded before it begins: by the number chosen, by what can be an id, by permissions asked once."""

import pytest
from django.urls import reverse

from cms.admin import bulk_actions
from cms.admin.bulk_actions import MAX_RETAGGED, RetagBulkAction
from tests import factories
from tests.cms.test_desk_listings import grant

pytestmark = pytest.mark.django_db


def address(name, query):
    return reverse("wagtail_bulk_action", args=["wagtailcore", "page", name]) + f"?{query}&next=/admin/"


@pytest.fixture
def asked(monkeypatch):
    """The ids of the pages whose permissions were asked for."""
    ids = []
    check = RetagBulkAction.check_perm

    def note(self, page):
        ids.append(page.pk)
        return check(self, page)

    monkeypatch.setattr(RetagBulkAction, "check_perm", note)
    return ids


def refused(response):
    return response.status_code == 200 and response.context["too_many"] and not response.context["items"]


def test_too_many_ids_are_refused_before_any_permission_is_asked(editor_client, module, asked):
    ids = "&".join(f"id={module.pk + number}" for number in range(MAX_RETAGGED + 1))
    assert refused(editor_client.get(address("retag", ids)))
    assert refused(editor_client.post(address("retag", ids), {"add": "baru"}))
    assert asked == []


def test_as_many_as_allowed_are_taken(editor_client, module, asked):
    ids = "&".join(f"id={module.pk + number}" for number in range(MAX_RETAGGED))
    assert not editor_client.get(address("retag", ids)).context["too_many"]
    assert module.pk in asked


def test_all_of_a_listing_is_bounded_likewise(editor_client, site_tree, asked, monkeypatch):
    monkeypatch.setattr(bulk_actions, "MAX_RETAGGED", 1)
    query = f"id=all&childOf={site_tree.modules.pk}"
    first = factories.make_module(site_tree.modules, "Satu")
    page = editor_client.get(address("retag", query))
    assert [row["item"].pk for row in page.context["items"]] == [first.pk]
    asked.clear()
    factories.make_module(site_tree.modules, "Dua")
    assert refused(editor_client.get(address("retag", query)))
    assert asked == []


def test_all_counts_only_what_the_editor_may_see(client, site_tree, monkeypatch):
    monkeypatch.setattr(bulk_actions, "MAX_RETAGGED", 1)
    own, other = factories.make_centre_page(site_tree), factories.make_centre_page(site_tree, "balai-bali")
    ours = factories.make_module(own, "Kami")
    factories.make_module(other, "Mereka")
    client.force_login(grant(factories.make_user(), own, "add_page", "change_page"))
    page = client.get(address("retag", "id=all"))
    assert [row["item"].pk for row in page.context["items"]] == [ours.pk]


def test_permissions_are_asked_once(editor_client, module, asked):
    editor_client.post(address("retag", f"id={module.pk}"), {"add": "baru"})
    assert asked == [module.pk]


@pytest.mark.parametrize("name", ["retag", "export"])
@pytest.mark.parametrize("wrong", ["abc", "²", "9" * 23, ""])
def test_what_is_no_id_is_ignored(editor_client, module, name, wrong):
    page = editor_client.get(address(name, f"id={wrong}&id={module.pk}"))
    assert [row["item"].pk for row in page.context["items"]] == [module.pk]
    assert editor_client.get(address(name, f"id={wrong}")).status_code == 404


@pytest.mark.parametrize("name", ["retag", "export"])
@pytest.mark.parametrize("parent", ["abc", "²", "9" * 23, "999999"])
def test_a_listing_that_is_none_is_not_found(editor_client, name, parent):
    assert editor_client.get(address(name, f"id=all&childOf={parent}")).status_code == 404


@pytest.mark.parametrize("name", ["retag", "export"])
def test_all_of_a_search_in_the_explorer(editor_client, site_tree, name):
    found = factories.make_module(site_tree.modules, "Pecahan")
    factories.make_module(site_tree.modules, "Poster")
    page = editor_client.get(address(name, f"id=all&childOf={site_tree.modules.pk}&q=Pecahan"))
    assert [row["item"].pk for row in page.context["items"]] == [found.pk]
