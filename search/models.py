"""The event log: what changed, written in the same transaction as the change itself. And what readers looked for."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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


class DrainLane(models.Model):
    """One row for each lane of an engine that has several: whoever locks it applies that lane's events.

    `event_id` is up to where it was brought last, for others to see that what they read before is old.
    """

    lane = models.PositiveSmallIntegerField(primary_key=True)
    event_id = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("lane of the event log")
        verbose_name_plural = _("lanes of the event log")
        ordering = ["lane"]

    def __str__(self) -> str:
        return f"{self.lane}: {self.event_id}"


class RejectedDocument(models.Model):
    """A material that an engine refuses for what it holds, and why, until a later form of it is taken."""

    engine = models.CharField(max_length=40)
    uuid = models.UUIDField()
    page_id = models.BigIntegerField()
    reason = models.TextField()
    event_id = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("rejected document")
        verbose_name_plural = _("rejected documents")
        ordering = ["engine", "page_id", "uuid"]
        constraints = [models.UniqueConstraint(fields=["engine", "uuid"], name="one_rejection_a_document")]

    def __str__(self) -> str:
        return f"{self.engine}: {self.uuid}"


class IndexState(models.Model):
    """What the worker and the commands saw of an engine's index last, for the page of the administrators.

    `failing_since` and `reason` are empty while the event log reaches it.
    """

    engine = models.CharField(max_length=40, primary_key=True)
    failing_since = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    rebuilt_at = models.DateTimeField(null=True)
    rebuilt_documents = models.PositiveIntegerField(default=0)
    rebuilt_seconds = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("state of an index")
        verbose_name_plural = _("states of indexes")

    def __str__(self) -> str:
        return self.engine


class QueryLog(models.Model):
    """How often readers searched for something on one day, and what it found. Holds nothing about who searched.

    `facets` are the choices kept while searching ({name: [slugs]}). `outcome` says what the words found as they
    were typed; `instead` the words that were searched in their place. `key` is a digest of all that makes a row
    one row, so that a day's searches are counted up in it.
    """

    class Outcome(models.TextChoices):
        FOUND = "found", pgettext_lazy("outcome of a search", "Found")
        NOTHING = "nothing", _("Nothing found")
        CORRECTED = "corrected", _("Found with corrected words")
        PARTIAL = "partial", _("Found with some of the words")

    day = models.DateField(_("day"))
    query = models.CharField(_("words"), max_length=100)
    language = models.CharField(_("interface language"), max_length=10)
    facets = models.JSONField(_("filters"), default=dict)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    instead = models.CharField(_("searched instead"), max_length=100, blank=True)
    total = models.PositiveIntegerField(_("results shown"), default=0)
    count = models.PositiveIntegerField(_("times"), default=1)
    key = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("logged search")
        verbose_name_plural = _("logged searches")
        ordering = ["-day", "-count", "query", "id"]
        constraints = [models.UniqueConstraint(fields=["day", "key"], name="one_row_a_day_and_search")]
        indexes = [
            models.Index(fields=["day", "outcome"], name="search_log_day_outcome"),
            models.Index(fields=["query", "day"], name="search_log_query_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.query}"
