"""/mapel/, /platform/, /tingkat/: every term of a vocabulary in its groups, with how much there is."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cms.models import Platform, Subject, Term
from cms.page_caching import patch_for_readers
from search import catalogue
from search.engines.base import EngineUnavailable
from search.term_pages import KINDS, TermKind

logger = logging.getLogger(__name__)

# Kinds of platforms are free words of the data; those we know have a heading in both languages.
PLATFORM_KINDS: dict[str, Any] = {
    "pemerintah": gettext_lazy("National services"),
    "daerah": gettext_lazy("Services of the provinces"),
    "lms": gettext_lazy("Online classrooms"),
    "produktivitas": gettext_lazy("Documents and office"),
    "kreasi": gettext_lazy("Making media"),
    "kuis": gettext_lazy("Quizzes and worksheets"),
    "kolaborasi": gettext_lazy("Working together"),
    "simulasi": gettext_lazy("Simulations"),
    "perangkat": gettext_lazy("Devices"),
}


@dataclass(frozen=True, slots=True)
class IndexedTerm:
    """A term in the list; `count` is None while the catalogue cannot tell."""

    label: str
    description: str
    url: str
    count: int | None


@dataclass(frozen=True, slots=True)
class TermGroup:
    heading: str
    terms: Sequence[IndexedTerm]


def _subject_group(term: Term) -> str:
    assert isinstance(term, Subject)
    return str(term.get_group_display())


def _platform_group(term: Term) -> str:
    assert isinstance(term, Platform)
    return str(PLATFORM_KINDS.get(term.kind, capfirst(term.kind)) or _("Others"))


GROUPS: dict[str, Callable[[Term], str]] = {"subject": _subject_group, "platform": _platform_group}


def counts_of(facet: str) -> dict[str, int] | None:
    """Materials under each slug of a facet; None while the catalogue cannot tell."""
    try:
        return {value.slug: value.count for value in catalogue.counts(facet)[facet]}
    except EngineUnavailable as error:
        logger.warning("Terms are listed without counts: %s", error)
        return None


def listed_terms(kind: TermKind, counts: dict[str, int] | None) -> Iterator[tuple[Term, IndexedTerm]]:
    """The terms that are offered, and retired ones that still have materials, in their own order; one query."""
    for term in kind.model._default_manager.filter(successor=None).order_by("order", "name", "pk"):
        count = None if counts is None else counts.get(term.slug, 0)
        if term.status == Term.Status.ACTIVE or count:
            url = reverse(kind.address, args=[term.slug])
            yield term, IndexedTerm(term.label, term.description_label, url, count)


@require_safe
def term_index(request: HttpRequest, facet: str) -> HttpResponse:
    """All terms of a vocabulary in their groups."""
    kind, counts = KINDS[facet], counts_of(facet)
    groups: dict[str, list[IndexedTerm]] = {}
    group_of = GROUPS.get(facet, lambda term: "")
    for term, listed in listed_terms(kind, counts):
        groups.setdefault(group_of(term), []).append(listed)
    context = {
        "kind": kind,
        "groups": [TermGroup(heading, terms) for heading, terms in groups.items()],
        "with_descriptions": facet == "level",
        "unavailable": counts is None,
    }
    response = render(request, "search/term_index.html", context)
    if counts is None:
        response["Cache-Control"] = "no-store"
        return response
    return patch_for_readers(request, response)
