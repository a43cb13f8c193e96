"""Pictures of a document's first pages, so that a reader sees what it is before spending data on it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from operator import attrgetter
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from media.models.library import LibraryDocument, private_storage, unguessable


def preview_path(_instance: Any, filename: str) -> str:
    return f"previews/{unguessable(filename)}"


class DocumentPreviewQuerySet(models.QuerySet["DocumentPreview"]):
    def of(self, documents: Iterable[LibraryDocument]) -> dict[int, list[DocumentPreview]]:
        """The drawn pages of each of these documents by its id, in their order; one query."""
        by_pk = {document.pk: document for document in documents}
        pages: dict[int, list[DocumentPreview]] = {pk: [] for pk in by_pk}
        drawn = self.filter(document__in=by_pk, state=DocumentPreview.State.DRAWN) if by_pk else []
        for preview in sorted(drawn, key=attrgetter("number")):
            preview.document = by_pk[preview.document_id]
            pages[preview.document_id].append(preview)
        return pages


class DocumentPreview(models.Model):
    """One page of one document. While it waits, or when it cannot be drawn, only page 1 has a row, without a file."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DRAWN = "drawn", _("Drawn")
        FAILED = "failed", _("Could not be drawn")

    document = models.ForeignKey(
        LibraryDocument, verbose_name=_("document"), on_delete=models.CASCADE, related_name="previews"
    )
    number = models.PositiveSmallIntegerField(_("page"), default=1)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    file = models.FileField(_("file"), upload_to=preview_path, storage=private_storage, blank=True)
    width = models.PositiveSmallIntegerField(_("width"), default=0)
    height = models.PositiveSmallIntegerField(_("height"), default=0)
    file_size = models.PositiveIntegerField(_("size in bytes"), default=0)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects: ClassVar = DocumentPreviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("document preview")
        verbose_name_plural = _("document previews")
        constraints = [models.UniqueConstraint(fields=("document", "number"), name="one_preview_a_page")]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.number}"

    @property
    def filename(self) -> str:
        return os.path.basename(self.file.name or "")

    @property
    def url(self) -> str:
        return reverse("document_preview", args=[self.pk, self.filename])

    @property
    def alt(self) -> str:
        return gettext("Page %(number)s of %(title)s") % {"number": self.number, "title": self.document.title}
