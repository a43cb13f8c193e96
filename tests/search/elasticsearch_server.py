"""Real Elasticsearch servers for tests. `tests/conftest.py` makes these fixtures known to all of them:

elasticsearch_url     the address of a shared server of release 8 (TEST_ELASTICSEARCH_URL)
elasticsearch_9_url   the same of release 9 (TEST_ELASTICSEARCH_9_URL)
index_prefix          a prefix for the names of indexes on the shared 8 that is this test's own; all that begins with
                      it is deleted afterwards. `scratch_prefix(url)` is the same for any server and any scope
breakable_server      a server of one node that the test may stop, kill and start again (`Servers`); it is up, with
                      its data kept from test to test, at the beginning of each
breakable_cluster     the same with three nodes

A shared server is never stopped or blocked: tests run side by side. The breakable ones are started by the program
that TEST_ELASTICSEARCH_CONTROL names (commands: start [nodes], kill node, stop, wipe; environment: ES_DIR, ES_PORT,
ES_MAJOR, ES_HEAP), once for all tests of a process that ask for one. Mark tests `elasticsearch` if they need a shared
server, `faults` if they break one.

Where the variable is not set, the test is skipped with a line that names it; REQUIRE_ALL=1 makes that a failure, unless
the variable says itself why there is none: "none: no JDK 21".
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

URL = "TEST_ELASTICSEARCH_URL"
URL_9 = "TEST_ELASTICSEARCH_9_URL"
CONTROL = "TEST_ELASTICSEARCH_CONTROL"
NEEDED = {
    URL: "Elasticsearch 8: set TEST_ELASTICSEARCH_URL to the address of one",
    URL_9: "Elasticsearch 9: set TEST_ELASTICSEARCH_9_URL to the address of one",
    CONTROL: "an Elasticsearch to break: set TEST_ELASTICSEARCH_CONTROL to the program that starts and kills one",
}
START_SECONDS = 240


def named(variable: str) -> str:
    """What the variable names; without it the test is skipped, or fails where REQUIRE_ALL=1."""
    value = os.environ.get(variable, "").strip()
    if value.startswith("none:"):
        pytest.skip(f"{variable} is {value}")
    if not value:
        if os.environ.get("REQUIRE_ALL") == "1":
            pytest.fail(f"No {NEEDED[variable]}")
        pytest.skip(f"needs {NEEDED[variable]}")
    return value


def ask(url: str, path: str, method: str = "GET") -> Any:
    """One request to a server, without the client that is under test; returns its JSON. Raises URLError."""
    request = urllib.request.Request(f"{url}{path}", method=method)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


@contextmanager
def scratch_prefix(url: str) -> Iterator[str]:
    """A prefix that nobody else uses on this server; what begins with it is deleted at the end."""
    prefix = f"sinau-test-{uuid.uuid4().hex[:12]}"
    try:
        yield prefix
    finally:
        try:
            # Open, closed and hidden ones; a server may refuse to delete by a pattern, never by names.
            for name in ask(url, f"/{prefix}*/_settings?expand_wildcards=all"):
                ask(url, f"/{name}", "DELETE")
        except OSError:
            pass  # The server is gone, and its indexes are no concern of ours.


@pytest.fixture(scope="session")
def elasticsearch_url() -> str:
    return named(URL).rstrip("/")


@pytest.fixture(scope="session")
def elasticsearch_9_url() -> str:
    return named(URL_9).rstrip("/")


@pytest.fixture
def index_prefix(elasticsearch_url: str) -> Iterator[str]:
    with scratch_prefix(elasticsearch_url) as prefix:
        yield prefix


@dataclass(frozen=True)
class Servers:
    """Nodes on this machine that a test may break. Nodes count from 1."""

    program: str
    folder: Path
    port: int
    nodes: int
    major: int = 8

    @property
    def urls(self) -> list[str]:
        return [f"http://127.0.0.1:{self.port + number}" for number in range(self.nodes)]

    @property
    def url(self) -> str:
        return self.urls[0]

    def start(self) -> None:
        """Start what is down and wait until all nodes have found each other; data is kept."""
        self._run("start", str(self.nodes))

    def kill(self, node: int = 1) -> None:
        """As a crash: the node has no time for anything."""
        self._run("kill", str(node))

    def stop(self) -> None:
        """Stop every node in an orderly way; data is kept."""
        self._run("stop")

    def wipe(self) -> None:
        """Stop and forget the data."""
        self._run("wipe")

    def up(self, node: int = 1) -> bool:
        try:
            return bool(ask(self.urls[node - 1], "/"))
        except (OSError, ValueError):
            return False

    def _run(self, *arguments: str) -> None:
        environment = {
            **os.environ,
            "ES_DIR": str(self.folder),
            "ES_PORT": str(self.port),
            "ES_MAJOR": str(self.major),
            "ES_HEAP": os.environ.get("ES_HEAP", "512m"),
        }
        # Not to a pipe: the nodes inherit it, and reading would wait for their end.
        with (self.folder / "control.log").open("a+") as log:
            done = subprocess.run(
                [self.program, *arguments], env=environment, stdout=log, stderr=log, timeout=START_SECONDS
            )
            log.seek(0)
            assert done.returncode == 0, f"{arguments}: {log.read()[-2000:]}"


@contextmanager
def own_servers(nodes: int, major: int = 8) -> Iterator[Servers]:
    """Nodes of their own, not started; stopped and removed at the end. Skips as `named` does."""
    program = named(CONTROL)
    folder = Path(tempfile.mkdtemp(prefix="sinau-es-"))
    folder.chmod(0o755)  # The server runs as another user.
    servers = Servers(program, folder, free_ports(nodes), nodes, major)
    try:
        yield servers
    finally:
        servers.wipe()
        shutil.rmtree(folder, ignore_errors=True)


def free_ports(nodes: int) -> int:
    """The first of `nodes` free ports in a row, with as many free ones a hundred above for the nodes' own talk."""
    # Two processes that look at the same moment begin in different places.
    begin = 20_000 + os.getpid() % 50 * 200
    for first in range(begin, begin + 200 * 50, 200):
        if all(_free(first + extra + number) for extra in (0, 100) for number in range(nodes)):
            return first
    raise RuntimeError("no free ports in a row")


def _free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@pytest.fixture(scope="session")
def _one_node() -> Iterator[Servers]:
    with own_servers(1) as servers:
        yield servers


@pytest.fixture(scope="session")
def _three_nodes() -> Iterator[Servers]:
    with own_servers(3) as servers:
        yield servers


@pytest.fixture
def breakable_server(_one_node: Servers) -> Servers:
    _one_node.start()
    return _one_node


@pytest.fixture
def breakable_cluster(_three_nodes: Servers) -> Servers:
    _three_nodes.start()
    return _three_nodes
