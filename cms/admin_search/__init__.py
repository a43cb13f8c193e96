"""The admin's own search (pages, choosers, listings): Wagtail's database backend, quick and unbreakable.

Used as ``WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.admin_search"}}``. The catalogue that readers
search is another thing and lives in ``search``.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import connection


def SearchBackend(params: dict[str, Any]) -> Any:
    """Return the backend for the default database; the name is the one Wagtail looks for.

    ``params`` are the options of the setting without ``BACKEND``. SQLite with FTS5 and PostgreSQL get the
    variants of this package; anything else gets the platform's own choice.
    """
    if connection.vendor == "postgresql":
        from cms.admin_search.postgres import AdminPostgresBackend

        return AdminPostgresBackend(params)
    if connection.vendor == "sqlite" and _sqlite_index_is_ready():
        from cms.admin_search.sqlite import AdminSQLiteBackend

        return AdminSQLiteBackend(params)
    from modelsearch.backends.database import SearchBackend as stock_backend

    return stock_backend(params)


_fts_table_seen = False


@cache
def _fts5_compiled_in() -> bool:
    from modelsearch.backends.database.sqlite.utils import fts5_available

    return bool(fts5_available())


def _sqlite_index_is_ready() -> bool:
    """Whether FTS5 and its table are there. A "no" is not kept: migrations may run before the table is."""
    global _fts_table_seen
    if not _fts_table_seen and _fts5_compiled_in():
        from modelsearch.backends.database.sqlite.utils import fts_table_exists

        _fts_table_seen = fts_table_exists()
    return _fts_table_seen
