"""Which school levels a term is offered at, and which chosen terms do not go together."""

from __future__ import annotations

from typing import Any

# The vocabularies that the choice of school levels narrows, by their field on a material.
NARROWED = ("phases", "grades", "subjects")


def school_levels_of(term: Any) -> set[str]:
    """Slugs of the school levels that a grade, phase or subject is offered at; empty means all of them.

    As `Subject.objects.for_school_level()`: general subjects are offered to SLB and equivalency programmes too.
    """
    slugs = {level.slug for level in term.school_levels.all()}
    general = getattr(term, "GENERAL_SCHOOL_LEVELS", ())
    if slugs and general and term.group == term.Group.GENERAL:
        slugs.update(general)
    return slugs


def misfits(page: Any) -> dict[str, list[Any]]:
    """Chosen terms that fit none of the chosen school levels, and grades outside the chosen phases, by field.

    A recommendation only: a material may well reach beyond what the curriculum foresees.
    """
    chosen = {level.slug for level in page.school_levels.all()}
    found: dict[str, list[Any]] = {}
    if chosen:
        for name in NARROWED:
            for term in getattr(page, name).all():
                levels = school_levels_of(term)
                if levels and not levels & chosen:
                    found.setdefault(name, []).append(term)
    spans = [{grade.pk for grade in phase.grades.all()} for phase in page.phases.all()]
    if any(spans):
        within = set().union(*spans)
        for grade in page.grades.all():
            if grade.pk not in within and grade not in found.get("grades", []):
                found.setdefault("grades", []).append(grade)
    return found
