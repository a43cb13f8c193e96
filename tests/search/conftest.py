"""A search index of its own for each test that asks for one, and commits that drain the event log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from search import drain, engines
from search.engines.base import SearchEngine
from search.rebuild import rebuild


@pytest.fixture
def index_folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """An empty place for the index, and no engine that remembers another one."""
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    engines._engines.clear()
    yield settings.SEARCH_INDEX_DIR
    engines._engines.clear()


@pytest.fixture
def catalogue_index(db: Any, index_folder: Path) -> SearchEngine:
    """The engine with a fresh index of what the database holds (nothing, unless made by an earlier fixture)."""
    engine = engines.get_engine()
    rebuild(engine)
    return engine


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Callable[[], AbstractContextManager[None]]:
    """`with committed(): …` ends like a commit: what was put off until then (the drain) is done."""

    @contextmanager
    def commit() -> Iterator[None]:
        # Within a test's one transaction an earlier drain is still waiting and would stand for this one.
        waiting = connection.run_on_commit
        connection.run_on_commit = [entry for entry in waiting if entry[1] is not drain.drain_after_commit]
        with django_capture_on_commit_callbacks(execute=True):
            yield

    return commit
