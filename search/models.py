"""The event log: what changed, written in the same transaction as the change itself."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

# PostgreSQL's advisory lock that every transaction shares from its first event until it ends.
WRITING_EVENTS = 5_107_462


class IndexEvent(models.Model):
    """One resource may look different to the public now. Says which, never what: the index reads the database.

    The id orders events; a cursor is the last id an index has applied.
    """

    page_id = models.BigIntegerField()
    uuid = models.UUIDField()
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("index event")
        verbose_name_plural = _("index events")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.pk}: {self.uuid}"


class EventLogFloor(models.Model):
    """One row: up to which id events have been removed. An index behind it has to be built anew."""

    event_id = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("event log floor")
        verbose_name_plural = _("event log floors")

    def __str__(self) -> str:
        return str(self.event_id)

    @classmethod
    def removed_up_to(cls) -> int:
        return cls.objects.filter(pk=1).values_list("event_id", flat=True).first() or 0
