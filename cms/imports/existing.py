"""The materials that rows mean, and their newest drafts: read for many rows with a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import prefetch_related_objects
from modelcluster.models import get_all_child_m2m_relations
from wagtail.models import Revision

from cms.imports.batch_memory import terms_of
from cms.models import LearningResource, Tag, Term


def materials(ids: Iterable[int]) -> dict[int, Any]:
    """The materials with these ids, each of its own kind, with what may lock them: their workflows and schedules."""
    rows = LearningResource.objects.filter(pk__in=set(ids)).annotate_approved_schedule()
    rows = rows.specific().prefetch_workflow_states()
    pages = {page.pk: page for page in rows}
    lists = [field.name for field in LearningResource._meta.many_to_many]
    prefetch_related_objects(list(pages.values()), *lists, "tagged_items__tag")
    return pages


def drafts(pages: Iterable[Any]) -> dict[int, Any]:
    """The newest draft of each of these materials by id; the material itself where readers see its newest state.

    Wagtail asks the database whether whatever a draft refers to is still there, some twenty questions a draft. These
    are compared and their fields handed on, never saved, so they are read as they are.
    """
    pages = list(pages)
    revisions = Revision.objects.in_bulk([page.latest_revision_id for page in pages if page.has_unpublished_changes])
    found: dict[int, Any] = {}
    for page in pages:
        revision = revisions.get(page.latest_revision_id)
        if revision is not None:
            page.latest_revision = revision
        found[page.pk] = page if revision is None else _draft(page, revision.content)
    _name_tags([found[page.pk] for page in pages if found[page.pk] is not page])
    return found


def _draft(page: Any, content: dict[str, Any]) -> Any:
    model = type(page)
    content = dict(content)
    chosen = {
        field.name: content.pop(field.name, None) or []
        for field in get_all_child_m2m_relations(model)
        if issubclass(field.related_model, Term)
    }
    draft = model.from_serializable_data(content, check_fks=False)
    for name, ids in chosen.items():
        terms = terms_of(model._meta.get_field(name).related_model)
        getattr(draft, name).set([terms[pk] for pk in ids if pk in terms])
    return draft


def _name_tags(found: list[Any]) -> None:
    """The drafts' tags as they are called today."""
    items = [item for draft in found for item in draft.tagged_items.all()]
    tags = Tag.objects.select_related("successor").in_bulk({item.tag_id for item in items})
    for draft in found:
        there = [item for item in draft.tagged_items.all() if item.tag_id in tags]
        for item in there:
            item.tag = tags[item.tag_id].successor or tags[item.tag_id]
        draft.tagged_items.set(there)
