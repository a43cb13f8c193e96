"""Library items change: texts are read anew, and the materials that use them are indexed anew."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

from cms.models import LearningResource
from cms.signals import resources_changed
from media.models import DocumentPreview, LibraryDocument, LibraryImage, LibraryMedia, LibraryRendition
from media.renditions import CARD_SPECS
from media.usage import resources_using


def connect() -> None:
    pre_save.connect(remember_file, sender=LibraryDocument)
    post_save.connect(document_saved, sender=LibraryDocument)
    post_save.connect(image_saved, sender=LibraryImage)
    post_save.connect(cover_chosen)
    post_delete.connect(forget_shared_picture)
    post_save.connect(item_saved, sender=LibraryDocument)
    post_save.connect(item_saved, sender=LibraryMedia)
    for model in (LibraryDocument, LibraryImage, LibraryMedia):
        pre_delete.connect(item_deleted, sender=model)
    post_delete.connect(delete_private_files, sender=LibraryMedia)
    post_delete.connect(delete_preview_file, sender=DocumentPreview)


def remember_file(instance: LibraryDocument, **kwargs: Any) -> None:
    previous = LibraryDocument.objects.filter(pk=instance.pk).values_list("file", flat=True).first()
    instance._previous_file = previous  # type: ignore[attr-defined]


def document_saved(instance: LibraryDocument, raw: bool = False, **kwargs: Any) -> None:
    if raw or instance._previous_file == instance.file.name:  # type: ignore[attr-defined]
        return
    from media.previews import ask_for_previews
    from media.tasks import extract_text

    # The queue is a table of the same database: the task is there if and only if the document is.
    extract_text.enqueue(instance.pk)
    ask_for_previews(instance)


def image_saved(instance: LibraryImage, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    # Wagtail saves single fields (size, hash) when it first reads a file; all of them when an editor saved it.
    if not raw and update_fields is None:
        from media.tasks import make_renditions

        make_renditions.enqueue(instance.pk)


def cover_chosen(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """A picture that becomes a cover needs its sizes for cards."""
    if raw or not isinstance(instance, LearningResource) or not instance.cover_id:
        return
    if not LibraryRendition.objects.filter(image=instance.cover_id, filter_spec=CARD_SPECS["jpeg"]).exists():
        from media.tasks import make_renditions

        make_renditions.enqueue(instance.cover_id)


def forget_shared_picture(instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, LearningResource):
        from media.og.sharing import forget

        transaction.on_commit(lambda: forget(str(instance.uuid)))


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


def delete_preview_file(instance: DocumentPreview, **kwargs: Any) -> None:
    file = instance.file
    if file:
        transaction.on_commit(lambda: file.storage.delete(file.name))
