"""The one worker process: queued tasks, and what has to be done every minute."""

from __future__ import annotations

import logging
import signal
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django_tasks_db.management.commands.db_worker import Worker

from cms import periodic
from cms.task_queue import BACKEND, requeue_interrupted

logger = logging.getLogger("cms.work")


class Command(BaseCommand):
    help = "Run queued tasks, scheduled publishing and the search's event log until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do everything that is due and queued, then end.")
        parser.add_argument("--interval", type=float, default=1.0, help="Seconds between looks (default: 1).")

    def handle(self, *args: Any, **options: Any) -> None:
        self.running = True
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        requeue_interrupted()
        jobs = tasks = 0
        while self.running:
            jobs += periodic.run_due()
            ran = self.run_tasks()
            tasks += ran
            if options["once"] and not ran:
                break
            if ran:
                continue
            time.sleep(options["interval"])
        self.stdout.write(f"Worker ended: {jobs} jobs and {tasks} tasks run.")

    def stop(self, *args: Any) -> None:
        self.running = False

    def run_tasks(self) -> int:
        """Run what is queued now; a task that fails is recorded with its error and the next one is taken."""
        worker = Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name=BACKEND,
            startup_delay=False,
            max_tasks=1,
            worker_id=f"work-{time.time_ns()}",
            excluded_queue_names=[],
        )
        try:
            worker.run()
        except Exception:
            logger.exception("The task queue could not be read; trying again.")
        return int(worker._run_tasks)
