"""Free tags: one model for resources and library items, unique by a folded key."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager, _ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.managers import TaggableManager, _TaggableManager
from taggit.models import GenericTaggedItemBase, ItemBase, TagBase


def tag_key(name: str) -> str:
    """What makes two spellings one tag: case, accents, spaces and punctuation folded away."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    return re.sub(r"[\W_]+", "", "".join(char for char in folded if not unicodedata.combining(char)))[:100]


class Tag(TagBase):
    """A free tag. "Kelas Kreatif", "kelas kreatif" and "kelas-kreatif" are the same one."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    key = models.CharField(_("key"), max_length=100, unique=True, editable=False)
    # A merged tag stays as a spelling of its successor: typed again or in an old draft, it becomes that one.
    # Merging keeps it to one step, a successor never has a successor.
    successor = models.ForeignKey(
        "self",
        verbose_name=_("successor"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="predecessors",
    )

    free_tagging = True

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name", "id"]

    def clean(self) -> None:
        super().clean()
        twin = Tag.objects.exclude(pk=self.pk).filter(key=tag_key(self.name) or self.name[:100]).first()
        if twin is not None:
            raise ValidationError({"name": _("The tag “%(tag)s” exists. Merge the two instead.") % {"tag": twin}})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = tag_key(self.name) or self.name[:100]
        super().save(*args, **kwargs)


class SpellingMixin:
    """Maps what is typed to the tag that exists, whatever its capitals, accents, spaces or hyphens."""

    through: Any

    def _to_tag_model_instances(self, tags: Any, tag_kwargs: Any) -> Any:
        keys = {tag: tag_key(tag) for tag in tags if isinstance(tag, str)}
        found = Tag.objects.filter(key__in=set(keys.values())).select_related("successor")
        existing = {tag.key: tag.successor or tag for tag in found}
        first_spelling: dict[str, str] = {}
        chosen = []
        for tag in tags:
            if isinstance(tag, str):
                key = keys[tag]
                chosen.append(existing.get(key) or first_spelling.setdefault(key, tag))
            else:
                chosen.append(tag)
        return super()._to_tag_model_instances(chosen, tag_kwargs)  # type: ignore[misc]


class _ResourceTags(SpellingMixin, _ClusterTaggableManager):
    pass


class _LibraryTags(SpellingMixin, _TaggableManager):
    pass


class ResourceTagManager(ClusterTaggableManager):
    """The `tags` of a page: kept in revisions like the page's other content."""

    def __get__(self, instance: Any, model: Any) -> Any:
        return _ResourceTags(through=self.through, model=model, instance=instance, prefetch_cache_name=self.name)


class LibraryTagManager(TaggableManager):
    """The `tags` of images, documents and media."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("manager", _LibraryTags)
        super().__init__(**kwargs)


class ResourceTag(ItemBase):
    tag = models.ForeignKey(Tag, related_name="resource_items", on_delete=models.CASCADE)
    content_object = ParentalKey("cms.LearningResource", related_name="tagged_items", on_delete=models.CASCADE)

    class Meta:
        verbose_name = _("tag of a material")
        verbose_name_plural = _("tags of materials")
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="one_tag_once_a_resource")]


class LibraryTag(GenericTaggedItemBase):
    tag = models.ForeignKey(Tag, related_name="library_items", on_delete=models.CASCADE)

    class Meta:
        verbose_name = _("tag of a library item")
        verbose_name_plural = _("tags of library items")
