"""What the library tells the editor's desk: the pictures of its listings, and gaps that only the library knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import CharField, Exists, F, IntegerField, Model, OuterRef, Q
from django.db.models.functions import Cast, Left, Length
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, ReferenceIndex

from cms.admin.gaps import Gap, register_gap
from media.card_covers import card_covers
from media.covers import cover_address
from media.models import ExtractedText, LibraryDocument, LibraryImage


def listing_covers(pages: Sequence[Any]) -> dict[int, str]:
    """The address of a picture for each page: its cover's small rendition if there is one, else the drawn cover."""
    covers = card_covers([page.pk for page in pages])
    found = {}
    for page in pages:
        subject = next(iter(page.subjects.all()), None)
        drawn = cover_address(subject.slug if subject else "", page.title, page.kind)
        found[page.pk] = covers[page.pk].src if page.pk in covers else drawn
    return found


def _using(model: type[Model], items: Any) -> Q:
    """The condition of the materials that use one of these library items, themselves or in a part below them."""
    ids = items.annotate(as_text=Cast("pk", CharField())).order_by().values("as_text")
    references = ReferenceIndex.objects.filter(
        base_content_type=ReferenceIndex._get_base_content_type(Page),
        to_content_type=ReferenceIndex._get_base_content_type(model),
        to_object_id__in=ids,
    )
    used_by = references.annotate(page_id=Cast("object_id", IntegerField())).order_by().values("page_id")
    parts = Page.objects.filter(pk__in=used_by).annotate(above=Left(F("path"), Length("path") - Page.steplen))
    return Q(pk__in=used_by) | Q(path__in=parts.order_by().values("above"))


def _pictures_without_words() -> Q:
    return _using(LibraryImage, LibraryImage.objects.filter(description=""))


def _unreadable_files() -> Q:
    unreadable = ExtractedText.objects.filter(document=OuterRef("pk"), state=ExtractedText.State.UNREADABLE)
    return _using(LibraryDocument, LibraryDocument.objects.filter(Exists(unreadable)))


def register_gaps() -> None:
    register_gap(Gap("alt", _("Picture without alternative text in the library"), _pictures_without_words))
    register_gap(Gap("unreadable", _("Attached file that the search cannot read"), _unreadable_files))
