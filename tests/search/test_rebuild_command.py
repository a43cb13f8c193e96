"""rebuild_search builds beside the live index and can be interrupted."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from search import catalogue, rebuild
from search.drain import drain
from search.engines.base import EngineUnavailable
from search.types import SearchRequest
from tests import factories

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("rebuild_search", *arguments, stdout=out)
    return out.getvalue()


def total() -> int:
    return catalogue.search(SearchRequest()).total


def test_it_indexes_what_is_visible_and_says_how_many(module: Any, site_tree: Any, index_folder: Any) -> None:
    factories.make_module(site_tree.modules, title="Draf", live=False)
    assert "Indexed 1 materials" in run()
    assert total() == 1


def test_it_includes_what_was_published_while_it_ran(module: Any, index_folder: Any, monkeypatch: Any) -> None:
    documents = rebuild.all_documents

    def slow(*args: Any) -> Any:
        yield from documents(*args)
        page = factories.make_module(module.get_parent(), title="Terbit sementara itu")
        assert page.live

    monkeypatch.setattr(rebuild, "all_documents", slow)
    run()
    assert total() == 2


def test_interrupted_it_leaves_the_index_from_before(module: Any, catalogue_index: Any, monkeypatch: Any) -> None:
    def stopped(*args: Any) -> Any:
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(rebuild, "all_documents", stopped)
    with pytest.raises(CommandError, match="run the command again"):
        run()
    assert total() == 1


def test_an_engine_that_cannot_build_is_an_error_with_its_reason(index_folder: Any, monkeypatch: Any) -> None:
    def away(*args: Any, **kwargs: Any) -> int:
        raise EngineUnavailable("no space left")

    monkeypatch.setattr("search.management.commands.rebuild_search.rebuild", away)
    with pytest.raises(CommandError, match="no space left"):
        run()


def test_if_missing_leaves_a_usable_index_alone(module: Any, catalogue_index: Any) -> None:
    folders = sorted(entry.name for entry in catalogue_index._folders.root.iterdir())
    assert "is there (1 documents)" in run("--if-missing")
    assert sorted(entry.name for entry in catalogue_index._folders.root.iterdir()) == folders


def test_if_missing_builds_an_index_of_another_database_anew(module: Any, catalogue_index: Any) -> None:
    """A database that was deleted and loaded again, beside an index that was kept."""
    catalogue_index.apply([], dict(catalogue_index.ids()), cursor=1_000_000)
    assert "Indexed 1 materials" in run("--if-missing")
    assert total() == 1


def test_old_folders_do_not_pile_up(module: Any, catalogue_index: Any) -> None:
    for _turn in range(4):
        run()
    assert len([entry for entry in catalogue_index._folders.root.iterdir() if entry.name.isdigit()]) <= 2


def test_a_rebuild_is_followed_by_what_the_log_brings(module: Any, catalogue_index: Any) -> None:
    run()
    module.unpublish()
    drain()
    assert total() == 0
