"""Marks what a query found in the original title, summary and beginning of the body.

The words to mark are known from the index (every surface form of each stem), so one regular
expression over lightly folded text finds them; this takes half the time of analysing the text again.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from html import escape
from typing import Final

from search.analysis import analyze, fold

EXCERPT_LENGTH: Final = 4_000
SNIPPET_LENGTH: Final = 220
_LEAD: Final = 40
_MAX_MATCHES: Final = 200

_UNREACHABLE: Final = re.compile(r"[^\x00-\x7f]|['`]|\d[.,]\d")

# (start, end, stem) of one found word, in offsets of the original text.
Span = tuple[int, int, str]


class _SameLength(dict[int, str]):
    """Folds one character to one character, so that offsets in folded and original text are equal."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = fold(character)
        self[code] = result = folded if len(folded) == 1 else character
        return result


_SAME_LENGTH = _SameLength()


def _folded(text: str) -> str:
    return text.lower() if text.isascii() else text.translate(_SAME_LENGTH)


class Highlighter:
    """Marks words in texts. `forms` maps a stem to every surface form (folded) that belongs to it.

    Without forms it marks nothing. Everything returned is escaped HTML with `<mark>` alone.
    """

    def __init__(self, forms: Mapping[str, Iterable[str]]) -> None:
        self._stem_of = {form: stem for stem, known in forms.items() for form in known}
        self._stems = frozenset(forms)
        self._pattern: re.Pattern[str] | None = None
        if self._stem_of:
            longest_first = sorted(self._stem_of, key=len, reverse=True)
            self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?![\w\u0300-\u036f])")

    def mark(self, title: str, summary: str, body: str) -> tuple[str, str]:
        """The whole title, and a snippet of about 220 characters from summary or body.

        The snippet shows as many different words as it can; with none to show it is the beginning.
        """
        body = body[:EXCERPT_LENGTH]
        found = [self._find(text) for text in (title, summary, body)]
        if self._pattern and not any(found):
            found = [self._analyze(text) for text in (title, summary, body)]
        in_title, in_summary, in_body = found
        start, covered = _best_window(in_summary)
        body_start, body_covered = _best_window(in_body)
        if body_covered > covered or not summary.strip():
            snippet = _cut(body, in_body, body_start)
        else:
            snippet = _cut(summary, in_summary, start)
        return _marked(title, in_title, 0, len(title)), snippet

    def _find(self, text: str) -> list[Span]:
        if self._pattern is None or not text:
            return []
        spans: list[Span] = []
        for match in self._pattern.finditer(_folded(text)):
            spans.append((match.start(), match.end(), self._stem_of[match.group()]))
            if len(spans) == _MAX_MATCHES:
                break
        return spans

    def _analyze(self, text: str) -> list[Span]:
        """Words that folding character by character cannot reach, like jum'at and 1.000."""
        if not _UNREACHABLE.search(text):
            return []
        return [
            (token.start, token.end, token.stem)
            for token in analyze(text)
            if token.stem in self._stems or token.surface in self._stem_of
        ]


# Marks nothing.
PLAIN: Final = Highlighter({})


def _best_window(spans: list[Span]) -> tuple[int, int]:
    """Where the window with the most different stems begins, and how many it shows."""
    best, most = 0, 0
    for index, (start, _, _) in enumerate(spans):
        limit = start + SNIPPET_LENGTH - _LEAD
        seen = {stem for begin, end, stem in spans[index : index + 40] if begin == start or end <= limit}
        if len(seen) > most:
            best, most = start, len(seen)
    return best, most


def _cut(text: str, spans: list[Span], first: int) -> str:
    """The part of `text` around offset `first`, cut at blanks, with its words marked."""
    if len(text) <= SNIPPET_LENGTH:
        return _marked(text, spans, 0, len(text))
    start = 0
    if first > _LEAD:
        start = max(0, min(first - _LEAD, len(text) - SNIPPET_LENGTH))
        blank = text.find(" ", start, first)
        start = blank + 1 if start and blank >= 0 else start
    end = start + SNIPPET_LENGTH
    if end < len(text):
        blank = text.rfind(" ", first, end)
        end = blank if blank > start else end
    cut = _marked(text, spans, start, end)
    return f"{'… ' if start else ''}{cut}{' …' if end < len(text) else ''}"


def _marked(text: str, spans: list[Span], start: int, end: int) -> str:
    parts: list[str] = []
    at = start
    for begin, stop, _ in spans[bisect_left(spans, (start,)) :]:
        if stop > end:
            break
        parts += (escape(text[at:begin]), "<mark>", escape(text[begin:stop]), "</mark>")
        at = stop
    parts.append(escape(text[at:end]))
    return "".join(parts)
