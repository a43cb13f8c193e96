"""A curator decides: checked, recorded, and told in the page's history, all of it or nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import COMMENTS_RELATION_NAME, Comment, Page, Revision, WorkflowState
from wagtail.signals import workflow_cancelled

from cms.curation.access import may_decide
from cms.curation.history import ACTIONS
from cms.curation.models import ChecklistItem, Decision, DecisionKind, Reason, Submission
from cms.curation.notices import tell_author


class NoLongerWaiting(Exception):
    """Somebody else was quicker, or it was taken back. `str()` is a sentence for the curator."""


# Fields of the form that are no part of the material.
NOT_CURATED = {
    "slug",
    "go_live_at",
    "expire_at",
    "seo_title",
    "search_description",
    "show_in_menus",
    "comment_notifications",
}


@dataclass(frozen=True)
class Verdict:
    """What a curator says: ids of the ticked checklist items and of reasons, a note, and notes by page and field."""

    decision: DecisionKind
    ticked: Collection[int] = ()
    reasons: Collection[int] = ()
    note: str = ""
    field_notes: Mapping[tuple[int, str], str] = field(default_factory=dict)

    def problems(self, items: Sequence[ChecklistItem]) -> dict[str, str]:
        """What it lacks, by form field; the checklist of its step is given."""
        if self.decision == DecisionKind.APPROVE:
            missing = [item.text for item in items if item.required and item.pk not in self.ticked]
            if missing:
                names = "; ".join(missing)
                return {"checklist": _("Tick what you looked at. Still missing: %(items)s.") % {"items": names}}
            return {}
        if not self.chosen_reasons():
            return {f"{self.decision}_reasons": _("Give at least one reason, so that the author knows why.")}
        return {}

    def chosen_reasons(self) -> list[Reason]:
        known = Reason.objects.filter(active=True, decision=self.decision, pk__in=list(self.reasons))
        return list(known)


def checklist_of(step: str) -> list[ChecklistItem]:
    """What is looked at in a step now, in order."""
    return list(ChecklistItem.objects.filter(step=step, active=True))


def decide(submission: Submission, user: Any, verdict: Verdict, *, seen: int) -> Decision:
    """Do what the curator says on the step whose state has the id `seen`.

    Raises PermissionDenied (not this user), NoLongerWaiting, ValidationError (by field: the verdict lacks something,
    or the material is not what was sent), PublishRefused (the gate refuses: nothing has happened, nothing is lost).
    """
    with transaction.atomic():
        submission = Submission.objects.select_for_update().get(pk=submission.pk)
        if not may_decide(user, submission):
            raise PermissionDenied
        state = submission.task_state
        if state is None or state.pk != seen:
            raise NoLongerWaiting(_since_then(submission))
        step = state.task.specific.step
        items = checklist_of(step)
        if problems := verdict.problems(items):
            raise ValidationError(problems)
        if verdict.decision == DecisionKind.APPROVE and submission.changed_since():
            raise ValidationError(
                _("It is no longer what was sent: something was changed meanwhile. Send it back, to be sent again.")
            )
        decision = _record(submission, state, step, items, user, verdict)
        _carry_out(state, user, decision)
        transaction.on_commit(lambda: tell_author(decision.pk))
    return decision


def _record(submission: Submission, state: Any, step: str, items: Any, user: Any, verdict: Verdict) -> Decision:
    page = submission.page.specific
    decision = Decision.objects.create(
        submission=submission,
        task_state=state,
        page=submission.page,
        revision=state.revision,
        step=step,
        decision=verdict.decision,
        by=user,
        checklist=[{"text": item.text, "required": item.required, "done": item.pk in verdict.ticked} for item in items],
        reasons=[{"code": reason.code, "label": reason.label} for reason in verdict.chosen_reasons()],
        note=verdict.note.strip(),
        field_notes=_field_notes(submission, verdict),
    )
    log(
        instance=page,
        action=ACTIONS[verdict.decision],
        user=user,
        data=decision.as_json(),
        revision=state.revision,
        content_changed=False,
    )
    return decision


def _field_notes(submission: Submission, verdict: Verdict) -> list[dict[str, Any]]:
    """The notes with the names of their fields, and of the part when it is one; none on what was not sent."""
    written = {place: note.strip() for place, note in verdict.field_notes.items() if note.strip()}
    sent = {row[0] for row in submission.contents}
    pages = Page.objects.filter(pk__in={page for page, _name in written} & sent).specific().in_bulk()
    labels = {pk: field_labels(page) for pk, page in pages.items()}
    return [
        {
            "page": pk,
            "part": "" if pk == submission.page_id else pages[pk].get_admin_display_title(),
            "field": name,
            "label": labels[pk][name],
            "note": note,
        }
        for (pk, name), note in written.items()
        if name in labels.get(pk, ())
    ]


def _carry_out(state: Any, user: Any, decision: Decision) -> None:
    comment = " ".join([*(reason["label"] for reason in decision.reasons), decision.note]).strip()
    with state.deciding():
        if decision.decision == DecisionKind.APPROVE:
            state.approve(user=user, comment=comment)
        else:
            state.reject(user=user, comment=comment, update=decision.decision == DecisionKind.SEND_BACK)
    if decision.decision == DecisionKind.REFUSE:
        workflow_state = state.workflow_state
        workflow_state.status = WorkflowState.STATUS_CANCELLED
        workflow_state.save()
        workflow_cancelled.send(sender=WorkflowState, instance=workflow_state, user=user)
    _comment_on_fields(user, decision)


def _comment_on_fields(user: Any, decision: Decision) -> None:
    """Each note as a comment at its field, on the page that it is about: the author reads it where it is mended."""
    assert decision.submission is not None
    sent = {row[0]: row[1] for row in decision.submission.contents}
    pages = Page.objects.filter(pk__in={note["page"] for note in decision.field_notes}).specific().in_bulk()
    kept = Revision.objects.filter(pk__in={sent[pk] for pk in pages if sent[pk]}).only("pk").in_bulk()
    for note in decision.field_notes:
        if hasattr(pages[note["page"]], COMMENTS_RELATION_NAME):
            Comment.objects.create(
                page_id=note["page"],
                user=user,
                text=note["note"],
                contentpath=note["field"],
                revision_created=kept.get(sent[note["page"]]),
            )


def field_labels(page: Any) -> dict[str, str]:
    """What the form of a page calls its fields, in its order: those on which a curator may write a note."""
    from cms.admin.checklist import label_of

    fields = type(page).get_edit_handler().get_form_class().base_fields
    named = {name: label_of(page, name) for name in fields if name not in NOT_CURATED}
    return {name: label for name, label in named.items() if label}


def _since_then(submission: Submission) -> str:
    latest = submission.decisions.select_related("by").first()
    if latest is None or latest.by is None:
        return _("It is no longer waiting at this step.")
    return _("%(name)s has decided on it meanwhile: %(decision)s. Yours was not needed and changed nothing.") % {
        "name": latest.by.get_full_name() or latest.by.get_username(),
        "decision": latest.get_decision_display(),
    }
