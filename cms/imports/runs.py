"""Checks, runs and undoes an import, some rows at a time. What a killed worker left is taken up where it ended."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from cms.imports.column_check import data_rows
from cms.imports.models import Import, ImportRow
from cms.imports.reading import FileRefused
from cms.imports.repeats import name_repeated
from cms.imports.targets import Target, target_of

logger = logging.getLogger(__name__)
# Rows of one transaction: some five milliseconds each, and nobody else can write to SQLite meanwhile.
CHECKED_AT_ONCE, WRITTEN_AT_ONCE = 100, 50
MAX_SUGGESTIONS = 300
Status, Outcome, State = Import.Status, ImportRow.Outcome, ImportRow.State
SUGGESTED = ("unknown_term",)
# Asked between two chunks: whether the rest is to be left for later.
Stop = Callable[[], bool]


def to_the_end() -> bool:
    return False


def check(source: Import, stop: Stop = to_the_end) -> bool:
    """The dry run: a row for each row of the file. Goes on after the last row that was kept.

    Returns whether it came to its end, as all of these do.
    """
    target = target_of(source)
    try:
        if target is None:
            raise FileRefused("kind_gone")
        with source.file.open("rb") as file:
            reached = source.rows.aggregate(last=Max("number"))["last"] or 0
            rows = (row for row in data_rows(file, source, target) if row[0] > reached)
            while chunk := list(islice(rows, CHECKED_AT_ONCE)):
                _check_chunk(source, target, chunk)
                if stop():
                    return False
    except FileRefused as refused:
        # Nothing half-done: what was read before the fault does not stay.
        source.rows.all().delete()
        values = {"refused": {"code": refused.code, **refused.values}}
        source.move(Status.CHECKING, to=Status.REFUSED, findings={**source.findings, **values}, counts={})
        return True
    _count(source)
    source.move(Status.CHECKING, to=Status.CHECKED, counts=source.counts)
    return True


def _check_chunk(source: Import, target: Target, chunk: list[tuple[int, dict[str, str], list[Any]]]) -> None:
    rows = [
        ImportRow(
            source=source,
            number=number,
            data=data,
            problems=problems,
            external_id=target.identity(data)[:200],
            uuid=target.uuid_of(data),
        )
        for number, data, problems in chunk
    ]
    # Before the transaction, in which nobody else can write to SQLite: a cell may take long to understand.
    _look_at(target, source, rows)
    with transaction.atomic():
        name_repeated(source, rows)
        ImportRow.objects.bulk_create(rows)
        _collect(source, rows)
        source.counts["rows"] = source.counts.get("rows", 0) + len(rows)
        source.save(update_fields=["counts", "suggestions"])


def _look_at(target: Target, source: Import, rows: list[ImportRow]) -> None:
    """Check the rows together, which is quick; when that fails each by itself, so that only the faulty one does."""
    problems = [row.problems for row in rows]
    try:
        batch = target.batch(source, rows)
        with batch.fixed():
            for row in rows:
                batch.check(row)
    except Exception as error:
        for row, found in zip(rows, problems, strict=True):
            row.problems, row.page = found, None
        if len(rows) > 1:
            for row in rows:
                _look_at(target, source, [row])
            return
        row = rows[0]
        logger.warning("Row %s of import %s was not understood.", row.number, row.source_id, exc_info=True)
        row.outcome = Outcome.PROBLEM
        row.problems = [*(problem for problem in row.problems if problem.get("cell")), _fault(error)]


def _fault(error: Exception) -> dict[str, Any]:
    reasons = error.messages if isinstance(error, ValidationError) else [type(error).__name__]
    return {"code": "invalid", "level": "error", "value": " ".join(reasons)[:300]}


def _collect(source: Import, rows: list[ImportRow]) -> None:
    """Gather what was not understood, each value once, to be answered once for all rows."""
    for row in rows:
        for problem in row.problems:
            if problem["code"] not in SUGGESTED:
                continue
            said = source.suggestions.setdefault(problem["column"], {})
            known = said.get(problem["value"])
            if known is None:
                if sum(map(len, source.suggestions.values())) >= MAX_SUGGESTIONS:
                    continue
                known = said[problem["value"]] = {"to": problem.get("to", ""), "label": problem.get("label", "")}
            known["rows"] = known.get("rows", 0) + 1


def recheck(source: Import, stop: Stop = to_the_end) -> bool:
    """Look again at the rows with problems, after suggestions were accepted."""
    target = target_of(source)
    assert target is not None
    reached = int(source.findings.get("rechecked", 0))
    rows = source.rows.filter(outcome=Outcome.PROBLEM)
    while chunk := list(rows.filter(number__gt=reached).order_by("number")[:CHECKED_AT_ONCE]):
        reached = chunk[-1].number
        _look_at(target, source, chunk)
        with transaction.atomic():
            ImportRow.objects.bulk_update(chunk, ["outcome", "changes", "problems", "page"])
            source.findings["rechecked"] = reached
            source.save(update_fields=["findings"])
        if stop():
            return False
    source.findings.pop("rechecked", None)
    _count(source)
    source.move(Status.CHECKING, to=Status.CHECKED, counts=source.counts, findings=source.findings)
    return True


def run(source: Import, stop: Stop = to_the_end) -> bool:
    """Write what the check announced, as drafts. A row that fails is named and the others go on."""
    target = target_of(source)
    assert target is not None
    waiting = source.rows.filter(state=State.WAITING, outcome__in=(Outcome.NEW, Outcome.CHANGED))
    for chunk in _chunks(waiting):
        with transaction.atomic():
            _write(target, source, chunk)
            _keep(chunk)
            _progress(source, len(chunk))
        if stop():
            return False
    source.rows.filter(state=State.WAITING, outcome=Outcome.SAME).update(state=State.DONE)
    _count(source)
    source.move(Status.RUNNING, to=Status.DONE, counts=source.counts, finished_at=timezone.now())
    return True


def _write(target: Target, source: Import, rows: list[ImportRow]) -> None:
    """All of the rows together, which is quick; when that fails each by itself, so that only the faulty one does."""
    try:
        with transaction.atomic():
            batch = target.batch(source, rows)
            with batch.fixed():
                batch.apply(rows)
    # Whatever it is. What ends the worker itself is no Exception and ends this, too.
    except Exception as error:
        if len(rows) > 1:
            for row in rows:
                _write(target, source, [row])
                # For the next one, which may have come to mean the same material.
                _keep([row])
            return
        row = rows[0]
        logger.warning("Row %s of import %s was not imported.", row.number, row.source_id, exc_info=True)
        row.state, row.page, row.item, row.before = State.FAILED, None, None, {}
        row.problems = [*row.problems, _fault(error)]


def undo(source: Import, stop: Stop = to_the_end) -> bool:
    """Take back what was imported and not touched since, the last row first, and only what its undoer may."""
    target = target_of(source)
    assert target is not None
    done = source.rows.filter(state=State.DONE, outcome__in=(Outcome.NEW, Outcome.CHANGED))
    for chunk in _chunks(done, backwards=True):
        with transaction.atomic():
            _undo(target, source, chunk)
            _keep(chunk)
            _progress(source, len(chunk))
        if stop():
            return False
    _count(source)
    source.move(Status.UNDOING, to=Status.UNDONE, counts=source.counts, finished_at=timezone.now())
    return True


def _undo(target: Target, source: Import, rows: list[ImportRow]) -> None:
    """All together, or else each by itself, as in `_write`."""
    before = [(row.page, row.state, row.problems) for row in rows]
    try:
        with transaction.atomic():
            target.undo(source, rows, source.undone_by)
    except Exception:
        for row, (page, state, problems) in zip(rows, before, strict=True):
            row.page, row.state, row.problems = page, state, problems
        if len(rows) > 1:
            for row in rows:
                _undo(target, source, [row])
            return
        row = rows[0]
        logger.warning("Row %s of import %s was not undone.", row.number, row.source_id, exc_info=True)
        row.state = State.LEFT
        row.problems = [*row.problems, {"code": "not_undone", "level": "note"}]


def _chunks(rows: Any, *, backwards: bool = False) -> Iterator[list[ImportRow]]:
    """Each chunk is asked for anew: its rows leave the query when they are kept."""
    ordered = rows.order_by("-number" if backwards else "number").select_related("page")
    while chunk := list(ordered[:WRITTEN_AT_ONCE]):
        yield chunk


def _keep(rows: list[ImportRow]) -> None:
    """The rows are there: written as an upsert, a third of what `bulk_update` takes."""
    fields = ["outcome", "state", "changes", "problems", "page", "before", "object_type", "object_id"]
    ImportRow.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=fields)


def _progress(source: Import, rows: int) -> None:
    source.counts["worked"] = source.counts.get("worked", 0) + rows
    source.save(update_fields=["counts"])


def _count(source: Import) -> None:
    """The figures of the report, in one query."""
    found: Counter[str] = Counter()
    groups = source.rows.order_by().values("outcome", "state").annotate(rows=Count("pk"))
    for group in groups:
        found[group["outcome"]] += group["rows"]
        found[group["state"]] += group["rows"]
        found["rows"] += group["rows"]
        if group["outcome"] in (Outcome.NEW, Outcome.CHANGED) and group["state"] in (State.DONE, State.UNDONE):
            found[f"{group['outcome']}_{group['state']}"] += group["rows"]
    source.counts = dict(found)
