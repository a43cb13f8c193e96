"""Who may keep a page: everyone a public one for a minute, nobody else's than the reader's one behind a restriction."""

import pytest
from wagtail.models import PageViewRestriction

from tests.factories import make_user


@pytest.mark.parametrize("address", ["/", "/panduan/", "/modul/"])
def test_a_public_page_may_be_kept_by_shared_caches(client, site_tree, address):
    assert "public, max-age=60" in _kept(client, address)


def test_a_material_may_be_kept(client, module):
    assert _kept(client, f"/modul/{module.slug}/") == "public, max-age=60"


def test_an_editors_page_is_kept_by_nobody_else(client, module):
    client.force_login(make_user())
    assert "private" in _kept(client, f"/modul/{module.slug}/")


def test_a_page_behind_a_restriction_is_private(client, module):
    PageViewRestriction.objects.create(page=module, restriction_type=PageViewRestriction.LOGIN)
    client.force_login(make_user())
    kept = _kept(client, f"/modul/{module.slug}/")
    assert "private" in kept
    assert "public" not in kept


def _kept(client, address):
    return client.get(address).headers.get("Cache-Control", "")
