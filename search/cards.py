"""A material as lists show it: cover, facts, the words that were found and why it was found."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from cms.vocabulary import get_vocabulary
from media.card_covers import CardCover, card_covers
from media.covers import cover_address
from search.facets import BY_NAME
from search.labels import Labels
from search.query import QueryPlan
from search.reasons import reason
from search.types import Hit


def localized(path: str) -> str:
    """A page's path with the interface language's prefix."""
    return f"/en{path}" if (get_language() or "").startswith("en") else path


@dataclass(frozen=True, slots=True)
class Card:
    """A hit with its labels. `why` is one line for a hit that shows none of the words, else ""; `cover` what an
    editor gave, None where one is drawn; `promoted`: editors recommend it for these words; `is_near`: it was lifted
    for being from the reader's province."""

    hit: Hit
    labels: Labels
    why: str = ""
    cover: CardCover | None = None
    promoted: bool = False
    is_near: bool = False

    @property
    def url(self) -> str:
        return localized(self.hit.path)

    @property
    def drawn_cover(self) -> str:
        """The address of the cover drawn for this material."""
        return cover_address(next(iter(self.hit.facets.get("subject", ())), ""), self.hit.title, self.hit.kind)

    @property
    def title(self) -> SafeString:
        # Both come out of search.highlights, which escapes everything but its own marks.
        return mark_safe(self.hit.title_highlight or escape(self.hit.title))  # noqa: S308

    @property
    def text(self) -> SafeString:
        return mark_safe(self.hit.highlight or escape(self.hit.summary))  # noqa: S308

    @property
    def lang(self) -> str:
        """The material's language as a BCP 47 tag, when it is not the interface's."""
        slug = next(iter(self.hit.facets.get("language", ())), "")
        return slug if slug and slug != (get_language() or "") else ""

    def names(self, facet: str, limit: int = 3) -> list[str]:
        return [self.labels.label(BY_NAME[facet], slug) for slug in self.hit.facets.get(facet, ())[:limit]]

    @property
    def kind(self) -> str:
        return self.labels.label(BY_NAME["kind"], self.hit.kind)

    @property
    def levels(self) -> list[str]:
        return self.names("level")

    @property
    def school_levels(self) -> list[str]:
        return self.names("school_level", 4)

    @property
    def subjects(self) -> list[str]:
        return self.names("subject", 2)

    @property
    def platforms(self) -> list[str]:
        return self.names("platform", 2)

    @property
    def centre(self) -> str:
        return next(iter(self.names("centre")), "")

    @property
    def published(self) -> datetime | None:
        return datetime.fromtimestamp(self.hit.published_at, tz=UTC) if self.hit.published_at else None


def cards(
    hits: Sequence[Hit],
    labels: Labels | None = None,
    plan: QueryPlan | None = None,
    *,
    with_covers: bool = True,
    promoted: Collection[str] = (),
    near: str = "",
) -> list[Card]:
    """Cards of hits in their order, in at most two queries (for the covers, none without them).

    With the `plan` that found them they say why, where nothing else does. `promoted`: ids of those to be marked.
    `near`: the province whose materials were lifted.
    """
    labels = labels or Labels(get_vocabulary())
    covers = card_covers([hit.page_id for hit in hits]) if with_covers else {}
    return [
        Card(
            hit,
            labels,
            reason(hit, plan, labels) if plan and hit.found_in else "",
            covers.get(hit.page_id),
            hit.id in promoted,
            bool(near) and near in hit.facets.get("province", ()),
        )
        for hit in hits
    ]
