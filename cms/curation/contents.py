"""What exactly was sent for curation, so that nothing else is approved: pages, their content, the files behind it.

One row for each page, in the order of the tree: [page id, id of the revision, digest]. The id alone is not enough:
Wagtail may overwrite a revision in place, and a library item may get another file.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import FileField
from wagtail.models import Page, ReferenceIndex, Revision

from cms.curation.material import parts_of
from cms.workspaces.grants import library_models

# The address is nobody's work, and a merge of centres may give it a number.
NOT_CONTENT = frozenset({"slug", "url_path"})


def contents_of(page: Page) -> list[list[Any]]:
    """The rows of a material and its parts as they are in their latest drafts."""
    page = Page.objects.get(pk=page.pk)
    pages = [page, *parts_of(page)]
    revisions = Revision.objects.in_bulk([each.latest_revision_id for each in pages if each.latest_revision_id])
    found = []
    for each in pages:
        revision = revisions.get(each.latest_revision_id)
        # Without a revision, the page itself is what is looked at.
        draft = revision.as_object() if revision else each.specific
        content = revision.content if revision else draft.serializable_data()
        found.append([each.pk, each.latest_revision_id, _digest(content, _files(draft))])
    return found


def page_as_sent(contents: list[list[Any]], page_id: int) -> Any:
    """A page of `contents` as it was sent; None for another page, and when that revision is no longer kept."""
    revision_id = next((row[1] for row in contents if row[0] == page_id), 0)
    if revision_id is None:
        page = Page.objects.filter(pk=page_id).first()
        return page.specific if page else None
    revision = Revision.objects.filter(pk=revision_id, object_id=str(page_id)).first()
    return revision.as_object() if revision else None


def pages_as_sent(contents: list[list[Any]]) -> dict[int, Any]:
    """Page id → each page of `contents` as it was sent, without those whose revision is no longer kept."""
    kept = Revision.objects.select_related("content_type").in_bulk([row[1] for row in contents if row[1]])
    found = {pk: kept[revision].as_object() for pk, revision, *_rest in contents if revision in kept}
    return found | Page.objects.filter(pk__in=[row[0] for row in contents if not row[1]]).specific().in_bulk()


def _digest(content: dict[str, Any], files: list[Any]) -> str:
    kept = {name: value for name, value in content.items() if name not in NOT_CONTENT}
    text = json.dumps([kept, files], sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()


def _files(draft: Page) -> list[list[Any]]:
    """The files of the library items that a draft uses, by name: each upload has a name of its own."""
    models = {ContentType.objects.get_for_model(model).pk: model for model in library_models()}
    wanted: dict[int, set[str]] = defaultdict(set)
    # The stored index knows the page; a draft's references are only found by walking it.
    for content_type, pk, *_where in ReferenceIndex._extract_references_from_object(draft):
        if content_type in models:
            wanted[content_type].add(pk)
    found = []
    for key, pks in sorted(wanted.items()):
        names = [field.name for field in models[key]._meta.fields if isinstance(field, FileField)]
        found += [list(row) for row in models[key].objects.filter(pk__in=pks).order_by("pk").values_list("pk", *names)]
    return found
