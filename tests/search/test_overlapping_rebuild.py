"""Publishing goes on while the index is rebuilt: nothing is lost, and nothing comes back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from wagtail.models import Page

from search import catalogue, drain, event_log, periodic, rebuild
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.folders import Folders
from search.models import IndexEvent
from search.rebuild import compare
from search.types import SearchRequest
from tests import factories
from tests.search.test_embedded import damage_one

pytestmark = pytest.mark.django_db


def titles(q: str = "") -> list[str]:
    return sorted(hit.title for hit in catalogue.search(SearchRequest(q=q, literal=True)).hits)


def unpublish(page: Page) -> None:
    Page.objects.get(pk=page.pk).specific.unpublish()


def publish(page: Page, title: str) -> None:
    page = Page.objects.get(pk=page.pk).specific
    page.title = title
    page.save_revision().publish()


@pytest.fixture
def modules(site_tree: Any, catalogue_index: Any) -> list[Any]:
    made = [factories.make_module(site_tree.modules, title=title) for title in ("Azurit", "Batik")]
    drain.drain()
    return made


@pytest.fixture
def at_swap(monkeypatch: Any) -> list[list[str]]:
    """What is found at the moment when the new index has just been swapped in."""
    found: list[list[str]] = []
    publish_folder = Folders.publish

    def watched(self: Folders, folder: Any) -> None:
        publish_folder(self, folder)
        found.append(titles())

    monkeypatch.setattr(Folders, "publish", watched)
    return found


def test_a_drain_that_a_rebuild_overtakes_loses_no_event(
    modules: list[Any], catalogue_index: EmbeddedEngine, monkeypatch: Any
) -> None:
    before = event_log.newest_event()
    documents = list(rebuild.all_documents())
    unpublish(modules[0])
    drain.drain()
    publish(modules[1], "Batik baru")
    apply, swaps = catalogue_index.apply, []

    def overtaken(*args: Any, **kwargs: Any) -> Any:
        if not swaps:
            swaps.append(catalogue_index.rebuild(documents, cursor=before))
        return apply(*args, **kwargs)

    monkeypatch.setattr(catalogue_index, "apply", overtaken)
    drain.drain()
    assert compare().agrees
    assert titles() == ["Batik baru"]


def test_what_is_unpublished_while_a_rebuild_reads_does_not_come_back_with_the_swap(
    modules: list[Any], monkeypatch: Any, at_swap: list[list[str]]
) -> None:
    documents = rebuild.all_documents

    def slow() -> Iterator[Any]:
        read = list(documents())
        unpublish(modules[0])
        drain.drain()
        assert titles() == ["Batik"]
        yield from read

    monkeypatch.setattr(rebuild, "all_documents", slow)
    rebuild.rebuild()
    assert at_swap == [["Batik"]]


def test_what_is_unpublished_after_the_first_catch_up_does_not_come_back_either(
    modules: list[Any], monkeypatch: Any, at_swap: list[list[str]]
) -> None:
    change_after, asked = rebuild.change_after, []

    def late(*args: Any) -> Any:
        asked.append(change := change_after(*args))
        if asked == [None]:
            unpublish(modules[0])
            drain.drain()
        return change

    monkeypatch.setattr(rebuild, "change_after", late)
    rebuild.rebuild()
    assert at_swap == [["Batik"]]


def test_a_rebuild_catches_up_with_what_the_live_index_knew_though_it_does_not_look_safe_now(
    modules: list[Any], monkeypatch: Any, at_swap: list[list[str]]
) -> None:
    """On PostgreSQL an event that was safe looks open again while another transaction writes."""
    documents = rebuild.all_documents

    def slow() -> Iterator[Any]:
        read = list(documents())
        unpublish(modules[0])
        drain.drain()
        monkeypatch.setattr(drain, "safe_events", IndexEvent.objects.none)
        yield from read

    monkeypatch.setattr(rebuild, "all_documents", slow)
    rebuild.rebuild()
    assert at_swap == [["Batik"]]


@pytest.mark.parametrize("kind", ["fast", "term", "store"])
def test_the_worker_heals_an_index_that_a_web_process_found_damaged(
    modules: list[Any], catalogue_index: EmbeddedEngine, client: Any, monkeypatch: Any, kind: str
) -> None:
    rebuild.rebuild()
    assert catalogue_index.cursor() is not None
    damage_one(catalogue_index._folders.current(), kind, "garbled")
    web = EmbeddedEngine(catalogue_index._folders.root)
    monkeypatch.setattr(catalogue, "get_engine", lambda: web)
    assert client.get("/cari/", {"q": "batik"}).status_code == 503
    periodic.apply_events()
    assert client.get("/cari/", {"q": "batik"}).status_code == 200
    assert titles("batik") == ["Batik"]
