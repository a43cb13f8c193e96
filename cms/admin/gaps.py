"""What published materials may lack. Packages register their own gaps; panel and listings show all of them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models import LearningResource, QualityReview, ResourceTag

REVIEWED_WITHIN = datetime.timedelta(days=2 * 365)


@dataclass(frozen=True)
class Gap:
    """A lack: `slug` for addresses, `label` for editors, and `rule`, which selects the materials that have it.

    The rule is a condition on `LearningResource` that multiplies no rows (subqueries, no many-to-many joins), so
    that rules can be counted side by side in one query.
    """

    slug: str
    label: Any
    rule: Callable[[], Q]


GAPS: dict[str, Gap] = {}


def register_gap(gap: Gap) -> None:
    """Offer a gap in the panel and in the filter of every listing."""
    GAPS[gap.slug] = gap


def with_gap(slug: str) -> Any:
    """The published materials that have this gap, as a queryset."""
    return LearningResource.objects.filter(GAPS[slug].rule(), live=True)


def count_gaps(resources: Any) -> dict[int, dict[str, int]]:
    """How many of these materials (a queryset) have each gap: content type id → slug → number. One query."""
    counted = {f"gap_{number}": Count("pk", filter=gap.rule()) for number, gap in enumerate(GAPS.values())}
    rows = resources.filter(live=True).order_by().values("content_type").annotate(**counted)
    return {row["content_type"]: {slug: row[f"gap_{number}"] for number, slug in enumerate(GAPS)} for row in rows}


def _without(name: str) -> Callable[[], Q]:
    def rule() -> Q:
        through = getattr(LearningResource, name).through
        return ~Exists(through.objects.filter(learningresource=OuterRef("pk")))

    return rule


def _without_tags() -> Q:
    return ~Exists(ResourceTag.objects.filter(content_object=OuterRef("pk")))


def _without_licence() -> Q:
    """None, or one that grants rights without an address where they can be read."""
    return Q(licence=None) | Q(licence__url="", licence__redistributable=True)


def _not_reviewed() -> Q:
    """Nobody has looked at it for two years: neither since the last review nor, without one, since publication."""
    since = timezone.now() - REVIEWED_WITHIN
    fresh = QualityReview.objects.filter(resource=OuterRef("pk"), reviewed_at__gte=since)
    return Q(first_published_at__lt=since) & ~Exists(fresh)


for _gap in (
    Gap("cover", _("No cover picture"), lambda: Q(cover=None)),
    Gap("level", _("No level"), _without("levels")),
    Gap("subject", _("No subject"), _without("subjects")),
    Gap("licence", _("No licence with a link"), _without_licence),
    Gap("tag", _("No tags"), _without_tags),
    Gap("review", _("Not reviewed for two years"), _not_reviewed),
):
    register_gap(_gap)
