"""Several transactions at once: the cursor passes over nobody's events. PostgreSQL alone has them at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, connections, transaction
from wagtail.models import Page

from search import drain, event_log
from search.engines import get_engine
from search.events import record_ids
from search.rebuild import compare, rebuild
from tests import factories

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture(scope="module", autouse=True)
def _whole_again(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """These tests empty the database; what migrations put into it comes back for the tests after them."""
    yield
    with django_db_blocker.unblock():
        if not Page.objects.exists():
            connection.creation.deserialize_db_from_string(connection._test_serialized_contents)


def publish(page: Page, title: str) -> None:
    page = Page.objects.get(pk=page.pk).specific
    page.title = title
    page.save_revision().publish()


def test_concurrent_publishes_leave_index_and_database_equal(index_folder: Any, site_tree: Any) -> None:
    modules = [factories.make_module(site_tree.modules, title=f"Modul {number}") for number in range(4)]
    rebuild()

    def work(page: Any) -> None:
        try:
            for turn in range(3):
                publish(page, f"{page.title} kali {turn}")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(page,)) for page in modules]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    drain.drain()
    assert compare().agrees


def test_the_drain_waits_for_a_transaction_that_may_hold_a_lower_id(index_folder: Any, site_tree: Any) -> None:
    """PostgreSQL gives ids before commit, in whatever order the transactions began."""
    factories.make_module(site_tree.modules, title="Kuis pecahan")
    rebuild()
    cursor = get_engine().cursor()
    begun, written, seen = threading.Event(), threading.Event(), threading.Event()
    page = Page.objects.get(slug="kuis-pecahan").specific

    def late() -> None:
        try:
            begun.wait(10)
            with transaction.atomic():
                record_ids([page.pk])
                written.set()
                seen.wait(10)
        finally:
            connections.close_all()

    thread = threading.Thread(target=late)
    thread.start()
    with transaction.atomic():
        # This transaction has its number first, but the other one its event.
        Page.objects.filter(pk=page.pk).update(draft_title="Kuis")
        begun.set()
        assert written.wait(10)
        record_ids([page.pk])
    try:
        assert list(event_log.safe_events().filter(pk__gt=cursor)) == []
        assert event_log.newest_event() <= cursor
    finally:
        seen.set()
        thread.join()
    assert event_log.safe_events().filter(pk__gt=cursor).count() == 2
