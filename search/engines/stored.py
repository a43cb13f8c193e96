"""What an engine stores to show a hit: its card, and the hit made of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from search.highlights import PLAIN, Highlighter
from search.types import Hit, SearchDocument


def to_card(document: SearchDocument) -> bytes:
    facets = {name: slugs for name, slugs in document.facets.items() if slugs}
    card = (
        document.id,
        document.page_id,
        document.kind,
        document.title,
        document.path,
        document.summary,
        facets,
        document.published_at,
        document.updated_at,
        document.duration_minutes,
        document.size_bytes,
        document.reviewed,
    )
    return json.dumps(card, separators=(",", ":")).encode()


def to_hit(card: bytes, excerpt: str = "", highlighter: Highlighter = PLAIN, score: float = 0.0) -> Hit:
    """The hit of a stored card, with the query's words marked in it and in the body's `excerpt`."""
    values: list[Any] = json.loads(card)
    facets: Mapping[str, list[str]] = values[6]
    values[6] = {name: tuple(slugs) for name, slugs in facets.items()}
    title, snippet = highlighter.mark(values[3], values[5], excerpt)
    return Hit(*(*values, score, title, snippet))
