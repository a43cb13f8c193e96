"""Tells editors which of their files the search cannot read."""

from __future__ import annotations

from typing import Any

from wagtail.admin.ui.components import Component
from wagtail.models import Page, ReferenceIndex

from cms.streams import page_attachments
from media.models import ExtractedText, LibraryDocument

SHOWN = 20


def unreadable_files(page: Page) -> list[ExtractedText]:
    """The unreadable documents that this version of a page uses, and those its published version links."""
    ids = {attachment.item.pk for attachment in page_attachments(page) if attachment.kind == "document"}
    links = ReferenceIndex.get_references_for_object(page).filter(
        to_content_type=ReferenceIndex._get_base_content_type(LibraryDocument)
    )
    ids |= {int(pk) for pk in links.values_list("to_object_id", flat=True)}
    found = ExtractedText.objects.filter(document__in=ids, state=ExtractedText.State.UNREADABLE)
    return list(found.select_related("document").defer("text").order_by("document__title", "pk"))


class UnreadableFilesPanel(Component):
    """On the admin's home: the files that this user uploaded and that cannot be read."""

    name = "unreadable_files"
    template_name = "media/admin/unreadable_files.html"
    order = 250

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        files = (
            ExtractedText.objects.filter(
                document__uploaded_by_user=parent_context["request"].user, state=ExtractedText.State.UNREADABLE
            )
            .select_related("document")
            .defer("text")
            .order_by("-updated_at", "-pk")
        )
        return {
            **super().get_context_data(parent_context),
            "files": files[:SHOWN],
            "more": max(0, files.count() - SHOWN),
        }
