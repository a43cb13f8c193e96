"""The index that PostgreSQL lacks for Wagtail's whole-word search, as a migration operation."""

from __future__ import annotations

from typing import Any

from django.db import router
from django.db.migrations.operations.base import Operation

APP_LABEL = "wagtailsearch"
TABLE = "wagtailsearch_indexentry"
NAME = "cms_admin_search_title_body_gin"


class AddTitleBodyIndex(Operation):
    """Add a GIN index on ``title || body`` of Wagtail's search entries; does nothing on other databases.

    Wagtail queries exactly that expression and indexes the two columns apart, which cannot serve it
    (``modelsearch/backends/database/postgres/postgres.py``, ``get_index_vectors``). The migration that uses
    this depends on ``("wagtailsearch", "0010_add_text_fields")``. Writes to the table wait while it is built
    (about a second for 50,000 entries).
    """

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models do not change: the table belongs to Wagtail."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if self._applies(schema_editor):
            schema_editor.execute(f"CREATE INDEX IF NOT EXISTS {NAME} ON {TABLE} USING gin ((title || body))")

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if self._applies(schema_editor):
            schema_editor.execute(f"DROP INDEX IF EXISTS {NAME}")

    def describe(self) -> str:
        return "Add the index of the admin's whole-word search (PostgreSQL)"

    @property
    def migration_name_fragment(self) -> str:
        return "admin_search_title_body_index"

    @staticmethod
    def _applies(schema_editor: Any) -> bool:
        connection = schema_editor.connection
        return connection.vendor == "postgresql" and router.allow_migrate(connection.alias, APP_LABEL)
