"""A killed worker's tasks are run again, but not for ever; old results go."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.task_queue import MAX_TRIES, remove_old_results, requeue_interrupted
from media.tasks import make_renditions

pytestmark = pytest.mark.django_db


def begun(times: int) -> DBTaskResult:
    make_renditions.enqueue(0)
    task = DBTaskResult.objects.get()
    for number in range(times):
        task.claim(f"worker-{number}")
    return task


def test_what_a_killed_worker_had_begun_is_put_back():
    task = begun(1)
    assert requeue_interrupted() == 1
    task.refresh_from_db()
    assert task in DBTaskResult.objects.ready()


def test_a_task_that_ends_the_worker_each_time_is_given_up():
    task = begun(MAX_TRIES)
    assert requeue_interrupted() == 0
    task.refresh_from_db()
    assert task.status == "FAILED"


def test_old_results_go_and_new_ones_stay():
    task = begun(1)
    task.set_successful(None)
    remove_old_results()
    assert DBTaskResult.objects.count() == 1
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=30))
    remove_old_results()
    assert DBTaskResult.objects.count() == 0
