"""The default engine: tantivy inside the process, its index in a folder of this machine."""

from __future__ import annotations

from search.engines.embedded.engine import EmbeddedEngine

__all__ = ["EmbeddedEngine"]
