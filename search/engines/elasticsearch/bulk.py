"""Documents on their way to the index: prepared, sent in bulk, and each answer understood."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from elasticsearch import Elasticsearch

from search.engines.base import Rejection
from search.engines.elasticsearch.connection import Connection, explained
from search.engines.elasticsearch.document import to_source
from search.engines.terms import clean
from search.types import SearchDocument

_LARGEST_REQUEST: Final = 5_000_000
# Answers that say something about the server, not about the document.
_NOT_THE_DOCUMENT: Final = (401, 403, 404, 408, 413, 429)


def _encoded(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def upsert(document: SearchDocument, version: int) -> bytes:
    """Two lines of a bulk request. A document that is there in a newer version stays as it is."""
    action = {"index": {"_id": clean(document.id), "version": version, "version_type": "external_gte"}}
    return _encoded(action) + b"\n" + _encoded(to_source(document)) + b"\n"


def removal(id: str, version: int) -> bytes:
    action = {"delete": {"_id": clean(id), "version": version, "version_type": "external_gte"}}
    return _encoded(action) + b"\n"


def send(
    connection: Connection,
    index: str,
    documents: Sequence[SearchDocument],
    deletes: Iterable[str] = (),
    *,
    version: int,
    refresh: bool = False,
    alias: bool = False,
) -> list[Rejection]:
    """Write documents and removals to `index` (an alias, if so said) and tell which documents were refused.

    `refresh` shows them at once. Raises `EngineUnavailable` when anything else went wrong: then some may have
    been written, and doing it again does no harm.
    """
    pages = {clean(document.id): document.page_id for document in documents}
    operations = [upsert(document, version) for document in documents] + [removal(id, version) for id in deletes]
    rejected: list[Rejection] = []
    for number, part in enumerate(parts := _parts(operations), 1):
        client = connection.writing()
        rejected += _sent(connection, client, index, part, pages, refresh=refresh and number == len(parts), alias=alias)
    return rejected


def _parts(operations: Sequence[bytes]) -> list[list[bytes]]:
    parts: list[list[bytes]] = []
    size = _LARGEST_REQUEST + 1
    for operation in operations:
        if size + len(operation) > _LARGEST_REQUEST:
            parts.append([])
            size = 0
        parts[-1].append(operation)
        size += len(operation)
    return parts


def _sent(
    connection: Connection,
    client: Elasticsearch,
    index: str,
    part: list[bytes],
    pages: dict[str, int],
    *,
    refresh: bool,
    alias: bool,
) -> list[Rejection]:
    lines: list[Any] = [line for operation in part for line in operation.splitlines()]
    with connection.guarded():
        answer = client.bulk(
            index=index,
            operations=lines,
            refresh=refresh,
            require_alias=alias,
        )
    if not answer["errors"]:
        return []
    rejected: list[Rejection] = []
    for item in answer["items"]:
        (kind, result), *_ = item.items()
        status = result["status"]
        # 409: a newer version is there already; 404: what is to be removed is not there.
        if status < 400 or status == 409 or (kind == "delete" and status == 404 and "error" not in result):
            continue
        if status in _NOT_THE_DOCUMENT or status >= 500:
            raise connection.refusal(status, result)
        _type, reason = explained(result)
        rejected.append(Rejection(result["_id"], pages.get(result["_id"], 0), reason[:1_000] or f"status {status}"))
    return rejected
