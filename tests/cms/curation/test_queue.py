"""The queue, the contributor's own list, sending in bulk, and what curators do with published materials."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, PageViewRestriction, WorkflowPage

from cms.curation.assignment import assign, curation_workflow
from cms.curation.models import ChecklistItem, CurationTask, Reason, Submission
from cms.curation.sending import send
from cms.curation.starting_data import load
from tests import factories
from tests.cms.curation.conftest import Desk, draft, logged_in

QUEUE = "curation:queue"


def rows(client: Any, **filters: str) -> list[Submission]:
    return list(client.get(reverse(QUEUE), filters).context["object_list"])


def test_oldest_first(desk: Desk) -> None:
    sent = [send(draft(desk.page, desk.contributor, f"Modul {n}"), desk.contributor) for n in range(3)]
    Submission.objects.filter(pk=sent[2].pk).update(sent_at=timezone.now() - timedelta(days=8))
    shown = rows(logged_in(desk.first))
    assert [row.pk for row in shown] == [sent[2].pk, sent[0].pk, sent[1].pk]
    assert [row.is_very_late for row in shown] == [True, False, False]


@pytest.mark.parametrize(
    "filters, found",
    [
        ({"step": "media"}, 1),
        ({"step": "substance"}, 0),
        ({"kind": "module"}, 1),
        ({"kind": "example"}, 0),
        ({"age": "3"}, 1),
        ({"age": "7"}, 0),
        ({"centre": "pusat"}, 0),
        ({"centre": "balai-tekkomdik-diy"}, 1),
    ],
)
def test_filters(desk: Desk, submission: Submission, filters: dict[str, str], found: int) -> None:
    Submission.objects.update(sent_at=timezone.now() - timedelta(days=4))
    assert len(rows(logged_in(desk.first), **filters)) == found


def test_national_curators_see_national_materials_and_what_was_passed_on(desk: Desk, submission: Submission) -> None:
    national = send(draft(desk.tree.modules, None, "Modul nasional"), desk.national_curator)
    client = logged_in(desk.national_curator)
    assert [row.pk for row in rows(client)] == [national.pk]
    Submission.objects.filter(pk=submission.pk).update(passed_on_at=timezone.now())
    assert {row.pk for row in rows(client)} == {national.pk, submission.pk}


def test_contributors_have_no_queue_but_their_own_list(desk: Desk, submission: Submission) -> None:
    client = logged_in(desk.contributor)
    assert client.get(reverse(QUEUE)).status_code == 302
    assert submission.page.title in client.get(reverse("curation:mine")).content.decode()


def test_an_empty_queue_says_so(desk: Desk) -> None:
    answer = logged_in(desk.first).get(reverse(QUEUE))
    assert answer.status_code == 200
    assert not answer.context["object_list"]


@pytest.mark.parametrize("name", [QUEUE, "curation:mine"])
def test_queries_do_not_grow_with_the_queue(desk: Desk, name: str) -> None:
    user = desk.first if name == QUEUE else desk.contributor

    def count() -> int:
        client = logged_in(user)
        client.get(reverse(name))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse(name))
        return len(queries)

    for n in range(2):
        send(draft(desk.page, desk.contributor, f"Modul {n}"), desk.contributor)
    few = count()
    for n in range(2, 20):
        send(draft(desk.page, desk.contributor, f"Modul {n}"), desk.contributor)
    assert count() == few


def test_many_are_sent_at_once_and_what_is_missing_is_told(desk: Desk) -> None:
    good = draft(desk.page, desk.contributor, "Lengkap")
    bad = draft(desk.page, desk.contributor, "Belum lengkap", summary="")
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "send_for_curation"])
    answer = logged_in(desk.contributor).post(f"{url}?id={good.pk}&id={bad.pk}&next=/admin/", follow=True)
    assert [row.page_id for row in Submission.objects.all()] == [good.pk]
    assert "Belum lengkap" in answer.content.decode()


def test_strangers_send_nothing_in_bulk(desk: Desk, module: Any) -> None:
    other = factories.make_user("lain")
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "send_for_curation"])
    logged_in(other).post(f"{url}?id={module.pk}&next=/admin/")
    logged_in(desk.national_curator).post(f"{url}?id={module.pk}&next=/admin/")
    assert not Submission.objects.exists()


def test_curators_unpublish_in_their_own_tree(desk: Desk) -> None:
    live = factories.make_module(desk.page, "Terbit")
    url = reverse("curation:unpublish", args=[live.pk])
    logged_in(desk.contributor).post(url)
    live.refresh_from_db()
    assert live.live
    client = logged_in(desk.first)
    assert client.get(url).status_code == 200
    live.refresh_from_db()
    assert live.live
    client.post(url)
    live.refresh_from_db()
    assert not live.live
    assert PageLogEntry.objects.get(page=live.pk, action="wagtail.unpublish").user == desk.first


def test_the_centres_own_page_is_not_unpublished_here(desk: Desk) -> None:
    logged_in(desk.first).post(reverse("curation:unpublish", args=[desk.page.pk]))
    desk.page.refresh_from_db()
    assert desk.page.live


def test_curators_say_who_may_open_it(desk: Desk) -> None:
    live = factories.make_module(desk.page, "Terbit")
    url = reverse("curation:privacy", args=[live.pk])
    client = logged_in(desk.first)
    client.post(url, {"who": "groups"})
    restriction = PageViewRestriction.objects.get(page=live.pk)
    assert {group.workspace_group.workspace for group in restriction.groups.all()} == {desk.workspace}
    client.post(url, {"who": "none"})
    assert not PageViewRestriction.objects.exists()


def test_provisioning_again_adds_nothing(desk: Desk) -> None:
    before = (CurationTask.objects.count(), WorkflowPage.objects.count())
    assign(desk.workspace)
    assign(desk.national)
    assert (CurationTask.objects.count(), WorkflowPage.objects.count()) == before == (2, WorkflowPage.objects.count())
    assert [task.name for task in curation_workflow().tasks] == ["Kurasi Media", "Kurasi Substansi"]
    for place in (desk.page, desk.tree.modules, desk.tree.examples):
        assert place.get_workflow() == curation_workflow()


@pytest.mark.django_db
def test_loading_keeps_what_admins_changed() -> None:
    load()
    item, reason = ChecklistItem.objects.earliest("pk"), Reason.objects.earliest("pk")
    ChecklistItem.objects.filter(pk=item.pk).update(text="Kata kami sendiri", active=False)
    Reason.objects.filter(pk=reason.pk).update(loaded={**reason.loaded, "label": "Lama"}, label="Lama")
    load()
    item.refresh_from_db()
    reason.refresh_from_db()
    assert (item.text, item.active) == ("Kata kami sendiri", False)
    assert reason.label == reason.loaded["label"] != "Lama"
    assert load() == 0


@pytest.mark.parametrize("name", ["curation_checklist:index", "curation_reasons:index"])
def test_checklists_are_the_national_admins_own(desk: Desk, name: str) -> None:
    assert logged_in(desk.admin).get(reverse(name)).status_code == 302
    assert logged_in(factories.make_user("root", superuser=True)).get(reverse(name)).status_code == 200
