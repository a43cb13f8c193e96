"""The daily digest and the notices to authors."""

from __future__ import annotations

import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from cms.curation import digest, notices
from cms.curation.deciding import Verdict, decide
from cms.curation.digest import send_digests
from cms.curation.models import Decision, DecisionKind, DigestMail, Reason, Submission
from cms.curation.notices import send_notice, tell_author
from cms.curation.sending import send
from tests.cms.curation.conftest import Desk, draft, ticks

MORNING = timezone.make_aware(datetime.datetime(2026, 5, 4, 7, 30))


def recipients() -> list[str]:
    return sorted(address for message in mail.outbox for address in message.to)


def test_to_those_who_can_decide_and_to_nobody_else(desk: Desk, submission: Submission) -> None:
    submission.authors.add(desk.second)
    assert send_digests(MORNING) == {"sent": 1, "failed": 0}
    assert recipients() == [desk.first.email]
    assert reverse("curation:decide", args=[submission.pk]) in mail.outbox[0].body
    assert submission.page.title in mail.outbox[0].body


def test_once_a_day(desk: Desk, submission: Submission) -> None:
    send_digests(MORNING)
    first = len(mail.outbox)
    send_digests(MORNING + datetime.timedelta(hours=3))
    assert len(mail.outbox) == first == 2
    send_digests(MORNING + datetime.timedelta(days=1))
    assert len(mail.outbox) == 4


def test_not_before_the_hour(desk: Desk, submission: Submission) -> None:
    send_digests(MORNING - datetime.timedelta(hours=1))
    assert not mail.outbox
    assert not DigestMail.objects.exists()


def test_nothing_waits_nothing_is_sent(desk: Desk) -> None:
    send_digests(MORNING)
    assert not mail.outbox


def test_a_failed_mail_is_tried_again_later_and_later(desk: Desk, submission: Submission, monkeypatch: Any) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise ConnectionError

    submission.authors.add(desk.second)
    monkeypatch.setattr(digest, "send_mail", broken)
    minutes = {0: 1, 5: 0, 10: 1, 30: 0, 60: 0, 70: 1, 200: 0, 310: 1, 600: 0}
    failed = {after: send_digests(MORNING + datetime.timedelta(minutes=after))["failed"] for after in minutes}
    assert failed == minutes


def test_an_outage_of_half_an_hour_does_not_cost_the_day(desk: Desk, submission: Submission, monkeypatch: Any) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise ConnectionError

    with monkeypatch.context() as outage:
        outage.setattr(digest, "send_mail", broken)
        for after in (0, 10, 20, 30):
            send_digests(MORNING + datetime.timedelta(minutes=after))
    send_digests(MORNING + datetime.timedelta(minutes=70))
    assert recipients() == sorted([desk.first.email, desk.second.email])


def test_when_all_have_theirs_nothing_is_looked_at_again(desk: Desk, submission: Submission, monkeypatch: Any) -> None:
    for user in (desk.first, desk.second, desk.national_curator):
        DigestMail.objects.create(user=user, date=MORNING.date(), state=DigestMail.State.SENT)

    def looked(*args: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(digest, "waiting_by_person", looked)
    assert send_digests(MORNING) == {"sent": 0, "failed": 0}


def test_what_a_dead_worker_had_begun_is_not_sent_twice(desk: Desk, submission: Submission) -> None:
    for user in (desk.first, desk.second):
        DigestMail.objects.create(user=user, date=MORNING.date())
    send_digests(MORNING)
    assert not mail.outbox


@pytest.mark.parametrize("kind", [DecisionKind.SEND_BACK, DecisionKind.REFUSE])
def test_authors_are_told_why(desk: Desk, submission: Submission, kind: DecisionKind) -> None:
    reason = Reason.objects.filter(decision=kind).first()
    state = submission.task_state
    assert reason is not None
    assert state is not None
    decision = decide(submission, desk.first, Verdict(kind, reasons=[reason.pk], note="Terima kasih."), seen=state.pk)
    assert send_notice.func(decision.pk, desk.contributor.pk) == "sent"
    assert recipients() == [desk.contributor.email]
    assert reason.label in mail.outbox[0].body


def test_authors_are_told_of_the_publication_only_at_the_end(desk: Desk, submission: Submission) -> None:
    for curator in (desk.first, desk.second):
        fresh = Submission.objects.get(pk=submission.pk)
        state = fresh.task_state
        assert state is not None
        decide(fresh, curator, Verdict(DecisionKind.APPROVE, ticked=ticks(fresh)), seen=state.pk)
    first, last = Decision.objects.order_by("at", "pk")
    assert send_notice.func(first.pk, desk.contributor.pk) == "one step of two"
    assert send_notice.func(last.pk, desk.contributor.pk) == "sent"
    assert len(mail.outbox) == 1


def send_back(desk: Desk, submission: Submission) -> Decision:
    reason = Reason.objects.filter(decision=DecisionKind.SEND_BACK).first()
    state = submission.task_state
    assert reason is not None
    assert state is not None
    return decide(submission, desk.first, Verdict(DecisionKind.SEND_BACK, reasons=[reason.pk]), seen=state.pk)


def test_who_has_left_the_centre_is_told_nothing(desk: Desk, submission: Submission) -> None:
    desk.contributor.groups.clear()
    decision = send_back(desk, submission)
    assert send_notice.func(decision.pk, desk.contributor.pk) == "nobody to tell"
    assert not mail.outbox


def test_owner_and_sender_are_told_each_once(desk: Desk, module: Any, monkeypatch: Any) -> None:
    told: list[int] = []
    monkeypatch.setattr(notices, "send_notice", SimpleNamespace(enqueue=lambda _decision, user: told.append(user)))
    tell_author(send_back(desk, send(module, desk.second)).pk)
    assert told == [desk.second.pk, desk.contributor.pk]
    told.clear()
    tell_author(send_back(desk, send(draft(desk.page, desk.contributor, "Lain"), desk.contributor)).pk)
    assert told == [desk.contributor.pk]
