"""Work on imports that runs in the worker. Begun again after an interruption, each goes on where it was."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from cms.imports import runs
from cms.imports.models import Import

Status = Import.Status
# A task ends after this many seconds and queues the rest: what is due meanwhile runs between two tasks.
WORKED_SECONDS = 20


@task(backend="durable")
def work_on(import_id: int) -> str:
    """Do what the status says is to be done, or a part of it. What is left is a task of its own, tried as often.

    Returns the status it ended in; "gone" when it was deleted.
    """
    people = ("uploaded_by", "undone_by")
    source = Import.objects.select_related("workspace", "parent", *people).filter(pk=import_id).first()
    if source is None:
        return "gone"
    until = time.monotonic() + WORKED_SECONDS
    ended = _step(source)(source, lambda: time.monotonic() >= until)
    source.refresh_from_db()
    if not ended:
        with transaction.atomic():
            queue(source)
    return str(source.status)


def _step(source: Import) -> Callable[[Import, runs.Stop], bool]:
    if source.status == Status.CHECKING:
        return runs.recheck if source.findings.get("again") else runs.check
    steps = {Status.RUNNING: runs.run, Status.UNDOING: runs.undo}
    return steps.get(Status(source.status), lambda _source, _stop: True)


def start(source: Import, *before: Any, to: Any, **values: Any) -> bool:
    """Move an import on and queue its work, both or neither. False when somebody else already did."""
    with transaction.atomic():
        if not source.move(*before, to=to, **values):
            return False
        queue(source)
    return True


def queue(source: Import) -> None:
    result = work_on.enqueue(source.pk)
    Import.objects.filter(pk=source.pk).update(task_id=str(result.id))


def is_interrupted(source: Import) -> bool:
    """Whether it should be worked on and nobody will: its task failed, or is gone."""
    if not source.is_busy:
        return False
    task_of = DBTaskResult.objects.filter(pk=source.task_id or None).first()
    return task_of is None or task_of.status in ("FAILED", "SUCCESSFUL")
