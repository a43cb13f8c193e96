"""Upload forms of the library: files are checked by what they hold, not by their names."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm
from wagtailmedia.forms import BaseMediaForm

MAX_DOCUMENT_MB = 50
MAX_MEDIA_MB = 200


def check_size(file: Any, megabytes: int) -> None:
    if file and getattr(file, "size", 0) > megabytes * 1024 * 1024:
        raise forms.ValidationError(
            _("The file is too large. The limit is %(limit)s MB.") % {"limit": megabytes}, code="too_large"
        )


class LibraryImageForm(BaseImageForm):
    """A picture without an alternative text is not taken."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if description := self.fields.get("description"):
            description.required = True
            description.label = _("Alternative text")
            description.help_text = _("What the picture shows, for readers who cannot see it.")


class LibraryDocumentForm(BaseDocumentForm):
    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        check_size(file, MAX_DOCUMENT_MB)
        return file


class LibraryMediaForm(BaseMediaForm):
    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        check_size(file, MAX_MEDIA_MB)
        return file

    def clean_captions(self) -> Any:
        captions = self.cleaned_data.get("captions")
        if captions and hasattr(captions, "read"):
            captions.seek(0)
            if not captions.read(16).lstrip(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
                raise forms.ValidationError(_("This is not a WebVTT file: it has to begin with WEBVTT."))
            captions.seek(0)
        return captions
