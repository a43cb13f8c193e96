"""Library items change: texts are read anew, and the materials that use them are indexed anew."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_save

from cms.signals import resources_changed
from media.models import LibraryDocument, LibraryImage, LibraryMedia
from media.usage import resources_using


def connect() -> None:
    pre_save.connect(remember_file, sender=LibraryDocument)
    post_save.connect(document_saved, sender=LibraryDocument)
    post_save.connect(image_saved, sender=LibraryImage)
    post_save.connect(item_saved, sender=LibraryDocument)
    post_save.connect(item_saved, sender=LibraryMedia)
    post_delete.connect(delete_private_files, sender=LibraryMedia)


def remember_file(instance: LibraryDocument, **kwargs: Any) -> None:
    previous = LibraryDocument.objects.filter(pk=instance.pk).values_list("file", flat=True).first()
    instance._previous_file = previous  # type: ignore[attr-defined]


def document_saved(instance: LibraryDocument, raw: bool = False, **kwargs: Any) -> None:
    if raw or instance._previous_file == instance.file.name:  # type: ignore[attr-defined]
        return
    from media.tasks import extract_text

    pk = instance.pk
    transaction.on_commit(lambda: extract_text.enqueue(pk))


def image_saved(instance: LibraryImage, created: bool = False, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw:
        from media.tasks import make_renditions

        pk = instance.pk
        transaction.on_commit(lambda: make_renditions.enqueue(pk))


def item_saved(sender: type, instance: Any, created: bool = False, **kwargs: Any) -> None:
    if not created:
        resources_changed.send(sender=sender, ids=resources_using(instance))


def delete_private_files(instance: LibraryMedia, **kwargs: Any) -> None:
    captions = instance.captions
    if captions:
        transaction.on_commit(lambda: captions.storage.delete(captions.name))
