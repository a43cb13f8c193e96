"""Library items change: texts are read anew, and the materials that use them are indexed anew."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

from cms.signals import resources_changed
from media.models import LibraryDocument, LibraryImage, LibraryMedia
from media.usage import resources_using


def connect() -> None:
    pre_save.connect(remember_file, sender=LibraryDocument)
    post_save.connect(document_saved, sender=LibraryDocument)
    post_save.connect(image_saved, sender=LibraryImage)
    post_save.connect(item_saved, sender=LibraryDocument)
    post_save.connect(item_saved, sender=LibraryMedia)
    for model in (LibraryDocument, LibraryImage, LibraryMedia):
        pre_delete.connect(item_deleted, sender=model)
    post_delete.connect(delete_private_files, sender=LibraryMedia)


def remember_file(instance: LibraryDocument, **kwargs: Any) -> None:
    previous = LibraryDocument.objects.filter(pk=instance.pk).values_list("file", flat=True).first()
    instance._previous_file = previous  # type: ignore[attr-defined]


def document_saved(instance: LibraryDocument, raw: bool = False, **kwargs: Any) -> None:
    if raw or instance._previous_file == instance.file.name:  # type: ignore[attr-defined]
        return
    from media.tasks import extract_text

    # The queue is a table of the same database: the task is there if and only if the document is.
    extract_text.enqueue(instance.pk)


def image_saved(instance: LibraryImage, created: bool = False, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw:
        from media.tasks import make_renditions

        make_renditions.enqueue(instance.pk)


def item_saved(sender: type, instance: Any, created: bool = False, **kwargs: Any) -> None:
    if not created:
        resources_changed.send(sender=sender, ids=resources_using(instance))


def item_deleted(sender: type, instance: Any, **kwargs: Any) -> None:
    # Its text is searched under the materials that use it; afterwards nobody knows which those were.
    resources_changed.send(sender=sender, ids=resources_using(instance))


def delete_private_files(instance: LibraryMedia, **kwargs: Any) -> None:
    captions = instance.captions
    if captions:
        transaction.on_commit(lambda: captions.storage.delete(captions.name))
