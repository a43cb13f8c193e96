"""A centre proposes a material to everybody: a row beside the page, which neither moves nor is copied."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models import LearningResource


class NationalProposal(models.Model):
    class Status(models.TextChoices):
        OPEN = "open", _("waiting for the national curators")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    STANDING = (Status.OPEN, Status.ACCEPTED)

    resource = models.ForeignKey(
        LearningResource, verbose_name=_("material"), on_delete=models.CASCADE, related_name="national_proposals"
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("proposed by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_at = models.DateTimeField(_("proposed at"), default=timezone.now)
    # The centre's last decisions as they read then, newest first.
    decision = models.JSONField(default=list)
    note = models.TextField(_("note"), blank=True)
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("decided by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    # Taking back comes beside the answer: who had accepted it stays known.
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken back by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    reasons = models.JSONField(default=list)
    answer = models.TextField(_("answer"), blank=True)

    class Meta:
        verbose_name = _("national proposal")
        verbose_name_plural = _("national proposals")
        constraints = [
            models.UniqueConstraint(
                fields=["resource"], condition=Q(status__in=("open", "accepted")), name="one_standing_proposal"
            )
        ]

    def __str__(self) -> str:
        return str(self.resource)
