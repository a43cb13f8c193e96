"""Settings of the catalogue: which engine answers, where its index is, and its bounds."""

from __future__ import annotations

from settings import env

SEARCH_ENGINE = env.text("SEARCH_ENGINE", "embedded")
SEARCH_INDEX_DIR = env.folder("SEARCH_INDEX_DIR", env.VAR_DIR / "search")
ELASTICSEARCH_URL = env.items("ELASTICSEARCH_URL", "http://127.0.0.1:9200")

# A publish drains at most this many events itself; the worker takes the rest.
SEARCH_DRAIN_IN_PROCESS = env.integer("SEARCH_DRAIN_IN_PROCESS", 200)
SEARCH_EVENT_DAYS = env.integer("SEARCH_EVENT_DAYS", 14)

# Text is taken out of attached files in a process of its own, within these bounds.
EXTRACTION_SECONDS = env.integer("EXTRACTION_SECONDS", 60)
EXTRACTION_MEMORY_MB = env.integer("EXTRACTION_MEMORY_MB", 512)
EXTRACTION_FILE_MB = env.integer("EXTRACTION_FILE_MB", 100)
EXTRACTION_CHARACTERS = env.integer("EXTRACTION_CHARACTERS", 200_000)
