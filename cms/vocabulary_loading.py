"""Brings the data files into the vocabularies and keeps what editors changed since the last time.

A term remembers in `loaded` what the files last said. A field is updated only while it still says that;
`former_names` grows by itself when a term is renamed, so it is merged line by line instead.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from cms.models import DroppedSynonym, Synonym, Term
from cms.models.synonyms import synonym_key
from cms.models.terms import lines
from cms.vocabulary_files import DATA, Row, Value, read_files


@dataclass(slots=True)
class LoadReport:
    """What loading did to one vocabulary, by slug (for synonyms: by first word)."""

    name: str
    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    # Fields in which the file and an editor differ: the editor's were kept.
    kept: dict[str, list[str]] = field(default_factory=dict)
    # Loaded once, no longer in the file, not touched.
    gone: list[str] = field(default_factory=list)


def load_vocabularies(folder: Path = DATA) -> list[LoadReport]:
    """Load every file of `folder`, all or nothing. Raises VocabularyFileError before anything is written."""
    with transaction.atomic():
        terms, synonyms = read_files(folder)
        reports = [_load_terms(model, rows) for model, rows in terms.items()]
        return [*reports, _load_synonyms(synonyms)]


def _field(model: type[models.Model] | models.Model, name: str) -> Any:
    """A concrete field; what it points to is a vocabulary."""
    return model._meta.get_field(name)


class _Related:
    """Terms by slug and slugs by id of the vocabularies, each read once and kept up to date."""

    def __init__(self) -> None:
        self._terms: dict[type[Term], dict[str, Term]] = {}

    def of(self, model: type[Term]) -> dict[str, Term]:
        if model not in self._terms:
            self._terms[model] = {term.slug: term for term in model._default_manager.order_by("pk")}
        return self._terms[model]

    def slugs(self, model: type[Term]) -> dict[Any, str]:
        return {term.pk: slug for slug, term in self.of(model).items()}


def _load_terms(model: type[Term], rows: list[Row]) -> LoadReport:
    report = LoadReport(model.__name__)
    related = _Related()
    known = related.of(model)
    new = [row for row in rows if row.values["slug"] not in known]
    for row in new:
        known[str(row.values["slug"])] = _create(model, row, related)
        report.created.append(str(row.values["slug"]))
    chosen = _chosen(model, related)
    # Terms that lose a successor come first, so that turning a succession round is no circle half-way.
    for row in sorted(rows, key=lambda row: bool(row.values.get("successor"))):
        slug = str(row.values["slug"])
        changed, kept = _update(known[slug], row.values, chosen, related)
        if kept:
            report.kept[slug] = kept
        if slug in report.created:
            continue
        if changed:
            report.updated.append(slug)
        elif not kept:
            report.unchanged.append(slug)
    in_file = {row.values["slug"] for row in rows}
    report.gone = sorted(slug for slug, term in known.items() if term.loaded and slug not in in_file)
    return report


def _create(model: type[Term], row: Row, related: _Related) -> Term:
    """A new term with what needs no other term of its own vocabulary; `_update` adds that."""
    term = model()
    for name, value in row.values.items():
        model_field = _field(model, name)
        if not model_field.many_to_many and model_field.related_model is not model:
            _assign(term, name, value, related)
            term.loaded[name] = value
    term.save()
    return term


def _update(
    term: Term, values: dict[str, Value], chosen: dict[str, dict[Any, list[str]]], related: _Related
) -> tuple[list[str], list[str]]:
    """Bring one term up to date. Returns the fields that were changed and those kept for the editor."""
    loaded: dict[str, Value] = dict(term.loaded)
    changes: dict[str, Value] = {}
    kept: list[str] = []
    for name, value in values.items():
        now = _current(term, name, chosen, related)
        before = loaded.get(name, _untouched(term, name))
        if name == "former_names" and now != value:
            merged = _merge_lines(str(now), str(before), str(value))
            loaded[name] = value
            if merged != now:
                changes[name] = merged
        elif now == value:
            loaded[name] = value
        elif now == before:
            changes[name] = value
        else:
            kept.append(name)
    # An editor who retired, revived or merged a term decided about both.
    if {"status", "successor"} & {*kept}:
        for name in {"status", "successor"} & {*changes}:
            del changes[name]
            kept.append(name)
    many: dict[str, Any] = {name: changes[name] for name in changes if _field(term, name).many_to_many}
    plain = {name: value for name, value in changes.items() if name not in many}
    before_succession = (term.status, term.successor)
    for name, value in plain.items():
        _assign(term, name, value, related)
    if "successor" in plain or "status" in plain:
        try:
            term.clean()
        except ValidationError:
            # Together with what editors merged it would be a circle.
            term.status, term.successor = before_succession
            for name in {"status", "successor"} & {*plain}:
                del changes[name], plain[name]
                kept.append(name)
    loaded.update({name: values[name] for name in changes})
    for name, slugs in many.items():
        terms = related.of(_field(term, name).related_model)
        getattr(term, name).set([terms[slug] for slug in slugs])
    if changes:
        term.loaded = loaded
        term.save()
    elif loaded != term.loaded:
        # Only our own memory: no signal, nothing for caches or the index.
        term.loaded = loaded
        type(term)._default_manager.filter(pk=term.pk).update(loaded=loaded)
    return list(changes), kept


def _chosen(model: type[Term], related: _Related) -> dict[str, dict[Any, list[str]]]:
    """For each many-to-many field: term id → sorted slugs, one query a field."""
    chosen: dict[str, dict[Any, list[str]]] = {}
    for model_field in (_field(model, many.name) for many in model._meta.many_to_many):
        slugs = related.slugs(model_field.related_model)
        own, other = model_field.m2m_column_name(), model_field.m2m_reverse_name()
        found = chosen.setdefault(model_field.name, {})
        through = model_field.remote_field.through
        for pk, other_pk in through._default_manager.values_list(own, other):
            found.setdefault(pk, []).append(slugs[other_pk])
        for names in found.values():
            names.sort()
    return chosen


def _current(term: Term, name: str, chosen: dict[str, dict[Any, list[str]]], related: _Related) -> Value:
    """What a field says now, in the form of the files."""
    model_field = _field(term, name)
    if name in chosen:
        return chosen[name].get(term.pk, [])
    value = getattr(term, model_field.attname)
    if isinstance(model_field, models.ForeignKey):
        return related.slugs(model_field.related_model).get(value)
    if isinstance(model_field, models.TextField):
        # A form sends other line ends than a file has; that is no edit.
        return "\n".join(lines(value))
    return value


def _untouched(term: Term, name: str) -> Value:
    """What a field that was never loaded says while nobody filled it in."""
    model_field = _field(term, name)
    if model_field.many_to_many:
        return []
    return model_field.get_default()


def _assign(term: Term, name: str, value: Value, related: _Related) -> None:
    model_field = _field(term, name)
    if isinstance(model_field, models.ForeignKey):
        setattr(term, name, related.of(model_field.related_model)[str(value)] if value else None)
    else:
        setattr(term, name, value)


def _merge_lines(now: str, before: str, value: str) -> str:
    """`now` with the lines that the file gained since `before`, without those that it lost."""
    lost = {*lines(before)} - {*lines(value)}
    kept = [line for line in lines(now) if line not in lost]
    return "\n".join([*kept, *(line for line in lines(value) if line not in {*kept, *lines(before)})])


def _load_synonyms(rows: list[Row]) -> LoadReport:
    report = LoadReport("Synonym")
    existing = {
        synonym_key(synonym.loaded.get("same_meaning") or synonym.same_meaning): synonym
        for synonym in Synonym.objects.order_by("-pk")
    }
    dropped = {*DroppedSynonym.objects.values_list("key", flat=True)}
    keys = []
    for row in rows:
        key = synonym_key(str(row.values["same_meaning"]))
        keys.append(key)
        if key not in existing:
            if key in dropped:
                report.kept[key] = ["deleted"]
                continue
            Synonym.objects.create(**row.values, loaded=row.values)
            report.created.append(key)
            continue
        changed, kept = _update_synonym(existing[key], row.values)
        if kept:
            report.kept[key] = kept
        if changed:
            report.updated.append(key)
        elif not kept:
            report.unchanged.append(key)
    report.gone = sorted(key for key, synonym in existing.items() if synonym.loaded and key not in keys)
    return report


def _update_synonym(synonym: Synonym, values: dict[str, Value]) -> tuple[list[str], list[str]]:
    loaded = dict(synonym.loaded)
    changed: list[str] = []
    kept: list[str] = []
    for name, value in values.items():
        now = "\n".join(lines(getattr(synonym, name)))
        if now == value:
            loaded[name] = value
        elif now == loaded.get(name, ""):
            setattr(synonym, name, value)
            loaded[name] = value
            changed.append(name)
        else:
            kept.append(name)
    if changed:
        synonym.loaded = loaded
        synonym.save()
    elif loaded != synonym.loaded:
        Synonym.objects.filter(pk=synonym.pk).update(loaded=loaded)
    return changed, kept
