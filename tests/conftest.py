"""Fixtures that every package's tests share. Content is made by `tests.factories`."""

from __future__ import annotations

import io
import os
import signal
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection

from cms import periodic, vocabulary
from tests import factories
from tests.migrated_database import begin_with_a_copy
from tests.search.elasticsearch_server import (
    CONTROL,
    URL,
    _one_node,
    _three_nodes,
    breakable_cluster,
    breakable_server,
    elasticsearch_9_url,
    elasticsearch_url,
    index_prefix,
    named,
)

__all__ = [
    "_one_node",
    "_three_nodes",
    "breakable_cluster",
    "breakable_server",
    "elasticsearch_9_url",
    "elasticsearch_url",
    "index_prefix",
]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests that break servers share one process, which starts them once; the other goes on meanwhile."""
    for item in items:
        if item.get_closest_marker("faults") is not None:
            item.add_marker(pytest.mark.xdist_group("faults"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The databases' names are set: each begins as a copy of a migrated one."""
    begin_with_a_copy()


@pytest.fixture(autouse=True)
def _fresh_memory() -> None:
    """Rows are rolled back after each test; what a process remembers of them has to go too."""
    cache.clear()
    vocabulary._snapshot = None
    vocabulary._state.checked = None


@pytest.fixture(autouse=True)
def _needs_postgres(request: pytest.FixtureRequest) -> None:
    """Tests marked `postgres` run where TEST_DATABASE_URL names one; REQUIRE_ALL=1 wants a run that has one."""
    if request.node.get_closest_marker("postgres") is None or connection.vendor == "postgresql":
        return
    if os.environ.get("REQUIRE_ALL") == "1" and not os.environ.get("TEST_POSTGRES_URL"):
        pytest.fail("No PostgreSQL: set TEST_POSTGRES_URL for the run that uses it as TEST_DATABASE_URL")
    pytest.skip("needs PostgreSQL: set TEST_DATABASE_URL to the address of one")


@pytest.fixture(autouse=True)
def _needs_elasticsearch(request: pytest.FixtureRequest) -> None:
    """A test marked so is not run without its server, whichever way it comes to the address."""
    for marker, variable in (("elasticsearch", URL), ("faults", CONTROL)):
        if request.node.get_closest_marker(marker) is not None:
            named(variable)


@pytest.fixture
def site_tree(db: Any) -> factories.SiteTree:
    """The empty site: home, module index, example index, centre index."""
    return factories.build_site()


@pytest.fixture
def module(site_tree: factories.SiteTree) -> Any:
    """One published national module without lessons."""
    return factories.make_module(site_tree.modules)


@pytest.fixture
def example(site_tree: factories.SiteTree) -> Any:
    """One published national creative example with a picture in its gallery."""
    gallery = [("image", factories.picture_value(factories.make_image()))]
    return factories.make_example(site_tree.examples, gallery=gallery)


@pytest.fixture
def centre_page(site_tree: factories.SiteTree) -> Any:
    """The page of one centre, the root of its own tree."""
    return factories.make_centre_page(site_tree)


@pytest.fixture
def editor_client(client: Any, db: Any) -> Any:
    """A client logged in as a superuser."""
    client.force_login(factories.make_user("admin", superuser=True))
    return client


@pytest.fixture
def run_worker(db: Any, monkeypatch: Any) -> Callable[[], str]:
    """Does what is due and queued, as `work --once` does, and returns what it says."""
    # The worker drops connections in an odd state, and the one within a test's transaction looks so.
    for module in ("cms.periodic", "django_tasks_db.management.commands.db_worker"):
        monkeypatch.setattr(f"{module}.close_old_connections", lambda: None)

    def run() -> str:
        for job in periodic.JOBS.values():
            job.due = 0
        out = io.StringIO()
        # The worker takes over Ctrl-C; the tests want it back.
        handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            call_command("work", once=True, stdout=out)
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)
        return out.getvalue()

    return run


@pytest.fixture
def kept_connection() -> Iterator[None]:
    """The beginning and the end of a request leave the test's own connection open, as in the test client's requests."""
    for signal_of_a_request in (request_started, request_finished):
        signal_of_a_request.disconnect(close_old_connections)
    yield
    for signal_of_a_request in (request_started, request_finished):
        signal_of_a_request.connect(close_old_connections)
