"""Keeps the note "the source has changed" true while sources are published, taken back and lose lessons."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from cms.adaptation.models import Adaptation
from cms.adaptation.source_state import SourceState
from cms.adaptation.taking_over import visible_source


@receiver(page_published)
@receiver(page_unpublished)
def note_publication(instance: Page, **kwargs: Any) -> None:
    # `SitePage.publish` sends this within its transaction, when the new content is written.
    note_changes(instance)


@receiver(post_delete)
def note_deletion(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    if sender is Page:
        note_changes(instance)


def note_changes(page: Page) -> None:
    """Look again at every adaptation of a page, or of the page above it; the queries do not grow with their number."""
    above = page.path[: -Page.steplen]
    concerned = Adaptation.objects.filter(Q(source=page.pk) | Q(source__path=above)).order_by("pk")
    by_source: dict[Any, list[Adaptation]] = {}
    for adaptation in concerned:
        by_source.setdefault(adaptation.source_id, []).append(adaptation)
    for adaptations in by_source.values():
        _note(adaptations)


def refresh(adaptation: Adaptation) -> bool:
    """Whether the source has changed since it was taken over last; the note follows. A hidden source tells nothing."""
    _note([adaptation])
    return adaptation.source_changed_at is not None


def _note(adaptations: list[Adaptation]) -> None:
    """Correct the note of adaptations of one source."""
    source = visible_source(adaptations[0])
    state = SourceState(source) if source is not None else None
    now = timezone.now()
    corrected: dict[Any, list[Any]] = {}
    for adaptation in adaptations:
        differs = state is not None and state.differs_from(adaptation)
        if differs != (adaptation.source_changed_at is not None):
            adaptation.source_changed_at = now if differs else None
            corrected.setdefault(adaptation.source_changed_at, []).append(adaptation.pk)
    for moment, pks in corrected.items():
        # Beside the content of the rows, which editors may be changing.
        Adaptation.objects.filter(pk__in=pks).update(source_changed_at=moment)
