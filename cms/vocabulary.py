"""All terms, synonyms and protected words in memory, read anew when the one version row says so."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import NamedTuple

from asgiref.local import Local
from django.core.signals import request_finished, request_started
from django.db.models.signals import post_delete, post_save
from django.utils.translation import get_language

from cms.models import VOCABULARIES, Centre, ProtectedWord, Synonym, Tag, Term, VocabularyVersion
from cms.models.terms import lines


class TermEntry(NamedTuple):
    """A term as the catalogue needs it. `successor` is the pk of the last successor, or None."""

    pk: int
    slug: str
    name: str
    name_en: str
    position: int
    active: bool
    successor: int | None
    names: tuple[str, ...]

    @property
    def label(self) -> str:
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """A snapshot: `terms[model name][slug]`, and per pk the entry that stands for it now."""

    version: int
    terms: dict[str, dict[str, TermEntry]] = field(default_factory=dict)
    by_pk: dict[str, dict[int, TermEntry]] = field(default_factory=dict)
    synonyms: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    # Slug → name of every free tag; which of them readers may see, the index knows.
    tags: dict[str, str] = field(default_factory=dict)
    # Slug of a merged tag → slug of its successor.
    merged_tags: dict[str, str] = field(default_factory=dict)
    # Names of the terms merged into an entry: they stay searchable under it.
    inherited: dict[tuple[str, int], tuple[str, ...]] = field(default_factory=dict)
    # Words that are searched as they are written, never by their stem.
    protected: tuple[str, ...] = ()

    def current(self, vocabulary: str, pk: int) -> TermEntry | None:
        """The entry that stands for the term with this pk: its last successor, or itself."""
        entry = self.by_pk.get(vocabulary, {}).get(pk)
        if entry is not None and entry.successor is not None:
            return self.by_pk[vocabulary].get(entry.successor, entry)
        return entry

    def resolve(self, vocabulary: str, slug: str) -> TermEntry | None:
        """The entry that a slug in an address means now; None for an unknown slug."""
        entry = self.terms.get(vocabulary, {}).get(slug)
        return self.current(vocabulary, entry.pk) if entry else None

    def names(self, vocabulary: str, pk: int) -> tuple[str, ...]:
        """Every name by which the term with this pk may be searched, those of merged ones too."""
        entry = self.current(vocabulary, pk)
        if entry is None:
            return ()
        return (*entry.names, *self.inherited.get((vocabulary, entry.pk), ()))


_state = Local()
_lock = threading.Lock()
_snapshot: Vocabulary | None = None


def get_vocabulary() -> Vocabulary:
    """The current snapshot; the version row is read once a request (and each time outside of one)."""
    global _snapshot
    checked = getattr(_state, "checked", None)
    if checked is not None and _snapshot is not None and checked == _snapshot.version:
        return _snapshot
    version = VocabularyVersion.current()
    snapshot = _snapshot
    if snapshot is None or snapshot.version != version:
        with _lock:
            snapshot = _snapshot
            if snapshot is None or snapshot.version != version:
                snapshot = _snapshot = load(version)
    if getattr(_state, "in_request", False):
        _state.checked = version
    return snapshot


def load(version: int) -> Vocabulary:
    terms: dict[str, dict[str, TermEntry]] = {}
    by_pk: dict[str, dict[int, TermEntry]] = {}
    inherited: dict[tuple[str, int], tuple[str, ...]] = {}
    models: tuple[type[Term], ...] = (*VOCABULARIES, Centre)
    for model in models:
        name = model.__name__
        rows = list(model._default_manager.order_by("order", "name", "id"))
        successors = {row.pk: row.successor_id for row in rows}
        entries = [_entry(row, position, successors) for position, row in enumerate(rows)]
        terms[name] = {entry.slug: entry for entry in entries}
        by_pk[name] = {entry.pk: entry for entry in entries}
        for entry in entries:
            if entry.successor is not None:
                key = (name, entry.successor)
                inherited[key] = (*inherited.get(key, ()), *entry.names)
    synonyms = tuple(
        (tuple(lines(row.same_meaning)), tuple(lines(row.also_search))) for row in Synonym.objects.order_by("pk")
    )
    tag_rows = list(Tag.objects.order_by("slug").values_list("slug", "name", "successor__slug"))
    tags = {slug: name for slug, name, _successor in tag_rows}
    merged_tags = {slug: successor for slug, _name, successor in tag_rows if successor}
    protected = tuple(ProtectedWord.objects.order_by("pk").values_list("word", flat=True))
    return Vocabulary(version, terms, by_pk, synonyms, tags, merged_tags, inherited, protected)


def _entry(row: Term, position: int, successors: dict[int, int | None]) -> TermEntry:
    last, seen = successors.get(row.pk), {row.pk}
    while last is not None and successors.get(last) is not None and last not in seen:
        seen.add(last)
        last = successors[last]
    active = row.status == Term.Status.ACTIVE
    return TermEntry(row.pk, row.slug, row.name, row.name_en, position, active, last, tuple(row.all_names))


def _request_started(**kwargs: object) -> None:
    _state.in_request = True
    _state.checked = None


def _request_finished(**kwargs: object) -> None:
    _state.in_request = False
    _state.checked = None


def _words_changed(sender: type, **kwargs: object) -> None:
    # What this very request changed, it has to see itself (the drain after its commit does).
    if issubclass(sender, Term | Tag | Synonym | ProtectedWord):
        _state.checked = None


request_started.connect(_request_started, dispatch_uid="cms.vocabulary")
request_finished.connect(_request_finished, dispatch_uid="cms.vocabulary")
post_save.connect(_words_changed, dispatch_uid="cms.vocabulary")
post_delete.connect(_words_changed, dispatch_uid="cms.vocabulary")
