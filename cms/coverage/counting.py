"""Counts visible materials over two vocabularies: a few grouped queries, however many materials there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Case, Count, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Length, Now, Substr
from wagtail.models import Page, PageViewRestriction

from cms.coverage.axes import Axis
from cms.models import Centre, LearningResource
from cms.querysets import MAX_DEPTH, public
from cms.vocabulary import TermEntry

# A cell's place: the ids of the row's and the column's term. None: the material names no term of that vocabulary.
Place = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many materials each cell, row and column holds. A material with two terms of an axis counts under both,
    so that a row's number is not the sum of its cells."""

    cells: Mapping[Place, int]
    rows: Mapping[int | None, int]
    columns: Mapping[int | None, int]
    total: int


def count(
    rows: Axis, columns: Axis, *, chosen: tuple[Axis, TermEntry] | None = None, centre: Centre | None = None
) -> Counts:
    """The visible materials, all or a centre's, counted over two axes; of a third only those under `chosen`.

    Terms that were merged count under their last successor, a material that has both once.
    """
    materials = countable()
    if centre is not None:
        materials = materials.in_centre(centre)
    if chosen is not None:
        axis, entry = chosen
        pairs = axis.through.objects.filter(**{f"{axis.column}__in": axis.family(entry.pk)})
        materials = materials.filter(pk__in=pairs.values("learningresource"))
    cells = _grouped(materials, row=rows, column=columns)
    return Counts(
        cells={(cell["row"], cell["column"]): cell["materials"] for cell in cells},
        rows={cell["row"]: cell["materials"] for cell in _grouped(materials, row=rows)},
        columns={cell["column"]: cell["materials"] for cell in _grouped(materials, column=columns)},
        total=materials.count(),
    )


def _grouped(materials: Any, **axes: Axis) -> Any:
    named = {name: _today(axis) for name, axis in axes.items()}
    merging = any(axis.successions() for axis in axes.values())
    counted = materials.order_by().annotate(**named).values(*named)
    return counted.annotate(materials=Count("pk", distinct=merging)).order_by()


def _today(axis: Axis) -> Any:
    """The id of the term that stands for a material's own one now."""
    successions = axis.successions()
    if not successions:
        return F(axis.field)
    merged = [When(**{f"{axis.field}__in": old}, then=Value(new)) for new, old in sorted(successions.items())]
    return Case(*merged, default=F(axis.field), output_field=BigIntegerField())


def countable() -> Any:
    """What `visible()` gives, for counting all of it: the way to the root is looked at once for each parent.

    `visible()` looks up the ancestors of every single material, which takes seconds over a whole library; materials
    share a few dozen parents. A test compares the two.
    """
    parent = Substr("path", 1, Length("path") - Page.steplen)
    parents = set(
        LearningResource.objects.order_by().annotate(parent=parent).values_list("parent", flat=True).distinct()
    )
    open_parents = set(public(Page.objects.filter(path__in=parents)).values_list("path", flat=True))
    found = LearningResource.objects.filter(Q(expire_at=None) | Q(expire_at__gt=Now()), live=True, depth__lte=MAX_DEPTH)
    found = found.filter(~Exists(PageViewRestriction.objects.filter(page=OuterRef("pk"))))
    for closed in sorted(parents - open_parents):
        found = found.exclude(path__startswith=closed)
    return found
