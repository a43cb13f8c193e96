"""What Wagtail's own ways may do with a material that is curated, and that nothing else is approved than was sent."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.models import Page, WorkflowState

from cms.curation.models import Decision, DecisionKind, Submission
from cms.curation.sending import send
from cms.models import CentrePage
from cms.workspaces.models import Role
from tests import factories
from tests.cms.curation.conftest import Desk, draft, form_data, logged_in
from tests.factories.workspaces import make_member, make_workspace

APPROVE = DecisionKind.APPROVE


def act(user: Any, page: Page, action: str, **data: Any) -> int:
    """The admin's own API, which knows no hooks."""
    url = f"/admin/api/main/pages/{page.pk}/action/{action}/"
    return int(logged_in(user).post(url, json.dumps(data), content_type="application/json").status_code)


@pytest.fixture
def national_admin(desk: Desk) -> Any:
    return make_member(desk.national, Role.ADMIN, "admin-pusat")


def test_national_admins_do_not_publish_past_the_curation(desk: Desk, module: Any, national_admin: Any) -> None:
    own = draft(desk.page, national_admin, "Milik sendiri")
    submission = send(module, desk.contributor)
    for page in (own, module):
        assert act(national_admin, page, "publish") == 403
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        logged_in(national_admin).post(f"{bulk}?id={page.pk}")
        page.refresh_from_db()
        assert not page.live
    assert submission.workflow_state.status == WorkflowState.STATUS_IN_PROGRESS
    assert Submission.objects.get(pk=submission.pk).step == "media"


def test_superusers_do_not_publish_what_waits(desk: Desk, submission: Submission, module: Any) -> None:
    root = factories.make_user("root", superuser=True)
    assert act(root, module, "publish") == 403
    assert Submission.objects.get(pk=submission.pk).step == "media"
    assert draft(desk.page, root, "Lain").permissions_for_user(root).can_publish()


def test_national_admins_correct_what_is_public(desk: Desk, national_admin: Any) -> None:
    live = factories.make_module(desk.page, "Batik")
    live.summary = "Untuk guru SMP, dengan dua contoh."
    live.save_revision(user=national_admin).publish(user=national_admin)
    live.refresh_from_db()
    assert live.summary == "Untuk guru SMP, dengan dua contoh."
    permissions = live.permissions_for_user(national_admin)
    assert permissions.can_unpublish()
    assert permissions.can_set_view_restrictions()


def test_no_new_material_is_published_from_the_form(desk: Desk, national_admin: Any) -> None:
    for parent in (CentrePage.objects.get(pk=desk.page.pk), factories.make_module(desk.page, "Batik")):
        permissions = Page.objects.get(pk=parent.pk).permissions_for_user(national_admin)
        assert permissions.can_add_subpage()
        assert not permissions.can_publish_subpage()


@pytest.mark.parametrize("who", ["contributor", "root"])
@pytest.mark.parametrize("what", ["module", "lesson"])
def test_what_is_curated_is_neither_moved_nor_deleted(desk: Desk, module: Any, who: str, what: str) -> None:
    lesson = factories.make_lesson(module, live=False, owner=desk.contributor)
    other = make_workspace(desk.tree, "balai-bali")
    desk.contributor.groups.add(other.groups.get(role=Role.CONTRIBUTOR).group)
    user = desk.contributor if who == "contributor" else factories.make_user("root", superuser=True)
    page = module if what == "module" else lesson
    target = CentrePage.objects.get(centre=other.centre)
    if what == "module":
        assert Page.objects.get(pk=module.pk).permissions_for_user(user).can_move_to(target)
    send(module, desk.contributor)
    assert act(user, page, "delete") == 403
    assert act(user, page, "move", destination_page_id=target.pk) == 403
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    logged_in(user).post(f"{bulk}?id={page.pk}")
    logged_in(user).post(reverse("wagtailadmin_pages:move_confirm", args=[module.pk, target.pk]))
    assert Page.objects.get(pk=page.pk).path == page.path


def test_a_revision_overwritten_in_place_is_noticed(desk: Desk, submission: Submission, module: Any) -> None:
    revision = Page.objects.get(pk=module.pk).specific.get_latest_revision()
    swapped = revision.as_object()
    swapped.title = "Ditukar"
    swapped.save_revision(user=revision.user, overwrite_revision=revision, clean=False)
    assert Submission.objects.get(pk=submission.pk).changed_since()
    logged_in(desk.first).post(reverse("curation:decide", args=[submission.pk]), form_data(submission, APPROVE))
    assert not Decision.objects.exists()


@pytest.mark.parametrize("where", ["module", "lesson"])
def test_another_file_behind_the_same_item_is_noticed(desk: Desk, module: Any, where: str) -> None:
    document = factories.make_document(collection=desk.workspace.collection)
    page = module if where == "module" else factories.make_lesson(module, live=False, owner=desk.contributor)
    page.body = [("download", {"document": document, "title": "", "text": ""})]
    page.save_revision(user=desk.contributor, clean=False)
    submission = Submission.objects.get(pk=send(module, desk.contributor).pk)
    document.title = "Judul lain"
    document.save()
    assert not submission.changed_since()
    document.file.save("lain.pdf", ContentFile(b"%PDF-1.4 lain"))
    assert submission.changed_since()
