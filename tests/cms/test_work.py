"""The worker: jobs and tasks run, and one that fails stops nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cms import periodic
from tests import factories


@pytest.fixture
def jobs(monkeypatch: Any) -> dict[str, periodic.Job]:
    """An empty list of jobs."""
    monkeypatch.setattr(periodic, "JOBS", {})
    return periodic.JOBS


def fail() -> None:
    raise RuntimeError("odd")


def test_jobs_run_when_they_are_due(jobs: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(periodic, "close_old_connections", lambda: None)
    ran: list[str] = []
    periodic.periodic("often", seconds=1)(lambda: ran.append("often"))
    periodic.periodic("rarely", seconds=60)(lambda: ran.append("rarely"))
    assert [periodic.run_due(now=moment) for moment in (0, 0.5, 2, 61)] == [2, 0, 1, 2]
    assert ran == ["often", "rarely", "often", "often", "rarely"]


def test_a_job_that_fails_stops_neither_the_others_nor_its_next_turn(jobs: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(periodic, "close_old_connections", lambda: None)
    ran: list[int] = []
    periodic.periodic("bad", seconds=1)(fail)
    periodic.periodic("good", seconds=1)(lambda: ran.append(1))
    assert [periodic.run_due(now=moment) for moment in (0, 2)] == [2, 2]
    assert ran == [1, 1]


def test_the_packages_jobs_are_registered() -> None:
    assert {"scheduled publishing", "search: apply events", "search: remove old events"} <= set(periodic.JOBS)


def test_queued_tasks_run_and_are_counted(jobs: Any, run_worker: Any) -> None:
    factories.make_document()
    assert "1 tasks run" in run_worker()
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


def test_a_task_that_fails_is_recorded_and_the_next_one_runs(jobs: Any, run_worker: Any, monkeypatch: Any) -> None:
    from media import extraction

    read = extraction.read_document
    bad = factories.make_document("Rusak")
    factories.make_document("Baik")
    monkeypatch.setattr(extraction, "read_document", lambda item: fail() if item.pk == bad.pk else read(item))
    assert "2 tasks run" in run_worker()
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == [
        TaskResultStatus.FAILED,
        TaskResultStatus.SUCCESSFUL,
    ]


def test_a_job_that_fails_does_not_keep_tasks_from_running(jobs: Any, run_worker: Any) -> None:
    periodic.periodic("bad", seconds=1)(fail)
    factories.make_document()
    assert "1 jobs and 1 tasks run" in run_worker()


def test_with_nothing_to_do_it_ends(jobs: Any, run_worker: Any) -> None:
    assert "0 jobs and 0 tasks run" in run_worker()
