"""Where a measured engine keeps its index, and what that takes: a folder, or indexes of a server.

The server is the one of ELASTICSEARCH_URL (ELASTICSEARCH_API_KEY, ELASTICSEARCH_CA_CERTS); what a measurement made
there is removed afterwards.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search.engines.base import SearchEngine


class BenchError(Exception):
    """A step of a measurement failed; the message says which and what it printed."""


ENGINES = ("embedded", "elasticsearch")


@dataclass(frozen=True)
class Place:
    """An engine's name and the folder of its files; its indexes on a server begin with `prefix`."""

    engine: str
    folder: Path

    @property
    def prefix(self) -> str:
        return f"sinau-bench-{self.folder.name}".lower()

    @property
    def environment(self) -> dict[str, str]:
        """What makes `manage.py` use this place. Nothing else answers should the server fail: that would be seen."""
        own = {"SEARCH_ENGINE": self.engine, "SEARCH_FALLBACK": "false", "SEARCH_INDEX_DIR": str(self.folder)}
        return own | ({} if self.engine == "embedded" else {"ELASTICSEARCH_INDEX": self.prefix})

    def open(self) -> SearchEngine:
        if self.engine == "embedded":
            from search.engines.embedded import EmbeddedEngine

            return EmbeddedEngine(self.folder)
        from search.engines.elasticsearch import ElasticsearchEngine
        from search.engines.elasticsearch.options import Options

        return ElasticsearchEngine(
            Options(
                hosts=_hosts(),
                api_key=os.environ.get("ELASTICSEARCH_API_KEY", ""),
                ca_certs=os.environ.get("ELASTICSEARCH_CA_CERTS", ""),
                prefix=self.prefix,
                # A server that is busy with a rebuild on the same two cores is slow, not down.
                search_seconds=30,
                write_seconds=120,
            )
        )

    def megabytes(self) -> float:
        """The size of the index."""
        if self.engine == "embedded":
            return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file()) / 1e6
        client = _client()
        client.indices.refresh(index=f"{self.prefix}-*")
        stats = client.indices.stats(index=f"{self.prefix}-*", metric="store")
        return stats["_all"]["primaries"]["store"]["size_in_bytes"] / 1e6

    def server(self) -> dict[str, float]:
        """Megabytes of the first node: Java heap in use and at most, and what the process has in memory."""
        if self.engine == "embedded":
            return {}
        client = _client()
        jvm = next(iter(client.nodes.stats(metric="jvm")["nodes"].values()))["jvm"]["mem"]
        process = next(iter(client.nodes.info(metric="process")["nodes"].values()))["process"]["id"]
        found = {"heap_mb": jvm["heap_used_in_bytes"] / 1e6, "heap_max_mb": jvm["heap_max_in_bytes"] / 1e6}
        if "//127.0.0.1" in _hosts()[0] or "//localhost" in _hosts()[0]:
            found["server_mb"] = resident(process)
        return found

    def remove(self) -> None:
        if self.engine != "embedded":
            client = _client()
            for name in client.indices.get(index=f"{self.prefix}-*", expand_wildcards="all"):
                client.indices.delete(index=name)


@contextmanager
def place(engine: str, folder: Path) -> Iterator[Place]:
    """A place in `folder`, whose name is part of the indexes' names; on a server nothing stays."""
    made = Place(engine, folder)
    if engine != "embedded":
        _client()
    try:
        yield made
    finally:
        made.remove()


def resident(process: int) -> float:
    """Megabytes that a process of this machine has in memory; 0 where that cannot be told."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def server_version() -> str:
    return str(_client().info()["version"]["number"])


def _hosts() -> tuple[str, ...]:
    named = os.environ.get("ELASTICSEARCH_URL", "http://127.0.0.1:9200")
    return tuple(host.strip() for host in named.split(",") if host.strip())


def _client() -> Any:
    import elasticsearch

    client = elasticsearch.Elasticsearch(
        list(_hosts()),
        api_key=os.environ.get("ELASTICSEARCH_API_KEY") or None,
        ca_certs=os.environ.get("ELASTICSEARCH_CA_CERTS") or None,
        request_timeout=60,
    )
    try:
        client.info()
    except (elasticsearch.ApiError, elasticsearch.TransportError) as error:
        raise BenchError(f"No Elasticsearch answers at {', '.join(_hosts())} (ELASTICSEARCH_URL): {error}") from error
    return client
