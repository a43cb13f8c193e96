"""A material's centre follows the tree, in the transaction of the move."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from wagtail.models import Page
from wagtail.signals import post_page_move

from cms.models import LearningResource
from cms.signals import resources_changed
from tests import factories

pytestmark = pytest.mark.django_db


def again(page: Page) -> Any:
    return Page.objects.get(pk=page.pk).specific


def move(page: Page, parent: Page) -> None:
    again(page).move(Page.objects.get(pk=parent.pk), pos="last-child")


def centre_of(page: Page) -> Any:
    return LearningResource.objects.get(pk=page.pk).centre


def test_a_material_moved_to_a_centre_is_the_centres(module: Any, centre_page: Any) -> None:
    move(module, centre_page)
    assert centre_of(module) == centre_page.centre


def test_a_material_moved_out_of_a_centre_is_national(site_tree: Any, centre_page: Any) -> None:
    local = factories.make_module(centre_page)
    move(local, site_tree.modules)
    assert centre_of(local) is None


def test_the_centre_is_right_before_the_moves_signal(module: Any, centre_page: Any) -> None:
    """Wagtail sends it after the commit: whoever dies there leaves nothing wrong behind."""
    seen = []

    def look(instance: Page, **kwargs: Any) -> None:
        seen.append(centre_of(instance))

    # First among the receivers, so that nobody who listens to it has done anything yet.
    post_page_move.connect(look)
    post_page_move.receivers.insert(0, post_page_move.receivers.pop())
    try:
        move(module, centre_page)
    finally:
        post_page_move.disconnect(look)
    assert seen == [centre_page.centre]


def test_a_move_that_fails_at_its_end_changes_no_centre(module: Any, centre_page: Any, monkeypatch: Any) -> None:
    def fail(*args: Any) -> None:
        raise RuntimeError("killed")

    path = again(module).path
    monkeypatch.setattr(Page, "_update_descendant_url_paths", fail)
    with pytest.raises(RuntimeError):
        move(module, centre_page)
    assert (again(module).path, centre_of(module)) == (path, None)


def test_who_listens_is_told_inside_the_moves_transaction(module: Any, centre_page: Any) -> None:
    depths = []

    def note(**kwargs: Any) -> None:
        depths.append(len(transaction.get_connection().savepoint_ids))

    outside = len(transaction.get_connection().savepoint_ids)
    resources_changed.connect(note)
    try:
        move(module, centre_page)
    finally:
        resources_changed.disconnect(note)
    assert len(depths) == 1
    assert depths[0] > outside


def test_a_container_above_centres_leaves_each_its_own(site_tree: Any, centre_page: Any) -> None:
    local = factories.make_module(centre_page)
    national = factories.make_module(site_tree.modules, title="Nasional")
    home = again(site_tree.home)
    home.slug = "beranda"
    home.save()
    index = again(site_tree.centres)
    index.slug = "pusat"
    index.save()
    assert (centre_of(local), centre_of(national)) == (centre_page.centre, None)


def test_a_centre_page_given_another_centre_takes_its_materials_along(centre_page: Any) -> None:
    local = factories.make_module(centre_page)
    page = again(centre_page)
    page.centre = factories.make_centre("balai-lain")
    page.save()
    assert centre_of(local) == page.centre
