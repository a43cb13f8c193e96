"""Upload forms of the library: files are checked by what they hold, not by their names."""

from __future__ import annotations

from typing import Any

import willow
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from PIL import Image as PILImage
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtailmedia.forms import BaseMediaForm

from media.content import check_content

MAX_DOCUMENT_MB = 50
MAX_MEDIA_MB = 200
MAX_POSTER_MB = 5
HEADER_FORMATS = ("AVIF", "GIF", "JPEG", "PNG", "WEBP")
POSTER_FORMATS = ("jpeg", "png", "webp")


def check_size(file: Any, megabytes: int) -> None:
    if file and getattr(file, "size", 0) > megabytes * 1024 * 1024:
        raise forms.ValidationError(
            _("The file is too large. The limit is %(limit)s MB.") % {"limit": megabytes}, code="too_large"
        )


def check_upload(form: Any, megabytes: int, allowed: list[str]) -> Any:
    """The form's file, checked if it is a new one. Raises ValidationError that names the fault."""
    file = form.cleaned_data.get("file")
    if file and "file" in form.changed_data:
        extension = file.name.rpartition(".")[2].lower()
        if extension not in allowed:
            values = {"extension": extension, "allowed": ", ".join(allowed)}
            message = _("Files that end in .%(extension)s are not taken. Use one of these: %(allowed)s.")
            raise forms.ValidationError(message % values, code="invalid_extension")
        check_size(file, megabytes)
        check_content(file, extension)
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
            self.fields["file"] = LibraryImageField(
                label=file.label, required=file.required, initial=file.initial, widget=file.widget
            )


class LibraryImageField(WagtailImageField):
    """Looks at the size that a picture claims before anything of it is decoded, and says what to do about a fault."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.error_messages.update(image_messages(self))

    def to_python(self, data: Any) -> Any:
        if hasattr(data, "seek"):
            self.check_claimed_size(data)
            data.seek(0)
        try:
            return super().to_python(data)
        except forms.ValidationError:
            raise
        except Exception as error:
            # Wagtail decodes the picture and expects it to be whole.
            raise forms.ValidationError(self.error_messages["damaged"], code="damaged") from error

    def check_claimed_size(self, data: Any) -> None:
        """Raise ValidationError when the header names too many pixels; what has none is for the caller to judge."""
        try:
            width, height = PILImage.open(data, formats=HEADER_FORMATS).size
        except PILImage.DecompressionBombError:
            width = height = self.max_image_pixels
        except Exception:
            return
        if width * height > self.max_image_pixels:
            raise forms.ValidationError(self.error_messages["file_too_many_pixels"], code="file_too_many_pixels")


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
        "damaged": _("The picture is damaged or incomplete. Open it, save it again and upload that."),
        "file_too_large": too_large % names,
        "file_too_many_pixels": too_many_pixels % limit,
    }


class LibraryDocumentForm(BaseDocumentForm):
    def clean_file(self) -> Any:
        return check_upload(self, MAX_DOCUMENT_MB, settings.WAGTAILDOCS_EXTENSIONS)


class LibraryMediaForm(BaseMediaForm):
    def clean_file(self) -> Any:
        kind = "AUDIO_EXTENSIONS" if self.instance.type == "audio" else "VIDEO_EXTENSIONS"
        return check_upload(self, MAX_MEDIA_MB, settings.WAGTAILMEDIA[kind])

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
