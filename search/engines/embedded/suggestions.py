"""Suggestions under the search box and materials like a given one."""

from __future__ import annotations

from collections.abc import Sequence

from tantivy import Occur, Query

from search.engines.embedded.ordering import Window, ordered
from search.engines.embedded.queries import base, choice
from search.engines.embedded.schema import SCHEMA, stem_field
from search.engines.embedded.snapshot import Snapshot
from search.engines.likeness import LIKE_FIELDS, LIKE_TIE, SHARED_LEVEL, SHARED_SUBJECT, telling_stems
from search.engines.stored import to_hit
from search.engines.terms import clean, slugs_of, term, title_key
from search.types import Hit, SearchDocument, Suggestion


def suggest(snapshot: Snapshot, words: Sequence[str], prefix: str, *, limit: int, now: int) -> list[Suggestion]:
    """Titles that begin with what was typed, newest first; then all others that hold it."""
    needed: list[Query | None] = [Query.term_query(SCHEMA, "title", term(word)) for word in words]
    if prefix:
        needed.append(_beginning("title", term(prefix)))
    if not needed or limit < 1:
        return []
    typed = title_key(" ".join([*words, prefix] if prefix else words), "").rstrip("\x01")
    starting = _beginning("title_order", typed)
    first = base(snapshot, [*needed, starting], now)
    others = Query.boolean_query([(Occur.Must, base(snapshot, needed, now)), (Occur.MustNot, starting)])
    found: list[Suggestion] = []
    for query in (first, others):
        if len(found) < limit:
            for hit in ordered(snapshot, query, "newest", Window(0, limit - len(found))):
                card = to_hit(snapshot.card(hit.address))
                found.append(Suggestion("material", card.title, card.path, card.kind))
    return found


def _beginning(field: str, prefix: str) -> Query:
    return Query.fuzzy_term_query(SCHEMA, field, prefix, distance=0, prefix=True)


def related(snapshot: Snapshot, document: SearchDocument, *, limit: int, now: int) -> list[Hit]:
    """Documents that share the rarest words of title, terms and summary, or a subject.

    A shared level only ranks: nearly every other document has it.
    """
    words = _shared_words(snapshot, document)
    subject, level = _shared(document, "subject", SHARED_SUBJECT), _shared(document, "level", SHARED_LEVEL)
    if limit < 1 or not (words or subject):
        return []
    alike = Query.boolean_query([(Occur.Should, query) for query in (*words, *subject)])
    query = Query.boolean_query(
        [
            (Occur.Must, base(snapshot, [alike], now)),
            *((Occur.Should, query) for query in level),
            (Occur.MustNot, Query.term_query(SCHEMA, "id", clean(document.id))),
        ]
    )
    # Equal scores are common here and of no importance: they are not ordered further.
    hits = snapshot.searcher.search(query, limit, count=False).hits
    return [to_hit(snapshot.card(address)) for _, address in hits]


def _shared(document: SearchDocument, name: str, weight: float) -> list[Query]:
    slugs = slugs_of(document, name)
    return [Query.const_score_query(choice(name, slugs), weight)] if slugs else []


def _shared_words(snapshot: Snapshot, document: SearchDocument) -> list[Query]:
    searcher = snapshot.searcher
    stems = telling_stems(document, lambda stem: searcher.doc_freq("stems", stem), searcher.num_docs)
    return [
        Query.disjunction_max_query(
            [
                Query.boost_query(Query.term_query(SCHEMA, stem_field(field), stem, "freq"), weight)
                for field, weight in LIKE_FIELDS.items()
            ],
            LIKE_TIE,
        )
        for stem in stems
    ]
