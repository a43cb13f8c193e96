"""What can be imported: materials of each kind, the terms of each vocabulary, tags."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.imports.columns import UNSAID, Column, Headers, Reading
from cms.imports.models import Import, ImportRow
from cms.models import VOCABULARIES, Term
from cms.models.resources import resource_kinds

Outcome, State = ImportRow.Outcome, ImportRow.State


class Target:
    """One kind of import. A batch of rows is prepared, then each row is checked, applied or undone."""

    key: str = ""
    label: str = ""
    # Terms and tags are everybody's: their import is the national admins'.
    is_national: ClassVar[bool] = True

    def columns(self) -> Sequence[Column]:
        raise NotImplementedError

    def identity_keys(self) -> dict[str, list[str]]:
        return {}

    def information_keys(self) -> dict[str, list[str]]:
        return {}

    def known_headers(self) -> dict[str, list[str]]:
        """Every column that is known: its key → the headers by which it is."""
        found = dict(self.identity_keys())
        for column in self.columns():
            found.update(column.known_headers())
        return {**found, **self.information_keys()}

    def headers(self) -> Headers:
        return Headers(self.known_headers())

    def column_of(self, key: str) -> Column | None:
        return next((column for column in self.columns() if key in column.known_headers()), None)

    def identity(self, data: Mapping[str, str]) -> str:
        """The name that two rows of a file must not share; "" for a row that says nothing of it."""
        raise NotImplementedError

    def uuid_of(self, data: Mapping[str, str]) -> UUID | None:
        """The UUID that the row names its material by, if it does."""
        return None

    def batch(self, source: Import, rows: Sequence[ImportRow]) -> Any:
        """What is read once for many rows; an object with `check(row)`, `apply(rows)`, `fixed()`."""
        raise NotImplementedError

    def undo(self, source: Import, rows: Sequence[ImportRow], user: Any) -> None:
        """Take back what the rows did, and set their states; what was edited since is left, with a note."""
        raise NotImplementedError

    def values(self, data: Mapping[str, str], reading: Reading) -> dict[Column, Any]:
        """Columns that the row says something of, with their values."""
        found = {column: column.read(data, reading) for column in self.columns()}
        return {column: value for column, value in found.items() if value is not UNSAID}


def settle(row: ImportRow, reading: Reading, changes: Iterable[str], *, exists: bool) -> None:
    """Write what a check found into the row. Problems of its cells were found when the file was read."""
    row.problems = [*(problem for problem in row.problems if problem.get("cell")), *reading.problems]
    row.changes = list(changes)
    if any(problem["level"] == "error" for problem in row.problems):
        row.outcome = Outcome.PROBLEM
    elif not exists:
        row.outcome = Outcome.NEW
    else:
        row.outcome = Outcome.CHANGED if row.changes else Outcome.SAME


@cache
def targets() -> dict[str, Target]:
    """Every kind of import by its key, materials first."""
    from cms.imports.resource_target import ResourceTarget
    from cms.imports.word_targets import TagTarget, TermTarget

    every: list[Target] = [ResourceTarget(model) for model in resource_kinds().values()]
    every += [TermTarget(model) for model in VOCABULARIES]
    every.append(TagTarget())
    return {target.key: target for target in every}


def target_of(source: Import) -> Target | None:
    """None for a kind that is not installed any more."""
    return targets().get(source.kind)


def label_of(target: Target) -> str:
    """What the kind of import is called, in the language of who looks."""
    if target.key == "tag":
        return _("Tags")
    model: Any = getattr(target, "model", None)
    if issubclass(model, Term):
        return _("Terms: %(vocabulary)s") % {"vocabulary": capfirst(str(model._meta.verbose_name_plural))}
    return str(capfirst(str(model.kind_label)))
