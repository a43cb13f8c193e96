"""The SQLite variant: each hit's score is computed once.

Stock repeats the full-text match in a subquery for every hit, so that 5,000 hits take ten seconds
(``modelsearch/backends/database/sqlite/sqlite.py``, ``SQLiteSearchQueryCompiler.search``).
"""

from __future__ import annotations

from typing import Any

from django.db.models import F, FloatField, QuerySet, Subquery
from modelsearch.backends.database.sqlite.query import BM25, MatchExpression, SQLiteFTSIndexEntry, normalize
from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteIndex,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
)
from modelsearch.query import MatchAll, Not
from modelsearch.utils import get_descendants_content_types_pks

from cms.admin_search.safe_query import SafeQueryMixin
from cms.admin_search.title_norms import WrittenTitleNormsMixin


class HitScore(Subquery):
    """The score of a row among ``hits``, a queryset of exactly the values ``hit_id`` (text) and ``score``.

    The hits do not refer to the outer row, so SQLite evaluates them once and looks each row up in an
    automatic index. ``LIMIT -1`` (all rows) keeps its planner from merging them into the outer query, where
    they would be evaluated for every row: rule 19 of https://sqlite.org/optoverview.html#flattening.
    """

    template = (
        "(SELECT hits.score FROM (%(subquery)s LIMIT -1) AS hits WHERE hits.hit_id = CAST(%(pk)s AS TEXT) LIMIT 1)"
    )

    def __init__(self, hits: QuerySet[Any]) -> None:
        super().__init__(hits, output_field=FloatField())
        self.pk: Any = F("pk")

    def get_source_expressions(self) -> list[Any]:
        return [self.query, self.pk]

    def set_source_expressions(self, exprs: Any) -> None:
        self.query, self.pk = exprs

    def as_sql(
        self, compiler: Any, connection: Any, template: str | None = None, **extra_context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        pk_sql, pk_params = compiler.compile(self.pk)
        sql, params = super().as_sql(compiler, connection, template, pk=pk_sql, **extra_context)
        return sql, (*params, *pk_params)

    def get_group_by_cols(self) -> list[Any]:
        return list(self.pk.get_group_by_cols())


class _QuickSearchMixin(SafeQueryMixin):
    queryset: QuerySet[Any]
    fields: list[str] | None
    order_by_relevance: bool
    FTS_TABLE_FIELDS: list[str]

    def search(self, config: Any, start: int | None, stop: int | None, score_field: str | None = None) -> Any:
        query = normalize(self.query)
        if isinstance(query, MatchAll):
            return self.queryset[start:stop]
        negated = isinstance(query, Not)
        if negated:
            query = query.subquery
            if isinstance(query, MatchAll):
                return self.queryset.none()

        hits = self._hits(query, config)
        hit_ids = hits.values("hit_id")
        queryset = self.queryset.exclude(pk__in=hit_ids) if negated else self.queryset.filter(pk__in=hit_ids)
        if not negated and (score_field or self.order_by_relevance):
            score_field = score_field or "_score"
            queryset = queryset.annotate(**{score_field: HitScore(hits.values("hit_id", "score"))})
            if self.order_by_relevance:
                queryset = queryset.order_by(score_field, "-pk")
        if not self.order_by_relevance and not queryset.query.order_by:
            # Results stay where they are from page to page: https://github.com/wagtail/wagtail/issues/3729
            queryset = queryset.order_by("-pk")
        return queryset[start:stop]

    def _hits(self, query: Any, config: Any) -> QuerySet[Any]:
        match = MatchExpression(self._columns(), self.build_search_query(query, config=config))  # type: ignore[attr-defined]
        content_types = get_descendants_content_types_pks(self.queryset.model)
        score = self._build_rank_expression(self.get_search_vectors(), config)  # type: ignore[attr-defined]
        hits = SQLiteFTSIndexEntry.objects.filter(match, index_entry__content_type__in=content_types)
        return hits.annotate(hit_id=F("index_entry__object_id"), score=score)

    def _columns(self) -> list[str]:
        # The index has one column for titles and one for all else; stock names any field: no such column.
        *_, other = self.FTS_TABLE_FIELDS
        if not self.fields:
            return self.FTS_TABLE_FIELDS
        return list(dict.fromkeys("title" if field == "title" else other for field in self.fields))

    def build_tsrank(self, vector: Any, query: Any, config: Any = None, boost: float = 1.0) -> Any:
        # bm25() already speaks for the whole match. Multiplied part by part, as stock does for a phrase
        # beside words, the sign of two negative scores is lost and the worst hit comes first.
        return BM25() * boost if boost != 1.0 else BM25()


class QuickSearchCompiler(_QuickSearchMixin, SQLiteSearchQueryCompiler):
    """Whole words."""


class QuickAutocompleteCompiler(_QuickSearchMixin, SQLiteAutocompleteQueryCompiler):
    """The last word is a prefix."""


class QuickWriteIndex(WrittenTitleNormsMixin, SQLiteIndex):
    """The index whose writes do not scan the table."""


class AdminSQLiteBackend(SQLiteSearchBackend):
    """Same results and order as Wagtail's SQLite backend for plain words; takes the same options."""

    query_compiler_class = QuickSearchCompiler
    autocomplete_query_compiler_class = QuickAutocompleteCompiler
    index_class = QuickWriteIndex
