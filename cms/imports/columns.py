"""What the columns of a spreadsheet fill in. A package adds those of its own kinds with `register_column`."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cms.imports import values
from cms.imports.batch_memory import terms_of
from cms.imports.reading import clean_lines, clean_text
from cms.imports.term_matching import Found, TermMatcher
from cms.models import tag_key

NAMESPACE = uuid.UUID("6f1c8a3e-0f53-5d6b-9a55-3a1b7a2f7c10")
# An empty cell leaves a field as it is; this empties it.
EMPTY = "-"
LANGUAGES = ("id", "en")


class _Unsaid:
    """The file says nothing of a field."""


UNSAID = _Unsaid()


@dataclass
class Reading:
    """One row on its way: what is wrong with it so far, and what helps to read it."""

    # Column → value as typed → slug that an editor agreed to, "" for leaving it out.
    accepted: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    # The draft and the published content that the row would change.
    draft: Any = None
    live: Any = None
    # What the ids of blocks are made of: the same file gives the same blocks.
    key: str = ""
    problems: list[dict[str, Any]] = field(default_factory=list)

    def error(self, code: str, column: str = "", value: Any = "", **more: Any) -> None:
        found = {"code": code, "column": column, "value": str(value)[:200], "level": "error", **more}
        self.problems.append({key: entry for key, entry in found.items() if entry not in ("", None)})

    def note(self, code: str, column: str = "", value: Any = "", **more: Any) -> None:
        self.error(code, column, value, **{"level": "note", **more})

    @property
    def failed(self) -> bool:
        return any(problem["level"] == "error" for problem in self.problems)

    def block_id(self, *parts: object) -> str:
        return str(uuid.uuid5(NAMESPACE, "/".join([self.key, *map(str, parts)])))


@dataclass(frozen=True, kw_only=True)
class Column:
    """One field that a row can fill. `headings` are further names of its header, besides `label` in both languages."""

    name: str
    label: Any
    headings: tuple[str, ...] = ()
    hint: Any = ""
    example: str = ""
    required: bool = False

    def known_headers(self) -> dict[str, list[str]]:
        """Each name under which a cell of this field is kept, with the headers by which it is known."""
        return {self.name: [*in_languages(self.label), *self.headings]}

    def read(self, data: Mapping[str, str], reading: Reading) -> Any:
        """The value of the field, or UNSAID. What is wrong is told to `reading`."""
        text = data.get(self.name, "")
        if not text:
            return UNSAID
        return self.parse("" if text == EMPTY else text, reading)

    def parse(self, text: str, reading: Reading) -> Any:
        return text

    def current(self, item: Any) -> Any:
        """What the field says now, in the form that `parse` gives."""
        return getattr(item, self.name)

    def prepare(self, values: Iterable[Any]) -> None:
        """Read at once what assigning each of these values will ask for."""

    def assign(self, item: Any, value: Any, reading: Reading) -> None:
        setattr(item, self.name, value)

    def is_change(self, value: Any, reading: Reading) -> bool:
        """A value that the draft has is no change; nor is what readers see now: exports show that."""
        known = [item for item in (reading.draft, reading.live) if item is not None]
        return all(self.current(item) != value for item in known)


def in_languages(label: Any) -> list[str]:
    """A label in each language of the interface."""
    found = []
    for language in LANGUAGES:
        with override(language):
            found.append(str(capfirst(str(label))))
    return list(dict.fromkeys(found))


@dataclass(frozen=True, kw_only=True)
class TextColumn(Column):
    """Plain text. Markup in it stays text: it is escaped where it is shown."""

    max_length: int
    several_lines: bool = False

    def parse(self, text: str, reading: Reading) -> str:
        cleaned = self._clean(text)
        if len(cleaned) > self.max_length:
            reading.error("too_long", self.name, cleaned, length=len(cleaned), limit=self.max_length)
        if not cleaned and self.required:
            reading.error("required", self.name)
        return cleaned

    def current(self, item: Any) -> str:
        return self._clean(getattr(item, self.name) or "")

    def _clean(self, text: str) -> str:
        return clean_lines(text) if self.several_lines else clean_text(text)


@dataclass(frozen=True, kw_only=True)
class DurationColumn(Column):
    """Minutes, written in any way people write them; a second column counts in JP."""

    def known_headers(self) -> dict[str, list[str]]:
        jp = ["Durasi (JP)", "JP", "Jumlah JP", "Jam pelajaran", "Duration (JP)"]
        return {**super().known_headers(), f"{self.name}_jp": jp}

    def read(self, data: Mapping[str, str], reading: Reading) -> Any:
        for key, unit in ((self.name, 1), (f"{self.name}_jp", values.MINUTES_PER_JP)):
            text = data.get(key, "")
            if text == EMPTY:
                return None
            if text:
                found = values.minutes(text, unit=unit)
                if found is None or found > 100_000:
                    reading.error("no_duration", key, text)
                return found
        return UNSAID


@dataclass(frozen=True, kw_only=True)
class DateColumn(Column):
    def parse(self, text: str, reading: Reading) -> Any:
        if values.is_no_date(text):
            reading.note("zero_date", self.name, text)
            return self.current(reading.draft) if reading.draft is not None else None
        found = values.date(text)
        if found is None and text:
            reading.error("no_date", self.name, text)
        return found


@dataclass(frozen=True, kw_only=True)
class TermColumn(Column):
    """Terms by name in one column and by slug in another, as exports have them. Whichever differs is the change."""

    vocabulary: str
    many: bool = True

    def known_headers(self) -> dict[str, list[str]]:
        own = super().known_headers()
        return {**own, f"{self.name}_slugs": [f"{heading} (slug)" for heading in own[self.name]]}

    def read(self, data: Mapping[str, str], reading: Reading) -> Any:
        said = {key: data[key] for key in (self.name, f"{self.name}_slugs") if data.get(key)}
        if not said:
            return UNSAID
        kept = self._kept(reading)
        found = {key: self._find(key, text, kept, reading) for key, text in said.items()}
        if reading.failed and any(value is UNSAID for value in found.values()):
            return UNSAID
        different = {key: value for key, value in found.items() if self.is_change(value, reading)}
        if len(different) > 1 and len({frozenset(value) for value in different.values()}) > 1:
            reading.error("columns_disagree", self.name, said[self.name])
            return UNSAID
        return next(iter(different.values()), next(iter(found.values())))

    def _kept(self, reading: Reading) -> set[int]:
        """What the material has already may stay, retired or not."""
        return {pk for item in (reading.draft, reading.live) if item is not None for pk in self.current(item)}

    def _find(self, key: str, text: str, kept: set[int], reading: Reading) -> Any:
        if text == EMPTY:
            return []
        matcher = TermMatcher.of(self.vocabulary)
        found: Found = matcher.read(text, kept=kept, accepted=dict(reading.accepted.get(self.name, {})))
        for unknown in found.unknown:
            code = "retired_term" if unknown.retired else "unknown_term"
            near = unknown.nearest
            reading.error(code, self.name, unknown.value, to=near and near.slug, label=near and near.name)
        if not self.many and len(found.ids) > 1:
            reading.error("one_only", self.name, text)
        return UNSAID if found.unknown else sorted(found.ids)

    def current(self, item: Any) -> list[int]:
        """Ids under the terms that stand for them now."""
        current = TermMatcher.of(self.vocabulary).current
        if self.many:
            return sorted({current.get(term.pk, term.pk) for term in getattr(item, self.name).all()})
        pk = getattr(item, f"{self.name}_id")
        return [current.get(pk, pk)] if pk else []

    def assign(self, item: Any, value: list[int], reading: Reading) -> None:
        model = item._meta.get_field(self.name).related_model
        if self.many:
            terms = terms_of(model)
            getattr(item, self.name).set([terms[pk] for pk in value if pk in terms])
        else:
            setattr(item, f"{self.name}_id", value[0] if value else None)


_registered: dict[str, list[Callable[[], Iterable[Column]]]] = {}


def register_column(kind: str, *columns: Column) -> None:
    """Let the spreadsheets of a kind of material fill further fields. To be called while packages are loaded."""
    _registered.setdefault(kind, []).append(lambda: columns)


def registered_columns(kind: str) -> list[Column]:
    return [column for columns in _registered.get(kind, ()) for column in columns()]


class Headers:
    """The headers of a sheet's columns: which key each one means."""

    def __init__(self, keys: Mapping[str, Iterable[str]]) -> None:
        self.by_text: dict[str, str] = {}
        for key, headings in keys.items():
            for heading in (key, *headings):
                self.by_text.setdefault(tag_key(heading), key)

    def key(self, text: str) -> str:
        """ "" for a header that nothing is known by. What is in brackets may be a remark: “Judul (wajib)”."""
        for candidate in (text, text.partition("(")[0]):
            if found := self.by_text.get(tag_key(candidate)):
                return found
        return ""


DASH_HINT = _("An empty cell leaves what is there; a single - empties it.")
