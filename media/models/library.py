"""The library: images, documents, audio and video, with what an office must be able to account for."""

from __future__ import annotations

import os
import re
import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import Storage, storages
from django.core.validators import FileExtensionValidator
from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtailmedia.models import AbstractMedia

from cms.models import LibraryTag, Licence
from cms.models.tags import LibraryTagManager


def private_storage() -> Storage:
    """Files that only a view hands out, after asking who may see them."""
    return storages["private"]


def unguessable(filename: str) -> str:
    """The file's name made safe, with a token, so that nobody can guess its address."""
    stem, extension = os.path.splitext(os.path.basename(filename))
    extension = re.sub(r"[^a-z0-9.]", "", extension.lower())[:10]
    return f"{slugify(stem)[:60] or 'berkas'}-{secrets.token_urlsafe(12).replace('_', 'x')}{extension}"


def document_path(_instance: Any, filename: str) -> str:
    return f"documents/{unguessable(filename)}"


def media_path(_instance: Any, filename: str) -> str:
    return f"media/{unguessable(filename)}"


def caption_path(_instance: Any, filename: str) -> str:
    return f"captions/{unguessable(filename)}"


def poster_path(_instance: Any, filename: str) -> str:
    return f"posters/{unguessable(filename)}"


class Provenance(models.Model):
    """Where a library item comes from and what others may do with it."""

    credit = models.CharField(
        _("credit"), max_length=255, blank=True, help_text=_("Who made it, and where it is from.")
    )
    licence = models.ForeignKey(
        Licence, verbose_name=_("licence"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True


class Consent(models.Model):
    """The recorded consent of a person who can be seen or heard."""

    shows_person = models.BooleanField(_("a person can be recognised"), default=False)
    consent_on = models.DateField(
        _("consent recorded on"), null=True, blank=True, help_text=_("Needed when a person can be recognised.")
    )
    consent_note = models.CharField(
        _("where the consent is kept"), max_length=255, blank=True, help_text=_("For a pupil: the parent's consent.")
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.shows_person and not self.consent_on:
            raise ValidationError(
                {"consent_on": _("Record when the person (for a pupil, a parent) consented, or use another file.")}
            )


class LibraryImage(Consent, Provenance, AbstractImage):
    """A picture. `description` is its alternative text."""

    tags = LibraryTagManager(through=LibraryTag, blank=True, verbose_name=_("tags"), help_text=None)

    admin_form_fields = (
        *Image.admin_form_fields,
        "credit",
        "licence",
        "shows_person",
        "consent_on",
        "consent_note",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def get_upload_to(self, filename: str) -> str:
        return super().get_upload_to(unguessable(filename))


class LibraryRendition(AbstractRendition):
    image = models.ForeignKey(LibraryImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class LibraryDocument(Provenance, AbstractDocument):
    """A file to download. Its text is searched once it has been extracted (see `ExtractedText`)."""

    file = models.FileField(_("file"), upload_to=document_path, storage=private_storage)
    tags = LibraryTagManager(through=LibraryTag, blank=True, verbose_name=_("tags"), help_text=None)

    admin_form_fields = (*Document.admin_form_fields, "credit", "licence")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def clean(self) -> None:
        # A form that refused the file has said why; the ending of no file is no news.
        if self.file:
            super().clean()


class LibraryMedia(Consent, Provenance, AbstractMedia):
    """Audio or video, with poster (`thumbnail`), captions and a transcript that is searched."""

    file = models.FileField(_("file"), upload_to=media_path, storage=private_storage)
    thumbnail = models.FileField(_("poster"), upload_to=poster_path, blank=True)
    captions = models.FileField(
        _("captions file"),
        upload_to=caption_path,
        storage=private_storage,
        blank=True,
        validators=[FileExtensionValidator(["vtt"])],
        help_text=_("WebVTT (.vtt)."),
    )
    transcript = models.TextField(
        _("transcript"), blank=True, help_text=_("What is said, for readers who cannot play it; it is searched too.")
    )
    file_size = models.PositiveBigIntegerField(_("size in bytes"), null=True, editable=False)
    tags = LibraryTagManager(through=LibraryTag, blank=True, verbose_name=_("tags"), help_text=None)

    admin_form_fields = (
        "title",
        "file",
        "collection",
        "duration",
        "width",
        "height",
        "thumbnail",
        "captions",
        "transcript",
        "credit",
        "licence",
        "shows_person",
        "consent_on",
        "consent_note",
        "tags",
    )

    class Meta(AbstractMedia.Meta):
        verbose_name = _("audio or video")
        verbose_name_plural = _("audio and video")

    def clean(self, *args: Any, **kwargs: Any) -> None:
        if self.file:
            super().clean(*args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.file and (not self.file._committed or self.file_size is None):
            self.file_size = self.file.size
        super().save(*args, **kwargs)

    @property
    def url(self) -> str:
        return reverse("media_file", args=[self.pk, self.filename])

    @property
    def captions_url(self) -> str:
        return reverse("media_captions", args=[self.pk]) if self.captions else ""
