"""What to do about a search that finds nothing: other words, fewer filters, subjects nearby, each with its count."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from cms.vocabulary import get_vocabulary
from search import catalogue
from search.addresses import with_facets
from search.analysis import STOP_WORDS
from search.catalogue import SearchResult
from search.corrections import LONG_WORD, MIN_LENGTH, distance
from search.engines import get_engine
from search.engines.base import SearchEngine
from search.facets import BY_NAME, FACETS
from search.folding import fold
from search.labels import Labels
from search.query import QueryPlan
from search.resolution import resolve
from search.types import SearchRequest

MAX_COUNTS: Final = 8
MAX_NEAR: Final = 6
NEAR_FACETS: Final = ("subject", "platform")


@dataclass(frozen=True, slots=True)
class WayOut:
    """A search that finds `count` materials. `label` names what is left out of it, or what it is about."""

    label: str
    request: SearchRequest
    count: int


@dataclass(frozen=True, slots=True)
class WaysOut:
    """Every one leads to results. `fewer`: without the values of one facet each, best first; `unfiltered` and
    `wordless`: without any filter, without the words; `corrected`: with other words; `near`: subjects and platforms."""

    fewer: Sequence[WayOut] = ()
    unfiltered: WayOut | None = None
    wordless: WayOut | None = None
    corrected: WayOut | None = None
    near: Sequence[WayOut] = ()


def ways_out(result: SearchResult, *, now: int | None = None) -> WaysOut:
    """Ways out of a result without hits, in at most MAX_COUNTS counts and one search. Raises EngineUnavailable.

    A facet's values are alternatives, so that taking one of several away never finds more: a facet is left out
    as a whole.
    """
    engine = get_engine()
    now = int(time.time()) if now is None else now
    request, plan, labels = result.request, result.resolution.plan, Labels(get_vocabulary())
    chosen = {facet.name: slugs for facet in FACETS if (slugs := request.facets.get(facet.name, ()))}
    # Each way with what it would search for, so that all are counted at once.
    ways: list[tuple[QueryPlan, WayOut]] = []
    for name in list(chosen)[: MAX_COUNTS - 2] if len(chosen) > 1 or plan.must else ():
        others = {other: slugs for other, slugs in chosen.items() if other != name}
        label = ", ".join(labels.label(BY_NAME[name], slug) for slug in chosen[name])
        ways.append((plan, WayOut(label, with_facets(request, others), 0)))
    fewer_facets = len(ways)
    if chosen and plan.must:
        ways.append((plan, WayOut("", with_facets(request, {}), 0)))
        ways.append((QueryPlan(), WayOut(request.q, replace(request, q="", literal=False, page=1), 0)))
    counts = engine.count_each([(of, way.request.facets) for of, way in ways], now=now)
    counted = [replace(way, count=count) for (_, way), count in zip(ways, counts, strict=True)]
    fewer, rest = counted[:fewer_facets], [way if way.count else None for way in counted[fewer_facets:]]
    unfiltered, wordless = rest or (None, None)
    fewer.sort(key=lambda way: -way.count)
    return WaysOut(
        fewer=[way for way in fewer if way.count],
        # With one filter the line above says the same.
        unfiltered=unfiltered if len(chosen) > 1 else None,
        wordless=wordless,
        corrected=_corrected(request, engine, now) if request.literal else None,
        near=_near(request, plan, labels, engine, now, words_find=bool(unfiltered)),
    )


def _counted(label: str, request: SearchRequest, plan: QueryPlan, engine: SearchEngine, now: int) -> WayOut | None:
    count = engine.count(plan, request.facets, now=now)
    return WayOut(label, request, count) if count else None


def _corrected(request: SearchRequest, engine: SearchEngine, now: int) -> WayOut | None:
    """A literal search as it would be corrected."""
    resolution = resolve(request.q, catalogue.synonyms_of(get_vocabulary()), engine, now=now)
    if resolution.corrected is None:
        return None
    better = replace(request, q=resolution.corrected, literal=False, page=1)
    return _counted(resolution.corrected, better, resolution.plan, engine, now)


def _near(
    request: SearchRequest, plan: QueryPlan, labels: Labels, engine: SearchEngine, now: int, *, words_find: bool
) -> list[WayOut]:
    """Subjects and platforms named like the words, else the subjects of what the words find without filters."""
    known = catalogue.facet_counts(engine=engine, now=now).counts
    words = fold(request.q)
    found = [
        (likeness, WayOut(labels.label(BY_NAME[name], slug), SearchRequest(facets={name: (slug,)}), count))
        for name in NEAR_FACETS
        for slug, count in known.get(name, {}).items()
        if (likeness := _likeness(words, labels.names(BY_NAME[name], slug))) and (slug,) != request.facets.get(name)
    ]
    if found:
        found.sort(key=lambda pair: (-pair[0], -pair[1].count, pair[1].label))
        return [way for _, way in found[:MAX_NEAR]]
    if not words_find:
        return []
    counts = engine.search(plan, SearchRequest(q=request.q), now=now).counts.get("subject", {})
    top = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MAX_NEAR]
    return [
        WayOut(labels.label(BY_NAME["subject"], slug), with_facets(request, {"subject": (slug,)}), count)
        for slug, count in top
    ]


def _likeness(words: str, names: Iterable[str]) -> int:
    """2 where a name and the words share a word or its beginning, 1 where words are a slip apart, else 0."""
    typed = [word for word in words.split() if len(word) >= MIN_LENGTH and word not in STOP_WORDS]
    parts = {part for name in names for part in fold(name).split() if len(part) >= MIN_LENGTH}
    return max((_alike(word, part) for word in typed for part in parts), default=0)


def _alike(word: str, part: str) -> int:
    if part.startswith(word) or word.startswith(part):
        return 2
    # One edit, two in a long word: as in the corrections of a search.
    limit = 1 if len(word) < LONG_WORD else 2
    return int(distance(word, part, limit) <= limit)
