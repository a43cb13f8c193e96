"""The map: rows, columns and cells with what each says, and the gaps in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from cms.coverage.axes import AXES, PAIRS, SUBJECT, Axis, groups, of_other_provinces, third
from cms.coverage.counting import Counts
from cms.coverage.keeping import kept_count
from cms.models import Centre
from cms.vocabulary import TermEntry

# Fewer than this is a beginning, not a choice.
THIN = 3
# Where each shade of the chart begins; below the first there is nothing.
STEPS = (1, THIN, 10, 30)


@dataclass(frozen=True, slots=True)
class Line:
    """A row or a column: a term, or None for the materials that name none."""

    entry: TermEntry | None
    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Cell:
    """The materials of a row and a column. `url`: the public search for them, "" where it has no such filter."""

    row: Line
    column: Line
    count: int
    url: str
    name: str

    @property
    def counts_as_gap(self) -> bool:
        """Only what can still be chosen can be filled: a retired term leaves no gap."""
        entries = (self.row.entry, self.column.entry)
        return all(entry is not None and entry.active for entry in entries)

    @property
    def state(self) -> str:
        """`none`, `thin` or `enough`; of every subject, without a platform or of a retired term there is no gap."""
        if self.count >= THIN or not self.counts_as_gap:
            return "enough" if self.count else "apart"
        return "thin" if self.count else "none"

    @property
    def state_label(self) -> str:
        return {"none": _("None yet"), "thin": _("Few"), "enough": _("Enough"), "apart": ""}[self.state]

    @property
    def step(self) -> int:
        """The shade: 0 for nothing, then by STEPS."""
        return sum(self.count >= begin for begin in STEPS)


@dataclass(frozen=True, slots=True)
class Row:
    line: Line
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    rows: Sequence[Row]


class Grid:
    """Two axes against each other: all materials or a centre's, of the third axis all or those of one term."""

    def __init__(self, pair: tuple[Axis, Axis], chosen: TermEntry | None = None, centre: Centre | None = None) -> None:
        self.row_axis, self.column_axis = pair
        self.filter_axis = third(pair)
        self.chosen, self.centre = chosen, centre
        # Once for the thousands of cells.
        self._search = reverse("search")
        of_third = (self.filter_axis, chosen) if chosen else None
        self.kept = kept_count(*pair, chosen=of_third, centre=centre)
        self.counts: Counts = self.kept.counts

    @property
    def name(self) -> str:
        return next(name for name, pair in PAIRS.items() if pair == (self.row_axis, self.column_axis))

    @property
    def total(self) -> int:
        return self.counts.total

    @cached_property
    def columns(self) -> list[Line]:
        shown = self.column_axis.shown(self.counts.columns)
        return [*self._apart(self.column_axis), *(self._column(entry) for entry in shown)]

    @cached_property
    def groups(self) -> list[Group]:
        shown = self.row_axis.shown(self.counts.rows)
        if self.centre is not None and self.row_axis is SUBJECT:
            elsewhere = of_other_provinces(self.centre)
            shown = [entry for entry in shown if entry.pk not in elsewhere or self.counts.rows.get(entry.pk)]
        apart = self._apart(self.row_axis)
        found = [Group("", [self._row(line) for line in apart])] if apart else []
        for label, entries in groups(self.row_axis, shown):
            found.append(Group(label, [self._row(self._line(self.row_axis, entry)) for entry in entries]))
        return found

    @property
    def cells(self) -> Iterator[Cell]:
        for group in self.groups:
            for row in group.rows:
                yield from row.cells

    @cached_property
    def missing(self) -> list[Cell]:
        """The cells without a material where both the row and the column have some, the busiest first."""
        empty = [cell for cell in self.cells if cell.state == "none" and cell.row.count and cell.column.count]
        return sorted(empty, key=lambda cell: -(cell.row.count + cell.column.count))

    @cached_property
    def thin(self) -> list[Cell]:
        """The cells with fewer than THIN, the thinnest first."""
        few = [cell for cell in self.cells if cell.state == "thin"]
        return sorted(few, key=lambda cell: (cell.count, -(cell.row.count + cell.column.count)))

    @cached_property
    def bare(self) -> list[Line]:
        """The rows without any material."""
        lines = [row.line for group in self.groups for row in group.rows]
        return [line for line in lines if line.entry and not line.count]

    def _apart(self, axis: Axis) -> list[Line]:
        """A line for the materials that name no term of an axis, if there are any."""
        number = self.counts.rows.get(None, 0) if axis is self.row_axis else self.counts.columns.get(None, 0)
        return [Line(None, str(axis.without), number, "")] if number else []

    def _line(self, axis: Axis, entry: TermEntry) -> Line:
        counted = self.counts.rows if axis is self.row_axis else self.counts.columns
        return Line(entry, entry.label, counted.get(entry.pk, 0), self._url({axis: entry}))

    def _column(self, entry: TermEntry) -> Line:
        return self._line(self.column_axis, entry)

    def _row(self, line: Line) -> Row:
        return Row(line, [self._cell(line, column) for column in self.columns])

    def _cell(self, row: Line, column: Line) -> Cell:
        place = (row.entry.pk if row.entry else None, column.entry.pk if column.entry else None)
        terms = {self.row_axis: row.entry, self.column_axis: column.entry, self.filter_axis: self.chosen}
        named = {axis: entry for axis, entry in terms.items() if entry}
        whole = row.entry is not None and column.entry is not None
        name = " × ".join(named[axis].label for axis in AXES if axis in named)
        return Cell(row, column, self.counts.cells.get(place, 0), self._url(named) if whole else "", name)

    def _url(self, named: dict[Axis, TermEntry]) -> str:
        """The public search for these terms, within the map's own filter and centre."""
        if self.chosen:
            named = {**named, self.filter_axis: self.chosen}
        pairs = [(axis.name, named[axis].slug) for axis in AXES if axis in named]
        if self.centre:
            pairs.append(("centre", self.centre.slug))
        return f"{self._search}?{urlencode(pairs)}"
