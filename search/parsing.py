"""From an address's parameters to a `SearchRequest`, with a named problem for each that is wrong."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from django.utils.translation import gettext as _

from search.facets import BY_NAME, FACETS
from search.labels import Labels
from search.types import FACET_SIZE, MAX_FACET_SIZE, MAX_RESULT_WINDOW, PAGE_SIZES, SORTS, SearchRequest, Sort

MAX_QUERY_CHARACTERS = 4_000
MAX_CHOICES = 50
MAX_FIND_CHARACTERS = 100
DEFAULT_SIZE = 20


class Parameters(Protocol):
    """What Django's QueryDict offers: the last value of a name, or all of them."""

    def get(self, key: str, default: str = "", /) -> str: ...

    def getlist(self, key: str, /) -> list[str]: ...

    def __iter__(self) -> Iterator[str]: ...


@dataclass(frozen=True, slots=True)
class Problem:
    """A parameter that could not be used: `detail` says why and what is possible, in the interface's language."""

    param: str
    value: str
    detail: str


@dataclass(slots=True)
class Parsed:
    """The request with what was usable, and what was not. A page shows the problems, the API refuses."""

    request: SearchRequest
    problems: list[Problem] = field(default_factory=list)


def clean_text(text: str, limit: int) -> str:
    """Text without control characters and lone surrogates, spaces folded, cut to `limit` characters."""
    kept = "".join(" " if unicodedata.category(char) in ("Cc", "Cs") else char for char in text[: limit * 2])
    return re.sub(r"\s+", " ", kept).strip()[:limit]


def parse(params: Parameters, labels: Labels) -> Parsed:
    """Read every parameter of design.md's "Request". Never raises; whatever is wrong becomes a `Problem`."""
    problems: list[Problem] = []
    size = _choice_number(params, "size", PAGE_SIZES, DEFAULT_SIZE, problems)
    request = SearchRequest(
        q=clean_text(params.get("q", ""), MAX_QUERY_CHARACTERS),
        facets=_facets(params, labels, problems),
        sort=_sort(params, problems),
        page=_page(params, size, problems),
        size=size,
        cursor=params.get("cursor", "")[:2_000] or None,
        near=_near(params, labels, problems),
        facet_size=_bounded(params, "facet_size", FACET_SIZE, 1, MAX_FACET_SIZE, problems),
        find={
            facet.name: text
            for facet in FACETS
            if (text := clean_text(params.get(f"find_{facet.name}", ""), MAX_FIND_CHARACTERS))
        },
        literal=params.get("literal", "") == "1",
    )
    return Parsed(request, problems)


SINGLE = ("q", "sort", "page", "size", "cursor", "near", "literal", "facet_size", *(f"find_{f.name}" for f in FACETS))


def misused(params: Parameters) -> list[Problem]:
    """Names nobody knows and single values given twice: what a program got wrong and a page would pass over."""
    problems: list[Problem] = []
    for name in params:
        values = params.getlist(name)
        if name not in SINGLE and name not in BY_NAME:
            detail = _("There is no parameter of this name. There are: %(names)s.") % {
                "names": ", ".join([*SINGLE[:8], *BY_NAME, "find_…"])
            }
            problems.append(Problem(clean_text(name, 100) or "?", clean_text(values[-1], 100), detail))
        elif name in SINGLE and len(values) > 1:
            problems.append(Problem(name, clean_text(values[-1], 100), _("This parameter can be given only once.")))
    return problems


def _facets(params: Parameters, labels: Labels, problems: list[Problem]) -> dict[str, tuple[str, ...]]:
    chosen: dict[str, tuple[str, ...]] = {}
    for facet in FACETS:
        slugs: list[str] = []
        values = [value for value in params.getlist(facet.name) if value]
        if len(values) > MAX_CHOICES:
            detail = _("At most %(limit)s values can be chosen at once.") % {"limit": MAX_CHOICES}
            problems.append(Problem(facet.name, values[MAX_CHOICES][:100], detail))
        for value in values[:MAX_CHOICES]:
            slug = labels.resolve(facet, value)
            if slug is None:
                detail = _("“%(value)s” is not a known value of “%(facet)s”.") % {
                    "value": clean_text(value, 100),
                    "facet": facet.label,
                }
                problems.append(Problem(facet.name, clean_text(value, 100), detail))
            elif slug not in slugs:
                slugs.append(slug)
        if slugs:
            chosen[facet.name] = tuple(slugs)
    return chosen


def _sort(params: Parameters, problems: list[Problem]) -> Sort:
    value = params.get("sort", "")
    for sort in SORTS:
        if value == sort:
            return sort
    if value:
        detail = _("The order can be one of: %(values)s.") % {"values": ", ".join(SORTS)}
        problems.append(Problem("sort", clean_text(value, 100), detail))
    return "relevance"


def _page(params: Parameters, size: int, problems: list[Problem]) -> int:
    value = params.get("page", "")
    if not value:
        return 1
    last = MAX_RESULT_WINDOW // size
    # Digits of other scripts are numbers to int(), but not what an address of ours holds.
    if not (value.isascii() and value.isdigit() and len(value) < 10 and int(value) >= 1):
        problems.append(Problem("page", clean_text(value, 100), _("The page has to be a number from 1.")))
        return 1
    if int(value) > last:
        detail = _("Pages reach up to %(last)s. Use more words or filters to narrow the results.") % {"last": last}
        problems.append(Problem("page", value, detail))
        return last
    return int(value)


def _choice_number(
    params: Parameters, name: str, choices: tuple[int, ...], default: int, problems: list[Problem]
) -> int:
    value = params.get(name, "")
    if not value:
        return default
    if value.isascii() and value.isdigit() and len(value) < 10 and int(value) in choices:
        return int(value)
    detail = _("It can be one of: %(values)s.") % {"values": ", ".join(map(str, choices))}
    problems.append(Problem(name, clean_text(value, 100), detail))
    return default


def _bounded(params: Parameters, name: str, default: int, low: int, high: int, problems: list[Problem]) -> int:
    value = params.get(name, "")
    if not value:
        return default
    if value.isascii() and value.isdigit() and len(value) < 10 and low <= int(value) <= high:
        return int(value)
    detail = _("It has to be a number from %(low)s to %(high)s.") % {"low": low, "high": high}
    problems.append(Problem(name, clean_text(value, 100), detail))
    return default


def _near(params: Parameters, labels: Labels, problems: list[Problem]) -> str | None:
    value = params.get("near", "")
    if not value:
        return None
    slug = labels.resolve(BY_NAME["province"], value)
    if slug is None:
        detail = _("“%(value)s” is not a known province.") % {"value": clean_text(value, 100)}
        problems.append(Problem("near", clean_text(value, 100), detail))
    return slug
