"""Which pages use a library item, by Wagtail's reference index."""

from __future__ import annotations

from django.db.models import Model, Q
from wagtail.models import Page, ReferenceIndex

from cms.models import LearningResource
from cms.querysets import public


def pages_using(item: Model) -> list[int]:
    """Ids of the pages whose published content refers to the item."""
    references = ReferenceIndex.get_references_to(item).filter(
        base_content_type=ReferenceIndex._get_base_content_type(Page)
    )
    return [int(pk) for pk in references.values_list("object_id", flat=True).distinct()]


def resources_using(item: Model) -> list[int]:
    """Ids of the resources that use the item themselves or through a page below them (a lesson)."""
    paths = Page.objects.filter(pk__in=pages_using(item)).values_list("path", flat=True)
    above = {path[:end] for path in paths for end in range(Page.steplen, len(path) + 1, Page.steplen)}
    return list(LearningResource.objects.filter(path__in=above).values_list("pk", flat=True))


def is_public(item: Model) -> bool:
    """Whether a page that everyone may open uses the item; then its file is public too."""
    return public(Page.objects.filter(Q(pk__in=pages_using(item)))).exists()
