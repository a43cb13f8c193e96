"""The map as a picture: where each square of the heat map stands. Units are those of the SVG's view box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cms.coverage.grid import Cell, Grid, Group

ROW = 22
GAP = 2
LABEL = 200
LABEL_LETTERS = 27
# Few columns have their names above them, many have them slanted.
FEW = 6
WIDE, NARROW = 70, 23
HEAD_FLAT, HEAD_SLANTED = 26, 118
COLUMN_LETTERS = 11
SLANTED_LETTERS = 20


@dataclass(frozen=True, slots=True)
class Name:
    """A row's or a column's name, shortened, where it stands."""

    x: int
    y: int
    text: str
    full: str


@dataclass(frozen=True, slots=True)
class Square:
    cell: Cell
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def baseline(self) -> int:
        return self.y + self.height // 2 + 4

    @property
    def right(self) -> int:
        """Where the mark of a thin cell stands, in its upper corner."""
        return self.x + self.width - 5

    @property
    def top(self) -> int:
        return self.y + 5

    @property
    def hatch(self) -> str:
        """Two strokes across an empty square: it is told from the others without its colour."""
        low, high = self.y + self.height - 4, self.y + 4
        return " ".join(f"M{self.middle + by - 6} {low}l12 {high - low}" for by in (-4, 4))


@dataclass(frozen=True, slots=True)
class Picture:
    """The heat map of one group of rows."""

    label: str
    width: int
    height: int
    slanted: bool
    rows: Sequence[Name]
    columns: Sequence[Name]
    squares: Sequence[Square]


def pictures(grid: Grid) -> list[Picture]:
    """A heat map for each group of the map's rows; the materials that name none head the first."""
    groups = list(grid.groups)
    if len(groups) > 1 and not groups[0].label:
        apart, first, *others = groups
        groups = [Group(first.label, [*apart.rows, *first.rows]), *others]
    return [_picture(grid, group) for group in groups]


def _picture(grid: Grid, group: Group) -> Picture:
    slanted = len(grid.columns) > FEW
    width, head = (NARROW, HEAD_SLANTED) if slanted else (WIDE, HEAD_FLAT)
    letters = SLANTED_LETTERS if slanted else COLUMN_LETTERS
    columns = [
        Name(LABEL + at * width + width // 2, head - 8, _short(line.label, letters), line.label)
        for at, line in enumerate(grid.columns)
    ]
    rows, squares = [], []
    for down, row in enumerate(group.rows):
        top = head + down * ROW
        rows.append(Name(LABEL - 8, top + ROW // 2 + 4, _short(row.line.label, LABEL_LETTERS), row.line.label))
        for across, cell in enumerate(row.cells):
            squares.append(Square(cell, LABEL + across * width, top, width - GAP, ROW - GAP))
    # A slanted name of the last column leans beyond it.
    tail = HEAD_SLANTED - 20 if slanted else 0
    return Picture(
        group.label,
        LABEL + len(grid.columns) * width + tail,
        head + len(group.rows) * ROW,
        slanted,
        rows,
        columns,
        squares,
    )


def _short(text: str, letters: int) -> str:
    return text if len(text) <= letters else f"{text[: letters - 1].rstrip()}…"
