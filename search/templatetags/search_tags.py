"""What pages of lower packages show from the catalogue."""

from __future__ import annotations

import time
from typing import Any

from django import template

from cms.models import LearningResource
from search.documents import sketch
from search.engines import get_engine
from search.engines.base import EngineUnavailable

register = template.Library()
RELATED = 6


@register.inclusion_tag("search/related.html")
def related_resources(page: LearningResource, limit: int = RELATED) -> dict[str, Any]:
    """Materials most like this one. Nothing is shown while the index is not ready."""
    return {"resources": _related(page, limit)}


def _related(page: LearningResource, limit: int) -> list[LearningResource]:
    try:
        ids = get_engine().related(sketch(page), limit=limit, now=int(time.time()))
    except EngineUnavailable:
        return []
    found = {str(row.uuid): row for row in LearningResource.objects.visible().filter(uuid__in=ids).for_cards()}
    return [found[uuid] for uuid in ids if uuid in found]
