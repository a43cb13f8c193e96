"""What was sent for curation, and every decision on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, TaskState, WorkflowState

from cms.curation.models.steps import Step
from cms.models import Centre, CentrePage
from cms.workspaces.models import Role
from cms.workspaces.roles import people, workspaces_of

if TYPE_CHECKING:
    from cms.curation.models.steps import CurationTaskState

IN_PROGRESS = WorkflowState.STATUS_IN_PROGRESS


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """In sentences: `.waiting().decidable_by(user)`."""

    def with_centre(self) -> SubmissionQuerySet:
        """Adds `centre_id`: whose tree the page stands in now; null is national."""
        above = CentrePage.objects.filter(path__on_the_way_to=OuterRef("page__path")).order_by("-depth")
        return self.annotate(centre_id=Subquery(above.values("centre")[:1]))

    def waiting(self) -> SubmissionQuerySet:
        """Those that a curator has to decide on now."""
        return self.with_centre().filter(
            workflow_state__status=IN_PROGRESS,
            workflow_state__current_task_state__status=TaskState.STATUS_IN_PROGRESS,
        )

    def visible_to(self, user: Any) -> SubmissionQuerySet:
        """Those of the workspaces that the user curates or runs; for the national team also what was passed on."""
        return self._of(user, Role.CURATOR, Role.ADMIN)

    def decidable_by(self, user: Any) -> SubmissionQuerySet:
        """What waits for this user: within reach as a curator, and not the user's own work."""
        return self.waiting()._of(user, Role.CURATOR).exclude(authors=user.pk)

    def _of(self, user: Any, *roles: Any) -> SubmissionQuerySet:
        rows = self if "centre_id" in self.query.annotations else self.with_centre()
        if not user.is_active:
            return rows.none()
        if user.is_superuser:
            return rows
        centres = set(workspaces_of(user, *roles).values_list("centre_id", flat=True))
        within = Q(centre_id__in=centres - {None})
        if None in centres:
            # Passed on is what waits: a draft that went back is its centre's own again.
            passed_on = Q(passed_on_at__isnull=False, workflow_state__status=IN_PROGRESS)
            within |= Q(centre_id=None) | passed_on
        return rows.filter(within)

    def sent_by(self, user: Any) -> SubmissionQuerySet:
        """What the user has sent, in the workspaces that the user still belongs to."""
        rows = self.with_centre().filter(sent_by=user.pk)
        if not user.is_active:
            return rows.none()
        if user.is_superuser:
            return rows
        centres = set(workspaces_of(user).values_list("centre_id", flat=True))
        within = Q(centre_id__in=centres - {None})
        return rows.filter(within | Q(centre_id=None) if None in centres else within)

    def begin(self, workflow_state: WorkflowState, user: Any) -> Submission:
        """Note that a material was sent, or sent again: by whom, whose work it is, what exactly."""
        from cms.curation.contents import contents_of
        from cms.curation.material import authors_of, centre_of

        page = workflow_state.content_object
        centre = centre_of(page)
        closed = centre is not None and centre.status == Centre.Status.RETIRED
        facts = {
            "sent_by": user,
            "sent_at": timezone.now(),
            "contents": contents_of(page),
            # Asked anew each time; a closed centre has nobody who could.
            "passed_on_at": timezone.now() if closed else None,
            "passed_on_by": None,
        }
        submission, _made = self.update_or_create(workflow_state=workflow_state, defaults={"page_id": page.pk, **facts})
        submission.authors.set(authors_of(page))
        return submission


class Submission(models.Model):
    """A material on its way through the curation. Sent again after a revision, it is the same one."""

    page = models.ForeignKey(
        Page, verbose_name=_("material"), on_delete=models.CASCADE, related_name="curation_submissions"
    )
    workflow_state = models.OneToOneField(WorkflowState, on_delete=models.CASCADE, related_name="submission")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("sent by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    sent_at = models.DateTimeField(_("sent at"), db_index=True)
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, verbose_name=_("worked on by"), related_name="+")
    # What exactly was sent: see `cms.curation.contents`.
    contents = models.JSONField(default=list)
    passed_on_at = models.DateTimeField(_("passed on at"), null=True, blank=True)
    passed_on_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("passed on by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")

    def __str__(self) -> str:
        return str(self.page.get_admin_display_title())

    @cached_property
    def centre(self) -> Centre | None:
        """Whose tree the page stands in now; None is national."""
        line = CentrePage.objects.filter(path__on_the_way_to=self.page.path).order_by("-depth")
        page = line.select_related("centre").first()
        return page.centre if page else None

    @property
    def task_state(self) -> CurationTaskState | None:
        """The step at which it waits; None when it waits at none."""
        state = self.workflow_state.current_task_state
        if state is None or self.workflow_state.status != IN_PROGRESS or state.status != TaskState.STATUS_IN_PROGRESS:
            return None
        specific: CurationTaskState = state.specific
        return specific

    @property
    def step(self) -> Step | None:
        state = self.task_state
        return Step(state.task.specific.step) if state else None

    def changed_since(self) -> bool:
        """Whether material or parts are no longer what was sent."""
        from cms.curation.contents import contents_of

        return bool(contents_of(self.page) != self.contents)

    def as_sent(self, page_id: int) -> Any:
        """The material, or a part of it, with the content that was sent; None for any other page."""
        from cms.curation.contents import page_as_sent

        return page_as_sent(self.contents, page_id)

    def other_curators(self) -> Any:
        """Curators of its own workspace who may decide on it: those that did not work on it themselves."""
        return people(self.centre, Role.CURATOR).exclude(pk__in=self.authors.values("pk"))


class DecisionKind(models.TextChoices):
    APPROVE = "approve", _("Approve")
    SEND_BACK = "send_back", _("Needs revision")
    REFUSE = "refuse", _("Refuse material")


class Decision(models.Model):
    """What a curator decided, with everything as it read then. Never changed."""

    submission = models.ForeignKey(Submission, null=True, on_delete=models.SET_NULL, related_name="decisions")
    task_state = models.ForeignKey(TaskState, null=True, on_delete=models.SET_NULL, related_name="+")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="curation_decisions")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    step = models.CharField(_("step"), max_length=20, choices=Step.choices)
    decision = models.CharField(_("decision"), max_length=20, choices=DecisionKind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("decided at"), default=timezone.now)
    # [{"text": …, "required": …, "done": …}]
    checklist = models.JSONField(default=list)
    # [{"code": …, "label": …}]
    reasons = models.JSONField(default=list)
    note = models.TextField(_("note"), blank=True)
    # [{"field": …, "label": …, "note": …}]
    field_notes = models.JSONField(default=list)

    class Meta:
        verbose_name = _("curation decision")
        verbose_name_plural = _("curation decisions")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["page", "-at"], name="decisions_on_a_page")]

    def __str__(self) -> str:
        return f"{self.get_step_display()}: {self.get_decision_display()}"

    def as_json(self) -> dict[str, Any]:
        """A copy to keep elsewhere: in the history of the page, with a national proposal."""
        return {
            "step": self.step,
            "decision": self.decision,
            "by": self.by.get_full_name() or self.by.get_username() if self.by else "",
            "at": self.at.isoformat(),
            "checklist": self.checklist,
            "reasons": self.reasons,
            "note": self.note,
            "field_notes": self.field_notes,
        }
