"""What was read out of a document for the search, kept beside it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from media.models.library import LibraryDocument


class ExtractedText(models.Model):
    """The text of one document. `reason` tells its editor why it could not be read."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        READ = "read", _("Read")
        UNREADABLE = "unreadable", _("Could not be read")
        UNSUPPORTED = "unsupported", _("No text to read")

    document = models.OneToOneField(
        LibraryDocument, verbose_name=_("document"), on_delete=models.CASCADE, related_name="extracted"
    )
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.WAITING)
    text = models.TextField(_("text"), blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        verbose_name = _("extracted text")
        verbose_name_plural = _("extracted texts")

    def __str__(self) -> str:
        return f"{self.document}: {self.get_state_display()}"
