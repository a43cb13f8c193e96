"""Documents in the admin: whether the search could read them, and why not."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Column
from wagtail.documents.views.documents import EditView, IndexView

from media.models import ExtractedText, LibraryDocument


def reading_state(document: LibraryDocument) -> str:
    """In a few words, whether the document's text is searched; for one that cannot be read, why."""
    extracted: ExtractedText | None = getattr(document, "extracted", None)
    if extracted is None:
        return str(ExtractedText().get_state_display())
    if extracted.state == ExtractedText.State.UNREADABLE:
        return f"{extracted.get_state_display()}: {extracted.reason}"
    return str(extracted.get_state_display())


class DocumentIndexView(IndexView):
    """Wagtail's list with a column that says whether the text is searched."""

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("extracted")

    @cached_property
    def columns(self) -> list[Column]:
        columns = list(super().columns)
        columns.insert(3, Column("text", label=_("Text for the search"), accessor=reading_state))
        return columns


class DocumentEditView(EditView):
    """Wagtail's form under a notice that says when the file could not be read, and why."""

    template_name = "media/admin/document_edit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        extracted = getattr(self.object, "extracted", None)
        return super().get_context_data(extracted=extracted, **kwargs)
