"""`visible()` is the one definition of public, and serving follows it with a 404."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cms import querysets
from cms.models import LearningResource
from cms.querysets import public
from tests import factories

pytestmark = pytest.mark.django_db


def again(page: Page) -> Any:
    return Page.objects.get(pk=page.pk).specific


def visible(page: Page) -> bool:
    return LearningResource.objects.visible().filter(pk=page.pk).exists()


def change(page: Page, **fields: Any) -> None:
    Page.objects.filter(pk=page.pk).update(**fields)


def restrict(page: Page, kind: str = PageViewRestriction.LOGIN, groups: tuple[str, ...] = ()) -> None:
    restriction = PageViewRestriction.objects.create(page=again(page), restriction_type=kind)
    restriction.groups.set(Group.objects.get_or_create(name=name)[0] for name in groups)


def test_a_published_material_is_visible(module: Any) -> None:
    assert visible(module)


@pytest.mark.parametrize("level", ["itself", "parent", "home"])
@pytest.mark.parametrize("state", ["not live", "expired", "restricted"])
def test_what_closes_a_page_closes_all_below(level: str, state: str, module: Any, site_tree: Any) -> None:
    page = {"itself": module, "parent": site_tree.modules, "home": site_tree.home}[level]
    if state == "not live":
        change(page, live=False)
    elif state == "expired":
        change(page, expire_at=timezone.now() - timedelta(seconds=1))
    else:
        restrict(page)
    assert not visible(module)


def test_one_that_expires_later_is_visible_until_then(module: Any) -> None:
    change(module, expire_at=timezone.now() + timedelta(minutes=1))
    assert visible(module)


def test_a_closed_neighbour_closes_nothing_else(module: Any, site_tree: Any) -> None:
    neighbour = factories.make_module(site_tree.modules, title="Tetangga", live=False)
    restrict(neighbour)
    assert visible(module)


def test_the_rule_takes_one_query(module: Any, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        list(LearningResource.objects.visible())


def test_what_is_too_deep_to_be_checked_is_closed(module: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(querysets, "MAX_DEPTH", module.depth - 1)
    assert not visible(module)


def test_any_page_follows_the_same_rule(site_tree: Any) -> None:
    page = factories.make_standard_page(site_tree.home)
    assert public(Page.objects.filter(pk=page.pk)).exists()
    change(site_tree.home, live=False)
    assert not public(Page.objects.filter(pk=page.pk)).exists()


# Serving


def status(client: Any, path: str) -> int:
    return int(client.get(path).status_code)


@pytest.fixture
def lesson(module: Any) -> Any:
    return factories.make_lesson(module, title="Pelajaran")


@pytest.fixture
def paths(module: Any, lesson: Any) -> list[str]:
    base = f"/modul/{module.slug}/"
    return [base, f"{base}{lesson.slug}/", f"/en{base}", f"/en{base}{lesson.slug}/"]


def test_open_pages_are_served(client: Any, paths: list[str]) -> None:
    assert {status(client, path) for path in paths} == {200}


@pytest.mark.parametrize("state", ["draft module", "draft index", "expired index", "private module", "private index"])
def test_a_closed_page_is_a_404(state: str, client: Any, module: Any, site_tree: Any, paths: list[str]) -> None:
    page = module if "module" in state else site_tree.modules
    if "draft" in state:
        change(page, live=False)
    elif "expired" in state:
        change(page, expire_at=timezone.now() - timedelta(seconds=1))
    else:
        restrict(page)
    assert {status(client, path) for path in paths} == {404}


def test_who_is_logged_in_may_open_what_asks_for_that(client: Any, module: Any, paths: list[str]) -> None:
    restrict(module)
    client.force_login(factories.make_user())
    assert {status(client, path) for path in paths} == {200}


def test_only_members_may_open_what_asks_for_a_group(client: Any, module: Any, paths: list[str]) -> None:
    restrict(module, PageViewRestriction.GROUPS, ("Guru inti",))
    client.force_login(factories.make_user("luar"))
    outside = {status(client, path) for path in paths}
    client.force_login(factories.make_user("dalam", groups=("Guru inti",)))
    assert (outside, {status(client, path) for path in paths}) == ({404}, {200})


def test_a_login_opens_nothing_that_is_unpublished_above(
    client: Any, module: Any, site_tree: Any, paths: list[str]
) -> None:
    restrict(module)
    change(site_tree.modules, live=False)
    client.force_login(factories.make_user())
    assert {status(client, path) for path in paths} == {404}


def test_a_private_page_is_kept_by_no_shared_cache(client: Any, module: Any, paths: list[str]) -> None:
    restrict(module)
    client.force_login(factories.make_user())
    response = client.get(paths[0])
    assert "public" not in response.headers.get("Cache-Control", "")


def test_preview_of_a_draft_is_for_editors(editor_client: Any, client: Any, module: Any) -> None:
    draft = again(module)
    draft.title = "Judul draf"
    draft.save_revision()
    editor_client.force_login(factories.make_user("editor", superuser=True))
    assert "Judul draf" not in editor_client.get(f"/modul/{module.slug}/").content.decode()
    response = editor_client.get(f"/admin/pages/{module.pk}/view_draft/")
    assert response.status_code == 200
    assert "Judul draf" in response.content.decode()
