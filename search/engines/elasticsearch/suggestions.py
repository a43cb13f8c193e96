"""Suggestions under the search box and materials like a given one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from elasticsearch.dsl.query import Bool, ConstantScore, DisMax, Query

from search.engines.elasticsearch.document import STEM, SURFACE
from search.engines.elasticsearch.queries import base, begins, choice, equals, word
from search.engines.likeness import LIKE_FIELDS, LIKE_TIE, SHARED_LEVEL, SHARED_SUBJECT, telling_stems
from search.engines.stored import to_hit
from search.engines.terms import clean, slugs_of, title_key
from search.types import Hit, SearchDocument, Suggestion

Body = dict[str, Any]


def suggestion_bodies(words: Sequence[str], prefix: str, limit: int, now: int) -> list[Body]:
    """Titles that begin with what was typed, newest first; and all others that hold it. None without a word."""
    needed: list[Query] = [equals(f"title.{SURFACE}", word(one)) for one in words]
    if prefix:
        needed.append(begins(f"title.{SURFACE}", word(prefix)))
    if not needed or limit < 1:
        return []
    typed = title_key(" ".join([*words, prefix] if prefix else words), "").rstrip("\x01")
    starting = begins("title_order", typed)
    queries = (base([*needed, starting], now), base([*needed, Bool(must_not=[starting])], now))
    return [
        {
            "size": limit,
            "query": query.to_dict(),
            "sort": [{"published": "desc"}, {"id": "asc"}],
            "track_total_hits": False,
            "_source": ["card"],
        }
        for query in queries
    ]


def suggestions(answers: Sequence[Any], limit: int) -> list[Suggestion]:
    hits = [hit for answer in answers for hit in cards(answer)]
    return [Suggestion("material", hit.title, hit.path, hit.kind) for hit in hits[:limit]]


def cards(answer: Any) -> list[Hit]:
    """The hits of an answer, without marks."""
    return [to_hit(raw["_source"]["card"].encode("ascii")) for raw in answer["hits"]["hits"]]


def related_body(
    document: SearchDocument, frequency: Callable[[str], int], total: int, limit: int, now: int
) -> Body | None:
    """Documents that share the rarest words of title, terms and summary, or a subject; None with neither.

    A shared level only ranks: nearly every other document has it.
    """
    words = [
        DisMax(
            queries=[equals(f"{field}.{STEM}", word(stem), weight) for field, weight in LIKE_FIELDS.items()],
            tie_breaker=LIKE_TIE,
        )
        for stem in telling_stems(document, frequency, total)
    ]
    subject, level = _shared(document, "subject", SHARED_SUBJECT), _shared(document, "level", SHARED_LEVEL)
    if limit < 1 or not (words or subject):
        return None
    alike = Bool(should=[*words, *subject], minimum_should_match=1)
    itself = Bool(must_not=[equals("id", clean(document.id))])
    query = Bool(must=[alike], filter=[base([itself], now)], should=level)
    return {"size": limit, "query": query.to_dict(), "track_total_hits": False, "_source": ["card"]}


def _shared(document: SearchDocument, name: str, weight: float) -> list[Query]:
    slugs = slugs_of(document, name)
    return [ConstantScore(filter=choice(name, slugs), boost=weight)] if slugs else []
