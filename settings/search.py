"""Settings of the catalogue: which engine answers, where its index is, and its bounds."""

from __future__ import annotations

from settings import env

SEARCH_ENGINE = env.text("SEARCH_ENGINE", "embedded")
SEARCH_INDEX_DIR = env.folder("SEARCH_INDEX_DIR", env.VAR_DIR / "search")

# Elasticsearch: one address or several, separated by commas; an API key; a file with the authority that signed
# its certificate. Indexes and aliases begin with ELASTICSEARCH_INDEX. Seconds are for one request.
ELASTICSEARCH_URL = env.items("ELASTICSEARCH_URL", "http://127.0.0.1:9200")
ELASTICSEARCH_API_KEY = env.text("ELASTICSEARCH_API_KEY", "")
ELASTICSEARCH_CA_CERTS = env.text("ELASTICSEARCH_CA_CERTS", "")
ELASTICSEARCH_INDEX = env.text("ELASTICSEARCH_INDEX", "sinau")
ELASTICSEARCH_SHARDS = env.integer("ELASTICSEARCH_SHARDS", 1)
# "auto": one copy of each shard as soon as there is a second node.
ELASTICSEARCH_REPLICAS = env.text("ELASTICSEARCH_REPLICAS", "auto")
ELASTICSEARCH_SEARCH_SECONDS = env.integer("ELASTICSEARCH_SEARCH_SECONDS", 5)
ELASTICSEARCH_WRITE_SECONDS = env.integer("ELASTICSEARCH_WRITE_SECONDS", 30)
# How old the table of the index's words may become: corrections, marks and rare words come from it.
ELASTICSEARCH_WORDS_SECONDS = env.integer("ELASTICSEARCH_WORDS_SECONDS", 120)

# While Elasticsearch cannot be reached, the embedded engine of this machine answers; it is kept up to date for that.
SEARCH_FALLBACK = env.boolean("SEARCH_FALLBACK", True)
# A rebuild makes at most so many documents a second (0: as many as it can), in so many processes (0: by the cores).
SEARCH_REBUILD_PER_SECOND = env.integer("SEARCH_REBUILD_PER_SECOND", 0)
SEARCH_REBUILD_PROCESSES = env.integer("SEARCH_REBUILD_PROCESSES", 0)

# A publish drains at most this many events itself; the worker takes the rest.
SEARCH_DRAIN_IN_PROCESS = env.integer("SEARCH_DRAIN_IN_PROCESS", 200)
SEARCH_EVENT_DAYS = env.integer("SEARCH_EVENT_DAYS", 14)

# Text is taken out of attached files in a process of its own, within these bounds.
EXTRACTION_SECONDS = env.integer("EXTRACTION_SECONDS", 60)
EXTRACTION_MEMORY_MB = env.integer("EXTRACTION_MEMORY_MB", 512)
EXTRACTION_FILE_MB = env.integer("EXTRACTION_FILE_MB", 100)
EXTRACTION_CHARACTERS = env.integer("EXTRACTION_CHARACTERS", 200_000)
