"""Who may see what: the one definition of public, for resources and for any page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import CharField, Exists, Lookup, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

if TYPE_CHECKING:
    from cms.models import Centre

PageRows = TypeVar("PageRows", bound="QuerySet")

# Ancestors are looked up by their paths, which are prefixes of a page's own. A page deeper than this
# is not public: the rule has to be complete, so what it cannot check is closed.
MAX_DEPTH = 16


@CharField.register_lookup
class OnTheWayTo(Lookup):
    """`path__on_the_way_to=<path>`: the row stands on the way from the root to that path, the page there included.

    One expression with an index look-up for each level. (The same out of Django's own parts costs five
    milliseconds to compile, every time.)
    """

    lookup_name = "on_the_way_to"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        row, row_params = self.process_lhs(compiler, connection)
        path, path_params = self.process_rhs(compiler, connection)
        ends = range(Page.steplen, Page.steplen * (MAX_DEPTH + 1), Page.steplen)
        prefixes = ", ".join(f"SUBSTR({path}, 1, {end})" for end in ends)
        return f"{row} IN ({prefixes})", (*row_params, *(tuple(path_params) * len(ends)))


def children_of(parent: Page, rows: PageRows) -> PageRows:
    """Of `rows` (a queryset of any page model), the children of a page in their order, by a range of the path index."""
    return rows.filter(depth=parent.depth + 1, path__range=Page._get_children_path_interval(parent.path)).order_by(
        "path"
    )


def public(pages: PageRows) -> PageRows:
    """Of `pages` (a queryset of any page model), those that a reader without an account may open.

    Live and not expired by the clock, itself and every ancestor, and no view restriction on any of them.
    """
    here = OuterRef("path")
    closed = Page.objects.filter(path__on_the_way_to=here).filter(Q(live=False) | Q(expire_at__lte=Now())).order_by()
    restricted = PageViewRestriction.objects.filter(page__path__on_the_way_to=here)
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
