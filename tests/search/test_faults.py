"""Servers that die at the worst moment: nothing is lost, nothing comes back, and no editor notices."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import Locale, Page

from cms.models import LearningResource
from modules.models import ModulePage
from search import engines, periodic
from search.drain import drain
from search.engines.base import EngineUnavailable, SearchEngine
from search.engines.elasticsearch import ElasticsearchEngine
from search.models import IndexEvent
from search.query import QueryPlan
from search.rebuild import compare, rebuild
from search.types import SearchRequest
from tests.factories import make_module
from tests.search.contract_resources import doc, plan
from tests.search.elasticsearch_engines import engine_on
from tests.search.elasticsearch_server import Servers, scratch_prefix

pytestmark = [
    pytest.mark.faults,
    pytest.mark.slow,
    pytest.mark.xdist_group("faults"),
    pytest.mark.django_db(transaction=True),
]
A_MINUTE = 60
OPERATIONS = 500


@pytest.fixture(autouse=True)
def _root(transactional_db: Any) -> None:
    """What a test without a transaction leaves is an empty database."""
    Locale.objects.get_or_create(language_code="id")
    if Page.get_first_root_node() is None:
        Page.add_root(instance=Page(title="Root", slug="root"))


@pytest.fixture
def use(settings: Any, index_folder: Any) -> Iterator[Callable[[Servers], ElasticsearchEngine]]:
    """Makes the site use these servers, with the embedded engine to fall back on."""

    def start(servers: Servers) -> ElasticsearchEngine:
        settings.SEARCH_ENGINE = "elasticsearch"
        settings.SEARCH_FALLBACK = True
        settings.ELASTICSEARCH_URL = servers.urls
        settings.ELASTICSEARCH_WORDS_SECONDS = 0
        engines._engines.clear()
        engine = engines.get_engine("elasticsearch")
        assert isinstance(engine, ElasticsearchEngine)
        return engine

    yield start
    engines._engines.clear()


@pytest.fixture
def prefix(settings: Any, request: Any) -> Iterator[str]:
    servers: Servers = request.getfixturevalue(request.param)
    with scratch_prefix(servers.url) as name:
        settings.ELASTICSEARCH_INDEX = name
        yield name


def all_indexes() -> list[SearchEngine]:
    return engines.get_indexes()


def edit_at_random(chance: random.Random, tree: Any, pages: list[ModulePage], number: int) -> None:
    """One thing that an editor does."""
    what = chance.choices(("publish", "edit", "unpublish", "delete"), (5, 4, 1, 1))[0]
    if what == "publish" or not pages:
        pages.append(make_module(tree.modules, title=f"Materi {number}"))
        return
    page = chance.choice(pages)
    if what == "delete":
        pages.remove(page)
        type(page).objects.get(pk=page.pk).delete()
        return
    page = type(page).objects.get(pk=page.pk)
    page.live = what == "edit"
    page.title = f"{page.title} {number}"
    page.save()


def until_caught_up(engine: SearchEngine, seconds: float) -> float:
    """Lets the worker work until the index has every event; returns how long that took."""
    newest = IndexEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        periodic.apply_events()
        try:
            if (engine.cursor() or 0) >= newest:
                return time.monotonic() - began
        except EngineUnavailable:
            pass
        time.sleep(0.2)
    raise AssertionError(f"not caught up in {seconds} s: {engine.status()}")


def agree(engine: SearchEngine) -> None:
    found = compare(engine)
    assert found.agrees, found
    assert set(engine.ids()) == {str(one.uuid) for one in LearningResource.objects.visible()}


@pytest.mark.parametrize("prefix", ["breakable_server"], indirect=True)
def test_a_node_that_is_away_during_500_changes_is_up_to_date_a_minute_after_its_return(
    breakable_server: Servers, prefix: str, use: Any, site_tree: Any, client: Any, caplog: Any
) -> None:
    engine = use(breakable_server)
    chance, pages = random.Random(5), []
    for index in all_indexes():
        rebuild(index)
    slowest = 0.0
    for number in range(OPERATIONS):
        if number == 100:
            breakable_server.kill()
        began = time.monotonic()
        edit_at_random(chance, site_tree, pages, number)
        if number != 100:
            slowest = max(slowest, time.monotonic() - began)
        if number == 300:
            answer = client.get("/en/cari/", {"q": "materi"})
            assert answer.status_code == 200
            assert "main search engine cannot be reached" in answer.content.decode()
            ready = client.get("/readyz")
            assert (ready.status_code, ready.json()["status"]) == (200, "degraded")
    assert slowest < 10
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
    # Meanwhile the embedded index has followed.
    agree(engines.get_engine("embedded"))
    breakable_server.start()
    until_caught_up(engine, A_MINUTE)
    agree(engine)
    answer = client.get("/readyz").json()
    assert answer["status"] == "ok", answer


@pytest.mark.parametrize("prefix", ["breakable_server"], indirect=True)
def test_a_node_that_dies_during_a_rebuild_serves_the_old_index_when_it_is_back(
    breakable_server: Servers, prefix: str, use: Any
) -> None:
    engine = use(breakable_server)
    engine.rebuild([doc(n, "Peta") for n in range(300)], cursor=1)
    old = engine._state.live()

    def dying() -> Iterator[Any]:
        for number in range(2_000):
            if number == 1_100:
                breakable_server.kill()
            yield doc(number, "Baru")

    with pytest.raises(EngineUnavailable):
        engine.rebuild(dying(), cursor=2)
    breakable_server.start()
    assert engine.search(plan("peta"), SearchRequest(q="x"), now=0).total == 300
    assert engine.cursor() == 1
    half_built = {name for name in engine._state._indexes(f"{prefix}-*") if name != old}
    assert len([name for name in half_built if not name.endswith("-state")]) == 1
    engine.rebuild([doc(7, "Peta")], cursor=3)
    left = {name for name in engine._state._indexes(f"{prefix}-*") if not name.endswith("-state")}
    assert left == {engine._state.live()}
    assert engine.search(QueryPlan(), SearchRequest(), now=0).total == 1


@pytest.mark.parametrize("prefix", ["breakable_cluster"], indirect=True)
def test_one_of_three_nodes_dies_under_load(breakable_cluster: Servers, prefix: str, use: Any, site_tree: Any) -> None:
    """No failed search, no lost event."""
    use(breakable_cluster)
    engine = engine_on("", prefix, hosts=tuple(breakable_cluster.urls), search_seconds=5, words_seconds=600)
    for number in range(60):
        make_module(site_tree.modules, title=f"Peta {number}")
    rebuild(engine)
    stop, failures, searches = threading.Event(), [], [0]

    def search() -> None:
        while not stop.is_set():
            try:
                found = engine.search(plan("peta"), SearchRequest(q="x"), now=int(time.time())).total
                searches[0] += 1
                if found < 60:
                    failures.append(found)
            except Exception as error:
                failures.append(error)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for number in range(90):
            if number == 30:
                # The node that the client was given first.
                breakable_cluster.kill(1)
            make_module(site_tree.modules, title=f"Peta baru {number}")
            # It lags while the others agree on who does the work of the dead one.
            with suppress(EngineUnavailable):
                drain(engine)
        deadline = time.monotonic() + A_MINUTE
        newest = IndexEvent.objects.order_by("-pk").values_list("pk", flat=True)[0]
        while time.monotonic() < deadline:
            try:
                drain(engine)
                if (engine.cursor() or 0) >= newest:
                    break
            except EngineUnavailable:
                time.sleep(0.3)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert failures == []
    assert searches[0] > 50
    agree(engine)
    assert engine.status().documents == 150


@pytest.mark.parametrize("prefix", ["breakable_server"], indirect=True)
def test_a_node_that_hangs_is_waited_for_once(
    breakable_server: Servers, prefix: str, use: Any, site_tree: Any, client: Any
) -> None:
    """It takes connections and never answers: the worst that can happen to whoever waits."""
    use(breakable_server)
    make_module(site_tree.modules, title="Peta")
    for index in all_indexes():
        rebuild(index)

    def seconds(act: Callable[[], object]) -> float:
        began = time.monotonic()
        act()
        return time.monotonic() - began

    def search() -> None:
        answer = client.get("/en/cari/", {"q": "apakah peta?"})
        assert (answer.status_code, answer.context["results"].total) == (200, 1)
        assert "main search engine cannot be reached" in answer.content.decode()

    with frozen(breakable_server):
        searches = [seconds(search) for _turn in range(4)]
        edits = [seconds(lambda: make_module(site_tree.modules, title="Denah")) for _turn in range(4)]
        assert seconds(lambda: client.get("/readyz")) < 8
    # One wait, within the breaker's pause no other.
    assert searches[0] < 8
    assert max(searches[1:]) < 1
    assert max(edits) < 5
    assert min(edits) < 1
    until_caught_up(engines.get_engine("elasticsearch"), A_MINUTE)
    agree(engines.get_engine("elasticsearch"))


@contextmanager
def frozen(servers: Servers) -> Iterator[None]:
    """Within it the servers' processes stand still."""
    processes = [
        int(path.parent.name)
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if str(servers.folder).encode() in path.read_bytes()
    ]
    assert processes
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)
