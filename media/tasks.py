"""Work on library items that runs in the worker."""

from __future__ import annotations

from django_tasks import task

from cms.signals import resources_changed


@task(backend="durable", priority=-10)
def make_renditions(image_id: int) -> int:
    """Make the sizes of a picture that pages show, those of cards too when it is a cover.

    Returns how many there are, 0 when it was deleted.
    """
    from cms.models import LearningResource
    from media import renditions
    from media.models import LibraryImage

    image = LibraryImage.objects.filter(pk=image_id).first()
    if image is None:
        return 0
    is_cover = LearningResource.objects.filter(cover=image).exists()
    return renditions.make_renditions(image) + (renditions.make_card(image) if is_cover else 0)


@task(backend="durable", priority=-10)
def draw_previews(document_id: int) -> str:
    """Draw a document's first pages. Returns the state it ended in; "gone" when it was deleted."""
    from media.models import LibraryDocument
    from media.previews import draw_document

    document = LibraryDocument.objects.filter(pk=document_id).first()
    return draw_document(document) if document else "gone"


@task(backend="durable")
def extract_text(document_id: int) -> str:
    """Read a document's text for the search. Returns the state it ended in; "gone" when it was deleted."""
    from django.db import transaction

    from media.extraction import read_document
    from media.models import ExtractedText, LibraryDocument
    from media.usage import resources_using

    document = LibraryDocument.objects.filter(pk=document_id).first()
    if document is None:
        return "gone"
    result = read_document(document)
    with transaction.atomic():
        if not LibraryDocument.objects.filter(pk=document_id, file=document.file.name).exists():
            return "replaced"
        ExtractedText.objects.update_or_create(
            document=document,
            defaults={
                "state": result.state,
                "text": result.text,
                "reason": result.reason[:300],
                "file_name": document.filename[:255],
            },
        )
        resources_changed.send(sender=ExtractedText, ids=resources_using(document))
    return result.state
