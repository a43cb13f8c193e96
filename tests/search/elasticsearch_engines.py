"""Engines on a test server."""

from __future__ import annotations

from typing import Any

from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch.options import Options


def engine_on(url: str, prefix: str, **options: Any) -> ElasticsearchEngine:
    """An engine that fetches the table of words for every question, so that it is never behind."""
    return ElasticsearchEngine(
        Options(**{"hosts": (url,), "prefix": prefix, "words_seconds": 0, "processes": 1} | options)
    )
