"""Who sees and decides when people leave, centres close, and what was passed on goes back."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import PageViewRestriction

from cms.curation.access import may_decide
from cms.curation.models import DecisionKind, Submission
from cms.curation.sending import send
from cms.models import CentrePage
from cms.workspaces.life import CloseCentre
from cms.workspaces.models import Role
from tests import factories
from tests.cms.curation.conftest import Desk, draft, form_data, logged_in
from tests.factories.workspaces import make_member, make_workspace

SEND_BACK = DecisionKind.SEND_BACK


def again(user: Any) -> Any:
    return get_user_model().objects.get(pk=user.pk)


def send_back(user: Any, submission: Submission) -> None:
    logged_in(user).post(reverse("curation:decide", args=[submission.pk]), form_data(submission, SEND_BACK))


def test_who_left_the_centre_reads_it_no_longer(desk: Desk, submission: Submission) -> None:
    other = make_workspace(desk.tree, "balai-bali")
    decide, mine = reverse("curation:decide", args=[submission.pk]), reverse("curation:mine")
    preview = reverse("curation:preview", args=[submission.pk, submission.page_id])
    sender = logged_in(desk.contributor)
    assert [sender.get(url).status_code for url in (decide, preview)] == [200, 200]
    assert submission.page.title in sender.get(mine).content.decode()
    desk.contributor.groups.set([other.groups.get(role=Role.CONTRIBUTOR).group])
    assert [sender.get(url).status_code for url in (decide, preview)] == [404, 404]
    assert submission.page.title not in sender.get(mine).content.decode()


def test_the_preview_is_of_what_was_sent(desk: Desk, submission: Submission, module: Any) -> None:
    send_back(desk.first, submission)
    newer = module.get_latest_revision_as_object()
    newer.title = "Belum siap dibaca"
    newer.save_revision(user=desk.contributor)
    preview = reverse("curation:preview", args=[submission.pk, submission.page_id])
    for url in (preview, reverse("curation:decide", args=[submission.pk])):
        shown = logged_in(desk.first).get(url).content.decode()
        assert "Poster pembelajaran" in shown
        assert "Belum siap dibaca" not in shown
    other = draft(desk.page, desk.contributor, "Lain")
    assert logged_in(desk.first).get(reverse("curation:preview", args=[submission.pk, other.pk])).status_code == 404


def test_passed_on_only_while_it_waits(desk: Desk, submission: Submission, module: Any) -> None:
    url = reverse("curation:decide", args=[submission.pk])
    national = logged_in(desk.national_curator)
    logged_in(desk.admin).post(reverse("curation:pass_on", args=[submission.pk]))
    assert national.get(url).status_code == 200
    send_back(desk.first, submission)
    assert national.get(url).status_code == 404
    assert send(module, desk.contributor).passed_on_at is None
    assert national.get(url).status_code == 404


@pytest.mark.parametrize("sent", ["before", "after"])
def test_what_waits_in_a_closed_centre_is_decided_nationally(desk: Desk, module: Any, sent: str) -> None:
    closing = CloseCentre(CentrePage.objects.get(pk=desk.page.pk), user=desk.national_curator)
    if sent == "before":
        submission = send(module, desk.contributor)
        closing.execute()
    else:
        closing.execute()
        submission = send(module, factories.make_user("root", superuser=True))
    assert not may_decide(again(desk.first), Submission.objects.get(pk=submission.pk))
    assert may_decide(again(desk.national_curator), Submission.objects.get(pk=submission.pk))
    assert Submission.objects.decidable_by(again(desk.national_curator)).filter(pk=submission.pk).exists()


def test_what_the_national_team_closed_stays_closed(desk: Desk) -> None:
    live = factories.make_module(desk.page, "Batik")
    national = make_member(desk.national, Role.ADMIN, "admin-pusat")
    closed = PageViewRestriction.objects.create(page=live, restriction_type="groups")
    closed.groups.set(national.groups.all())
    url = reverse("curation:privacy", args=[live.pk])
    logged_in(desk.first).post(url, {"who": "none"})
    assert PageViewRestriction.objects.filter(pk=closed.pk).exists()
    closed.delete()
    # What the centre closed itself it may open.
    logged_in(desk.first).post(url, {"who": "groups"})
    assert PageViewRestriction.objects.filter(page=live.pk).exists()
    logged_in(desk.second).post(url, {"who": "none"})
    assert not PageViewRestriction.objects.filter(page=live.pk).exists()
