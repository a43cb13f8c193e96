"""What is sent passes the gate, whichever way it is sent; what is no longer public is no longer proposed."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import WorkflowState
from wagtail.signals import page_unpublished

from cms.workspaces.signals import workspace_closed


@receiver(pre_save, sender=WorkflowState)
def gate(instance: WorkflowState, raw: bool = False, **kwargs: Any) -> None:
    """Wagtail takes up a workflow again without a transaction: to refuse it, nothing may be written yet."""
    from cms.curation.quiet_mails import quiet

    # Before any workflow comes to tell of itself.
    quiet()
    begins = instance.status == WorkflowState.STATUS_IN_PROGRESS and instance.current_task_state_id is None
    if begins and not raw:
        from cms.curation.sending import refuse_unready

        refuse_unready(instance)


@receiver(page_unpublished)
def end_proposals(instance: Any, **kwargs: Any) -> None:
    from cms.curation.proposing import end_standing

    end_standing(instance)


@receiver(workspace_closed)
def pass_on_to_national_curators(workspace: Any, user: Any = None, **kwargs: Any) -> None:
    """A closed centre has no curators any more: what waits there is the national ones' to decide."""
    from cms.curation.models import Submission

    waiting = Submission.objects.waiting().filter(centre_id=workspace.centre_id, passed_on_at=None)
    ids = list(waiting.values_list("pk", flat=True))
    Submission.objects.filter(pk__in=ids).update(passed_on_at=timezone.now(), passed_on_by=user)
