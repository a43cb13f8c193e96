"""The curation on the home page of the admin: what was sent back, and what waits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from cms.admin.home import sent_back_to
from cms.curation.models import DecisionKind, Submission
from cms.curation.sending import send
from tests.cms.curation.conftest import Desk, draft, form_data, logged_in


def decide(user: Any, submission: Submission, decision: DecisionKind) -> None:
    logged_in(user).post(reverse("curation:decide", args=[submission.pk]), form_data(submission, decision))


def test_sent_back_to_the_owner_and_to_who_sent_it(desk: Desk, module: Any) -> None:
    decide(desk.first, send(module, desk.second), DecisionKind.SEND_BACK)
    assert [sent_back_to(user).count() for user in (desk.contributor, desk.second, desk.first)] == [1, 1, 0]
    page = logged_in(desk.second).get(reverse("wagtailadmin_home")).content.decode()
    assert module.title in page[page.index("desk-back") : page.index("desk-waiting")]
    # Who sends it may not change it any more.
    desk.second.groups.clear()
    desk.contributor.groups.clear()
    for user in (desk.second, desk.contributor):
        assert not sent_back_to(type(user).objects.get(pk=user.pk)).exists()


def test_the_second_step_goes_on_waiting(desk: Desk, submission: Submission) -> None:
    Submission.objects.filter(pk=submission.pk).update(sent_at=timezone.now() - timedelta(days=9))
    decide(desk.first, submission, DecisionKind.APPROVE)
    assert TaskState.objects.filter(started_at__gte=timezone.now() - timedelta(hours=1)).exists()
    newer = send(draft(desk.page, desk.contributor, "Lebih baru"), desk.contributor)
    TaskState.objects.filter(workflow_state=newer.workflow_state_id).update(
        started_at=timezone.now() - timedelta(days=1)
    )
    panel = waiting(desk.second)
    assert panel.index(submission.page.title) < panel.index("Lebih baru")
    assert "9 hari" in panel


def test_all_tasks_are_in_the_queue(desk: Desk) -> None:
    for number in range(7):
        send(draft(desk.page, desk.contributor, f"Modul {number}"), desk.contributor)
    panel = waiting(desk.first)
    assert f'<p class="desk-more-link"><a href="{reverse("curation:queue")}"' in panel
    assert reverse("wagtailadmin_reports:workflow_tasks") not in panel


def waiting(user: Any) -> str:
    page: str = logged_in(user).get(reverse("wagtailadmin_home")).content.decode()
    begin = page.index('aria-labelledby="desk-waiting"')
    return page[begin : page.index("</section>", begin)]
