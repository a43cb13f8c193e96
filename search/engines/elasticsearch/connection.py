"""The client, with bounded waits, and what its errors mean in words an administrator can act on."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, local
from typing import Any, Final
from urllib.parse import urlsplit

import elasticsearch
from elastic_transport.client_utils import DEFAULT
from elasticsearch import Elasticsearch
from elasticsearch.serializer import OrjsonSerializer

from search.engines.base import EngineUnavailable, QuestionRefused
from search.engines.elasticsearch.options import Options

VERSIONS: Final = (8, 9)
_CONNECTIONS: Final = 20
_PAUSE_SECONDS: Final = 0.5
NO_INDEX: Final = "There is no index of this version in Elasticsearch yet. Run: manage.py rebuild_search"
READ_ONLY: Final = (
    "The index is read-only: the disk of Elasticsearch is nearly full, or somebody blocked writing. Free space; "
    "it takes changes again by itself, or remove the block index.blocks.read_only_allow_delete."
)


class Connection:
    """One client a process (it is thread-safe and keeps connections open), checked once for its version."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.address = ", ".join(_without_secrets(host) for host in options.hosts)
        self._lock = Lock()
        self._hurry = local()
        self._others = len(options.hosts) - 1
        self._kept: dict[tuple[float, int], Elasticsearch] = {}
        self._client: Elasticsearch | None = None
        self._refusal, self._not_before = "", 0.0

    def searching(self) -> Elasticsearch:
        """For reading: short waits, one more try on another node. Raises `EngineUnavailable`."""
        seconds = min(self.options.search_seconds, self._most())
        return self._patient(seconds, 1)

    def writing(self, seconds: float | None = None) -> Elasticsearch:
        """For writing: longer waits. Raises `EngineUnavailable`."""
        most = self._most()
        patience = min(seconds or self.options.write_seconds, most)
        hurried = most < float("inf")
        return self._patient(patience, 1 if hurried else 2)

    def _patient(self, seconds: float, retries: int) -> Elasticsearch:
        """The client with this patience; making one takes longer than some searches, so they are kept."""
        client = self._checked()
        kept = self._kept.get((seconds, retries))
        if kept is None:
            kept = client.options(request_timeout=seconds, max_retries=min(self._others, retries))
            self._kept[seconds, retries] = kept
        return kept

    @contextmanager
    def hurried(self, seconds: float) -> Iterator[None]:
        """Within it no request of this thread is waited for longer."""
        before = self._most()
        self._hurry.seconds = min(seconds, before)
        try:
            yield
        finally:
            self._hurry.seconds = before

    def _most(self) -> float:
        return float(getattr(self._hurry, "seconds", float("inf")))

    def _checked(self) -> Elasticsearch:
        client = self._client
        if client is None:
            with self._lock:
                # Whoever waited for another's attempt has its outcome: a server that hangs is not tried by each.
                if self._client is None and time.monotonic() < self._not_before:
                    raise EngineUnavailable(self._refusal)
                try:
                    client = self._client or self._open()
                except EngineUnavailable as error:
                    self._refusal, self._not_before = str(error), time.monotonic() + _PAUSE_SECONDS
                    raise
                self._client = client
        return client

    def _open(self) -> Elasticsearch:
        options = self.options
        several = len(options.hosts) > 1
        if options.ca_certs and not Path(options.ca_certs).is_file():
            raise EngineUnavailable(f"There is no file {options.ca_certs}: check ELASTICSEARCH_CA_CERTS.")
        try:
            client = Elasticsearch(
                list(options.hosts),
                api_key=options.api_key or None,
                ca_certs=options.ca_certs or DEFAULT,
                request_timeout=options.search_seconds,
                # A node that is gone refuses at once; the next one is asked. One that hangs costs a whole wait.
                max_retries=min(len(options.hosts) - 1, 2),
                retry_on_timeout=several,
                retry_on_status=(502, 503, 504) if several else (),
                dead_node_backoff_factor=0.5,
                max_dead_node_backoff=5,
                connections_per_node=_CONNECTIONS,
                serializer=OrjsonSerializer(),
            )
        except (ValueError, OSError) as error:
            raise EngineUnavailable(f"Elasticsearch cannot be set up ({self.address}): {error}") from error
        try:
            with self.guarded():
                number = str(client.info()["version"]["number"])
                if not number.split(".")[0].isdigit() or int(number.split(".")[0]) not in VERSIONS:
                    raise EngineUnavailable(
                        f"Elasticsearch at {self.address} is version {number}; versions 8 and 9 are supported."
                    )
        except BaseException:
            client.close()
            raise
        return client

    def version(self) -> str:
        """The server's version. Raises `EngineUnavailable`."""
        with self.guarded():
            return str(self.searching().info()["version"]["number"])

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Turns what the client raises into `EngineUnavailable` with a remedy."""
        try:
            yield
        except elasticsearch.UnsupportedProductError as error:
            raise EngineUnavailable(f"What answers at {self.address} is not Elasticsearch 8 or 9.") from error
        except elasticsearch.ApiError as error:
            raise self.refusal(error.status_code, error.body) from error
        except elasticsearch.ConnectionTimeout as error:
            raise EngineUnavailable(f"Elasticsearch at {self.address} did not answer in time.") from error
        except elasticsearch.TransportError as error:
            reason = str(error.message).split("Caused by")[0].split("(Failed")[0].rstrip(" (")
            raise EngineUnavailable(
                f"Elasticsearch cannot be reached at {self.address}. Is it running, and is ELASTICSEARCH_URL right? "
                f"[{reason[:200]}]"
            ) from error

    def refusal(self, status: int, body: Any) -> EngineUnavailable:
        """What an error answer means; `body` is the answer or one item of it."""
        kind, reason = explained(body)
        if status == 401:
            return EngineUnavailable(
                f"Elasticsearch at {self.address} does not accept who we are: check ELASTICSEARCH_API_KEY."
            )
        if "cluster_block" in kind or "read-only" in reason:
            return EngineUnavailable(f"{READ_ONLY} [{reason[:200]}]")
        if status == 403:
            return EngineUnavailable(
                f"The API key of Elasticsearch at {self.address} lacks a permission: {reason[:200]}"
            )
        if "media_type_header" in kind:
            return EngineUnavailable(f"Elasticsearch at {self.address} is of another version than 8 or 9.")
        if "index_not_found" in kind:
            return IndexMissing(NO_INDEX)
        if status == 400:
            return QuestionRefused(f"Elasticsearch cannot answer this: {kind}: {reason[:300]}")
        if status == 429:
            return EngineUnavailable(f"Elasticsearch at {self.address} is overloaded: {reason[:200]}")
        return EngineUnavailable(f"Elasticsearch at {self.address} answered {status} {kind}: {reason[:300]}")


class IndexMissing(EngineUnavailable):
    """The index is not there, or is being replaced at this moment."""


def explained(body: Any) -> tuple[str, str]:
    """(type, reason) of an error as Elasticsearch tells it, with its causes."""
    error = body.get("error", body) if isinstance(body, Mapping) else body
    if not isinstance(error, Mapping):
        return "", str(error or "")
    kinds, reasons = [], []
    causes = [error, *error.get("root_cause", ()), error.get("caused_by")]
    causes += [failure.get("reason") for failure in error.get("failed_shards", ()) if isinstance(failure, Mapping)]
    for cause in causes:
        if isinstance(cause, Mapping):
            kinds.append(str(cause.get("type", "")))
            reasons.append(str(cause.get("reason", "")))
    return " ".join(kinds), ": ".join(dict.fromkeys(reason for reason in reasons if reason))


def _without_secrets(host: str) -> str:
    parts = urlsplit(host)
    try:
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        port = ""
    return f"{parts.scheme}://{parts.hostname or ''}{port}"
