"""Keeps the table of queued tasks sound: what a killed worker left is run again, old results go."""

from __future__ import annotations

import logging

from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from cms.periodic import periodic

logger = logging.getLogger(__name__)
BACKEND = "durable"
MAX_TRIES = 3
RESULT_DAYS = 14


def requeue_interrupted() -> int:
    """Put back the tasks that a killed worker had begun; returns how many.

    Called when the one worker starts, so nobody is running them. A task that was begun three times without an
    end is what kills the worker: it is recorded as failed instead.
    """
    requeued = 0
    for task in DBTaskResult.objects.running().filter(backend_name=BACKEND):
        if len(task.worker_ids) >= MAX_TRIES:
            logger.error("The task %s (%s) ended the worker %s times; given up.", task.pk, task.task_path, MAX_TRIES)
            task.set_failed(RuntimeError("ended the worker each time it was tried"))
            continue
        requeued += DBTaskResult.objects.running().filter(pk=task.pk).update(status="READY", started_at=None)
    return requeued


@periodic("queue: remove old results", seconds=86_400)
def remove_old_results() -> None:
    options = (f"--backend={BACKEND}", "--queue-name=*", f"--min-age-days={RESULT_DAYS}")
    call_command("prune_db_task_results", *options, verbosity=0)
