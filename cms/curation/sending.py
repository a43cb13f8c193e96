"""A material is sent for curation: whole, with its parts, and only when it is ready."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, WorkflowState

from cms.curation.material import has_changes, material_above, parts_of
from cms.curation.models import CurationTask, Submission
from cms.curation.readiness import problems_to_send
from cms.publishing import PublishRefused


class NotSent(PublishRefused):
    """This page could not be sent for curation. `reasons` are sentences in the language of who asked."""

    heading = gettext_lazy("Not sent. The draft is kept; mend this first:")

    @classmethod
    def because(cls, page: Any, sentence: str) -> NotSent:
        return cls(page, {NON_FIELD_ERRORS: [sentence]})


def not_ready(page: Page) -> NotSent | None:
    """All that stands in the way of sending a material with its parts as they are in their latest drafts."""
    problems: dict[str, list[Any]] = dict(problems_to_send(page.get_latest_revision_as_object()))
    for part in parts_of(page):
        draft = part.get_latest_revision_as_object()
        found = [str(message) for messages in problems_to_send(draft).values() for message in messages]
        if found:
            sentence = _("In “%(title)s”: %(problems)s") % {"title": draft.title, "problems": " ".join(found)}
            problems.setdefault(NON_FIELD_ERRORS, []).append(sentence)
    return NotSent(page, problems) if problems else None


def refuse_unready(workflow_state: WorkflowState) -> None:
    """Raise NotSent before a workflow is started or taken up again on a page that is not ready for curation."""
    if not CurationTask.objects.filter(workflow_tasks__workflow=workflow_state.workflow_id, active=True).exists():
        return
    page = workflow_state.content_object
    if (material := material_above(page)) is not None:
        raise NotSent.because(
            page,
            _("It is curated together with “%(title)s”. Send that.") % {"title": material.get_admin_display_title()},
        )
    if refused := not_ready(page):
        raise refused


def send(page: Page, user: Any) -> Submission:
    """Send a material, or send it again after a revision. A part sends the material that it belongs to.

    Raises NotSent: it is not ready, is being curated already, holds nothing new, or nobody curates there.
    """
    try:
        with transaction.atomic():
            return _send(Page.objects.select_for_update().get(pk=(material_above(page) or page).pk).specific, user)
    except NotSent:
        raise
    except (IntegrityError, ValidationError) as error:
        # Where rows cannot be locked, two may have come this far; a page has one workflow at a time.
        raise NotSent.because(page, _("It is being curated already.")) from error


def _send(page: Page, user: Any) -> Submission:
    if page.workflow_in_progress:
        raise NotSent.because(page, _("It is being curated already."))
    if not has_changes(page):
        raise NotSent.because(page, _("There is nothing new in it: readers have it as it is."))
    if not page.latest_revision_id:
        page.save_revision(user=page.owner, clean=False)
    state = page.current_workflow_state
    if state is not None:
        state.resume(user)
    else:
        workflow = page.get_workflow()
        if workflow is None or not CurationTask.objects.filter(workflow_tasks__workflow=workflow).exists():
            raise NotSent.because(page, _("Nobody curates in this part of the site."))
        state = workflow.start(page, user)
    return Submission.objects.with_centre().get(workflow_state=state)
