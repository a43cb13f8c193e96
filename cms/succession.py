"""Drafts remember the terms and tags of their day; on load, merged ones become their successors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import ForeignKey, ManyToManyField, Model

from cms.models.tags import Tag
from cms.models.terms import Term


def map_successors(model: type[Model], content: dict[str, Any]) -> dict[str, Any]:
    """A copy of a revision's `content` in which every id of a merged term or tag is its last successor's."""
    content = dict(content)
    for field in model._meta.get_fields():
        if not isinstance(field, ForeignKey | ManyToManyField) or not issubclass(field.related_model, Term):
            continue
        value = content.get(field.name)
        if not value:
            continue
        ids = value if isinstance(value, list) else [value]
        current = _current(field.related_model, ids)
        mapped = list(dict.fromkeys(current.get(pk, pk) for pk in ids))
        content[field.name] = mapped if isinstance(value, list) else mapped[0]
    if content.get("tagged_items"):
        content["tagged_items"] = _tagged(content["tagged_items"])
    return content


def _current(vocabulary: type[Term], ids: Iterable[Any]) -> dict[Any, Any]:
    """Id → id of the last successor, for the merged ones among `ids`."""
    merged = vocabulary._default_manager.filter(pk__in=ids, successor__isnull=False).select_related("successor")
    return {term.pk: term.last_successor().pk for term in merged}


def _tagged(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The tagged items under today's tags, each tag once."""
    merged = dict(
        Tag.objects.filter(pk__in=[item["tag"] for item in items], successor__isnull=False).values_list(
            "pk", "successor"
        )
    )
    # Items that need no mapping come first: the row in the database is theirs.
    ordered = sorted(items, key=lambda item: item["tag"] in merged) if merged else items
    mapped = [{**item, "tag": merged.get(item["tag"], item["tag"])} for item in ordered]
    return list({item["tag"]: item for item in reversed(mapped)}.values())[::-1]
