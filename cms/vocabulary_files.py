"""Reads the vocabularies' data files: whole or not at all; every mistake is named with its place."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models

from cms.models import (
    Centre,
    Grade,
    Language,
    Level,
    Licence,
    Phase,
    Platform,
    Province,
    SchoolLevel,
    Subject,
    Synonym,
    Term,
)
from cms.models.synonyms import synonym_key

DATA = Path(__file__).with_name("data")

# In this order each file names only terms of the files before it (or of its own).
FILES: dict[str, type[Term]] = {
    "levels.csv": Level,
    "school_levels.csv": SchoolLevel,
    "grades.csv": Grade,
    "phases.csv": Phase,
    "provinces.csv": Province,
    "subjects.csv": Subject,
    "platforms.csv": Platform,
    "languages.csv": Language,
    "licences.csv": Licence,
    "centres.csv": Centre,
}
SYNONYMS = "synonyms.csv"
# Running text, in which a semicolon is a semicolon.
PROSE = ("description", "description_en")
# Columns that are not called as the field they fill.
FIELD_NAMES = {"name_id": "name", "iso": "slug", "province_iso": "province"}
ORDER_STEP = 10

# As JSON: text (several lines for lists), yes or no, the slug of a term, the sorted slugs of several.
Value = str | bool | int | list[str] | None


class Problem(NamedTuple):
    """A mistake in a data file. The header is line 1; `column` is "" when it concerns the whole line."""

    file: str
    line: int
    column: str
    message: str

    def __str__(self) -> str:
        column = f', column "{self.column}"' if self.column else ""
        return f"{self.file}, line {self.line}{column}: {self.message}"


class VocabularyFileError(Exception):
    """Data files that cannot be loaded; `problems` says where and why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Row:
    """One term or synonym as the file says it: field name → value."""

    line: int
    values: dict[str, Value]


@dataclass(slots=True)
class Cell:
    """One cell, with its place for messages."""

    file: str
    line: int
    column: str
    text: str

    def problem(self, message: str) -> Problem:
        return Problem(self.file, self.line, self.column, message)


def read_files(folder: Path = DATA) -> tuple[dict[type[Term], list[Row]], list[Row]]:
    """The rows of every term file and of the synonyms. Raises VocabularyFileError with every mistake."""
    problems: list[Problem] = []
    terms: dict[type[Term], list[Row]] = {}
    synonyms: list[Row] = []
    try:
        terms = read_terms(folder)
    except VocabularyFileError as error:
        problems += error.problems
    try:
        synonyms = read_synonyms(folder)
    except VocabularyFileError as error:
        problems += error.problems
    if problems:
        raise VocabularyFileError(problems)
    return terms, synonyms


def read_terms(folder: Path) -> dict[type[Term], list[Row]]:
    """The rows of every term file in `folder`. Raises VocabularyFileError."""
    problems: list[Problem] = []
    found: dict[type[Term], list[Row]] = {}
    slugs: dict[type[Term], set[str]] = {}
    for name, model in FILES.items():
        try:
            header, records = _records(folder / name)
            columns = _columns(name, model, header)
        except VocabularyFileError as error:
            problems += error.problems
            slugs[model] = {*model._default_manager.values_list("slug", flat=True)}
            continue
        slug_column = next(column for column, field in columns.items() if field.name == "slug")
        own = [record[slug_column] for _line, record in records]
        slugs[model] = {*own, *model._default_manager.values_list("slug", flat=True)}
        found[model] = _rows(name, records, columns, slugs, problems)
    if problems:
        raise VocabularyFileError(problems)
    return found


def read_synonyms(folder: Path) -> list[Row]:
    """The rows of the synonyms file. Raises VocabularyFileError."""
    header, records = _records(folder / SYNONYMS)
    columns = _columns(SYNONYMS, Synonym, header)
    problems: list[Problem] = []
    rows: list[Row] = []
    first_lines: dict[str, int] = {}
    for line, record in records:
        values = {columns[name].name: "\n".join(_parts(text)) for name, text in record.items()}
        rows.append(Row(line, dict(values)))
        try:
            Synonym(**values).clean()
        except ValidationError as error:
            problems += [Problem(SYNONYMS, line, name, message) for name, message in _messages(error)]
            continue
        key = synonym_key(values["same_meaning"])
        if key in first_lines:
            message = f'"{key}" comes first in line {first_lines[key]} already'
            problems.append(Problem(SYNONYMS, line, "same_meaning", message))
        first_lines.setdefault(key, line)
    if problems:
        raise VocabularyFileError(problems)
    return rows


def _records(path: Path) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """Header and records with the line each begins at, cells stripped."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise VocabularyFileError([Problem(path.name, 1, "", f"cannot be read: {error.strerror}")]) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise VocabularyFileError([Problem(path.name, line, "", "is not UTF-8 text")]) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[tuple[int, dict[str, str]]] = []
    header: list[str] = []
    begins = 1
    try:
        for cells in reader:
            line, begins = begins, reader.line_num + 1
            if not header:
                header = [cell.strip() for cell in cells]
            elif any(cell.strip() for cell in cells):
                if len(cells) != len(header):
                    message = f"has {len(cells)} cells, the header has {len(header)}"
                    raise VocabularyFileError([Problem(path.name, line, "", message)])
                records.append((line, dict(zip(header, (cell.strip() for cell in cells), strict=True))))
    except csv.Error as error:
        raise VocabularyFileError([Problem(path.name, begins, "", str(error))]) from error
    return header, records


def _columns(file: str, model: type[models.Model], header: list[str]) -> dict[str, models.Field]:
    """The model field behind each column of the header."""
    columns: dict[str, models.Field] = {}
    problems: list[Problem] = []
    for name in header:
        try:
            field = model._meta.get_field(FIELD_NAMES.get(name, name))
        except FieldDoesNotExist:
            field = None
        if not isinstance(field, models.Field) or field.name in ("id", "order", "loaded"):
            problems.append(Problem(file, 1, name, "is not a column of this file"))
        elif field in columns.values():
            problems.append(Problem(file, 1, name, "is there twice"))
        else:
            columns[name] = field
    present = {field.name for field in columns.values()}
    for needed in ("slug", "name", "province") if issubclass(model, Centre) else ("slug", "name"):
        if issubclass(model, Term) and needed not in present:
            problems.append(Problem(file, 1, needed, "this column is missing"))
    if model is Synonym and "same_meaning" not in present:
        problems.append(Problem(file, 1, "same_meaning", "this column is missing"))
    if problems:
        raise VocabularyFileError(problems)
    return columns


def _rows(
    file: str,
    records: list[tuple[int, dict[str, str]]],
    columns: Mapping[str, models.Field],
    slugs: Mapping[type[Term], set[str]],
    problems: list[Problem],
) -> list[Row]:
    """The rows of one term file; mistakes are added to `problems`."""
    rows: list[Row] = []
    seen: dict[str, int] = {}
    for position, (line, record) in enumerate(records, start=1):
        values: dict[str, Value] = {"order": position * ORDER_STEP}
        for name, text in record.items():
            cell = Cell(file, line, name, text)
            try:
                values[columns[name].name] = _value(columns[name], cell, slugs)
            except VocabularyFileError as error:
                problems += error.problems
        slug = str(values.get("slug", ""))
        if slug in seen:
            problems.append(Problem(file, line, "slug", f'"{slug}" is in line {seen[slug]} already'))
        seen.setdefault(slug, line)
        if values.get("successor") and values.get("status") != Term.Status.RETIRED:
            problems.append(Problem(file, line, "status", "has to be retired, because there is a successor"))
        rows.append(Row(line, values))
    problems += _circles(file, rows)
    return rows


def _value(field: Any, cell: Cell, slugs: Mapping[type[Term], set[str]]) -> Value:
    """A cell as the value of its field. Raises VocabularyFileError."""
    if isinstance(field, models.BooleanField):
        if cell.text not in ("yes", "no"):
            raise VocabularyFileError([cell.problem(f'has to be yes or no, not "{cell.text}"')])
        return cell.text == "yes"
    if isinstance(field, models.ForeignKey | models.ManyToManyField):
        named = _parts(cell.text) if field.many_to_many else [cell.text] if cell.text else []
        unknown = [slug for slug in named if slug not in slugs[field.related_model]]
        if unknown:
            label = field.related_model._meta.verbose_name_raw
            raise VocabularyFileError([cell.problem(f'no {label} is called "{slug}"') for slug in unknown])
        if not named and not field.blank:
            raise VocabularyFileError([cell.problem("is empty")])
        return sorted(set(named)) if field.many_to_many else named[0] if named else None
    is_list = isinstance(field, models.TextField) and field.name not in PROSE
    text = "\n".join(_parts(cell.text)) if is_list else cell.text
    try:
        return str(field.clean(text, None))
    except ValidationError as error:
        raise VocabularyFileError([cell.problem(message) for message in error.messages]) from error


def _circles(file: str, rows: list[Row]) -> Iterator[Problem]:
    successors = {row.values.get("slug"): row.values.get("successor") for row in rows}
    for row in rows:
        seen = {row.values.get("slug")}
        step = row.values.get("successor")
        while step and step not in seen:
            seen.add(step)
            step = successors.get(step)
        if step:
            yield Problem(file, row.line, "successor", "leads back to the term itself")
            return


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _messages(error: ValidationError) -> list[tuple[str, str]]:
    return [(name, message) for name, messages in error.message_dict.items() for message in messages]
