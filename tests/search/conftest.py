"""A search index of its own for each test that asks for one, and commits that drain the event log."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from cms.models import Level, Platform, Subject
from search import drain, engines
from search.engines import fallback
from search.engines.base import SearchEngine
from search.rebuild import rebuild
from tests import factories
from tests.factories import term
from tests.search.elasticsearch_server import URL, named, scratch_prefix


@pytest.fixture(autouse=True)
def _nothing_beside(monkeypatch: Any) -> None:
    """No thread of the fallback's goes on when a test has ended."""
    monkeypatch.setattr(fallback, "on_fallback", lambda engine: None)


@pytest.fixture
def index_folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """An empty place for the index, and no engine that remembers another one.

    With TEST_SEARCH_ENGINE=elasticsearch that place is on the test server, and its engine answers alone.
    """
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    engines._engines.clear()
    with ExitStack() as place:
        if os.environ.get("TEST_SEARCH_ENGINE") == "elasticsearch":
            settings.SEARCH_ENGINE = "elasticsearch"
            settings.SEARCH_FALLBACK = False
            settings.ELASTICSEARCH_WORDS_SECONDS = 0
            settings.ELASTICSEARCH_URL = [named(URL)]
            settings.ELASTICSEARCH_INDEX = place.enter_context(scratch_prefix(named(URL)))
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


@pytest.fixture
def shelf(site_tree: Any, index_folder: Any) -> list[Any]:
    """Three modules and an example with different levels, subjects and platforms, indexed."""
    basic, middle = term(Level, "dasar", order=1), term(Level, "menengah", order=2)
    maths, biology = term(Subject, "matematika"), term(Subject, "biologi")
    canva = term(Platform, "canva-for-education")
    tree = site_tree
    made = [
        factories.make_module(tree.modules, title="Kuis pecahan", levels=[basic], subjects=[maths], platforms=[canva]),
        factories.make_module(tree.modules, title="Kuis sel hewan", levels=[middle], subjects=[biology]),
        factories.make_module(tree.modules, title="Poster pecahan", levels=[middle], subjects=[maths], tags=["cetak"]),
        factories.make_example(tree.examples, title="Poster sel", levels=[basic], subjects=[biology]),
    ]
    rebuild()
    return made


@pytest.fixture
def many(site_tree: Any, index_folder: Any) -> None:
    """Twenty-five modules of one subject, indexed."""
    maths = term(Subject, "matematika")
    for number in range(25):
        factories.make_module(site_tree.modules, title=f"Latihan {number:02}", subjects=[maths])
    rebuild()
