"""What goes into a search and what comes out, the same for the page, the API and every engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

# `broadest` (see `search.breadth`) is for our own pages; readers and the API choose among SORTS.
Sort = Literal["relevance", "newest", "title", "shortest", "broadest"]
SORTS: tuple[Sort, ...] = ("relevance", "newest", "title", "shortest")
PAGE_SIZES: tuple[int, ...] = (10, 20, 50)

MAX_WORDS = 32
MAX_WORD_LENGTH = 100
MAX_RESULT_WINDOW = 10_000
FACET_SIZE = 12
MAX_FACET_SIZE = 200
MAX_BREADTH = (1 << 12) - 1
MATCH_FIELDS: tuple[str, ...] = ("terms", "body", "attached")


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A reader's request after parsing: every value is known, bounded and canonical.

    `facets` maps a facet's name to the chosen slugs; merged terms are already replaced
    by their successors. `find` maps a facet's name to the text typed in its own search box.
    `literal` switches corrections and relaxations off ("search exactly for ...").
    `counted` False leaves the counts of facets out of the answer: they cost more than the hits.
    `national` keeps to what is listed nationally; it is for our own lists, readers and the API do not choose it.
    """

    q: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = "relevance"
    page: int = 1
    size: int = 20
    cursor: str | None = None
    near: str | None = None
    facet_size: int = FACET_SIZE
    find: Mapping[str, str] = field(default_factory=dict)
    literal: bool = False
    counted: bool = True
    national: bool = False

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.size

    @property
    def is_browse(self) -> bool:
        """True when there are neither words nor choices, and nothing is left out."""
        return not (self.q or self.national or any(self.facets.values()))


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One learning resource as the index holds it. Built from the database, never from an event.

    `facets` maps every facet name of `search.facets` to the resource's slugs.
    `terms` is what the vocabulary names, aliases and tags say about it, as text.
    Times are Unix seconds; `expires_at` None means never. `size_bytes` is what it attaches.
    `breadth` (0 to MAX_BREADTH, see `search.breadth`) grows with the number of readers it suits.
    `national`: it is the national team's own, or a centre's that the national curators accepted.
    """

    id: str
    page_id: int
    kind: str
    title: str
    path: str
    published_at: int
    summary: str = ""
    body: str = ""
    attached: str = ""
    terms: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    expires_at: int | None = None
    updated_at: int = 0
    duration_minutes: int | None = None
    size_bytes: int = 0
    reviewed: bool = False
    breadth: int = 0
    national: bool = True


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: the document's stored fields, its score, and an escaped snippet with `<mark>`.

    `found_in`: where neither title nor snippet shows a word, the fields among MATCH_FIELDS that hold one.
    """

    id: str
    page_id: int
    kind: str
    title: str
    path: str
    summary: str
    facets: Mapping[str, tuple[str, ...]]
    published_at: int
    updated_at: int
    duration_minutes: int | None
    size_bytes: int
    reviewed: bool
    score: float = 0.0
    title_highlight: str = ""
    highlight: str = ""
    found_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EngineAnswer:
    """What an engine found for a plan: exact total, one page of hits, exact counts of every value.

    `counts[facet][slug]` counts results with every *other* facet's choices kept; values
    without a result are absent. `cursor` continues behind the last hit, None at the end.
    `fallback` names the engine that answered because the one that was asked could not; else it is empty.
    """

    total: int
    hits: Sequence[Hit]
    counts: Mapping[str, Mapping[str, int]]
    cursor: str | None = None
    fallback: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line under the search box. `type` is material, term or tag; `facet`/`slug` for the latter two."""

    type: Literal["material", "term", "tag"]
    label: str
    path: str = ""
    kind: str = ""
    facet: str = ""
    slug: str = ""


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """`state` is ready, building, lagging or down; `cursor` the last event applied; `detail` says why."""

    engine: str
    state: Literal["ready", "building", "lagging", "down"]
    documents: int = 0
    cursor: int = 0
    detail: str = ""
