"""The simplest engine that follows the rules: a dict of documents, read from end to end for every search.

Every real engine has to find and count what this one does (`contract.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from search.analysis import analyze
from search.engines.base import CatchUp, IndexReplaced, SearchEngine
from search.facets import FACET_NAMES
from search.fingerprints import fingerprint
from search.query import Alternative, Clause, QueryPlan
from search.types import EngineAnswer, EngineStatus, Hit, SearchDocument, SearchRequest, Suggestion

TEXT_FIELDS = ("title", "terms", "summary", "body", "attached")


@dataclass
class Indexed:
    document: SearchDocument
    fields: list[list[tuple[str, str]]]
    stems: set[str]
    forms: set[tuple[str, str]]

    @classmethod
    def of(cls, document: SearchDocument) -> Indexed:
        fields = [[(t.surface, t.stem) for t in analyze(getattr(document, name))] for name in TEXT_FIELDS]
        forms = {form for field in fields for form in field}
        return cls(document, fields, {stem for _, stem in forms}, forms)

    def lives(self, now: int) -> bool:
        return self.document.expires_at is None or self.document.expires_at > now

    def has_choices(self, facets: Mapping[str, Sequence[str]], *, but: str = "") -> bool:
        return all(
            set(slugs) & set(self.document.facets.get(name, ()))
            for name, slugs in facets.items()
            if slugs and name != but and name in FACET_NAMES
        )

    def is_listed(self, request: SearchRequest) -> bool:
        return self.document.national or not request.national

    def matches(self, plan: QueryPlan) -> bool:
        needed = len(plan.must) if plan.minimum is None else min(plan.minimum, len(plan.must))
        return self.matched(plan) >= needed

    def matched(self, plan: QueryPlan) -> int:
        return sum(self.matches_clause(clause) for clause in plan.must)

    def matches_clause(self, clause: Clause) -> bool:
        return any(self.matches_alternative(alternative) for alternative in clause.alternatives)

    def matches_alternative(self, alternative: Alternative) -> bool:
        words = alternative.words
        if alternative.exact:
            present = all((word.surface, word.stem) in self.forms for word in words)
        else:
            present = all(word.stem in self.stems for word in words)
        if not present or not alternative.phrase or len(words) < 2:
            return present
        return any(self.holds_phrase(field, alternative) for field in self.fields)

    def holds_phrase(self, field: list[tuple[str, str]], alternative: Alternative) -> bool:
        part = 0 if alternative.exact else 1
        first = min(word.position for word in alternative.words)
        wanted = [(word.position - first, (word.surface, word.stem)[part]) for word in alternative.words]
        return any(
            all(at + gap < len(field) and field[at + gap][part] == text for gap, text in wanted)
            for at in range(len(field))
        )


class BruteForceEngine(SearchEngine):
    """Exact totals, counts and ids; the order is always newest first, then by id."""

    name = "brute force"

    def __init__(self, documents: Iterable[SearchDocument] = ()) -> None:
        self._indexed = {document.id: Indexed.of(document) for document in documents}
        self._cursor: int | None = None
        self._vocabulary: dict[str, int] | None = None

    def search(self, plan: QueryPlan, request: SearchRequest, *, now: int) -> EngineAnswer:
        listed = [one for one in self._indexed.values() if one.lives(now) and one.is_listed(request)]
        matching = [one for one in listed if one.matches(plan)]
        counts = {
            name: dict(
                Counter(
                    slug
                    for one in matching
                    if one.has_choices(request.facets, but=name)
                    for slug in set(one.document.facets.get(name, ()))
                )
            )
            for name in FACET_NAMES
        }
        found = [one.document for one in matching if one.has_choices(request.facets)]
        found.sort(key=lambda document: (-document.published_at, document.id))
        page = found[request.offset : request.offset + request.size]
        return EngineAnswer(total=len(found), hits=[hit_of(document) for document in page], counts=counts)

    def count(self, plan: QueryPlan, facets: Mapping[str, Sequence[str]], *, now: int) -> int:
        return self.search(plan, SearchRequest(facets=facets), now=now).total

    def best_minimum(self, plan: QueryPlan, *, now: int) -> int:
        return max((one.matched(plan) for one in self._indexed.values() if one.lives(now)), default=0)

    def document_frequency(self, stem: str) -> int:
        return sum(stem in one.stems for one in self._indexed.values())

    def vocabulary(self) -> Mapping[str, int]:
        if self._vocabulary is None:
            self._vocabulary = Counter(
                surface for one in self._indexed.values() for surface in {surface for surface, _ in one.forms}
            )
        return self._vocabulary

    def suggest(self, words: Sequence[str], prefix: str, *, limit: int, now: int) -> Sequence[Suggestion]:
        found = []
        for one in self._indexed.values():
            title = {surface for surface, _ in one.fields[0]}
            if one.lives(now) and title.issuperset(words) and any(w.startswith(prefix) for w in title):
                found.append(one.document)
        found.sort(key=lambda document: (-document.published_at, document.id))
        return [Suggestion("material", d.title, d.path, d.kind) for d in found[:limit]]

    def related(self, document: SearchDocument, *, limit: int, now: int) -> Sequence[Hit]:
        stems = Indexed.of(document).stems
        others = [one for one in self._indexed.values() if one.lives(now) and one.document.id != document.id]
        others.sort(key=lambda one: (-len(one.stems & stems), one.document.id))
        return [hit_of(one.document) for one in others[:limit]]

    def apply(
        self, upserts: Iterable[SearchDocument], deletes: Iterable[str], *, cursor: int, base: int | None = None
    ) -> None:
        if base is not None and (self._cursor is None or self._cursor < base):
            raise IndexReplaced(f"the index stands at event {self._cursor}")
        for identity in deletes:
            self._indexed.pop(identity, None)
        self._indexed.update((document.id, Indexed.of(document)) for document in upserts)
        self._cursor, self._vocabulary = cursor, None

    def rebuild(
        self,
        documents: Iterable[SearchDocument],
        *,
        cursor: int,
        progress: Callable[[int], None] | None = None,
        catch_up: CatchUp | None = None,
    ) -> int:
        built = BruteForceEngine(documents)
        count = len(built._indexed)
        while catch_up and (change := catch_up(cursor)):
            built.apply(change.upserts, change.deletes, cursor=change.cursor)
            cursor = change.cursor
        self._indexed, self._cursor, self._vocabulary = built._indexed, cursor, None
        if progress:
            progress(count)
        return count

    def cursor(self) -> int | None:
        return self._cursor

    def ids(self) -> Mapping[str, int]:
        return {identity: fingerprint(one.document) for identity, one in self._indexed.items()}

    def status(self) -> EngineStatus:
        return EngineStatus(self.name, "ready", len(self._indexed), self._cursor or 0)


def hit_of(document: SearchDocument) -> Hit:
    """A document as a result, without score and highlights."""
    return Hit(
        id=document.id,
        page_id=document.page_id,
        kind=document.kind,
        title=document.title,
        path=document.path,
        summary=document.summary,
        facets=document.facets,
        published_at=document.published_at,
        updated_at=document.updated_at,
        duration_minutes=document.duration_minutes,
        size_bytes=document.size_bytes,
        reviewed=document.reviewed,
    )
