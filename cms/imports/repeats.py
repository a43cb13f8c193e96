"""Names the rows of a file that are about one material: which of them is meant, nobody can say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cms.imports.models import Import, ImportRow
from cms.imports.resource_batch import BY_TITLE

BY = ("external_id", "uuid", "page_id")


def name_repeated(source: Import, rows: Sequence[ImportRow]) -> None:
    """Make a problem of each checked row that names the material of an earlier one: by UUID, by ID, by the page found.

    Looks at the rows before it in the file, in a fixed number of queries.
    """
    first = _kept(source, rows)
    for row in rows:
        values = row.external_id, row.uuid, row.page_id
        repeated = next(((first[mark], code) for code, mark in _sought(*values) if mark in first), None)
        if repeated is not None:
            number, code = repeated
            problem = {"code": code, "level": "error", "value": str(number), "cell": True}
            row.problems, row.outcome = [*row.problems, problem], row.Outcome.PROBLEM
        for mark in _marks(*values):
            first.setdefault(mark, row.number)


def _kept(source: Import, rows: Sequence[ImportRow]) -> dict[tuple[Any, ...], int]:
    first: dict[tuple[Any, ...], int] = {}
    for name in BY:
        wanted = {value for row in rows if (value := getattr(row, name))}
        kept = source.rows.filter(**{f"{name}__in": wanted}).order_by("number")
        for number, *values in kept.values_list("number", *BY):
            for mark in _marks(*values):
                first[mark] = min(number, first.get(mark, number))
    return first


def _marks(external_id: str, uuid: Any, page: int | None) -> Iterator[tuple[Any, ...]]:
    """All by which a later row may be found to mean the same as this one."""
    if external_id:
        # Of rows with a UUID several may have one title.
        yield ("name", external_id, bool(uuid) and external_id.startswith(BY_TITLE))
    if uuid:
        yield ("uuid", uuid)
    if page:
        yield ("page", page)


def _sought(external_id: str, uuid: Any, page: int | None) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The same from the later row's side, with the code of the problem."""
    if uuid:
        yield "id_twice", ("uuid", uuid)
    if external_id:
        code = "title_twice" if external_id.startswith(BY_TITLE) else "id_twice"
        yield code, ("name", external_id, False)
        if code == "title_twice" and not uuid:
            yield code, ("name", external_id, True)
    if page:
        yield "material_twice", ("page", page)
