"""A short stable number for a document, so that index and database can be compared without reading texts."""

from __future__ import annotations

import json
from dataclasses import fields
from hashlib import blake2b

from search.types import SearchDocument

# The breadth follows from the facets and the order of the levels, whose change makes no document wrong.
_FIELDS = tuple(field.name for field in fields(SearchDocument) if field.name not in ("facets", "breadth"))


def fingerprint(document: SearchDocument) -> int:
    """A 63-bit number that changes when any field does; the order of a facet's slugs does not matter."""
    facets = sorted((name, sorted(slugs)) for name, slugs in document.facets.items() if slugs)
    content = json.dumps([[getattr(document, name) for name in _FIELDS], facets], separators=(",", ":"))
    return int.from_bytes(blake2b(content.encode("ascii"), digest_size=8).digest(), "big") >> 1
