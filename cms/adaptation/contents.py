"""Reads the content of pages and revisions as plain JSON with block ids, and writes it back into a revision."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import prefetch_related_objects
from modelcluster.models import get_field_value
from wagtail.fields import StreamField
from wagtail.models import Page, Revision

from cms.adaptation.merging import with_ids
from cms.adaptation.shapes import TAGS, merged_fields, page_shape
from cms.models import LearningResource
from cms.querysets import children_of, public
from cms.succession import map_successors

Content = dict[str, Any]


def live_content(page: Page) -> Content:
    """What the page says in the database, which is what readers see of a live one. Use a freshly read page."""
    found: Content = {}
    for field in merged_fields(type(page)):
        if isinstance(field, StreamField):
            # Raw: reading blocks without ids would give them new ones each time.
            found[field.name] = deepcopy(list(getattr(page, field.name).raw_data))
        elif field.many_to_many:
            found[field.name] = sorted(related.pk for related in getattr(page, field.name).all())
        else:
            found[field.name] = get_field_value(field, page)
    if isinstance(page, LearningResource):
        found[TAGS] = sorted(item.tag_id for item in page.tagged_items.all())
    plain = json.loads(json.dumps(found, cls=DjangoJSONEncoder))
    return dict(with_ids(page_shape(type(page)), plain))


def revision_content(model: type[Page], stored: Content) -> Content:
    """The same of a revision's content."""
    found: Content = {}
    for field in merged_fields(model):
        if field.name not in stored:
            continue
        value = stored[field.name]
        if isinstance(field, StreamField):
            value = json.loads(value) if isinstance(value, str) else value
            value = value or []
        elif field.many_to_many:
            value = sorted(value or [])
        found[field.name] = value
    if issubclass(model, LearningResource):
        found[TAGS] = sorted(item["tag"] for item in stored.get(TAGS) or ())
    return dict(with_ids(page_shape(model), deepcopy(found)))


def written_into(page: Page, stored: Content, content: Content) -> Content:
    """A revision's content with the merged one in place of what it had."""
    result = {**stored}
    for field in merged_fields(type(page)):
        if field.name in content:
            value = content[field.name]
            result[field.name] = json.dumps(value, cls=DjangoJSONEncoder) if isinstance(field, StreamField) else value
    if TAGS in content:
        rows = {item["tag"]: item for item in stored.get(TAGS) or ()}
        result[TAGS] = [rows.get(tag) or {"pk": None, "tag": tag, "content_object": page.pk} for tag in content[TAGS]]
    return result


def today(model: type[Page], content: Content) -> Content:
    """The content under today's terms: merged ones are their successors, as when a revision is loaded."""
    if not issubclass(model, LearningResource):
        return content
    rows = {**content, TAGS: [{"tag": tag} for tag in content.get(TAGS, ())]}
    mapped = map_successors(model, rows)
    return {**mapped, TAGS: sorted(item["tag"] for item in mapped[TAGS])}


def draft_contents(pages: Sequence[Page]) -> dict[int, Content]:
    """Page id → the content that its editor works on: the newest revision, else the page itself. One query."""
    newest = {page.latest_revision_id for page in pages} - {None}
    stored = {revision.pk: revision.content for revision in Revision.objects.filter(pk__in=newest)}
    return {
        page.pk: revision_content(type(page), stored[page.latest_revision_id])
        if page.latest_revision_id in stored
        else live_content(page)
        for page in pages
    }


def parts_of(page: Page, *, visible: bool) -> list[Page]:
    """The pages below that belong to it and are no materials of their own, in order; `visible`: readers' ones only."""
    rows = children_of(page, Page.objects.all())
    if visible:
        rows = public(rows)
    found = [part for part in rows.specific() if not isinstance(part, LearningResource)]
    prefetch_contents(found)
    return found


def prefetch_contents(pages: Iterable[Page]) -> None:
    """Read the relations of many pages at once."""
    by_model: dict[type[Page], list[Page]] = {}
    for page in pages:
        by_model.setdefault(type(page), []).append(page)
    for model, rows in by_model.items():
        names = [field.name for field in merged_fields(model) if field.many_to_many]
        if names:
            prefetch_related_objects(rows, *names)


def fingerprint(*contents: Any) -> str:
    """Changes when, and only when, one of the contents does."""
    text = json.dumps(contents, sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
