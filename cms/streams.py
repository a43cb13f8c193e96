"""Walks the StreamFields of a page: what it says, what it attaches, in which formats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock
from wagtail.blocks.stream_block import StreamValue
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, ReferenceIndex
from wagtail.rich_text import get_text_for_indexing

AttachmentKind = Literal["image", "document", "audio", "video"]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A library file that a resource uses. `size_bytes` is what a reader downloads; pictures count nothing,
    since they are sent as small renditions."""

    kind: AttachmentKind
    item: Any

    @property
    def size_bytes(self) -> int:
        if self.kind == "image":
            return 0
        return int(getattr(self.item, "file_size", 0) or 0)


def stream_values(page: Page) -> Iterator[tuple[StreamField, StreamValue]]:
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            yield field, getattr(page, field.name)


def walk(block: Block, value: Any) -> Iterator[tuple[Block, Any]]:
    """Every block of a value with its own value, containers first, in reading order."""
    yield block, value
    if value is None or isinstance(value, Model):
        return
    if isinstance(block, StreamBlock):
        for child in value:
            yield from walk(child.block, child.value)
    elif isinstance(block, ListBlock):
        for item in value:
            yield from walk(block.child_block, item)
    elif isinstance(block, StructBlock):
        for name, child_block in block.child_blocks.items():
            yield from walk(child_block, value.get(name))


def page_text(page: Page) -> str:
    """The searchable words of a page's rich text and StreamFields, in the order of its fields."""
    parts: list[str] = []
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            parts.extend(field.stream_block.get_searchable_content(getattr(page, field.name)))
        elif isinstance(field, RichTextField):
            parts.append(get_text_for_indexing(getattr(page, field.name)))
    # A mark between the pieces, so that an excerpt does not run a heading into the sentence after it.
    return " · ".join(" ".join(part.split()) for part in parts if part and part.strip())


def page_attachments(page: Page) -> list[Attachment]:
    """The library files that a page's StreamFields use, each once, in reading order."""
    found: dict[tuple[str, Any], Attachment] = {}
    for field, value in stream_values(page):
        for _block, item in walk(field.stream_block, value):
            kind = attachment_kind(item)
            if kind:
                found.setdefault((kind, item.pk), Attachment(kind, item))
    return list(found.values())


def referenced_attachments(pages: Iterable[Page]) -> list[Attachment]:
    """The library files that these pages use, from Wagtail's reference index: four queries however many pages."""
    models = {
        "image": apps.get_model(settings.WAGTAILIMAGES_IMAGE_MODEL),
        "document": apps.get_model(settings.WAGTAILDOCS_DOCUMENT_MODEL),
        "media": apps.get_model(settings.WAGTAILMEDIA["MEDIA_MODEL"]),
    }
    kinds = {ContentType.objects.get_for_model(model).pk: model for model in models.values()}
    references = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=[str(page.pk) for page in pages],
        to_content_type__in=kinds,
    )
    wanted: dict[int, set[str]] = defaultdict(set)
    for content_type, pk in references.order_by("pk").values_list("to_content_type_id", "to_object_id"):
        wanted[content_type].add(pk)
    items = [item for key, model in kinds.items() for item in model.objects.filter(pk__in=wanted[key]).order_by("pk")]
    return [Attachment(kind, item) for item in items if (kind := attachment_kind(item))]


def page_formats(page: Page) -> set[str]:
    """Formats of a page: of what it attaches, and of blocks that declare one (`Meta.resource_format`)."""
    formats: set[str] = set()
    for field, value in stream_values(page):
        for block, item in walk(field.stream_block, value):
            declared = getattr(block.meta, "resource_format", "")
            if declared and item:
                formats.add(declared)
            kind = attachment_kind(item)
            if kind:
                formats.add(kind)
    return formats


def attachment_kind(item: Any) -> AttachmentKind | None:
    """Which kind of library item `item` is; None when it is none."""
    if not isinstance(item, Model):
        return None
    if isinstance(item, apps.get_model(settings.WAGTAILIMAGES_IMAGE_MODEL)):
        return "image"
    if isinstance(item, apps.get_model(settings.WAGTAILDOCS_DOCUMENT_MODEL)):
        return "document"
    if isinstance(item, apps.get_model(settings.WAGTAILMEDIA["MEDIA_MODEL"])):
        return "video" if item.type == "video" else "audio"
    return None
