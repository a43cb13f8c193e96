"""The PostgreSQL variant: Wagtail's own ranking, safe input, index writes that do not scan the table.

Whole-word search is quick only with the index of ``cms.admin_search.postgres_index``.
"""

from __future__ import annotations

from modelsearch.backends.database.postgres.postgres import (
    PostgresAutocompleteQueryCompiler,
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)

from cms.admin_search.safe_query import SafeQueryMixin
from cms.admin_search.title_norms import WrittenTitleNormsMixin


class SafeSearchCompiler(SafeQueryMixin, PostgresSearchQueryCompiler):
    """Whole words."""


class SafeAutocompleteCompiler(SafeQueryMixin, PostgresAutocompleteQueryCompiler):
    """The last word is a prefix."""


class QuickWriteIndex(WrittenTitleNormsMixin, PostgresIndex):
    """The index whose writes do not scan the table."""


class AdminPostgresBackend(PostgresSearchBackend):
    """Same results and order as Wagtail's PostgreSQL backend for plain words; takes the same options."""

    query_compiler_class = SafeSearchCompiler
    autocomplete_query_compiler_class = SafeAutocompleteCompiler
    index_class = QuickWriteIndex
