"""What the end of a workflow does: it publishes for curators, who do not hold the permission themselves.

Named by WAGTAIL_FINISH_WORKFLOW_ACTION and imported while Wagtail's models are: no model may be imported above.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wagtail.models import Page, Revision, WorkflowState


def finish(workflow_state: WorkflowState, user: Any = None) -> None:
    """Publish what was curated, the material and its parts; a workflow without our steps ends as Wagtail's do.

    Runs in the transaction of the last approval. Raises PublishRefused when the gate refuses one of the pages: then
    the approval has not happened either.
    """
    from wagtail.workflows import publish_workflow_state

    from cms.curation.models import Submission

    if not Submission.objects.filter(workflow_state=workflow_state).exists():
        publish_workflow_state(workflow_state, user=user)
        return
    release(workflow_state.content_object, user)


def release(page: Page, user: Any) -> None:
    """Publish the latest draft of a material, and of each part that has changes, or schedule all of them."""
    from wagtail.models import Page

    from cms.curation.material import parts_of

    revision = page.get_latest_revision()
    revision.publish(user=user, skip_permission_checks=True)
    revision.refresh_from_db(fields=["approved_go_live_at"])
    # The material first: the rules for its parts ask for the licence that readers see.
    for part in parts_of(Page.objects.get(pk=page.pk)):
        if part.live and not part.has_unpublished_changes:
            continue
        draft = part.get_latest_revision() or part.specific.save_revision(user=part.owner, clean=False)
        _release_part(draft, revision, user)


def _release_part(draft: Revision, revision: Revision, user: Any) -> None:
    from cms.publishing import refusal

    goes_live = draft.as_object().go_live_at
    if revision.approved_go_live_at is None or (goes_live and goes_live > revision.approved_go_live_at):
        draft.publish(user=user, skip_permission_checks=True)
        return
    # It appears together with its material, by the worker; the gate is asked now, while somebody can still mend it.
    if refused := refusal(draft.as_object()):
        raise refused
    type(draft).objects.filter(pk=draft.pk).update(approved_go_live_at=revision.approved_go_live_at)
