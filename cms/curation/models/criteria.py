"""What a curator looks at, and the reasons there are: data of the national admins."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.curation.models.steps import Step


class StartingData(models.Model):
    """A row that may come from the starting data. `loaded` remembers what was: editors' changes are kept."""

    code = models.SlugField(
        _("code"), max_length=50, unique=True, help_text=_("A short name that stays the same, for reports.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    active = models.BooleanField(_("active"), default=True)
    loaded = models.JSONField(default=dict, editable=False)

    class Meta:
        abstract = True


class ChecklistItem(StartingData):
    """One thing to look at in a step."""

    step = models.CharField(_("step"), max_length=20, choices=Step.choices)
    text = models.CharField(_("what to look at"), max_length=255)
    help = models.TextField(_("explanation"), blank=True)
    required = models.BooleanField(
        _("required"), default=True, help_text=_("Without this tick a material is not approved.")
    )

    class Meta:
        verbose_name = _("checklist item")
        verbose_name_plural = _("checklist items")
        ordering = ["step", "order", "pk"]

    def __str__(self) -> str:
        return self.text


class Reason(StartingData):
    """A coded reason to send a material back, to refuse it, or to decline a national proposal."""

    class Use(models.TextChoices):
        SEND_BACK = "send_back", _("Needs revision")
        REFUSE = "refuse", _("Refuse material")
        DECLINE = "decline", _("Decline national proposal")

    decision = models.CharField(_("decision"), max_length=20, choices=Use.choices)
    label = models.CharField(_("reason"), max_length=255)

    class Meta:
        verbose_name = _("curation reason")
        verbose_name_plural = _("curation reasons")
        ordering = ["decision", "order", "pk"]

    def __str__(self) -> str:
        return self.label
