"""The card of a material that is being edited, as the results would show it."""

from __future__ import annotations

from dataclasses import replace

from django import template

from cms.models import LearningResource
from cms.vocabulary import get_vocabulary
from media.card_covers import CardCover
from search.cards import Card, cards
from search.documents import KEY_FIELDS, TERM_FIELDS
from search.types import Hit

register = template.Library()


@register.simple_tag
def preview_cards(page: LearningResource) -> list[Card]:
    """One card, from the page in memory: nothing of it needs to be saved or in the index."""
    [card] = cards([hit_of(page)], with_covers=False)
    if page.cover is None:
        return [card]
    # The picture itself: its small versions are made by the worker once the material is public.
    return [replace(card, cover=CardCover(sources=(), src=page.cover.file.url, width=400, height=225))]


def hit_of(page: LearningResource) -> Hit:
    """A result that nobody searched for."""
    vocabulary = get_vocabulary()
    chosen = {
        facet: (name, [term.pk for term in getattr(page, field).all()]) for facet, (field, name) in TERM_FIELDS.items()
    }
    for facet, (field, name) in KEY_FIELDS.items():
        chosen[facet] = (name, [getattr(page, field)] if getattr(page, field) else [])
    facets: dict[str, tuple[str, ...]] = {}
    for facet, (name, pks) in chosen.items():
        entries = [entry for pk in pks if (entry := vocabulary.current(name, pk)) is not None]
        facets[facet] = tuple(entry.slug for entry in sorted(entries, key=lambda entry: entry.position))
    return Hit(
        id=str(page.uuid),
        page_id=page.pk or 0,
        kind=page.kind,
        title=page.title,
        path="#",
        summary=page.summary,
        facets=facets,
        published_at=0,
        updated_at=0,
        duration_minutes=page.duration_minutes,
        size_bytes=page.size_bytes(),
        reviewed=False,
    )
