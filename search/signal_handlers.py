"""Writes index events inside the transaction of the change. See `search.events` for the rules."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction

from cms.curation.models import NationalProposal
from cms.models import LearningResource, QualityReview, ResourceTag
from cms.signals import resources_changed
from search import events


@receiver(resources_changed)
def record_changed(ids: Any = None, path_prefix: str | None = None, **kwargs: Any) -> None:
    if path_prefix is not None:
        events.record(LearningResource.objects.filter(path__startswith=path_prefix))
    else:
        events.record_ids(ids or ())


@receiver(pre_save)
def remember_page(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if isinstance(instance, Page):
        events.remember(instance)


@receiver(post_save)
def page_saved(instance: Any, update_fields: Any = None, **kwargs: Any) -> None:
    if isinstance(instance, Page):
        events.record_page(instance, update_fields)


@receiver(pre_delete)
def page_deleted(instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Page):
        events.record_deletion(instance)


@receiver(m2m_changed)
def terms_changed(instance: Any, action: str, **kwargs: Any) -> None:
    if isinstance(instance, LearningResource) and action.startswith("post_"):
        events.record_live(instance.pk)


@receiver([post_save, post_delete], sender=ResourceTag)
def tags_changed(instance: ResourceTag, **kwargs: Any) -> None:
    events.record_live(instance.content_object_id)


@receiver([post_save, post_delete], sender=PageViewRestriction)
def privacy_changed(instance: PageViewRestriction, **kwargs: Any) -> None:
    events.record(LearningResource.objects.filter(path__startswith=instance.page.path))


@receiver([post_save, post_delete], sender=QualityReview)
def review_changed(instance: QualityReview, **kwargs: Any) -> None:
    events.record_ids([instance.resource_id])


@receiver([post_save, post_delete], sender=NationalProposal)
def proposal_changed(instance: NationalProposal, **kwargs: Any) -> None:
    """However it is saved; of what `cms.curation` takes back without a save it tells by `resources_changed`."""
    events.record_ids([instance.resource_id])
