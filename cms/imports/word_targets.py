"""Imports terms of a vocabulary, and tags. Neither is ever deleted: undone, a new term is retired."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from cms.imports.access import decides_on_words
from cms.imports.columns import EMPTY, Column, Reading, TextColumn
from cms.imports.models import Import, ImportRow
from cms.imports.targets import Target, settle
from cms.imports.term_matching import SEPARATORS, TermMatcher
from cms.models import VOCABULARIES, Tag, Term, tag_key
from cms.models.terms import lines

SLUG_KEYS = {"slug": ["Slug", "Kode", "ID"]}
YES = {"ya", "yes", "y", "true", "1", "benar"}
NO = {"tidak", "no", "n", "false", "0", "salah"}


@dataclass(frozen=True, kw_only=True)
class LinesColumn(TextColumn):
    """Several names; a form keeps one a line, in a cell a semicolon divides them too."""

    def _clean(self, text: str) -> str:
        return "\n".join(dict.fromkeys(part for line in lines(text) for part in SEPARATORS.split(line) if part))


@dataclass(frozen=True, kw_only=True)
class NumberColumn(Column):
    def parse(self, text: str, reading: Reading) -> Any:
        if not text.isdecimal() or len(text) > 6:
            reading.error("no_number", self.name, text)
            return None
        return int(text)


@dataclass(frozen=True, kw_only=True)
class YesNoColumn(Column):
    def parse(self, text: str, reading: Reading) -> Any:
        if text.casefold() not in YES | NO:
            reading.error("no_yes_or_no", self.name, text)
        return text.casefold() in YES


@dataclass(frozen=True, kw_only=True)
class ChoiceColumn(Column):
    choices: tuple[tuple[str, Any], ...]

    def parse(self, text: str, reading: Reading) -> Any:
        from cms.imports.columns import in_languages

        known = {tag_key(name): value for value, label in self.choices for name in (value, *in_languages(label))}
        if tag_key(text) not in known:
            reading.error("no_choice", self.name, text)
        return known.get(tag_key(text), "")


@dataclass(frozen=True, kw_only=True)
class RelationColumn(Column):
    """Terms of another vocabulary (or, for a successor, of the same one), by name or slug."""

    vocabulary: str
    many: bool

    def parse(self, text: str, reading: Reading) -> Any:
        found = TermMatcher.of(self.vocabulary).read(text, kept=TermMatcher.of(self.vocabulary).entries)
        for unknown in found.unknown:
            reading.error("unknown_term", self.name, unknown.value)
        return sorted(found.ids) if self.many else (found.ids[0] if found.ids else None)

    def current(self, item: Any) -> Any:
        if self.many:
            return sorted(getattr(item, self.name).values_list("pk", flat=True)) if item.pk else []
        return getattr(item, f"{self.name}_id")

    def assign(self, item: Any, value: Any, reading: Reading) -> None:
        if self.many:
            getattr(item, self.name).set(value)
        else:
            setattr(item, f"{self.name}_id", value)


@cache
def term_columns(model: Any) -> list[Column]:
    """A column for each field of the vocabulary that editors fill in."""
    found: list[Column] = []
    for field in [*model._meta.fields, *model._meta.many_to_many]:
        words: dict[str, Any] = {"name": field.name, "label": field.verbose_name}
        if field.name in ("id", "slug", "loaded"):
            continue
        if field.related_model is not None and field.related_model in VOCABULARIES:
            words |= {"vocabulary": field.related_model.__name__, "many": bool(field.many_to_many)}
            found.append(RelationColumn(**words))
        elif isinstance(field, models.BooleanField):
            found.append(YesNoColumn(**words))
        elif isinstance(field, models.PositiveIntegerField):
            found.append(NumberColumn(**words))
        elif field.choices:
            found.append(ChoiceColumn(choices=tuple(field.choices), **words))
        elif isinstance(field, models.TextField):
            prose = field.name.startswith("description")
            column = TextColumn if prose else LinesColumn
            found.append(column(max_length=5_000, several_lines=True, **words))
        elif isinstance(field, models.CharField):
            found.append(TextColumn(max_length=field.max_length or 200, required=field.name == "name", **words))
    return found


class WordTarget(Target):
    """What terms and tags share. `find` says which one a row means."""

    model: type[Any]

    def batch(self, source: Import, rows: Sequence[ImportRow]) -> WordBatch:
        return WordBatch(self, source, rows)

    def find(self, data: Mapping[str, str]) -> Any:
        raise NotImplementedError

    def new(self, data: Mapping[str, str]) -> Any:
        raise NotImplementedError

    def state(self, item: Any) -> dict[str, Any]:
        """What an undo compares and restores."""
        return {column.name: column.current(item) for column in self.columns()}

    def undo(self, source: Import, rows: Sequence[ImportRow], user: Any) -> None:
        allowed = user is not None and decides_on_words(user)
        for row in rows:
            if allowed:
                self._undo(row)
            else:
                row.state = row.State.LEFT
                row.problems = [*row.problems, {"code": "undo_forbidden", "level": "note"}]

    def _undo(self, row: ImportRow) -> None:
        item = row.item
        if item is None:
            row.state = row.State.UNDONE
            return
        former = row.before.get("former")
        if self.state(item) != row.before.get("left") or (former is None and not isinstance(item, Term)):
            row.state = row.State.LEFT
            code = "tag_stays" if isinstance(item, Tag) and former is None else "edited_since"
            row.problems = [*row.problems, {"code": code, "level": "note", "value": str(item)[:200]}]
            return
        if former is None:
            item.status = Term.Status.RETIRED
            item.save()
        else:
            reading = Reading()
            for column in self.columns():
                column.assign(item, former[column.name], reading)
            item.save()
        row.state = row.State.UNDONE


class WordBatch:
    def __init__(self, target: WordTarget, source: Import, rows: Sequence[ImportRow]) -> None:
        self.target, self.source = target, source

    def fixed(self) -> AbstractContextManager[None]:
        """The rows before may have made or renamed what a row names."""
        return nullcontext()

    def check(self, row: ImportRow) -> None:
        item, reading, values = self._read(row)
        if not reading.failed and (item or values):
            self._try(item or self.target.new(row.data), values, reading)
        # Trying has put the values into the item: what changes was seen before.
        settle(row, reading, [column.name for column in values], exists=item is not None)

    def _read(self, row: ImportRow) -> tuple[Any, Reading, dict[Column, Any]]:
        reading = Reading()
        item = self.target.find(row.data)
        reading.draft = item
        values = self.target.values(row.data, reading)
        if item is None and not row.data.get("name"):
            reading.error("required", "name")
        if item is not None:
            values = {column: value for column, value in values.items() if column.is_change(value, reading)}
        return item, reading, values

    def _try(self, item: Any, values: dict[Column, Any], reading: Reading) -> None:
        for column, value in values.items():
            if not getattr(column, "many", False):
                column.assign(item, value, reading)
        try:
            item.full_clean()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                reading.error("invalid", "" if name == "__all__" else name, " ".join(messages))

    def apply(self, rows: Sequence[ImportRow]) -> None:
        for row in rows:
            self._apply(row)

    def _apply(self, row: ImportRow) -> None:
        item, reading, values = self._read(row)
        exists = item is not None
        former = self.target.state(item) if exists else None
        if not exists and not reading.failed:
            item = self.target.new(row.data)
        if not reading.failed:
            self._try(item, values, reading)
        settle(row, reading, [column.name for column in values], exists=exists)
        if row.outcome == row.Outcome.PROBLEM:
            row.state = row.State.FAILED
            return
        if values or not exists:
            item.save()
            for column, value in values.items():
                if getattr(column, "many", False):
                    column.assign(item, value, reading)
            row.before = {"left": self.target.state(item), **({"former": former} if exists else {})}
            row.object_type, row.object_id = ContentType.objects.get_for_model(item), item.pk
        row.state = row.State.DONE


class TermTarget(WordTarget):
    def __init__(self, model: type[Term]) -> None:
        self.model = model
        self.key = f"term:{model._meta.model_name}"

    def columns(self) -> Sequence[Column]:
        model: Any = self.model
        return term_columns(model)

    def identity_keys(self) -> dict[str, list[str]]:
        return SLUG_KEYS

    def identity(self, data: Mapping[str, str]) -> str:
        return data.get("slug", "").casefold() or tag_key(data.get("name", ""))

    def find(self, data: Mapping[str, str]) -> Any:
        """By slug where the row has one, else by any name the term ever had."""
        if slug := data.get("slug"):
            return self.model._default_manager.filter(slug=slug).first()
        pk = TermMatcher.of(self.model.__name__)._lookup(data.get("name", ""))
        return self.model._default_manager.filter(pk=pk).first() if pk else None

    def new(self, data: Mapping[str, str]) -> Any:
        return self.model(slug=data.get("slug") or slugify(data.get("name", ""))[:100])


class TagTarget(WordTarget):
    model = Tag
    key = "tag"

    def columns(self) -> Sequence[Column]:
        return [
            NewNameColumn(name="name", label=_("Name"), headings=("Label", "Tag"), max_length=100, required=True),
        ]

    def identity_keys(self) -> dict[str, list[str]]:
        return {"new_name": ["Nama baru", "New name", "Diganti menjadi"], "slug": ["Slug"]}

    def identity(self, data: Mapping[str, str]) -> str:
        return tag_key(data.get("name", ""))

    def find(self, data: Mapping[str, str]) -> Any:
        found = Tag.objects.filter(key=tag_key(data.get("name", ""))).select_related("successor").first()
        return found and (found.successor or found)

    def new(self, data: Mapping[str, str]) -> Any:
        tag = Tag()
        tag.slug = tag.slugify(data.get("name", ""))
        return tag


@dataclass(frozen=True, kw_only=True)
class NewNameColumn(TextColumn):
    """A tag that is there keeps its name unless the row gives it a new one."""

    def read(self, data: Mapping[str, str], reading: Reading) -> Any:
        name, new = data.get(self.name, ""), data.get("new_name", "")
        if not tag_key(name):
            reading.error("wordless_tag", self.name, name)
            return ""
        if reading.draft is not None and (not new or new == EMPTY):
            return self.current(reading.draft)
        return self.parse(new if new and new != EMPTY else name, reading)
