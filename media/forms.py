"""Upload forms of the library: files are checked by what they hold, not by their names."""

from __future__ import annotations

from typing import Any

import willow
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm
from wagtailmedia.forms import BaseMediaForm

from media.content import check_content

MAX_DOCUMENT_MB = 50
MAX_MEDIA_MB = 200
MAX_POSTER_MB = 5
POSTER_FORMATS = ("jpeg", "png", "webp")


def check_size(file: Any, megabytes: int) -> None:
    if file and getattr(file, "size", 0) > megabytes * 1024 * 1024:
        raise forms.ValidationError(
            _("The file is too large. The limit is %(limit)s MB.") % {"limit": megabytes}, code="too_large"
        )


def check_upload(form: Any, megabytes: int) -> Any:
    """The form's file, checked if it is a new one. Raises ValidationError that names the fault."""
    file = form.cleaned_data.get("file")
    if file and "file" in form.changed_data:
        check_size(file, megabytes)
        check_content(file, file.name.rpartition(".")[2])
    return file


class LibraryImageForm(BaseImageForm):
    """A picture without an alternative text is not taken."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if description := self.fields.get("description"):
            description.required = True
            description.label = _("Alternative text")
            description.help_text = _("What the picture shows, for readers who cannot see it.")
        if file := self.fields.get("file"):
            file.error_messages.update(image_messages(file))


def image_messages(field: Any) -> dict[str, Any]:
    """What to say, and what to do about it, when a picture is refused; in place of Wagtail's words."""
    names = {"formats": field.supported_formats_text, "size": field.max_upload_size_text}
    not_a_picture = _(
        "The content of this file is not a picture that can be shown here. Use one of these formats: %(formats)s."
    )
    too_large = _("This picture is larger than %(size)s. Make it smaller: 2,000 pixels wide is plenty.")
    too_many_pixels = _(
        "This picture has more than %(limit)s megapixels. Make it smaller: 2,000 pixels wide is plenty."
    )
    limit = {"limit": settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000}
    return {
        "invalid_image": not_a_picture % names,
        "invalid_image_known_format": _(
            "The content of this file is not %(extension)s but %(image_format)s. Export it as %(extension)s."
        ),
        "file_too_large": too_large % names,
        "file_too_many_pixels": too_many_pixels % limit,
    }


class LibraryDocumentForm(BaseDocumentForm):
    def clean_file(self) -> Any:
        return check_upload(self, MAX_DOCUMENT_MB)


class LibraryMediaForm(BaseMediaForm):
    def clean_file(self) -> Any:
        return check_upload(self, MAX_MEDIA_MB)

    def clean_thumbnail(self) -> Any:
        """The poster lies at a public address, so it has to be a picture without code."""
        poster = self.cleaned_data.get("thumbnail")
        if poster and "thumbnail" in self.changed_data:
            check_size(poster, MAX_POSTER_MB)
            try:
                known = willow.Image.open(poster).format_name in POSTER_FORMATS
            except Exception:
                known = False
            poster.seek(0)
            ending = poster.name.rpartition(".")[2].lower().replace("jpg", "jpeg")
            if not known or ending not in POSTER_FORMATS:
                raise forms.ValidationError(
                    _("The poster has to be a JPEG, PNG or WebP picture."), code="not_a_picture"
                )
        return poster

    def clean_captions(self) -> Any:
        captions = self.cleaned_data.get("captions")
        if captions and hasattr(captions, "read"):
            captions.seek(0)
            if not captions.read(16).lstrip(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
                raise forms.ValidationError(_("This is not a WebVTT file: it has to begin with WEBVTT."))
            captions.seek(0)
        return captions
