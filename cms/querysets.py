"""Who may see what: the one definition of public, for resources and for any page."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now, Substr
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

if TYPE_CHECKING:
    from cms.models import Centre

PageRows = TypeVar("PageRows", bound="QuerySet")

# Ancestors are looked up by their paths, which are prefixes of a page's own. A page deeper than this
# is not public: the rule has to be complete, so what it cannot check is closed.
MAX_DEPTH = 16


def public(pages: PageRows) -> PageRows:
    """Of `pages` (a queryset of any page model), those that a reader without an account may open.

    Live and not expired by the clock, itself and every ancestor, and no view restriction on any of them.
    """
    line = [Substr(OuterRef("path"), 1, Page.steplen * depth) for depth in range(1, MAX_DEPTH + 1)]
    closed = Page.objects.filter(path__in=line).filter(Q(live=False) | Q(expire_at__lte=Now())).order_by()
    restricted = PageViewRestriction.objects.filter(page__path__in=line)
    return pages.filter(~Exists(closed), ~Exists(restricted), depth__lte=MAX_DEPTH)


class LearningResourceQuerySet(PageQuerySet):
    """Learning resources, in sentences: `.visible().in_centre(centre).tagged("daring")`."""

    def visible(self) -> LearningResourceQuerySet:
        """The one gate: what everyone may see. Every outlet goes through it, or through an index filled from it."""
        return public(self)

    def in_centre(self, centre: Centre | None) -> LearningResourceQuerySet:
        """What a centre owns; None: what is national."""
        return self.filter(centre=centre)

    def tagged(self, slug: str) -> LearningResourceQuerySet:
        return self.filter(tagged_items__tag__slug=slug)

    def above(self, path: str) -> LearningResourceQuerySet:
        """The resources on the way from the root to `path`, a page there included."""
        paths = [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]
        return self.filter(path__in=paths)
