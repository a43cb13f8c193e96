"""Which words of a plan are marked in what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from search.analysis import STOP_WORDS
from search.query import QueryPlan


def forms_to_mark(plan: QueryPlan, forms_of: Callable[[str], Iterable[str]]) -> dict[str, set[str]]:
    """Stem → surface forms: all that `forms_of` knows of the plan's words, of exact ones only what was typed."""
    forms: dict[str, set[str]] = {}
    for clause in {*plan.rank, *plan.must}:
        for alternative in clause.alternatives:
            for word in alternative.words:
                # The “dan” of a synonym of several words is no find.
                if word.surface in STOP_WORDS and len(alternative.words) > 1:
                    continue
                known = forms.setdefault(word.stem, {word.surface})
                if not alternative.exact:
                    known.update(forms_of(word.stem))
    return forms
