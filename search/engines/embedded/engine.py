"""The embedded engine: what the interface promises, put together from the parts of this package."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import wait
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib.metadata import version as installed_version
from pathlib import Path

from tantivy import Occur, Query

from search.engines.base import CatchUp, EngineUnavailable, IndexReplaced, Rejection, SearchEngine, Unfinished
from search.engines.cursors import Position, decode, encode
from search.engines.embedded import suggestions, writing
from search.engines.embedded.facet_counts import count_facets
from search.engines.embedded.fields import with_fields
from search.engines.embedded.folders import Folders, LockHeld
from search.engines.embedded.ordering import Ranked, Window, identity, ordered
from search.engines.embedded.queries import base, choices, listed, match_clauses, matching, ranking
from search.engines.embedded.schema import SCHEMA
from search.engines.embedded.snapshot import Reader, Snapshot, guarded
from search.engines.embedded.threads import threads
from search.engines.marks import forms_to_mark
from search.engines.stored import to_hit
from search.engines.terms import term
from search.highlights import Highlighter
from search.query import QueryPlan
from search.types import (
    MAX_RESULT_WINDOW,
    EngineAnswer,
    EngineStatus,
    Hit,
    SearchDocument,
    SearchRequest,
    Sort,
    Suggestion,
)


class EmbeddedEngine(SearchEngine):
    """tantivy in `folder`, which may be shared by any number of processes of one machine."""

    name = "embedded"

    def __init__(self, folder: Path) -> None:
        self._folders = Folders(folder)
        self._reader = Reader(self._folders)

    @property
    def address(self) -> str:
        return str(self._folders.root)

    def version(self) -> str:
        return installed_version("tantivy")

    def search(self, plan: QueryPlan, request: SearchRequest, *, now: int) -> EngineAnswer:
        sort: Sort = "newest" if request.sort == "relevance" and not plan.rank else request.sort
        after = decode(request.cursor, sort) if request.cursor else None
        is_whole = not (request.national or any(request.facets.values()))
        is_browse = request.counted and is_whole and not (plan.must or plan.rank or after)
        with self._reading() as snapshot:
            cacheable = is_browse and sort == "newest" and request.page == 1 and request.size == 20
            if cacheable and (known := snapshot.browse_answer(now)):
                return known
            answer = _answer(snapshot, plan, request, sort, after, now)
            if cacheable:
                snapshot.remember_browse(answer, now)
            return answer

    def count(self, plan: QueryPlan, facets: Mapping[str, Sequence[str]], *, now: int) -> int:
        with self._reading() as snapshot:
            return snapshot.count(base(snapshot, [matching(plan), *choices(facets).values()], now))

    def best_minimum(self, plan: QueryPlan, *, now: int) -> int:
        clauses = match_clauses(plan)
        if not clauses:
            return 0
        with self._reading() as snapshot:
            each = [(Occur.Should, Query.const_score_query(clause, 1.0)) for clause in clauses]
            query = base(snapshot, [Query.boolean_query(each)], now)
            hits = snapshot.searcher.search(query, 1, count=False).hits
            return round(hits[0][0]) if hits else 0

    def document_frequency(self, stem: str) -> int:
        with self._reading() as snapshot:
            return snapshot.count(Query.term_query(SCHEMA, "stems", term(stem)))

    def vocabulary(self) -> Mapping[str, int]:
        with self._reading() as snapshot:
            return snapshot.vocabulary()

    def suggest(self, words: Sequence[str], prefix: str, *, limit: int, now: int) -> Sequence[Suggestion]:
        with self._reading() as snapshot:
            return suggestions.suggest(snapshot, words, prefix, limit=limit, now=now)

    def related(self, document: SearchDocument, *, limit: int, now: int) -> Sequence[Hit]:
        with self._reading() as snapshot:
            return suggestions.related(snapshot, document, limit=limit, now=now)

    def apply(
        self,
        upserts: Iterable[SearchDocument],
        deletes: Iterable[str],
        *,
        cursor: int,
        base: int | None = None,
        lane: int | None = None,
    ) -> Sequence[Rejection]:
        try:
            writing.apply(self._folders, upserts, deletes, cursor=cursor, base=base)
        except (LockHeld, IndexReplaced):
            raise
        except EngineUnavailable:
            self._reader.examine()
            raise
        return ()

    def rebuild(
        self,
        documents: Iterable[SearchDocument],
        *,
        cursor: int,
        progress: Callable[[int], None] | None = None,
        catch_up: CatchUp | None = None,
        resume: Unfinished | None = None,
        alone: Callable[[], AbstractContextManager[object]] = nullcontext,
        rejected: Callable[[Rejection], None] | None = None,
    ) -> int:
        return writing.rebuild(self._folders, documents, cursor=cursor, progress=progress, catch_up=catch_up)

    def cursor(self) -> int | None:
        try:
            return self._reader.snapshot().cursor
        except EngineUnavailable:
            return None

    def ids(self) -> Mapping[str, int]:
        with self._reading() as snapshot:
            return snapshot.stamps()

    def check(self) -> None:
        self._reader.examine(always=True)

    def status(self) -> EngineStatus:
        try:
            with self._reading() as snapshot:
                documents = snapshot.count(snapshot.every())
        except Exception as error:
            building = self._folders.is_rebuilding()
            return EngineStatus(self.name, "building" if building else "down", detail=str(error))
        return EngineStatus(self.name, "ready", documents, snapshot.cursor)

    @contextmanager
    def _reading(self) -> Iterator[Snapshot]:
        """The newest snapshot; a failure within is an `EngineUnavailable` and has the index examined."""
        snapshot = self._reader.snapshot()
        try:
            with guarded():
                yield snapshot
        except Exception as error:
            # What a damaged file brings forth may look like anything.
            if self._reader.examine() and not isinstance(error, EngineUnavailable):
                raise EngineUnavailable(f"the index is damaged: {error!r}") from error
            raise


def _answer(
    snapshot: Snapshot, plan: QueryPlan, request: SearchRequest, sort: Sort, after: Position | None, now: int
) -> EngineAnswer:
    required = [matching(plan), listed(request)]
    chosen = choices(request.facets)
    matches = base(snapshot, [*required, *chosen.values()], now)
    if not request.counted:
        hits, cursor = _page(snapshot, plan, request, sort, after, matches)
        return EngineAnswer(snapshot.count(matches), hits, {}, cursor)
    counting = threads().submit(count_facets, snapshot, required, chosen, now)
    try:
        hits, cursor = _page(snapshot, plan, request, sort, after, matches)
    finally:
        wait((counting,))
    total, counts = counting.result()
    return EngineAnswer(total, hits, counts, cursor)


def _page(
    snapshot: Snapshot,
    plan: QueryPlan,
    request: SearchRequest,
    sort: Sort,
    after: Position | None,
    matches: Query,
) -> tuple[tuple[Hit, ...], str | None]:
    """The hits of the page and the cursor behind them."""
    # One more than the page holds tells whether anything follows.
    window = Window(after.seen if after else request.offset, request.size + 1, after)
    ranked: list[Ranked] = []
    if after or 0 <= window.start < MAX_RESULT_WINDOW:
        query = ranking(plan, matches, request.near) if sort == "relevance" else matches
        ranked = ordered(snapshot, query, sort, window)
    page = ranked[: request.size]
    cursor = None
    if len(ranked) > len(page):
        seen, last = window.start + len(page), page[-1]
        cursor = encode(Position(sort, seen, last.key, identity(snapshot, last.address)))
    return tuple(_hits(snapshot, plan, page)), cursor


def _hits(snapshot: Snapshot, plan: QueryPlan, ranked: Sequence[Ranked]) -> list[Hit]:
    highlighter = Highlighter(forms_to_mark(plan, snapshot.forms) if ranked else {})
    hits: list[Hit] = []
    for hit in ranked:
        stored = snapshot.searcher.doc(hit.address)
        card, excerpt = stored.get_first("card"), stored.get_first("excerpt")
        assert isinstance(card, bytes)
        assert isinstance(excerpt, bytes)
        hits.append(to_hit(card, excerpt.decode(), highlighter, hit.score))
    return with_fields(snapshot, plan, hits)
