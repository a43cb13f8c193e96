"""The lessons of a module as a sequence: each with its number and what it loads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.blocks import StreamValue
from wagtail.models import Page, ReferenceIndex

from media.models import LibraryDocument, LibraryMedia
from modules.models import LessonPage

Blocks = list[StreamValue.StreamChild]


@dataclass(frozen=True, slots=True)
class Place:
    """A lesson where it stands: `number` from 1, `size_bytes` of the files it offers, whether one is reading it."""

    lesson: LessonPage
    number: int
    size_bytes: int
    is_current: bool


def places(lessons: Sequence[LessonPage], current: LessonPage | None = None) -> list[Place]:
    """The lessons in their order with their sizes; three queries whatever their number, none for an empty list."""
    sizes = file_sizes(lessons)
    here = current.pk if current else None
    return [
        Place(lesson, number, sizes.get(lesson.pk, 0), lesson.pk == here) for number, lesson in enumerate(lessons, 1)
    ]


def file_sizes(pages: Sequence[Page]) -> dict[int, int]:
    """Page id → bytes of the documents, audio and video it uses, by Wagtail's reference index; three queries."""
    if not pages:
        return {}
    models: tuple[type[Model], ...] = (LibraryDocument, LibraryMedia)
    kinds = {ContentType.objects.get_for_model(model).pk: model for model in models}
    references = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=[str(page.pk) for page in pages],
        to_content_type__in=kinds,
    )
    users: dict[tuple[int, str], set[int]] = defaultdict(set)
    for kind, item, page in references.values_list("to_content_type_id", "to_object_id", "object_id"):
        users[kind, item].add(int(page))
    sizes: dict[int, int] = defaultdict(int)
    for kind, model in kinds.items():
        wanted = [item for used_kind, item in users if used_kind == kind]
        for pk, size in model._default_manager.filter(pk__in=wanted).values_list("pk", "file_size"):
            for page_id in users[kind, str(pk)]:
                sizes[page_id] += size or 0
    return sizes


def bodies_at_once(
    lessons: Sequence[LessonPage],
) -> tuple[LessonPage, list[tuple[LessonPage, list[StreamValue.StreamChild]]]]:
    """Every lesson with the blocks of its body, for a page that shows them all.

    The first of the two is a lesson that is never saved and holds all of these blocks: pictures and files are read
    through it, once for each kind of block however many lessons there are.
    """
    raw = [list(lesson.body.raw_data) for lesson in lessons]
    together = StreamValue(
        LessonPage.body.field.stream_block, [block for blocks in raw for block in blocks], is_lazy=True
    )
    children = list(together)
    shown: list[tuple[LessonPage, Blocks]] = []
    for lesson, blocks in zip(lessons, raw, strict=True):
        shown.append((lesson, children[: len(blocks)]))
        children = children[len(blocks) :]
    return LessonPage(body=together), shown
