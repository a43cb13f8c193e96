"""The home page's rows: every kind of material that is installed and has something to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import template
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.models import LearningResource
from cms.models.resources import resource_kinds
from search import catalogue
from search.cards import Card, cards
from search.engines.base import EngineUnavailable
from search.presentation import search_url

register = template.Library()


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of material: its slug, words for it in the reader's language, all of it in the search, its newest."""

    slug: str
    count: int
    name: str
    heading: str
    link: str
    url: str
    cards: Sequence[Card]


@register.simple_tag(takes_context=True)
def newest_of_each_kind(context: template.Context, limit: int = 4) -> list[KindRow]:
    """A row for each kind with public materials, in the kinds' own order; none while the index is not ready.

    The covers of all rows together take at most two queries.
    """
    try:
        counts = {value.slug: value.count for value in catalogue.counts("kind")["kind"]}
        kinds = sorted(resource_kinds().items(), key=lambda item: (item[1].admin_menu_order, item[0]))
        found = {slug: catalogue.newest({"kind": (slug,)}, limit) for slug, _model in kinds if counts.get(slug)}
    except EngineUnavailable:
        return []
    hits = [hit for listed in found.values() for hit in listed]
    made = {card.hit.id: card for card in cards(hits, with_covers=not context.get("save_data"))}
    return [
        _row(slug, model, counts[slug], [made[hit.id] for hit in found[slug]])
        for slug, model in kinds
        if found.get(slug)
    ]


def _row(slug: str, model: type[LearningResource], count: int, newest: Sequence[Card]) -> KindRow:
    words = model._meta
    named = {"kinds": words.verbose_name_plural}
    return KindRow(
        slug=slug,
        count=count,
        name=str(words.verbose_name if count == 1 else words.verbose_name_plural),
        heading=str(capfirst(_("newest %(kinds)s") % named)),
        link=_("All %(kinds)s") % named,
        url=search_url(kind=slug),
        cards=newest,
    )
