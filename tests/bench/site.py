"""/cari/ from end to end: gunicorn with two workers, random words and choices over loopback.

Times are a client's own, keep-alive, with compression, as a browser asks. The number of SQL queries is
counted beside it, in a process of its own.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from search.addresses import query_string
from tests.bench import report
from tests.bench.corpus import documents
from tests.bench.engine import requests
from tests.bench.scratch import ROOT, BenchError, ScratchSite, scratch_site

WORKERS = 2
CLIENTS = 4
WARM_UP = 30
START_SECONDS = 60
AIMS = {"p50": "<= 40", "queries": "<= 8", "memory": "<= 250"}


def addresses(count: int) -> list[str]:
    """Searches as the page's own links write them."""
    sample = list(islice(documents(300), 300))
    return [f"/cari/?{query_string(request)}" for _plan, request in requests(sample, count, seed=23)]


def measure(size: int, count: int, engine: str = "embedded") -> dict[str, Any]:
    with scratch_site(engine=engine) as site:
        loaded = site.measure("tests.bench.tree", "--size", size)
        site.manage("collectstatic", "--no-input", "--verbosity=0")
        asked = addresses(count + WARM_UP)
        with _server(site) as (port, master):
            _ask(port, asked[:WARM_UP])
            one, seconds = _ask(port, asked[WARM_UP:])
            several, together = _ask_together(port, asked[WARM_UP:])
            memory = [_memory(worker) for worker in _children(master)]
        queries = site.measure("tests.bench.site", "--queries", 12)
    return {
        "engine": engine,
        "size": size,
        "loaded": loaded,
        "one": {"p50": report.percentile(one, 0.5), "p95": report.percentile(one, 0.95), "rate": len(one) / seconds},
        "several": {
            "p50": report.percentile(several, 0.5),
            "p95": report.percentile(several, 0.95),
            "rate": len(several) / together,
        },
        "memory": memory,
        "queries": queries,
    }


def show(found: dict[str, Any]) -> None:
    report.head(f"/cari/ end to end: gunicorn, {WORKERS} workers, {found['engine']}, {found['size']:,} resources")
    loaded, one, several = found["loaded"], found["one"], found["several"]
    report.table(
        ["", "p50 ms", "aim", "p95 ms", "requests/s"],
        [
            ["one client", one["p50"], AIMS["p50"], one["p95"], one["rate"]],
            [f"{CLIENTS} clients", several["p50"], "", several["p95"], several["rate"]],
        ],
    )
    queries, memory = found["queries"], found["memory"]
    report.table(
        ["", "lowest", "highest", "aim"],
        [
            ["SQL queries, search page", min(queries["search"]), max(queries["search"]), AIMS["queries"]],
            *(
                [f"SQL queries, {name}", min(counts), max(counts), "fixed"]
                for name, counts in queries.items()
                if name != "search"
            ),
            ["memory of a worker, MB", min(memory), max(memory), AIMS["memory"]],
        ],
    )
    report.say(
        f"  loaded {loaded['pages_per_second']:,.0f} pages/s (tree clean: {not loaded['problems']}), "
        f"documents read from the database: {loaded['documents_per_second']:,.0f}/s"
    )


@contextmanager
def _server(site: ScratchSite) -> Iterator[tuple[int, int]]:
    """A running web server; gives its port and the id of its master process."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = int(listener.getsockname()[1])
    options = ["--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS), "--threads", "4", "--log-level", "error"]
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "settings.wsgi", *options], cwd=ROOT, env=site.environment
    )
    try:
        _wait(port, process)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            _ask(port, ["/cari/"])
            return
        except OSError:
            time.sleep(0.3)
    raise BenchError("The web server did not start.")


def _ask(port: int, asked: list[str]) -> tuple[list[float], float]:
    """Ask one address after the other on one connection; milliseconds of each, and seconds of all."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    times: list[float] = []
    begin = time.perf_counter()
    try:
        for address in asked:
            started = time.perf_counter()
            connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            answer.read()
            times.append((time.perf_counter() - started) * 1000)
            if answer.status != 200:
                raise BenchError(f"{address} answered {answer.status}.")
    finally:
        connection.close()
    return times, time.perf_counter() - begin


def _ask_together(port: int, asked: list[str]) -> tuple[list[float], float]:
    times: list[float] = []
    failures: list[Exception] = []

    def client(number: int) -> None:
        own = asked[number::CLIENTS]
        random.Random(number).shuffle(own)
        try:
            times.extend(_ask(port, own)[0])
        except (BenchError, OSError) as error:
            failures.append(error)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return times, time.perf_counter() - begin


def _children(master: int) -> list[int]:
    with open(f"/proc/{master}/task/{master}/children", encoding="ascii") as file:
        return [int(pid) for pid in file.read().split()]


def _memory(pid: int) -> float:
    """Megabytes of a process that are in memory, the pages of the index that it has read included."""
    with open(f"/proc/{pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def count_queries(searches: int) -> dict[str, list[int]]:
    """SQL queries of search pages and of each kind of material, national and in a centre; each page asked before."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    groups = {"search": ["/cari/", "/cari/?q=zzzzzz", "/cari/?q=guru&page=2", *addresses(searches)], **_resources()}
    client = Client()
    found: dict[str, list[int]] = {}
    for name, group in groups.items():
        for address in group:
            if (status := client.get(address).status_code) != 200:
                raise BenchError(f"{address} answered {status}.")
        found[name] = []
        for address in group:
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            found[name].append(len(queries))
    return found


def _resources() -> dict[str, list[str]]:
    from cms.models import LearningResource, resource_kinds

    groups: dict[str, list[str]] = {}
    for kind, model in resource_kinds().items():
        for place, national in (("national", True), ("of a centre", False)):
            pages = LearningResource.objects.visible().type(model).filter(centre__isnull=national).order_by("-pk")[:4]
            groups[f"{kind} {place}"] = ["/" + page.url_path.split("/", 2)[2] for page in pages]
    return {name: group for name, group in groups.items() if group}


def main() -> None:
    parser = argparse.ArgumentParser(description="Count SQL queries on a scratch site.")
    parser.add_argument("--queries", type=int, default=12)
    options = parser.parse_args()
    import django

    django.setup()
    print(json.dumps(count_queries(options.queries)))


if __name__ == "__main__":
    main()
