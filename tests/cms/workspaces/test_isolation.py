"""What stock Wagtail tells of other centres' work, and does not here."""

from __future__ import annotations

from typing import Any

import pytest

from cms.models import CentrePage
from cms.workspaces.models import Role
from tests import factories
from tests.factories.workspaces import make_member, make_workspace

SECRET = "Rahasia Bali"


@pytest.fixture
def diy(site_tree: Any) -> Any:
    return make_workspace(site_tree)


@pytest.fixture
def draft(site_tree: Any) -> Any:
    bali = make_workspace(site_tree, "balai-bali")
    owner = make_member(bali, Role.CONTRIBUTOR, "made-dari-bali")
    page = CentrePage.objects.get(centre=bali.centre)
    module = factories.make_module(page, title=SECRET, live=False, owner=owner)
    module.save_revision(user=owner, log_action="wagtail.edit")
    return module


@pytest.fixture
def visitor(client: Any, diy: Any) -> Any:
    client.force_login(make_member(diy, Role.CURATOR))
    return client


@pytest.mark.parametrize(
    "address",
    [
        "/admin/choose-page/search/?q=Rahasia",
        "/admin/choose-page/{parent}/",
        "/admin/choose-page/{pk}/",
        "/admin/choose-page/chosen-multiple/?id={pk}",
        "/admin/bulk/wagtailcore/page/delete/?id={pk}&next=/admin/",
        "/admin/bulk/wagtailcore/page/delete/?id=all&next=/admin/",
        "/admin/bulk/wagtailcore/page/publish/?id=all&childOf={parent}&next=/admin/",
        "/admin/bulk/wagtailcore/page/unpublish/?id={pk}&next=/admin/",
        "/admin/bulk/wagtailcore/page/move/?id={pk}&next=/admin/",
        "/admin/reports/page-types-usage/",
        "/admin/reports/locked/",
        "/admin/reports/workflow/",
        "/admin/reports/workflow_tasks/",
        "/admin/reports/site-history/",
        "/admin/pages/",
        "/admin/api/main/pages/?fields=*&limit=20",
    ],
)
def test_a_draft_of_another_centre_is_not_named(visitor: Any, draft: Any, address: str) -> None:
    parent = draft.get_parent()
    answer = visitor.get(address.format(pk=draft.pk, parent=parent.pk))
    assert answer.status_code in (200, 302, 403, 404)
    assert SECRET not in answer.content.decode()
    assert "made-dari-bali" not in answer.content.decode()


def test_the_chooser_still_offers_what_is_public_and_what_is_ones_own(visitor: Any, site_tree: Any, diy: Any) -> None:
    factories.make_module(site_tree.modules, title="Modul umum")
    factories.make_module(CentrePage.objects.get(centre=diy.centre), title="Modul sendiri", live=False)
    text = visitor.get("/admin/choose-page/search/?q=Modul").content.decode()
    assert "Modul umum" in text
    assert "Modul sendiri" in text
    assert visitor.get(f"/admin/choose-page/{site_tree.modules.pk}/").status_code == 200
    assert visitor.get("/admin/choose-page/").status_code == 200


def test_bulk_action_still_works_on_ones_own(visitor: Any, diy: Any) -> None:
    own = factories.make_module(CentrePage.objects.get(centre=diy.centre), title="Modul sendiri", live=False)
    answer = visitor.get(f"/admin/bulk/wagtailcore/page/delete/?id={own.pk}&next=/admin/")
    assert "Modul sendiri" in answer.content.decode()


@pytest.mark.parametrize("role, may", [(Role.CONTRIBUTOR, False), (Role.CURATOR, True), (Role.ADMIN, True)])
def test_who_changes_the_centres_own_page(client: Any, site_tree: Any, diy: Any, role: Any, may: bool) -> None:
    page = CentrePage.objects.get(centre=diy.centre)
    member = make_member(diy, role)
    allowed = page.permissions_for_user(member)
    assert (allowed.can_edit(), allowed.can_publish()) == (may, may)
    assert not any(
        (allowed.can_delete(), allowed.can_move(), allowed.can_unpublish(), allowed.can_set_view_restrictions())
    )
    client.force_login(member)
    answer = client.get(f"/admin/pages/{page.pk}/edit/")
    assert (answer.status_code == 200) is may
    if may:
        form = answer.context["form"]
        assert not {"centre", "slug"} & set(form.fields)
        assert "phone" in form.fields


def test_below_the_page_nobody_of_the_centre_publishes(diy: Any) -> None:
    module = factories.make_module(CentrePage.objects.get(centre=diy.centre), live=False)
    assert not module.permissions_for_user(make_member(diy, Role.ADMIN)).can_publish()


def test_a_centres_page_of_another_is_closed(site_tree: Any, diy: Any, draft: Any) -> None:
    other = CentrePage.objects.get(slug="balai-bali")
    allowed = other.permissions_for_user(make_member(diy, Role.ADMIN))
    assert not any((allowed.can_edit(), allowed.can_publish(), allowed.can_add_subpage()))


@pytest.mark.parametrize("kind", ["images", "documents"])
def test_the_admins_api_lists_ones_own_files(visitor: Any, diy: Any, kind: str, draft: Any) -> None:
    make = {"images": factories.make_image, "documents": factories.make_document}[kind]
    foreign = make(title=SECRET, collection=draft.specific.centre.workspace.collection)
    own = make(title="Milik sendiri", collection=diy.collection)
    answer = visitor.get(f"/admin/api/main/{kind}/")
    assert [row["id"] for row in answer.json()["items"]] == [own.pk]
    assert visitor.get(f"/admin/api/main/{kind}/{foreign.pk}/").status_code == 404
