"""Where a material comes from and what was made of it, for readers: page, structured data, API."""

from __future__ import annotations

from typing import Any

from cms.adaptation.models import Adaptation
from cms.models import LearningResource
from cms.querysets import public

_UNREAD = object()


def provenance(page: LearningResource) -> Adaptation | None:
    """The row of an adapted material, read once for each page in memory; `open_source` is the source if readers may
    open it, `before` the row of the source when that is an adaptation itself."""
    known = page.__dict__.get("_provenance", _UNREAD)
    if known is _UNREAD:
        known = _read(page)
        page.__dict__["_provenance"] = known
    return known  # type: ignore[return-value]


def _read(page: LearningResource) -> Any:
    if not page.pk:
        return None
    rows = Adaptation.objects.filter(page=page.pk).defer("base", "parts")
    found: Any = rows.select_related("source_licence", "source_centre", "adapted_by").first()
    if found is None:
        return None
    found.open_source = public(LearningResource.objects.filter(pk=found.source_id)).first()
    found.before = Adaptation.objects.filter(page=found.source_id).defer("base", "parts").first()
    return found


def visible_adaptations(page: LearningResource) -> list[LearningResource]:
    """What centres made of this material and readers may open, by centre."""
    if not page.pk:
        return []
    rows = public(LearningResource.objects.filter(adaptation__source=page.pk))
    return list(rows.select_related("centre").order_by("centre__name", "title", "pk"))
