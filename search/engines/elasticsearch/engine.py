"""The Elasticsearch engine: what the interface promises, put together from the parts of this package."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import Any, Final

from search.engines.base import CatchUp, EngineUnavailable, IndexReplaced, Probe, Rejection, SearchEngine, Unfinished
from search.engines.elasticsearch import suggestions
from search.engines.elasticsearch import words as word_table
from search.engines.elasticsearch.build import Build
from search.engines.elasticsearch.bulk import send
from search.engines.elasticsearch.connection import NO_INDEX, Connection, IndexMissing
from search.engines.elasticsearch.counting import Body
from search.engines.elasticsearch.options import Options
from search.engines.elasticsearch.probing import Probing, best_minimum, best_minimum_body
from search.engines.elasticsearch.queries import base, choices, equals, match_clauses, matching, word
from search.engines.elasticsearch.searching import (
    located,
    locating,
    page_search,
)
from search.engines.elasticsearch.state import LANES, State, moved
from search.engines.marks import forms_to_mark
from search.highlights import Highlighter
from search.query import QueryPlan
from search.types import EngineAnswer, EngineStatus, Hit, SearchDocument, SearchRequest, Suggestion

logger = logging.getLogger(__name__)
_IDS_AT_ONCE: Final = 5_000
_STATUS_SECONDS: Final = 1.5


class ElasticsearchEngine(SearchEngine):
    """An index shared by every web server and worker; `options` say where."""

    name = "elasticsearch"
    lanes = LANES
    remote = True

    def __init__(self, options: Options) -> None:
        self._options = options
        self._connection = Connection(options)
        self._state = State(self._connection)
        self._words = word_table.WordTable(self._read_words, options.words_seconds)

    @classmethod
    def from_settings(cls) -> ElasticsearchEngine:
        """The engine as the settings ELASTICSEARCH_… describe it; asks nothing of the server yet."""
        from django.conf import settings

        return cls(
            Options(
                hosts=tuple(settings.ELASTICSEARCH_URL),
                api_key=settings.ELASTICSEARCH_API_KEY,
                ca_certs=settings.ELASTICSEARCH_CA_CERTS,
                prefix=settings.ELASTICSEARCH_INDEX,
                shards=settings.ELASTICSEARCH_SHARDS,
                replicas=settings.ELASTICSEARCH_REPLICAS,
                search_seconds=settings.ELASTICSEARCH_SEARCH_SECONDS,
                write_seconds=settings.ELASTICSEARCH_WRITE_SECONDS,
                words_seconds=settings.ELASTICSEARCH_WORDS_SECONDS,
                processes=settings.SEARCH_REBUILD_PROCESSES,
            )
        )

    @property
    def prefix(self) -> str:
        """What the names of its indexes and aliases begin with."""
        return self._options.prefix

    @property
    def address(self) -> str:
        """The servers' addresses, without secrets."""
        return self._connection.address

    def version(self) -> str:
        """The server's version. Raises `EngineUnavailable`."""
        return self._connection.version()

    def search(self, plan: QueryPlan, request: SearchRequest, *, now: int) -> EngineAnswer:
        search = page_search(plan, request, now)
        if (look := locating(search)) is not None:
            search = located(search, self._ask([look])[0])
        answers = self._ask(search.bodies())
        return search.answer(answers, self._highlighter(plan))

    def count(self, plan: QueryPlan, facets: Mapping[str, Sequence[str]], *, now: int) -> int:
        return self.count_each([(plan, facets)], now=now)[0]

    def count_each(
        self, searches: Sequence[tuple[QueryPlan, Mapping[str, Sequence[str]]]], *, now: int
    ) -> Sequence[int]:
        queries = [base([matching(plan), *choices(facets).values()], now) for plan, facets in searches]
        return self._counts([query.to_dict() for query in queries]) if queries else []

    def best_minimum(self, plan: QueryPlan, *, now: int) -> int:
        clauses = match_clauses(plan)
        return best_minimum(self._ask([best_minimum_body(clauses, now)])[0]) if clauses else 0

    def probe(self, plans: Sequence[QueryPlan], request: SearchRequest, *, now: int) -> Sequence[Probe]:
        return Probing(plans, request, now).probes(self._ask, self._highlighter)

    def document_frequency(self, stem: str) -> int:
        words = self._words.get()
        known = words.stems.get(word(stem))
        if known is None and not words.all_stems:
            known = self._count(equals("stems", word(stem)).to_dict())
        return known or 0

    def vocabulary(self) -> Mapping[str, int]:
        return self._words.get().vocabulary

    def suggest(self, words: Sequence[str], prefix: str, *, limit: int, now: int) -> Sequence[Suggestion]:
        bodies = suggestions.suggestion_bodies(words, prefix, limit, now)
        return suggestions.suggestions(self._ask(bodies), limit) if bodies else []

    def related(self, document: SearchDocument, *, limit: int, now: int) -> Sequence[Hit]:
        words = self._words.get()
        # Words too rare for the table are hardly shared with another material.
        body = suggestions.related_body(
            document, lambda stem: words.stems.get(word(stem), 0), words.documents, limit, now
        )
        return suggestions.cards(self._ask([body])[0]) if body else []

    def apply(
        self,
        upserts: Iterable[SearchDocument],
        deletes: Iterable[str],
        *,
        cursor: int,
        base: int | None = None,
        lane: int | None = None,
    ) -> Sequence[Rejection]:
        index = self._state.live()
        known = self._state.known(index) if index else None
        if index is None or known is None:
            raise IndexMissing(NO_INDEX)
        stands = known.cursor if lane is None else known.cursors[lane]
        if base is not None and stands < base:
            raise IndexReplaced(f"the index stands at event {stands}, not at {base} any more")
        # Whoever read the log writes what was true at `cursor`; whoever did not, what is true now.
        version = max(cursor, 0) if base is not None else max(cursor, known.highest)
        # By the alias, which no write can bring into being: should the index be swapped meanwhile, the new one
        # may get some of it early, and all of it when its own cursor comes here.
        rejected = send(
            self._connection,
            self._state.write_alias,
            list(upserts),
            list(deletes),
            version=version,
            refresh=True,
            alias=True,
        )
        self._state.change(index, lambda before: moved(before, cursor, lane))
        return rejected

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
        build = Build(self._connection, self._state, progress=progress, rejected=rejected)
        count = build.run(documents, cursor=cursor, catch_up=catch_up, resume=resume, alone=alone)
        self._words.forget()
        return count

    def unfinished(self) -> Unfinished | None:
        found = self._state.unfinished()
        return Unfinished(found[1].started, found[1].after, found[1].documents) if found else None

    def cursor(self) -> int | None:
        cursors = self.cursors()
        return None if cursors is None else min(cursors)

    def revision(self) -> None:
        return None

    def cursors(self) -> Sequence[int] | None:
        index = self._state.live()
        known = self._state.known(index) if index else None
        return known.cursors if known else None

    def advance(self, cursors: Mapping[int, int]) -> None:
        index = self._state.live()
        if index is None:
            return

        def change(before: Any) -> Any:
            for lane, cursor in cursors.items():
                before = moved(before, cursor, lane)
            return before

        self._state.change(index, change)

    def ids(self) -> Mapping[str, int]:
        stamps: dict[str, int] = {}
        body: Body = {"size": _IDS_AT_ONCE, "sort": [{"id": "asc"}], "_source": False, "docvalue_fields": ["stamp"]}
        while True:
            hits = self._ask([body])[0]["hits"]["hits"]
            for hit in hits:
                stamps[hit["sort"][0]] = int(hit["fields"]["stamp"][0])
            if len(hits) < _IDS_AT_ONCE:
                return stamps
            body["search_after"] = hits[-1]["sort"]

    def hurried(self, seconds: float) -> AbstractContextManager[object]:
        return self._connection.hurried(seconds)

    def status(self) -> EngineStatus:
        with self.hurried(_STATUS_SECONDS):
            return self._status()

    def _status(self) -> EngineStatus:
        try:
            cursor = self.cursor()
            if cursor is None:
                building = self._state.unfinished() is not None
                return EngineStatus(self.name, "building" if building else "down", detail=NO_INDEX)
            documents = self._count({"match_all": {}})
            if blocked := self._state.blocked():
                return EngineStatus(self.name, "lagging", documents, cursor, blocked)
        except EngineUnavailable as error:
            return EngineStatus(self.name, "down", detail=str(error))
        except Exception as error:
            logger.exception("The state of the search engine cannot be told.")
            return EngineStatus(self.name, "down", detail=repr(error))
        return EngineStatus(self.name, "ready", documents, cursor)

    def _count(self, query: Body) -> int:
        return self._counts([query])[0]

    def _counts(self, queries: Sequence[Body]) -> list[int]:
        answers = self._ask([{"size": 0, "track_total_hits": True, "query": query} for query in queries])
        return [int(answer["hits"]["total"]["value"]) for answer in answers]

    def _read_words(self, patient: bool) -> word_table.Words:
        return word_table.read(self._ask(word_table.searches(), patient=patient))

    def _highlighter(self, plan: QueryPlan) -> Highlighter:
        forms: Mapping[str, Sequence[str]] = {}
        if plan.must or plan.rank:
            # Without the table only what was typed is marked; the answer is good all the same.
            with suppress(EngineUnavailable):
                forms = self._words.get().forms
        return Highlighter(forms_to_mark(plan, lambda stem: forms.get(word(stem), ())))

    def _ask(self, bodies: Sequence[Body], *, patient: bool = False) -> list[Any]:
        """The answers to searches that go in one request. All of each, or `EngineUnavailable`."""
        try:
            return self._asked(bodies, patient)
        except IndexMissing:
            # The alias was swapped and its old index removed while we looked.
            time.sleep(0.05)
            return self._asked(bodies, patient)

    def _asked(self, bodies: Sequence[Body], patient: bool) -> list[Any]:
        header: Body = {"index": self._state.read_alias, "allow_partial_search_results": False}
        # Words are as rare as in all shards together: scores do not depend on where a document lies. (Counts have no
        # scores, and would not be remembered.)
        scoring = header | {"search_type": "dfs_query_then_fetch"} if self._options.shards > 1 else header
        searches = [part for body in bodies for part in (scoring if body["size"] else header, body)]
        with self._connection.guarded():
            client = self._connection.writing() if patient else self._connection.searching()
            answers: list[Any] = client.msearch(searches=searches)["responses"]
        for answer in answers:
            if "error" in answer:
                raise self._connection.refusal(int(answer.get("status", 500)), answer)
        return answers
