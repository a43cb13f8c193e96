"""Wagtail's own mails about workflows are not sent for the curation: its own say it, after commit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.dispatch import Signal
from wagtail.admin import signal_handlers as wagtails
from wagtail.models import WorkflowState
from wagtail.signals import workflow_approved, workflow_rejected, workflow_submitted

from cms.curation.models import CurationTask

NOTIFIERS: tuple[tuple[Signal, str, Callable[..., Any]], ...] = (
    (workflow_submitted, "workflow_state_submitted_email_notification", wagtails.workflow_submission_email_notifier),
    (workflow_rejected, "workflow_state_rejected_email_notification", wagtails.workflow_rejection_email_notifier),
    (workflow_approved, "workflow_state_approved_email_notification", wagtails.workflow_approval_email_notifier),
)

_quiet: list[bool] = []


def quiet() -> None:
    """Put ours in the place of Wagtail's, once. It connects its own when the apps are ready, after ours is."""
    if _quiet:
        return
    _quiet.append(True)
    for signal, uid, notifier in NOTIFIERS:
        if signal.disconnect(sender=WorkflowState, dispatch_uid=uid):
            signal.connect(_unless_curated(notifier), sender=WorkflowState, dispatch_uid=uid, weak=False)


def _unless_curated(notifier: Callable[..., Any]) -> Callable[..., Any]:
    def notify(instance: WorkflowState, **kwargs: Any) -> None:
        if not CurationTask.objects.filter(workflow_tasks__workflow=instance.workflow_id).exists():
            notifier(instance=instance, **kwargs)

    return notify
