"""An import: the file, its rows, and which material each external id stands for."""

from __future__ import annotations

import secrets
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page

from cms.models import CentrePage, LearningResource
from cms.workspaces.models import Workspace


def private_storage() -> Storage:
    """Outside every public address; nothing hands these files out."""
    return storages["private"]


def import_path(_instance: Any, filename: str) -> str:
    ending = PurePath(filename).suffix.lower()
    return f"imports/{secrets.token_urlsafe(18)}{ending if ending in ('.csv', '.xlsx') else ''}"


class ImportQuerySet(models.QuerySet["Import"]):
    def within(self, workspaces: Any, *, national: bool) -> ImportQuerySet:
        """The imports of these workspaces, and with `national` those of nobody's workspace."""
        own = models.Q(workspace__in=workspaces)
        if national:
            own |= models.Q(workspace=None)
        return self.filter(own)


class Import(models.Model):
    """One file on its way in: uploaded, checked, run, and perhaps undone."""

    class Status(models.TextChoices):
        UPLOADED = "uploaded", pgettext_lazy("import", "Columns to be confirmed")
        CHECKING = "checking", pgettext_lazy("import", "Being checked")
        CHECKED = "checked", pgettext_lazy("import", "Checked, nothing imported yet")
        REFUSED = "refused", pgettext_lazy("import", "File refused")
        RUNNING = "running", pgettext_lazy("import", "Being imported")
        DONE = "done", pgettext_lazy("import", "Imported")
        UNDOING = "undoing", pgettext_lazy("import", "Being undone")
        UNDONE = "undone", pgettext_lazy("import", "Undone")

    BUSY = (Status.CHECKING, Status.RUNNING, Status.UNDOING)

    # "resource:<kind>", "term:<model name>" or "tag"; see `targets`.
    kind = models.CharField(_("kind"), max_length=60)
    workspace = models.ForeignKey(
        Workspace, verbose_name=_("workspace"), null=True, blank=True, on_delete=models.CASCADE, related_name="imports"
    )
    parent = models.ForeignKey(
        Page, verbose_name=_("place"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    file = models.FileField(_("file"), storage=private_storage, upload_to=import_path, max_length=200)
    original_name = models.CharField(_("file name"), max_length=200)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("uploaded by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Who takes the import back, and no more of it than they may.
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("undone by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.UPLOADED)
    # Outcome or state → rows; "rows" → how many were read.
    counts = models.JSONField(default=dict)
    # Position in the file (from 0, as text) → name of the column it fills, "" for none.
    mapping = models.JSONField(default=dict)
    # What the column check found: sheet, headers and notes; why a file was refused.
    findings = models.JSONField(default=dict)
    # Column → value as typed → {"to": slug, "label": …, "rows": n, "accepted": true | absent}.
    suggestions = models.JSONField(default=dict)
    task_id = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    started_at = models.DateTimeField(_("started at"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.original_name

    @property
    def is_busy(self) -> bool:
        return self.status in self.BUSY

    def move(self, *before: Any, to: Any, **values: Any) -> bool:
        """Change the status, if it still is one of `before`. Of two who ask at once, one is told False."""
        moved = Import.objects.filter(pk=self.pk, status__in=before).update(status=to, **values)
        if moved:
            self.refresh_from_db()
        return bool(moved)


class ImportRow(models.Model):
    """A row of the file: what it says, what it would do, and what became of it."""

    class Outcome(models.TextChoices):
        NEW = "new", pgettext_lazy("row", "New")
        CHANGED = "changed", pgettext_lazy("row", "Changed")
        SAME = "same", pgettext_lazy("row", "Same")
        PROBLEM = "problem", pgettext_lazy("row", "Problem")

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("row", "Waiting")
        DONE = "done", pgettext_lazy("row", "Imported")
        FAILED = "failed", pgettext_lazy("row", "Not imported")
        UNDONE = "undone", pgettext_lazy("row", "Undone")
        LEFT = "left", pgettext_lazy("row", "Left as it is")

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    # What the row calls its material: the ID, or the title of a row without one; and the exported UUID.
    external_id = models.CharField(_("ID"), max_length=200, blank=True)
    uuid = models.UUIDField(null=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    # Column → the cell's text, cleaned.
    data = models.JSONField(default=dict)
    # Names of the columns that change something.
    changes = models.JSONField(default=list)
    # [{"code", "column", "value", "level": "error" | "note", "to", "label"}]; the words are in `messages`.
    problems = models.JSONField(default=list)
    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    # What stands behind a row that is no page: a term or a tag.
    object_type = models.ForeignKey(ContentType, null=True, on_delete=models.SET_NULL, related_name="+")
    object_id = models.PositiveBigIntegerField(null=True)
    item = GenericForeignKey("object_type", "object_id")
    # To undo: the content that the import replaced, and the fingerprint of what it left.
    before = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="one_row_once_an_import")]
        indexes = [
            models.Index(fields=["source", "external_id"], name="import_row_by_external_id"),
            models.Index(fields=["source", "uuid"], name="import_row_by_uuid"),
            models.Index(fields=["source", "outcome", "state"], name="import_row_by_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}: {self.number}"


class ExternalId(models.Model):
    """What a centre (or, without one, the national team) calls a material in its own lists."""

    workspace = models.ForeignKey(Workspace, null=True, on_delete=models.CASCADE, related_name="external_ids")
    kind = models.CharField(max_length=60)
    value = models.CharField(max_length=200)
    page = models.ForeignKey(LearningResource, on_delete=models.CASCADE, related_name="external_ids")

    class Meta:
        verbose_name = _("external ID")
        verbose_name_plural = _("external IDs")
        constraints = [
            # A null is not equal to a null: without this the national team could use an ID twice.
            models.UniqueConstraint(Coalesce("workspace", 0), "kind", "value", name="one_material_for_an_external_id")
        ]

    def __str__(self) -> str:
        return self.value


def workspace_of(page: Page | None) -> Workspace | None:
    """The workspace in whose tree a page stands; None for the national one."""
    if page is None:
        return None
    paths = [page.path[:end] for end in range(Page.steplen, len(page.path) + 1, Page.steplen)]
    centre_page = CentrePage.objects.filter(path__in=paths).order_by("-depth").first()
    if centre_page is None:
        return None
    return Workspace.objects.filter(centre=centre_page.centre_id).first()
