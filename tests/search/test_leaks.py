"""Nothing that is not public shows anywhere: every state of a material against every outlet of the site."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from search import drain
from tests import factories
from tests.search.outlets import OUTLETS, World, build, showing

SOON = 1.2

# States. Each begins with public materials in a current index, and changes both.


def again(page: Page) -> Any:
    return Page.objects.get(pk=page.pk).specific


def unpublish(world: World) -> None:
    for page in world.materials:
        again(page).unpublish()


def expire_by_the_clock(world: World) -> None:
    for page in world.materials:
        page = again(page)
        page.expire_at = timezone.now() + timedelta(seconds=SOON)
        page.save()


def expire_containers_by_the_clock(world: World) -> None:
    for page in world.containers:
        page = again(page)
        page.expire_at = timezone.now() + timedelta(seconds=SOON)
        page.save()


def restrict(pages: list[Any], kind: str) -> None:
    for page in pages:
        restriction = PageViewRestriction.objects.create(page=again(page), restriction_type=kind)
        if kind == PageViewRestriction.GROUPS:
            restriction.groups.add(Group.objects.get_or_create(name="Guru inti")[0])


def private_by_login(world: World) -> None:
    restrict(world.materials, PageViewRestriction.LOGIN)


def private_by_groups(world: World) -> None:
    restrict(world.materials, PageViewRestriction.GROUPS)


def private_container(world: World) -> None:
    restrict(world.containers, PageViewRestriction.LOGIN)


def unpublished_container(world: World) -> None:
    for page in world.containers:
        again(page).unpublish()


def scheduled_for_later(world: World) -> None:
    for page in world.materials:
        page = again(page)
        page.unpublish()
        page.go_live_at = timezone.now() + timedelta(days=1)
        page.save_revision().publish()


def moved_below_a_closed_page(world: World) -> None:
    closed = factories.make_module(again(world.example).get_parent(), title="Tertutup", live=False)
    for page in world.materials:
        again(page).move(Page.objects.get(pk=closed.pk), pos="last-child")


def deleted(world: World) -> None:
    for page in world.materials:
        again(page).delete()


STATES = [
    unpublish,
    expire_by_the_clock,
    expire_containers_by_the_clock,
    private_by_login,
    private_by_groups,
    private_container,
    unpublished_container,
    scheduled_for_later,
    moved_below_a_closed_page,
    deleted,
]


@pytest.mark.django_db
def test_every_outlet_shows_a_public_material(client: Any, catalogue_index: Any, committed: Any) -> None:
    with committed():
        world = build()
    assert showing(client, world) == list(OUTLETS)


@pytest.mark.django_db
def test_a_draft_shows_nowhere(client: Any, catalogue_index: Any, committed: Any) -> None:
    with committed():
        world = build(live=False)
    assert showing(client, world) == []


@pytest.mark.django_db
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_what_is_no_longer_public_shows_nowhere(
    state: Callable[[World], None], client: Any, catalogue_index: Any, committed: Any
) -> None:
    with committed():
        world = build()
    assert catalogue_index.status().documents == 4
    with committed():
        state(world)
    if "clock" in state.__name__:
        time.sleep(SOON + 0.1)
    assert showing(client, world) == []


@pytest.mark.django_db
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_before_the_index_knows_only_lists_lag(
    state: Callable[[World], None], client: Any, catalogue_index: Any, committed: Any, monkeypatch: Any
) -> None:
    """A process that dies between commit and drain leaves a stale index: cards in lists, nothing that opens."""
    with committed():
        world = build()
    monkeypatch.setattr(drain, "drain", lambda *args, **kwargs: 0)
    with committed():
        state(world)
    if "clock" in state.__name__:
        time.sleep(SOON + 0.1)
    from_the_index = {
        *(name for name in OUTLETS if name.startswith(("search", "API search"))),
        "results fragment",
        "home",
        "home in English",
        "module index",
        "centre page",
        "subject's page",
        "level's page in English",
        "list of subjects",
        "page of a wrong address",
        "chosen tag's label",
        "found in a facet",
        "suggestions",
        "suggested tag",
        "API total and counts",
        "API tag",
        "API suggestions",
        "API tags",
    }
    assert [name for name in showing(client, world) if name not in from_the_index] == []


@pytest.mark.django_db
def test_what_becomes_public_again_shows_everywhere(client: Any, catalogue_index: Any, committed: Any) -> None:
    with committed():
        world = build()
        private_container(world)
    assert showing(client, world) == []
    with committed():
        for restriction in PageViewRestriction.objects.all():
            restriction.delete()
    assert showing(client, world) == list(OUTLETS)
