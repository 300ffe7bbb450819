"""Which way each arrow takes through the grid: the shortest with few bends, round all boxes, away from other arrows.

Lengths here are rough: the size of a gutter is known only when the arrows in it are.
"""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from generator.flowchart.grid import Cell, Grid, Node
from generator.model import Edge

_COLUMN, _GUTTER, _ROW, _GAP = 190.0, 28.0, 60.0, 30.0
"""Rough width of a column and of a gutter, height of a row and of a gutter."""

_BEND = 60.0
_BESIDE = 30.0
"""Costs of another arrow on the same way."""
_ACROSS = 25.0
"""Costs of crossing another arrow."""
_SQUEEZED = 40.0
"""Costs of going through between two boxes of one lane."""

Direction = tuple[int, int]
UP, DOWN, LEFT, RIGHT = (0, -1), (0, 1), (-1, 0), (1, 0)


@dataclass(frozen=True)
class Route:
    """The nodes an arrow passes, from one of its first box to one of its last, or to a free node if it leaves."""

    edge: Edge
    start: Cell
    end: Cell | None
    nodes: tuple[Node, ...]


@dataclass
class _Traffic:
    """How many arrows pass each node along, and across."""

    along: Counter[tuple[Node, bool]] = field(default_factory=Counter)

    def add(self, nodes: tuple[Node, ...], leaves: bool) -> None:
        for (x1, y1), (x2, y2) in pairwise(nodes):
            self.along.update({((x1, y1), y1 == y2): 1, ((x2, y2), y1 == y2): 1})
        if leaves:
            self.along.update({(nodes[-1], True): 1, (nodes[-1], False): 1})

    def cost(self, node: Node, direction: Direction) -> float:
        flat = direction[1] == 0
        return _BESIDE * self.along[node, flat] + _ACROSS * self.along[node, not flat]


def find_routes(grid: Grid, edges: tuple[Edge, ...]) -> tuple[Route, ...]:
    """Find a way for each edge, short ones first, and return them in the order of `edges`.

    Raises ValueError if an edge names a step that does not exist.
    """
    ends = [(grid.cell_of(edge.start), grid.cell_of(edge.end) if edge.end else None) for edge in edges]
    traffic = _Traffic()
    taken = grid.taken()
    found: dict[int, Route] = {}
    for index in sorted(range(len(edges)), key=lambda index: (_distance(*ends[index]), index)):
        start, end = ends[index]
        nodes = _shortest(grid, taken, traffic, start, end)
        traffic.add(nodes, leaves=end is None)
        found[index] = Route(edges[index], start, end, nodes)
    return tuple(found[index] for index in range(len(edges)))


def _distance(start: Cell, end: Cell | None) -> float:
    if end is None:
        return 0.5
    across = max(0, end.first - start.last, start.first - end.last)
    return abs(end.row - start.row) + 2 * across + (2 if end.row <= start.row else 0)


def _shortest(
    grid: Grid, taken: frozenset[Node], traffic: _Traffic, start: Cell, end: Cell | None
) -> tuple[Node, ...]:
    """Dijkstra's search over (node, direction of arrival). A way exists: no box stands in the gutters between rows."""
    queue: list[tuple[float, int, Node, Direction]] = []
    came: dict[tuple[Node, Direction], tuple[Node, Direction] | None] = {}
    costs: dict[tuple[Node, Direction], float] = {}
    goal = {(x, end.row) for x in range(end.first, end.last + 1)} if end else set()

    def offer(node: Node, direction: Direction, cost: float, previous: tuple[Node, Direction] | None) -> None:
        x, y = node[0] + direction[0], node[1] + direction[1]
        if not (0 <= x < len(grid.verticals) and 0 <= y < grid.horizontals):
            return
        if end and (x, y) in goal:
            cost += _arrival(start, end, x, direction)
        elif (x, y) in taken:
            return
        else:
            cost += _step_cost(grid, taken, (x, y), direction) + traffic.cost((x, y), direction)
        state = ((x, y), direction)
        if cost < costs.get(state, float("inf")):
            costs[state] = cost
            came[state] = previous
            heapq.heappush(queue, (cost, len(came), (x, y), direction))

    origins: dict[tuple[Node, Direction], Node] = {}
    for x in range(start.first, start.last + 1):
        ways = [UP, DOWN] + [LEFT] * (x == start.first) + [RIGHT] * (x == start.last)
        for direction in ways:
            node = (x, start.row)
            origins[(x + direction[0], start.row + direction[1]), direction] = node
            offer(node, direction, _departure(grid, start, end, x, direction), None)
    while queue:
        cost, _, node, direction = heapq.heappop(queue)
        state = (node, direction)
        if cost > costs[state]:
            continue
        if node in goal or end is None:
            return _unwind(state, came, origins)
        for turn in (UP, DOWN, LEFT, RIGHT):
            if (turn[0] + direction[0], turn[1] + direction[1]) != (0, 0):
                offer(node, turn, cost + (0 if turn == direction else _BEND), state)
    raise AssertionError("the gutters between the rows reach every box")


def _unwind(
    state: tuple[Node, Direction],
    came: dict[tuple[Node, Direction], tuple[Node, Direction] | None],
    origins: dict[tuple[Node, Direction], Node],
) -> tuple[Node, ...]:
    nodes = [state[0]]
    previous = came[state]
    while previous is not None:
        state = previous
        nodes.append(state[0])
        previous = came[state]
    return (origins[state], *reversed(nodes))


def _step_cost(grid: Grid, taken: frozenset[Node], node: Node, direction: Direction) -> float:
    x, y = node
    if direction[1] == 0:
        return (_COLUMN if grid.verticals[x].kind == "column" else _GUTTER) / 2 + _GUTTER / 2
    length = (_ROW if y % 2 else _GAP) / 2 + _GAP / 2
    squeezed = grid.verticals[x].kind == "between" and ((x - 1, y) in taken or (x + 1, y) in taken)
    return length + (_SQUEEZED if squeezed else 0)


def _departure(grid: Grid, start: Cell, end: Cell | None, x: int, direction: Direction) -> float:
    """Arrows leave below if they go down, at a side if they go up or leave the process."""
    off_centre = 6 * abs(x - (start.first + start.last) / 2) if direction[1] else 0.0
    if end is None:
        between = direction[0] and grid.verticals[x + direction[0]].kind == "between"
        return {UP: 900.0, DOWN: 60.0, LEFT: 4.0, RIGHT: 0.0}[direction] + (80 if between else 0) + off_centre
    if end.row > start.row:
        return {UP: 500.0, DOWN: 0.0, LEFT: 20.0, RIGHT: 20.0}[direction] + off_centre
    return {UP: 240.0, DOWN: 120.0, LEFT: 0.0, RIGHT: 0.0}[direction] + off_centre


def _arrival(start: Cell, end: Cell, x: int, direction: Direction) -> float:
    """Arrows from above come in at the top, others at a side."""
    off_centre = 6 * abs(x - (end.first + end.last) / 2) if direction[1] else 0.0
    if end.row > start.row:
        return {UP: 500.0, DOWN: 0.0, LEFT: 20.0, RIGHT: 20.0}[direction] + off_centre
    return {UP: 240.0, DOWN: 60.0, LEFT: 0.0, RIGHT: 0.0}[direction] + off_centre
