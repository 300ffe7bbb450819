"""The grid under the wide drawing: lanes become columns, rows stay rows, and gutters run between them all."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from generator.model import Lane, Process, Step, Sublane

Node = tuple[int, int]
"""Where a vertical and a horizontal line of the grid meet: (index of the vertical, index of the horizontal line)."""


@dataclass(frozen=True)
class Vertical:
    """A vertical line of the grid: a column of boxes, or a gutter at the border of a lane or between its sublanes."""

    kind: Literal["column", "border", "between"]
    lane: int
    sublane: Sublane | None = None


@dataclass(frozen=True)
class Cell:
    """Nodes `first`..`last` of a row, taken by a step or by the head of a sublane."""

    holds: Step | Sublane
    first: int
    last: int
    row: int


@dataclass(frozen=True)
class Grid:
    """Vertical lines; horizontal lines, of which the odd ones are rows and the even ones gutters; and what is taken."""

    verticals: tuple[Vertical, ...]
    horizontals: int
    cells: tuple[Cell, ...]

    def cell_of(self, step: str) -> Cell:
        """Return the cell of a step. Raises ValueError if there is no such step."""
        for cell in self.cells:
            if isinstance(cell.holds, Step) and cell.holds.id == step:
                return cell
        raise ValueError(f"an edge names the step {step}, which does not exist")

    def taken(self) -> frozenset[Node]:
        """Return the nodes on which no arrow may run."""
        return frozenset((x, cell.row) for cell in self.cells for x in range(cell.first, cell.last + 1))


def collisions(process: Process) -> tuple[tuple[Step, Step], ...]:
    """Return the pairs of steps that would stand in one place: same lane and row, and same sublane or one in all."""
    places: dict[tuple[str, int], list[Step]] = defaultdict(list)
    for step in process.steps:
        places[step.lane, step.row].append(step)
    return tuple(
        (one, other)
        for steps in places.values()
        for one, other in combinations(steps, 2)
        if one.sublane is None or other.sublane is None or one.sublane == other.sublane
    )


def lay_grid(process: Process) -> Grid:
    """Give every step, and every head of a sublane, its cell. Raises ValueError if two steps want the same one."""
    for one, other in collisions(process):
        raise ValueError(
            f"steps {one.id} and {other.id} stand in the same place: lane {one.lane}, row {one.row}"
        )
    verticals: list[Vertical] = []
    columns: dict[tuple[str, str | None], tuple[int, int]] = {}
    for index, lane in enumerate(process.lanes):
        verticals.append(Vertical("border", index))
        first = len(verticals)
        for sublane in lane.sublanes or (None,):
            if len(verticals) > first:
                verticals.append(Vertical("between", index))
            if sublane:
                columns[lane.id, sublane.id] = (len(verticals), len(verticals))
            verticals.append(Vertical("column", index, sublane))
        columns[lane.id, None] = (first, len(verticals) - 1)
        verticals.append(Vertical("border", index))

    # Rows that nothing uses take no place.
    heads = {lane.id: _head_row(process, lane) for lane in process.lanes if lane.sublanes}
    used = sorted({step.row for step in process.steps} | set(heads.values()))
    line_of = {row: 2 * index + 1 for index, row in enumerate(used)}
    cells = [
        Cell(sublane, *columns[lane.id, sublane.id], line_of[heads[lane.id]])
        for lane in process.lanes
        for sublane in lane.sublanes
    ]
    for step in process.steps:
        if (step.lane, step.sublane) not in columns:
            raise ValueError(f"step {step.id} stands in a lane or sublane that does not exist")
        cells.append(Cell(step, *columns[step.lane, step.sublane], line_of[step.row]))
    return Grid(tuple(verticals), 2 * len(used) + 1, tuple(cells))


def _head_row(process: Process, lane: Lane) -> int:
    """Return the row for the heads of a lane's sublanes: the one above its first step."""
    own = [step.row for step in process.steps if step.lane == lane.id]
    return min(own, default=2) - 1
