"""Why a material was found, in words, where neither its title nor its snippet shows it."""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import gettext as _

from search.analysis import analyze
from search.facets import BY_NAME, Facet
from search.labels import Labels
from search.query import QueryPlan
from search.types import Hit

# Facets whose names are words of a document (`search.documents.SPOKEN` and the tags), the most telling first.
NAMED = ("tag", "subject", "platform", "centre", "school_level", "grade", "phase", "level", "province")


def reason(hit: Hit, plan: QueryPlan, labels: Labels) -> str:
    """One line such as “Matches the tag: kuis”; "" for a hit that shows its words, or whose place is not known."""
    if "terms" in hit.found_in and (named := _named(hit, plan, labels)):
        facet, label = named
        return _("Matches the %(facet)s: %(value)s") % {"facet": _inside(str(facet.label)), "value": label}
    if "body" in hit.found_in:
        return _("Matches the text of the material")
    if "attached" in hit.found_in:
        return _("Matches the text of an attached file")
    return ""


def _named(hit: Hit, plan: QueryPlan, labels: Labels) -> tuple[Facet, str] | None:
    """The first of the hit's values with a name that holds a whole expression of the query, else a word of it."""
    alternatives = [alternative for clause in plan.must for alternative in clause.alternatives]
    whole = [frozenset(word.stem for word in alternative.words) for alternative in alternatives if alternative.words]
    single = [frozenset((stem,)) for words in whole for stem in words]
    values = [(BY_NAME[name], slug) for name in NAMED for slug in hit.facets.get(name, ())]
    for expressions in (whole, single):
        for facet, slug in values:
            names = _stems(labels.names(facet, slug))
            if any(words <= stems for stems in names for words in expressions):
                return facet, labels.label(facet, slug)
    return None


@lru_cache(maxsize=4_000)
def _stems(names: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(token.stem for token in analyze(name)) for name in names)


def _inside(label: str) -> str:
    """A label as it stands within a sentence: "Mata Pelajaran" becomes "mata pelajaran", "Balai TIK" stays."""
    return " ".join(word if word[1:] != word[1:].lower() else word.lower() for word in label.split(" "))
