"""Merging: what is under one term or tag is from then on under another."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.models import LearningResource, LibraryTag, ResourceTag, Tag, Term
from cms.signals import resources_changed


def merge_term(term: Term, successor: Term | None) -> None:
    """Retire `term` in favour of `successor`, or undo a merge with None (it stays retired).

    Raises ValidationError keyed by field: a circle, or a successor that is retired itself.
    """
    term.successor = successor
    term.status = term.Status.RETIRED
    term.clean()
    if successor is not None and successor.status == Term.Status.RETIRED:
        raise ValidationError({"successor": _("“%(term)s” is retired. Choose an active one.") % {"term": successor}})
    with transaction.atomic():
        term.save()


def resources_merged_with(term: Term) -> int:
    """How many resources a merge of `term` concerns: its own and those of terms merged into it before."""
    manager = type(term)._default_manager
    ids = {term.pk}
    step = ids
    while step:
        step = {row.pk for row in manager.filter(successor__in=step)} - ids
        ids |= step
    return LearningResource.objects.filter(**{f"{term.resource_field}__in": ids}).order_by().distinct().count()


def merge_tag(tag: Tag, into: Tag) -> int:
    """Move every use of `tag` to `into`, each once; the spelling leads there from now on.

    Returns how many resources were concerned. Raises ValidationError for a tag and itself.
    """
    into = into.successor or into
    if into.pk == tag.pk:
        raise ValidationError({"successor": _("A tag cannot be merged into itself.")})
    with transaction.atomic():
        resources = list(tag.resource_items.values_list("content_object_id", flat=True))
        tagged = ResourceTag.objects.filter(tag=into).values("content_object")
        ResourceTag.objects.filter(tag=tag, content_object__in=tagged).delete()
        ResourceTag.objects.filter(tag=tag).update(tag=into)
        for content_type in ContentType.objects.filter(pk__in=tag.library_items.values("content_type")):
            tagged = LibraryTag.objects.filter(tag=into, content_type=content_type).values("object_id")
            LibraryTag.objects.filter(tag=tag, content_type=content_type, object_id__in=tagged).delete()
        LibraryTag.objects.filter(tag=tag).update(tag=into)
        Tag.objects.filter(successor=tag).update(successor=into)
        tag.successor = into
        tag.save()
        resources_changed.send(sender=Tag, ids=resources)
    return len(resources)
