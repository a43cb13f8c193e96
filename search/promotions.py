"""Results that editors promote for a query, by Wagtail's search promotions. Only what everyone may see."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models.signals import post_delete, post_save
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page
from wagtail.search.utils import normalise_query_string

from cms.models import LearningResource, VocabularyVersion
from cms.querysets import public
from cms.vocabulary import get_vocabulary
from search.types import SearchRequest

# More would push the results off the first screen.
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Promotion:
    """One promoted result. `url` is a page's path in the reader's interface language, or an external address.

    `id` and `kind` are those of a material, empty for other pages and links.
    """

    title: str
    description: str
    url: str
    id: str = ""
    kind: str = ""

    @property
    def is_external(self) -> bool:
        return not self.url.startswith("/")


@dataclass(frozen=True, slots=True)
class _Known:
    """Which queries have promotions, as of a version of the words."""

    version: int
    queries: Mapping[str, Sequence[int]] = field(default_factory=dict)


_lock = threading.Lock()
_known = _Known(-1)


def promotions(request: SearchRequest) -> list[Promotion]:
    """What is promoted for these words: on the first page, whatever the filters, in the editors' order.

    A query without promotion costs no SQL. Both queries are compared as Wagtail does: small letters, single blanks.
    """
    # Also without words: what is read anew is read by the first search, whichever it is.
    queries = _current().queries
    if not request.q or request.page > 1 or request.cursor is not None:
        return []
    found = queries.get(normalise_query_string(request.q))
    return _visible(found) if found else []


def _current() -> _Known:
    """Read anew in each process when a promotion has changed: that bumps the version of the words."""
    global _known
    version = get_vocabulary().version
    known = _known
    if known.version != version:
        with _lock:
            if _known.version != version:
                _known = _Known(version, _load())
            known = _known
    return known


def _load() -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    rows = SearchPromotion.objects.order_by("sort_order", "pk").values_list("query__query_string", "pk")
    for query, pk in rows:
        found.setdefault(query, []).append(pk)
    return found


def _visible(ids: Sequence[int]) -> list[Promotion]:
    rows = SearchPromotion.objects.in_bulk(ids)
    chosen = [rows[pk] for pk in ids if pk in rows]
    page_ids = [row.page_id for row in chosen if row.page_id]
    pages = public(Page.objects.filter(pk__in=page_ids)).in_bulk() if page_ids else {}
    materials = LearningResource.objects.visible().in_bulk(list(pages)) if pages else {}
    found: list[Promotion] = []
    for row in chosen:
        if row.page_id is None:
            found.append(Promotion(row.external_link_text or "", row.description, row.external_link_url))
        elif row.page_id in materials:
            found.append(_of_material(row, materials[row.page_id]))
        elif page := pages.get(row.page_id):
            found.append(Promotion(page.title, row.description or page.search_description, page.get_url() or ""))
    return [promotion for promotion in found if promotion.url][:SHOWN]


def _of_material(row: SearchPromotion, material: LearningResource) -> Promotion:
    return Promotion(
        material.title,
        row.description or material.summary,
        material.get_url() or "",
        str(material.uuid),
        material.specific_class.kind,
    )


def _changed(sender: type, **kwargs: object) -> None:
    VocabularyVersion.bump()


for model in (SearchPromotion, Query):
    for signal in (post_save, post_delete):
        signal.connect(_changed, sender=model, dispatch_uid=f"search.promotions.{model.__name__}")
