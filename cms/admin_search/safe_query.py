"""What an editor types, made safe for the databases' query languages.

Stock Wagtail hands the text to SQLite and PostgreSQL nearly as it comes: a ``"``, a NUL, only spaces or one
very long word is a server error there. Here every query becomes words that both accept, before it is
compiled.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from modelsearch.query import MATCH_NONE, And, Boost, Fuzzy, Not, Or, Phrase, PlainText, SearchQuery

MAX_CHARACTERS = 4_000
"""Characters read of one piece of text; what follows is ignored."""

MAX_WORDS = 32
"""Words kept of a whole query. More cost time and narrow nothing; thousands overflow the parsers."""

MAX_WORD_CHARACTERS = 255
"""Longer words are cut: PostgreSQL refuses a lexeme over 2,046 bytes, and no title has more characters."""


def safe_query(query: SearchQuery) -> SearchQuery:
    """Return ``query`` with safe words only, in their order; a query without a word matches nothing.

    A part without a word (punctuation, emoji, spaces) is left out. Plain words come back unchanged.
    """
    return _Cleaner().clean(query) or MATCH_NONE


def safe_words(text: str, limit: int = MAX_WORDS) -> list[str]:
    """Return at most ``limit`` words of ``text``: each with a letter or digit, no ``"``, no control code."""
    kept = "".join(" " if _breaks(character) else character for character in text[:MAX_CHARACTERS])
    words = (word[:MAX_WORD_CHARACTERS] for word in kept.split())
    return [word for word in words if any(map(_is_indexed, word))][:limit]


def _breaks(character: str) -> bool:
    # Cc holds NUL; Cs are lone surrogates, which no driver can encode.
    return character == '"' or unicodedata.category(character) in {"Cc", "Cs"}


def _is_indexed(character: str) -> bool:
    # The token characters of SQLite's unicode61 tokenizer: https://sqlite.org/fts5.html#unicode61_tokenizer
    category = unicodedata.category(character)
    return category[0] in "LN" or category == "Co"


class _Cleaner:
    """Walks one query and counts its words, which are limited over the whole of it."""

    def __init__(self) -> None:
        self.words_left = MAX_WORDS

    def clean(self, query: SearchQuery) -> SearchQuery | None:
        match query:
            case PlainText():
                return self._with_text(query, operator=query.operator, boost=query.boost)
            case Phrase():
                return self._with_text(query)
            case Fuzzy():
                return self._with_text(query, operator=query.operator, unaccent=query.unaccent)
            case Not():
                part = self.clean(query.subquery)
                return part and Not(part)
            case Boost():
                part = self.clean(query.subquery)
                return part and Boost(part, query.boost)
            case And() | Or():
                parts = [part for part in map(self.clean, query.subqueries) if part]
                return type(query)(parts) if len(parts) > 1 else next(iter(parts), None)
        return query

    def _with_text(self, query: Any, **options: Any) -> SearchQuery | None:
        words = safe_words(query.query_string, self.words_left)
        self.words_left -= len(words)
        return type(query)(" ".join(words), **options) if words else None


class SafeQueryMixin:
    """For a modelsearch query compiler: makes its query safe before anything is compiled from it."""

    query: SearchQuery

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.query = safe_query(self.query)
