"""Finds the terms that a cell means: by slug, name, other and former names; else the nearest as a suggestion."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from cms.imports import values
from cms.imports.batch_memory import vocabulary_now
from cms.models import tag_key
from cms.vocabulary import TermEntry, Vocabulary

# Between values of a cell. A name may hold a comma, “dan” or a slash: those divide only what has no name whole.
SEPARATORS = re.compile(r"\s*[;|\n]\s*")
COMMA = re.compile(r"\s*,\s*")
WEAK = re.compile(r"\s+dan\s+|\s+and\s+|\s*&\s*|\s*/\s*|\s*\+\s*", re.IGNORECASE)
NEAREST = 0.72
# Of what a cell holds no more than this is compared with all names; nobody answers more suggestions of one cell.
SUGGESTED = 20


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that no term bears; `nearest` is the entry that was perhaps meant."""

    value: str
    nearest: TermEntry | None = None
    retired: bool = False


@dataclass
class Found:
    """Ids of the terms, in the order of the cell, and what was not understood."""

    ids: list[int] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)

    def add(self, ids: Iterable[int]) -> None:
        self.ids += [pk for pk in ids if pk not in self.ids]


class TermMatcher:
    """The names of one vocabulary. Made anew for each batch of rows: it is a reading of the shared snapshot."""

    _known: dict[tuple[int, str], TermMatcher] = {}

    def __init__(self, vocabulary: Vocabulary, name: str) -> None:
        self.name = name
        self.entries = vocabulary.by_pk.get(name, {})
        self.slugs = {entry.slug.casefold(): entry.pk for entry in self.entries.values()}
        self.keys: dict[str, int] = {}
        # The most pieces between commas that a name may have, with one comma more than it is written with.
        self.longest = 2
        # A name before another term's alias or former name, what is offered before what is retired.
        ranked = sorted(self.entries.values(), key=lambda entry: (not entry.active, entry.position))
        for own_name in (True, False):
            for entry in ranked:
                names = (entry.name, entry.name_en) if own_name else entry.names
                for text in names:
                    if key := tag_key(text):
                        self.keys.setdefault(key, entry.pk)
                        self.longest = max(self.longest, text.count(",") + 2)
        self._nearest: dict[str, TermEntry | None] = {}
        self.current = {pk: entry.successor or pk for pk, entry in self.entries.items()}

    @classmethod
    def of(cls, name: str) -> TermMatcher:
        vocabulary = vocabulary_now()
        known = cls._known.get((vocabulary.version, name))
        if known is None or known.entries is not vocabulary.by_pk.get(name):
            if len(cls._known) > 20:
                cls._known.clear()
            known = cls._known[vocabulary.version, name] = cls(vocabulary, name)
        return known

    def read(self, text: str, *, kept: Iterable[int] = (), accepted: dict[str, str] | None = None) -> Found:
        """The terms of a cell. `kept` may be retired ones; `accepted` maps what an editor agreed to, "" for nothing."""
        found, kept = Found(), set(kept)
        whole = self._lookup(text)
        for part in [text] if whole is not None else SEPARATORS.split(text):
            if part:
                self._read_part(part, found, kept, accepted or {})
        return found

    def _read_part(self, part: str, found: Found, kept: set[int], accepted: dict[str, str]) -> None:
        """The longest runs of pieces between commas that are a name together."""
        pieces = [piece for piece in COMMA.split(part) if piece]
        longest = max(self.longest, *(value.count(",") + 1 for value in accepted)) if accepted else self.longest
        at = 0
        while at < len(pieces):
            for end in range(min(at + longest, len(pieces)), at, -1):
                value = ", ".join(pieces[at:end])
                ids = self._accepted(value, accepted)
                if ids is None:
                    ids = self._ids(value, whole=end == at + 1)
                if ids is not None:
                    self._take(value, ids, found, kept)
                    break
            else:
                end = at + 1
                self._divide(pieces[at], found, kept, accepted)
            at = end

    def _accepted(self, value: str, accepted: dict[str, str]) -> list[int] | None:
        slug = accepted.get(value)
        if slug is None:
            return None
        return [self.slugs[slug.casefold()]] if slug.casefold() in self.slugs else []

    def _ids(self, value: str, *, whole: bool) -> list[int] | None:
        """The terms that a value names; `whole`: it is one piece, which may be a range."""
        pk = self._lookup(value)
        if pk is not None:
            return [pk]
        if self.name != "Grade" or not whole:
            return None
        numbers = values.grade_range(value)
        if numbers is None and (one := values.grade(value)):
            numbers = [one]
        ids = [self.slugs[str(number)] for number in numbers or () if str(number) in self.slugs]
        return ids or None

    def _lookup(self, value: str) -> int | None:
        pk = self.slugs.get(value.strip().casefold())
        return pk if pk is not None else self.keys.get(tag_key(value))

    def _take(self, value: str, ids: list[int], found: Found, kept: set[int]) -> None:
        for pk in ids:
            entry = self.entries[self.current[pk]]
            if entry.active or entry.pk in kept:
                found.add([entry.pk])
            else:
                found.unknown.append(Unknown(value, retired=True))

    def _divide(self, value: str, found: Found, kept: set[int], accepted: dict[str, str]) -> None:
        """“XI dan XII” is two, “Matematika/IPA” too; what holds no name at all stays one unknown value."""
        pieces = [piece for piece in WEAK.split(value) if piece]
        read = []
        for piece in pieces:
            ids = self._accepted(piece, accepted)
            read.append((piece, self._ids(piece, whole=True) if ids is None else ids))
        if len(pieces) < 2 or all(ids is None for _piece, ids in read):
            self._add_unknown(value, found)
            return
        for piece, ids in read:
            if ids is None:
                self._add_unknown(piece, found)
            else:
                self._take(piece, ids, found, kept)

    def _add_unknown(self, value: str, found: Found) -> None:
        few = len(found.unknown) < SUGGESTED
        found.unknown.append(Unknown(value, self.nearest(value) if few else None))

    def nearest(self, value: str) -> TermEntry | None:
        """The term whose name is most like a value, if any is like it."""
        key = tag_key(value)
        if key not in self._nearest:
            if len(self._nearest) > 5_000:
                self._nearest.clear()
            self._nearest[key] = self._look_for(key)
        return self._nearest[key]

    def _look_for(self, key: str) -> TermEntry | None:
        close = difflib.get_close_matches(key, self.keys, n=1, cutoff=NEAREST) if 2 < len(key) < 80 else []
        if not close:
            return None
        entry = self.entries[self.current[self.keys[close[0]]]]
        return entry if entry.active else None
