"""Drafts and revisions remember the terms of their day; on load, merged terms become their successors."""

from __future__ import annotations

from typing import Any

from django.db.models import ForeignKey, ManyToManyField, Model

from cms.models.vocabularies import Term


def map_successors(model: type[Model], content: dict[str, Any]) -> dict[str, Any]:
    """A copy of a revision's `content` in which every id of a merged term is its last successor's."""
    content = dict(content)
    for field in model._meta.get_fields():
        if not isinstance(field, ForeignKey | ManyToManyField) or not issubclass(field.related_model, Term):
            continue
        value = content.get(field.name)
        if not value:
            continue
        if isinstance(value, list):
            content[field.name] = list(dict.fromkeys(_current(field.related_model, pk) for pk in value))
        else:
            content[field.name] = _current(field.related_model, value)
    return content


def _current(vocabulary: type[Term], pk: Any) -> Any:
    term = vocabulary.objects.filter(pk=pk, successor__isnull=False).first()
    return term.last_successor().pk if term else pk
