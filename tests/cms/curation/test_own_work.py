"""Nobody curates their own work, and nobody curates what is not theirs to curate."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext

from cms.curation.access import may_decide
from cms.curation.models import CurationTask, Decision, DecisionKind, Submission
from cms.curation.sending import send
from cms.workspaces.models import Role
from tests import factories
from tests.cms.curation.conftest import Desk, draft, form_data, logged_in
from tests.factories.workspaces import make_member, make_workspace

APPROVE = DecisionKind.APPROVE


def decide_url(submission: Submission) -> str:
    return reverse("curation:decide", args=[submission.pk])


def test_curators_do_not_decide_on_their_own_material(desk: Desk) -> None:
    submission = send(draft(desk.page, desk.first), desk.first)
    client = logged_in(desk.first)
    shown = client.get(decide_url(submission))
    assert b'name="decision"' not in shown.content
    client.post(decide_url(submission), form_data(submission, APPROVE))
    assert not Decision.objects.exists()


@pytest.mark.parametrize("where", ["module", "lesson"])
def test_who_edited_it_does_not_decide(desk: Desk, module: Any, where: str) -> None:
    edited = module if where == "module" else factories.make_lesson(module, live=False, owner=desk.contributor)
    edited.save_revision(user=desk.first)
    submission = send(module, desk.contributor)
    assert not may_decide(desk.first, submission)
    assert may_decide(desk.second, submission)


def test_superusers_do_not_decide_on_their_own_work_either(desk: Desk) -> None:
    root = factories.make_user("root", superuser=True)
    submission = send(draft(desk.page, root), root)
    logged_in(root).post(decide_url(submission), form_data(submission, APPROVE))
    assert not Decision.objects.exists()
    other = factories.make_user("root-lain", superuser=True)
    assert may_decide(other, submission)


def test_an_edit_after_it_was_sent_counts_too(desk: Desk, submission: Submission, module: Any) -> None:
    module.get_latest_revision_as_object().save_revision(user=desk.first)
    assert not may_decide(desk.first, Submission.objects.get(pk=submission.pk))


def test_work_that_readers_have_already_does_not_count(desk: Desk, module: Any) -> None:
    module.save_revision(user=desk.first).publish()
    module = type(module).objects.get(pk=module.pk)
    module.save_revision(user=desk.contributor)
    assert may_decide(desk.first, send(module, desk.contributor))


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_wagtails_own_ways_decide_nothing(desk: Desk, submission: Submission, action: str) -> None:
    state = submission.task_state
    assert state is not None
    url = reverse("wagtailadmin_pages:workflow_action", args=[submission.page_id, action, state.pk])
    for user in (desk.contributor, desk.first):
        logged_in(user).post(url, {"comment": "oke"})
    assert Submission.objects.get(pk=submission.pk).task_state == state
    assert not Decision.objects.exists()
    # A curator is led to the page where it can be done.
    assert logged_in(desk.first).post(url, {"comment": "oke"}).url == decide_url(submission)


def test_a_task_decides_nothing_by_itself(desk: Desk, submission: Submission) -> None:
    """What the edit form and any other caller of Wagtail's tasks come to."""
    state = submission.task_state
    assert state is not None
    task = CurationTask.objects.get(step="media")
    assert task.on_action(state, desk.first, "approve", comment="oke") == decide_url(submission)
    with pytest.raises(PermissionDenied):
        task.on_action(state, desk.contributor, "approve")
    assert not Decision.objects.exists()


def test_tasks_offer_nothing_to_authors(desk: Desk, submission: Submission) -> None:
    task = CurationTask.objects.get(step="media")
    page = submission.page.specific
    assert task.get_actions(page, desk.contributor) == []
    assert [name for name, _label, _modal in task.get_actions(page, desk.first)] == ["approve", "reject"]
    assert list(task.get_task_states_user_can_moderate(desk.contributor)) == []
    assert [state.pk for state in task.get_task_states_user_can_moderate(desk.first)] == [submission.task_state.pk]


def test_a_role_taken_away_between_looking_and_deciding(desk: Desk, submission: Submission) -> None:
    client = logged_in(desk.first)
    assert b'name="decision"' in client.get(decide_url(submission)).content
    desk.first.groups.clear()
    client.post(decide_url(submission), form_data(submission, APPROVE))
    assert not Decision.objects.exists()


def test_another_centres_curator_knows_nothing_of_it(desk: Desk, submission: Submission) -> None:
    stranger = make_member(make_workspace(desk.tree, "balai-bali"), Role.CURATOR, "kurator-bali")
    client = logged_in(stranger)
    assert client.get(decide_url(submission)).status_code == 404
    assert client.post(decide_url(submission), form_data(submission, APPROVE)).status_code == 404
    assert client.get(reverse("curation:preview", args=[submission.pk, submission.page_id])).status_code == 404
    assert client.post(reverse("curation:pass_on", args=[submission.pk])).status_code == 404
    for name in ("send", "unpublish", "privacy", "propose"):
        assert client.get(reverse(f"curation:{name}", args=[submission.page_id])).status_code == 404
    assert submission.page.title not in client.get(reverse("curation:queue")).content.decode()
    assert not Decision.objects.exists()


def test_national_curators_decide_on_what_was_passed_on(desk: Desk, submission: Submission) -> None:
    client = logged_in(desk.national_curator)
    assert client.get(decide_url(submission)).status_code == 404
    logged_in(desk.admin).post(reverse("curation:pass_on", args=[submission.pk]))
    assert client.get(reverse("curation:preview", args=[submission.pk, submission.page_id])).status_code == 200
    client.post(decide_url(submission), form_data(submission, APPROVE))
    assert Decision.objects.get().by == desk.national_curator


def test_contributors_do_not_pass_on(desk: Desk, submission: Submission) -> None:
    logged_in(desk.contributor).post(reverse("curation:pass_on", args=[submission.pk]))
    assert Submission.objects.get().passed_on_at is None


def test_a_centre_without_another_curator_is_told(desk: Desk, module: Any) -> None:
    desk.second.groups.clear()
    module.save_revision(user=desk.first)
    send(module, desk.contributor)
    shown = logged_in(desk.first).get(reverse("curation:queue"))
    assert [row.state_label for row in shown.context["object_list"]] == [gettext("Nobody else can decide")]
