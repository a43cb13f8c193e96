"""Files and previews of a draft: for those who may see it, and for nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from media.models import LibraryDocument, LibraryMedia
from tests.isolation.people import COLUMNS
from tests.isolation.test_matrix import STRANGERS, logged_in
from tests.isolation.world import World, build_world


@pytest.fixture
def world(db: Any) -> World:
    return build_world()


def addresses(world: World) -> list[str]:
    document = LibraryDocument.objects.get(pk=world.objects["document_id"])
    sound = LibraryMedia.objects.get(pk=world.objects["media_id"])
    return [document.url, sound.url]


def statuses(client: Client, world: World) -> list[int]:
    return [client.get(address).status_code for address in addresses(world)]


@pytest.mark.parametrize("column", COLUMNS)
def test_files_that_nothing_public_uses_open_for_their_own_people_only(world: World, column: str) -> None:
    expected = 404 if column in STRANGERS or column in ("national-k", "national-u") else 200
    assert statuses(logged_in(world, column), world) == [expected, expected]


def test_readers_get_none_of_them(client: Client, world: World) -> None:
    assert statuses(client, world) == [404, 404]


def test_a_draft_has_no_public_address(client: Client, world: World) -> None:
    from wagtail.models import Page

    url = Page.objects.get(pk=world.objects["page_id"]).get_url()
    assert url is not None
    assert client.get(url).status_code == 404
    assert logged_in(world, "other-a").get(url).status_code == 404


def test_the_api_of_wagtail_for_other_programs_is_not_mounted(client: Client, world: World) -> None:
    for path in ("/api/v2/pages/", "/api/v3/pages/", "/api/v3/images/", "/api/main/pages/"):
        assert client.get(path).status_code == 404
