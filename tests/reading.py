"""What a reader's browser gets: bytes over the line, queries behind it."""

from __future__ import annotations

import gzip
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext


def html(client: Any, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return response.content.decode()


def gzipped(client: Any, address: str) -> int:
    """Compressed bytes of the page, the stylesheet in it included."""
    return len(gzip.compress(html(client, address).encode(), 6))


def query_count(client: Any, address: str) -> int:
    """Queries of a visit that is not the first: pictures have been made, the site is known.

    Savepoints are left out: they are the test's own transaction showing through.
    """
    html(client, address)
    with CaptureQueriesContext(connection) as queries:
        html(client, address)
    return sum("SAVEPOINT" not in query["sql"] for query in queries)
