"""The two steps of the curation, as tasks of Wagtail's workflow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from cms.curation.locks import CurationLock


class Step(models.TextChoices):
    MEDIA = "media", _("Media review")
    SUBSTANCE = "substance", _("Substance review")


class CurationTaskState(TaskState):
    """One visit of a material to a step. It ends by a recorded decision (`cms.curation.deciding`) and by nothing else.

    Wagtail's own ways to approve and reject know no checklist and no reasons.
    """

    _deciding = False

    class Meta:
        verbose_name = _("curation step's state")
        verbose_name_plural = _("curation steps' states")

    @contextmanager
    def deciding(self) -> Iterator[None]:
        """Within it, the state may be approved or rejected."""
        self._deciding = True
        try:
            yield
        finally:
            self._deciding = False

    def approve(self, user: Any = None, update: bool = True, comment: str = "") -> Any:
        if not self._deciding:
            raise PermissionDenied
        return super().approve(user=user, update=update, comment=comment)

    def reject(self, user: Any = None, update: bool = True, comment: str = "") -> Any:
        if not self._deciding:
            raise PermissionDenied
        return super().reject(user=user, update=update, comment=comment)

    def log_state_change_action(self, user: Any, action: str) -> None:
        """Nothing: the decision has an entry of its own in the history, with checklist and reasons."""


class CurationTask(Task):
    """A step of the curation. Who decides follows from the centre of the page (`cms.curation.access`)."""

    step = models.CharField(_("step"), max_length=20, choices=Step.choices, unique=True)

    task_state_class = CurationTaskState
    lock_class = CurationLock
    admin_form_fields = [*Task.admin_form_fields, "step"]
    admin_form_readonly_on_edit_fields = [*Task.admin_form_readonly_on_edit_fields, "step"]

    class Meta:
        verbose_name = _("curation step")
        verbose_name_plural = _("curation steps")

    @classmethod
    def get_description(cls) -> str:
        return str(_("The curators of the page's own centre decide, never on their own work"))

    def start(self, workflow_state: Any, user: Any = None) -> Any:
        from cms.curation.models.submissions import Submission

        # Without a step before this one it comes from an author, not from the curators of the step before.
        if workflow_state.current_task_state is None:
            first = _first_step(workflow_state)
            if first is not None and first.pk != self.pk:
                # Wagtail takes up the step that sent it back; what was rewritten since has passed none of them.
                return first.start(workflow_state, user=user)
            Submission.objects.begin(workflow_state, user)
        return super().start(workflow_state, user=user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """For everyone: what was looked at is what gets published."""
        return True

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        if self._open_to(obj, user) is None:
            return []
        return [("approve", _("Approve"), True), ("reject", _("Needs revision"), True)]

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> str:
        """Nothing is decided here: Wagtail's dialog asks neither checklist nor reasons.

        Returns the address where it can be. Raises PermissionDenied for who may not decide.
        """
        submission = self._open_to(task_state.workflow_state.content_object, user)
        if submission is None:
            raise PermissionDenied
        return reverse("curation:decide", args=[submission.pk])

    def get_template_for_action(self, action: str) -> str:
        return "curation/action_modal.html"

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        from cms.curation.models.submissions import Submission

        states = Submission.objects.decidable_by(user).values("workflow_state")
        return TaskState.objects.filter(task=self, status=TaskState.STATUS_IN_PROGRESS, workflow_state__in=states)

    def _open_to(self, page: Any, user: Any) -> Any:
        from cms.curation.access import may_decide
        from cms.curation.models.submissions import Submission

        submission = Submission.objects.waiting().filter(page_id=page.pk).first()
        return submission if submission and may_decide(user, submission) else None


def _first_step(workflow_state: Any) -> CurationTask | None:
    """The first of our steps in use in a workflow."""
    steps = CurationTask.objects.filter(workflow_tasks__workflow=workflow_state.workflow_id, active=True)
    return steps.order_by("workflow_tasks__sort_order", "workflow_tasks__pk").first()
