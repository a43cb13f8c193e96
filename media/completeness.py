"""Checks of library files that only this package can make."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.completeness.checks import Finding, register_check
from cms.completeness.content import Content
from media.models import ExtractedText


@register_check("pdf_unreadable", gettext_lazy("PDFs whose text can be read"))
def readable_documents(content: Content) -> Iterator[Finding]:
    """Documents out of which no text could be read: neither the search nor a screen reader gets anything from them."""
    uses = [use for use in content.files if use.kind == "document"]
    if not uses:
        return
    state = ExtractedText.State
    rows = ExtractedText.objects.filter(document__in={use.item.pk for use in uses})
    unreadable = set(rows.filter(state=state.UNREADABLE).values_list("document", flat=True))
    unreadable |= set(rows.filter(state=state.READ, text="").values_list("document", flat=True))
    for use in uses:
        if use.item.pk in unreadable and use.item.filename.lower().endswith(".pdf"):
            yield Finding(
                _("No text could be read in “%(title)s”; it is probably scanned.") % {"title": use.item.title},
                _("Upload it as it was written, or have its text recognised (OCR) first."),
                use.place,
            )
