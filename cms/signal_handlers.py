"""Keeps derived data true: the vocabularies' version, a centre's resources after a move, affected materials."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import post_page_move

from cms.models import CentrePage, DroppedSynonym, LearningResource, Province, Synonym, Tag, Term, VocabularyVersion
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


@receiver(post_save, sender=CentrePage)
def centre_page_saved(instance: CentrePage, **kwargs: Any) -> None:
    assign_centres(instance)


@receiver(post_page_move)
def page_moved(instance: Page, **kwargs: Any) -> None:
    assign_centres(instance)


def assign_centres(page: Page) -> None:
    """Give every resource at or below `page` the centre of its tree, with one statement a centre."""
    from django.db import transaction

    with transaction.atomic():
        page = Page.objects.get(pk=page.pk).specific
        below = LearningResource.objects.filter(path__startswith=page.path)
        if isinstance(page, CentrePage):
            centre = page.centre
        else:
            above = CentrePage.objects.filter(
                path__in=[page.path[:end] for end in range(Page.steplen, len(page.path), Page.steplen)]
            )
            nearest = above.select_related("centre").order_by("-depth").first()
            centre = nearest.centre if nearest else None
        nested = CentrePage.objects.filter(path__startswith=page.path).exclude(pk=page.pk).exists()
        if nested:
            for resource in below:
                LearningResource.objects.filter(pk=resource.pk).update(centre=resource.centre_above())
            return
        wrong = below.exclude(centre=centre) if centre else below.exclude(centre=None)
        if wrong.exists():
            below.update(centre=centre)
            resources_changed.send(sender=LearningResource, path_prefix=page.path)
