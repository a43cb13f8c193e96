"""The whole life of a material: sent, sent back, corrected, through both steps, live."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.models import PageLogEntry, Workflow, WorkflowState

from cms.curation.deciding import Verdict, decide
from cms.curation.models import Decision, DecisionKind, Submission
from cms.curation.sending import NotSent, send
from tests import factories
from tests.cms.curation.conftest import Desk, draft, form_data, logged_in

APPROVE, SEND_BACK, REFUSE = DecisionKind.APPROVE, DecisionKind.SEND_BACK, DecisionKind.REFUSE


def post(user: Any, submission: Submission, decision: DecisionKind, **changes: Any) -> Any:
    url = reverse("curation:decide", args=[submission.pk])
    return logged_in(user).post(url, form_data(submission, decision, **changes), follow=True)


def refuse(page: Any) -> dict[str, list[str]]:
    return {"summary": ["Tidak hari ini."]}


def test_the_whole_life(desk: Desk, module: Any) -> None:
    lesson = factories.make_lesson(module, live=False, owner=desk.contributor)
    author = logged_in(desk.contributor)
    author.post(reverse("curation:send", args=[module.pk]))
    submission = Submission.objects.get(page=module.pk)
    assert submission.step == "media"

    note = {f"field_note_{module.pk}_summary": "Sebutkan untuk siapa."}
    post(desk.first, submission, SEND_BACK, **note, note="Sudah bagus.")
    said = author.get(reverse("wagtailadmin_pages:edit", args=[module.pk])).content.decode()
    assert "Sebutkan untuk siapa." in said
    assert module.wagtail_admin_comments.get().contentpath == "summary"

    fixed = module.get_latest_revision_as_object()
    fixed.summary = "Untuk guru SMP: membuat poster dengan satu pesan."
    fixed.save_revision(user=desk.contributor)
    author.post(reverse("curation:send", args=[module.pk]))
    again = Submission.objects.get(page=module.pk)
    assert again.pk == submission.pk
    assert again.step == "media"

    post(desk.first, submission, APPROVE)
    module.refresh_from_db()
    assert not module.live
    assert Submission.objects.get(pk=submission.pk).step == "substance"
    post(desk.second, submission, APPROVE)
    module.refresh_from_db()
    lesson.refresh_from_db()
    assert module.live
    assert lesson.live
    assert module.summary.startswith("Untuk guru SMP")
    assert [row.decision for row in Decision.objects.order_by("at", "pk")] == [SEND_BACK, APPROVE, APPROVE]


def test_history_says_who_decided_what_and_why(desk: Desk, submission: Submission) -> None:
    post(desk.first, submission, SEND_BACK, note="Perjelas langkah kedua.")
    entry = PageLogEntry.objects.get(page=submission.page_id, action="sinau.curation.send_back")
    assert entry.user == desk.first
    assert "Perjelas langkah kedua." in entry.comment
    page = logged_in(desk.contributor).get(reverse("wagtailadmin_pages:history", args=[submission.page_id]))
    assert "Perjelas langkah kedua." in page.content.decode()


def test_refused_ends_the_workflow_and_may_be_sent_anew(desk: Desk, submission: Submission, module: Any) -> None:
    post(desk.first, submission, REFUSE)
    assert WorkflowState.objects.get(pk=submission.workflow_state_id).status == WorkflowState.STATUS_CANCELLED
    assert not type(module).objects.get(pk=module.pk).workflow_in_progress
    assert send(module, desk.contributor).pk != submission.pk


@pytest.mark.parametrize("decision", [SEND_BACK, REFUSE])
def test_a_reason_is_needed(desk: Desk, submission: Submission, decision: DecisionKind) -> None:
    post(desk.first, submission, decision, **{f"{decision.value}_reasons": []})
    assert not Decision.objects.exists()


def test_required_items_have_to_be_ticked(desk: Desk, submission: Submission) -> None:
    post(desk.first, submission, APPROVE, checklist=form_data(submission, APPROVE)["checklist"][:1])
    assert not Decision.objects.exists()
    assert Submission.objects.get(pk=submission.pk).step == "media"


def test_an_incomplete_material_is_not_sent_and_stays_a_draft(desk: Desk) -> None:
    page = draft(desk.page, desk.contributor, summary="")
    with pytest.raises(NotSent):
        send(page, desk.contributor)
    assert not WorkflowState.objects.exists()
    assert not Submission.objects.exists()


def test_taking_up_again_is_refused_before_anything_is_written(desk: Desk, submission: Submission, module: Any) -> None:
    post(desk.first, submission, SEND_BACK)
    broken = module.get_latest_revision_as_object()
    broken.summary = ""
    broken.save_revision(user=desk.contributor, clean=False)
    state = WorkflowState.objects.get(pk=submission.workflow_state_id)
    with pytest.raises(NotSent):
        state.resume(desk.contributor)
    state = WorkflowState.objects.get(pk=state.pk)
    assert state.status == WorkflowState.STATUS_NEEDS_CHANGES
    assert state.current_task_state is not None


def test_a_lesson_sends_its_module(desk: Desk, module: Any) -> None:
    lesson = factories.make_lesson(module, live=False, owner=desk.contributor)
    assert send(lesson, desk.contributor).page_id == module.pk
    with pytest.raises(NotSent):
        lesson.get_workflow().start(lesson, desk.contributor)


def test_the_gate_at_the_end_loses_nothing(desk: Desk, submission: Submission, module: Any) -> None:
    post(desk.first, submission, APPROVE)
    # What was sent is the same; what the gate asks for is not.
    with hooks.register_temporarily("resource_publish_problems", refuse):
        answer = post(desk.second, submission, APPROVE)
    assert reverse("wagtailadmin_pages:edit", args=[module.pk]) in answer.content.decode()
    module.refresh_from_db()
    assert not module.live
    assert Submission.objects.get(pk=submission.pk).step == "substance"
    assert Decision.objects.count() == 1


def test_a_lesson_that_the_gate_refuses_holds_back_the_whole_module(
    desk: Desk, module: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lesson = factories.make_lesson(module, live=False, owner=desk.contributor)
    lesson.save_revision(user=desk.contributor)
    submission = send(module, desk.contributor)
    post(desk.first, submission, APPROVE)
    monkeypatch.setattr(type(lesson), "publish_problems", refuse)
    post(desk.second, submission, APPROVE)
    module.refresh_from_db()
    assert not module.live


def test_what_changed_after_it_was_sent_is_not_approved(desk: Desk, submission: Submission, module: Any) -> None:
    changed = module.get_latest_revision_as_object()
    changed.summary = "Lain sama sekali."
    changed.save_revision(user=desk.contributor)
    post(desk.first, submission, APPROVE)
    assert not Decision.objects.exists()
    post(desk.first, submission, SEND_BACK)
    assert Decision.objects.count() == 1


def test_two_curators_at_once(desk: Desk, submission: Submission) -> None:
    late = form_data(submission, APPROVE)
    post(desk.first, submission, APPROVE)
    url = reverse("curation:decide", args=[submission.pk])
    answer = logged_in(desk.second).post(url, late, follow=True)
    assert desk.first.username in answer.content.decode()
    assert Decision.objects.count() == 1
    assert Submission.objects.get(pk=submission.pk).step == "substance"


def test_a_second_last_approval_publishes_once(desk: Desk, submission: Submission) -> None:
    post(desk.first, submission, APPROVE)
    late = form_data(submission, APPROVE)
    post(desk.second, submission, APPROVE)
    url = reverse("curation:decide", args=[submission.pk])
    assert logged_in(desk.first).post(url, late, follow=True).status_code == 200
    assert PageLogEntry.objects.filter(page=submission.page_id, action="wagtail.publish").count() == 1


def test_a_schedule_is_kept_for_the_lessons_too(desk: Desk, module: Any) -> None:
    when = timezone.now().replace(microsecond=0) + timedelta(days=3)
    dated = module.get_latest_revision_as_object()
    dated.go_live_at = when
    dated.save_revision(user=desk.contributor)
    lesson = factories.make_lesson(module, live=False, owner=desk.contributor)
    submission = send(module, desk.contributor)
    post(desk.first, submission, APPROVE)
    post(desk.second, submission, APPROVE)
    module.refresh_from_db()
    lesson.refresh_from_db()
    assert not module.live
    assert not lesson.live
    assert {module.scheduled_revision.approved_go_live_at, lesson.scheduled_revision.approved_go_live_at} == {when}


def test_nobody_changes_what_is_being_curated(desk: Desk, module: Any) -> None:
    lesson = factories.make_lesson(module, live=False, owner=desk.contributor)
    lesson.save_revision(user=desk.contributor)
    send(module, desk.contributor)
    assert module.get_lock().for_user(desk.first)
    author = logged_in(desk.contributor)
    before = lesson.revisions.count()
    author.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), {"title": "Lain", "slug": lesson.slug})
    assert lesson.revisions.count() == before


def test_the_rules_hold_without_the_form(desk: Desk, submission: Submission) -> None:
    state = submission.task_state
    assert state is not None
    with pytest.raises(PermissionDenied):
        decide(submission, desk.contributor, Verdict(SEND_BACK), seen=state.pk)
    with pytest.raises(PermissionDenied):
        state.approve(user=desk.first)


def test_sent_back_by_the_second_step_passes_the_first_again(desk: Desk, submission: Submission, module: Any) -> None:
    post(desk.first, submission, APPROVE)
    post(desk.first, submission, SEND_BACK)
    changed = module.get_latest_revision_as_object()
    changed.summary = "Lain sama sekali, dengan gambar baru."
    changed.save_revision(user=desk.contributor)
    assert send(module, desk.contributor).step == "media"
    post(desk.second, submission, APPROVE)
    module.refresh_from_db()
    assert not module.live
    post(desk.second, submission, APPROVE)
    module.refresh_from_db()
    assert module.live


@pytest.mark.parametrize("error", [IntegrityError("one at a time"), ValidationError("one at a time")])
def test_sent_by_two_at_once(desk: Desk, module: Any, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """The other one's workflow appears between our look and our start."""

    def start(*args: Any, **kwargs: Any) -> None:
        raise error

    monkeypatch.setattr(Workflow, "start", start)
    with pytest.raises(NotSent):
        send(module, desk.contributor)
