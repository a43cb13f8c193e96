"""Where an adapted material comes from, and what of its source was taken over last."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.models import Centre, LearningResource, Licence


class AdaptationQuerySet(models.QuerySet["Adaptation"]):
    def of(self, source: LearningResource, centre: Centre | None) -> AdaptationQuerySet:
        """What a centre made of this source."""
        return self.filter(source=source, page__centre=centre)


class Adaptation(models.Model):
    """The provenance of one adapted material. It stays whole when the source is gone.

    `base` is the source's content when it was last taken over; a revision would not do, since they are overwritten by
    autosave and purged. `parts` are the pages below (lessons): `{"source", "page", "title", "base"}` each in the
    source's order, where `page` is None for one that was not wanted here. One that the source had no longer and that
    stayed is `"gone"`; it keeps its base, so that it is merged when the source has it again.
    """

    page = models.OneToOneField(
        LearningResource, verbose_name=_("material"), on_delete=models.CASCADE, related_name="adaptation"
    )
    source = models.ForeignKey(
        LearningResource,
        verbose_name=_("source"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="adaptations",
    )
    base = models.JSONField(_("content taken over"), default=dict)
    parts = models.JSONField(_("lessons taken over"), default=list)
    source_uuid = models.UUIDField(_("UUID of the source"))
    source_title = models.CharField(_("title of the source"), max_length=255)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    source_revision_id = models.PositiveBigIntegerField(_("revision of the source"), null=True)
    # When the source was published as it was taken over: what "as of" says.
    source_published_at = models.DateTimeField(_("source published"), null=True)
    source_authors = models.JSONField(_("authors of the source"), default=list)
    source_centre = models.ForeignKey(
        Centre, verbose_name=_("centre of the source"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    source_licence = models.ForeignKey(
        Licence, verbose_name=_("licence of the source"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    adapted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("adapted by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    adapted_at = models.DateTimeField(_("adapted"), auto_now_add=True)
    merged_at = models.DateTimeField(_("last taken over"), null=True)
    source_changed_at = models.DateTimeField(_("source changed"), null=True, db_index=True)

    objects = AdaptationQuerySet.as_manager()

    class Meta:
        verbose_name = _("adaptation")
        verbose_name_plural = _("adaptations")

    def __str__(self) -> str:
        return f"{self.page} ← {self.source_title}"

    def describe_source(self, source: LearningResource) -> None:
        """Take down title, address, revision, authors, centre and licence of the source as it is; not saved."""
        self.source = source
        self.source_uuid = source.uuid
        self.source_title = source.title
        self.source_url = source.full_url or ""
        self.source_revision_id = source.live_revision_id or source.latest_revision_id
        self.source_published_at = source.last_published_at
        self.source_centre = source.centre
        self.source_licence = source.licence
        self.source_authors = [
            {"name": author.value.get("name") or "", "affiliation": author.value.get("affiliation") or ""}
            for author in source.authors
        ]

    def licence_problem(self, page: Any) -> str:
        """Why `page`, as it is in memory, may not be published under its licence; "" if it may."""
        asked = self.source_licence.last_successor() if self.source_licence else None
        own = page.licence.last_successor() if page.licence else None
        if asked is None or own == asked:
            return ""
        said = {"source": self.source_title, "licence": asked.label}
        if asked.share_alike:
            return gettext("“%(source)s” is shared under “%(licence)s”: what is made of it keeps that licence.") % said
        if asked.non_commercial and not (own and own.non_commercial):
            text = gettext(
                "“%(source)s” is shared under “%(licence)s”, not for commercial use: choose a licence that asks "
                "for the same."
            )
            return text % said
        return ""
