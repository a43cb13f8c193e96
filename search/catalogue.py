"""The catalogue: answers a `SearchRequest` in full, with whichever engine serves this process."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from cms.vocabulary import Vocabulary, get_vocabulary
from search.engines import get_engine
from search.engines.base import EngineUnavailable, SearchEngine
from search.facets import BY_NAME, FACETS, Facet
from search.folding import fold
from search.labels import Labels
from search.query import QueryPlan
from search.resolution import Resolution, expect, second_look
from search.synonyms import SynonymRow, Synonyms
from search.types import MAX_RESULT_WINDOW, EngineAnswer, Hit, SearchRequest, Sort, Suggestion

# Vocabularies whose other names are synonyms of each other. (Levels, grades and phases are words of every
# text: "dasar" must not also mean "pemula" there; their names are found through the field of terms.)
SYNONYM_VOCABULARIES = ("Subject", "Platform", "SchoolLevel", "Centre")


@dataclass(frozen=True, slots=True)
class FacetValue:
    slug: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class FacetResult:
    """A facet as shown: its first values and the chosen ones; `more` when values were left out."""

    facet: Facet
    values: Sequence[FacetValue]
    more: bool
    find: str = ""

    @property
    def name(self) -> str:
        return self.facet.name

    @property
    def label(self) -> str:
        return str(self.facet.label)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Everything a page or the API shows. `resolution` says what was corrected or left out.

    `engine` is the one that answered; `fallback`: it did so because the one that should have could not.
    """

    request: SearchRequest
    total: int
    hits: Sequence[Hit]
    facets: Sequence[FacetResult]
    resolution: Resolution
    engine: str
    took_ms: float
    cursor: str | None = None
    fallback: bool = False

    @property
    def has_no_words(self) -> bool:
        """Something was typed, but nothing in it can be searched for."""
        return bool(self.request.q) and not self.resolution.plan.rank

    @property
    def pages(self) -> int:
        """How many pages can be opened: at least one, at most up to result 10,000."""
        reachable = min(self.total, MAX_RESULT_WINDOW)
        return max(1, -(-reachable // self.request.size))


@lru_cache(maxsize=2)
def synonyms_of(vocabulary: Vocabulary) -> Synonyms:
    rows = [SynonymRow(same, also) for same, also in vocabulary.synonyms]
    for name in SYNONYM_VOCABULARIES:
        for entry in vocabulary.by_pk.get(name, {}).values():
            names = vocabulary.names(name, entry.pk)
            if entry.successor is None and len(names) > 1:
                rows.append(SynonymRow(names, ()))
    return Synonyms.from_rows(rows, vocabulary.protected)


def search(
    request: SearchRequest,
    *,
    engine: SearchEngine | None = None,
    now: int | None = None,
    vocabulary: Vocabulary | None = None,
) -> SearchResult:
    """Answer a request. Raises EngineUnavailable, and ValueError for a cursor that is not ours.

    `vocabulary`: other words than the current ones, to see what a change of them would do.
    """
    started = time.perf_counter()
    engine = engine or get_engine()
    now = int(time.time()) if now is None else now
    vocabulary = vocabulary or get_vocabulary()
    if not request.q and request.sort == "relevance":
        request = replace(request, sort="newest")
    resolution, answer = _found(request, synonyms_of(vocabulary), engine, now)
    pages = max(1, -(-min(answer.total, MAX_RESULT_WINDOW) // request.size))
    if request.page > pages and request.cursor is None:
        request = replace(request, page=pages)
        answer = engine.search(resolution.plan, request, now=now)
    return SearchResult(
        request=request,
        total=answer.total,
        hits=answer.hits,
        facets=facet_results(answer, request, Labels(vocabulary)),
        resolution=resolution,
        engine=answer.fallback or engine.name,
        took_ms=round((time.perf_counter() - started) * 1000, 1),
        cursor=answer.cursor,
        fallback=bool(answer.fallback),
    )


def _found(
    request: SearchRequest, synonyms: Synonyms, engine: SearchEngine, now: int
) -> tuple[Resolution, EngineAnswer]:
    """What the words mean and what they find: one question to the engine, a second one when nothing was found."""
    expected = expect(request.q, synonyms, engine, literal=request.literal)
    answer = engine.search(expected.plan, request, now=now) if expected else None
    if expected and answer and (answer.total or request.literal or not expected.plan.must):
        return expected, answer
    resolution, known = second_look(expected, synonyms, engine, request, now)
    if answer is None or expected is None or resolution.plan != expected.plan:
        answer = known or engine.search(resolution.plan, request, now=now)
    return resolution, answer


def facet_results(answer: EngineAnswer, request: SearchRequest, labels: Labels) -> list[FacetResult]:
    """Every facet that has something to choose, with its top values, the chosen ones and those found in it."""
    return [result for facet in FACETS if (result := _facet_result(facet, answer, request, labels)).values]


def _facet_result(facet: Facet, answer: EngineAnswer, request: SearchRequest, labels: Labels) -> FacetResult:
    counts = answer.counts.get(facet.name, {})
    chosen = request.facets.get(facet.name, ())
    find = request.find.get(facet.name, "")
    slugs = list(counts)
    if find:
        wanted = fold(find)
        slugs = [slug for slug in slugs if wanted in fold(labels.label(facet, slug))]
    if facet.order == "vocabulary":
        top = sorted(slugs, key=lambda slug: (-counts[slug], slug))[: request.facet_size]
        top.sort(key=lambda slug: (labels.position(facet, slug), slug))
    else:
        # Labels decide between equal counts; they are looked up only for what may be shown.
        slugs.sort(key=lambda slug: -counts[slug])
        edge = counts[slugs[request.facet_size - 1]] if len(slugs) > request.facet_size else 0
        near = [slug for slug in slugs if counts[slug] >= edge]
        near.sort(key=lambda slug: (-counts[slug], labels.label(facet, slug).casefold(), slug))
        top = near[: request.facet_size]
    shown = [slug for slug in chosen if slug not in top] + top
    values = [FacetValue(slug, labels.label(facet, slug), counts.get(slug, 0), slug in chosen) for slug in shown]
    return FacetResult(facet, values, more=len(slugs) > len(top), find=find)


def labels_for_readers(*, with_tags: bool) -> Labels:
    """Labels that know which tags are public, where the request speaks of tags (it costs a look into the index)."""
    try:
        return Labels(get_vocabulary(), facet_counts().counts.get("tag", {}) if with_tags else None)
    except EngineUnavailable:
        return Labels(get_vocabulary())


def facet_counts(*, engine: SearchEngine | None = None, now: int | None = None) -> EngineAnswer:
    """Counts of every value over everything public (cached by the engine per commit)."""
    engine = engine or get_engine()
    now = int(time.time()) if now is None else now
    return engine.search(QueryPlan(), SearchRequest(sort="newest"), now=now)


@dataclass(frozen=True, slots=True)
class ValueCount:
    """A facet's value with the number of public materials that have it."""

    slug: str
    label: str
    count: int


def counts(*facets: str) -> dict[str, list[ValueCount]]:
    """Every value of these facets over everything public, most used first. Raises EngineUnavailable."""
    known = facet_counts().counts
    labels = Labels(get_vocabulary())
    found: dict[str, list[ValueCount]] = {}
    for name in facets:
        values = [ValueCount(slug, labels.label(BY_NAME[name], slug), n) for slug, n in known.get(name, {}).items()]
        found[name] = sorted(values, key=lambda value: (-value.count, value.label.casefold(), value.slug))
    return found


def newest(facets: Mapping[str, tuple[str, ...]], limit: int = 6, *, exclude: Collection[str] = ()) -> list[Hit]:
    """The newest materials with these choices, without those whose ids are in `exclude`. Raises EngineUnavailable."""
    return _listed(facets, "newest", limit, exclude)


def broadest(facets: Mapping[str, tuple[str, ...]], limit: int = 6, *, exclude: Collection[str] = ()) -> list[Hit]:
    """The same, those that suit the most readers first (`search.breadth`), newest among equals."""
    return _listed(facets, "broadest", limit, exclude)


def _listed(facets: Mapping[str, tuple[str, ...]], sort: Sort, limit: int, exclude: Collection[str]) -> list[Hit]:
    request = SearchRequest(facets=facets, sort=sort, size=limit + len(exclude), counted=False)
    hits = get_engine().search(QueryPlan(), request, now=int(time.time())).hits
    return [hit for hit in hits if hit.id not in exclude][:limit]


def suggest(
    text: str, *, limit: int = 8, engine: SearchEngine | None = None, now: int | None = None
) -> list[Suggestion]:
    """Materials, terms and tags for what was typed so far; only what has a public result."""
    engine = engine or get_engine()
    now = int(time.time()) if now is None else now
    words = fold(text).split()
    if not words or len(words[-1]) < 2:
        return []
    terms = _matching_terms(text, Labels(get_vocabulary()), facet_counts(engine=engine, now=now))
    materials = engine.suggest(words[:-1], words[-1], limit=limit, now=now)
    kept = terms[: max(3, limit - len(materials))]
    return [*kept, *materials][:limit]


SUGGESTED_FACETS = ("subject", "platform", "school_level", "level", "tag")


def _matching_terms(text: str, labels: Labels, answer: EngineAnswer) -> list[Suggestion]:
    wanted = fold(text)
    found: list[tuple[int, Suggestion]] = []
    for name in SUGGESTED_FACETS:
        facet = BY_NAME[name]
        for slug, count in answer.counts.get(name, {}).items():
            label = labels.label(facet, slug)
            if any(_begins(wanted, fold(other)) for other in labels.names(facet, slug)):
                kind = "tag" if name == "tag" else "term"
                found.append((count, Suggestion(kind, label, facet=name, slug=slug)))  # type: ignore[arg-type]
    found.sort(key=lambda pair: (pair[1].type != "term", -pair[0], pair[1].label))
    return [suggestion for _count, suggestion in found]


def _begins(wanted: str, name: str) -> bool:
    return name.startswith(wanted) or f" {wanted}" in f" {name}"
