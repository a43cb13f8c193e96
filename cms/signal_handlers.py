"""Keeps derived data true: the vocabularies' version, a centre's resources after a move, affected materials."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from wagtail.models import Page

from cms.models import (
    CentrePage,
    DroppedSynonym,
    LearningResource,
    ProtectedWord,
    Province,
    Synonym,
    Tag,
    Term,
    VocabularyVersion,
)
from cms.models.synonyms import synonym_key
from cms.signals import resources_changed


@receiver(post_save)
def term_saved(sender: type[models.Model], instance: models.Model, raw: bool = False, **kwargs: Any) -> None:
    if not isinstance(instance, Term) or raw:
        return
    VocabularyVersion.bump()
    if not kwargs.get("created"):
        resources_changed.send(sender=sender, ids=resources_of(instance))


def resources_of(term: Term) -> models.QuerySet[LearningResource, int]:
    """Ids of the resources classified under a term or any other of its succession: they share their names."""
    family = term.family()
    concerned = models.Q(**{f"{term.resource_field}__in": family})
    if isinstance(term, Province):
        # A centre's material without provinces of its own has its centre's.
        concerned |= models.Q(provinces=None, centre__province__in=family)
    return LearningResource.objects.filter(concerned).order_by().values_list("pk", flat=True).distinct()


@receiver([post_save, post_delete], sender=Synonym)
@receiver([post_save, post_delete], sender=ProtectedWord)
@receiver([post_save, post_delete], sender=Tag)
def words_changed(**kwargs: Any) -> None:
    VocabularyVersion.bump()


@receiver(post_delete, sender=Synonym)
def synonym_deleted(instance: Synonym, **kwargs: Any) -> None:
    if loaded := instance.loaded.get("same_meaning"):
        DroppedSynonym.objects.get_or_create(key=synonym_key(loaded))


@receiver(post_save, sender=Tag)
def tag_renamed(instance: Tag, created: bool, **kwargs: Any) -> None:
    if not created:
        ids = LearningResource.objects.filter(tagged_items__tag=instance).order_by().values_list("pk", flat=True)
        resources_changed.send(sender=Tag, ids=ids)


@receiver(pre_save)
def remember_address(sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
    """A move has changed the tree already when the moved page is saved, but not yet the page's address."""
    if isinstance(instance, Page):
        saved = Page.objects.filter(pk=instance.pk) if instance.pk else Page.objects.none()
        instance._address_before = saved.values_list("url_path", flat=True).first()  # type: ignore[attr-defined]


@receiver(post_save)
def page_saved(sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
    """In the transaction of the save: Wagtail sends `post_page_move` outside that of the move."""
    if not isinstance(instance, Page):
        return
    before = getattr(instance, "_address_before", None)
    if isinstance(instance, CentrePage) or before not in (None, instance.url_path):
        assign_centres(instance)


@transaction.atomic
def assign_centres(page: Page) -> None:
    """Give every resource at or below `page` the centre of its tree, save those in a centre's tree further below."""
    page = Page.objects.get(pk=page.pk)
    below = LearningResource.objects.filter(path__startswith=page.path)
    further = CentrePage.objects.filter(path__startswith=page.path).exclude(pk=page.pk)
    for path in further.values_list("path", flat=True):
        below = below.exclude(path__startswith=path)
    paths = [page.path[:end] for end in range(Page.steplen, len(page.path) + 1, Page.steplen)]
    nearest = CentrePage.objects.filter(path__in=paths).select_related("centre").order_by("-depth").first()
    centre = nearest.centre if nearest else None
    wrong = below.exclude(centre=centre) if centre else below.exclude(centre=None)
    if wrong.exists():
        below.update(centre=centre)
        resources_changed.send(sender=LearningResource, path_prefix=page.path)
