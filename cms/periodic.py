"""What the worker does every minute. Packages register their jobs; one that fails never stops the others."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import close_old_connections

logger = logging.getLogger(__name__)


@dataclass
class Job:
    """A function that the worker calls every `seconds`; `due` is when next, by the monotonic clock."""

    name: str
    function: Callable[[], object]
    seconds: float
    due: float = field(default=0.0)


JOBS: dict[str, Job] = {}


def periodic(name: str, *, seconds: float) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register a function as a job of the worker."""

    def register(function: Callable[[], object]) -> Callable[[], object]:
        JOBS[name] = Job(name, function, seconds)
        return function

    return register


def run_due(now: float | None = None) -> int:
    """Run every job that is due; returns how many ran. Errors are logged and the job is tried again when due."""
    now = time.monotonic() if now is None else now
    due = [job for job in JOBS.values() if job.due <= now]
    for job in due:
        job.due = now + job.seconds
        close_old_connections()
        try:
            job.function()
        except Exception:
            logger.exception("The job “%s” failed; it is tried again in %s s.", job.name, job.seconds)
    return len(due)
