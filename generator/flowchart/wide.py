"""The wide drawing: lanes side by side, every arrow drawn from box to box."""

from __future__ import annotations

from dataclasses import replace

from generator.flowchart.arrows import home_of, number_arrows, place_arrows
from generator.flowchart.furniture import (
    PAD,
    cycle_bar,
    fill_box,
    key_of_signs,
    lane_head,
    step_lines,
    sublane_head,
)
from generator.flowchart.grid import Cell, Grid, lay_grid
from generator.flowchart.places import Place, place_horizontals, place_verticals
from generator.flowchart.routes import find_routes
from generator.flowchart.shapes import Area, Box, Layout, Panel
from generator.flowchart.tracks import lay_tracks
from generator.model import Language, Process, Step

_SIZE: dict[Language, tuple[float, float, float]] = {"zh": (15.0, 21.0, 190.0), "en": (14.0, 19.0, 206.0)}
"""Size and leading of the text of steps, and width of a column: English words need longer lines."""

_MARGIN = 2.0


def wide_layout(process: Process, language: Language) -> Layout:
    """Lay the wide drawing out. Raises ValueError if two steps stand in one place or an edge leads to no step."""
    grid = lay_grid(process)
    routes = find_routes(grid, process.edges)
    gutters = frozenset(
        {(True, x) for x, vertical in enumerate(grid.verticals) if vertical.kind != "column"}
        | {(False, y) for y in range(0, grid.horizontals, 2)}
    )
    tracks = lay_tracks(routes, gutters)
    numbers = number_arrows(grid, routes, tracks, language)
    tagged = {index for index, edge in enumerate(process.edges) if index in numbers or edge.label}
    homes = {home_of(run) for index, run in enumerate(tracks.segments) if index in tagged}

    xs = place_verticals(grid, tracks, homes, _SIZE[language][2], _MARGIN)
    wide = xs[-1].high + _MARGIN
    top = _MARGIN
    bar = None
    if process.cycle:
        bar, high = cycle_bar(process.cycle, language, (_MARGIN, top), wide - 2 * _MARGIN)
        top += high + 18
    lanes = _lane_heads(process, grid, xs, language, top)
    top = max(head.area.bottom for head in lanes)
    heights = _heights(grid, xs, language)
    ys = place_horizontals(grid, tracks, homes, heights, top + 4)
    bottom = ys[-1].high + 6

    boxes, heads = _fill(grid, xs, ys, heights, language)
    arrows = place_arrows(routes, tracks, xs, ys, boxes, heads, numbers, language)
    panels = _panels(lanes, heads, bottom)
    key, high = key_of_signs(process, arrows, language, (_MARGIN, bottom + 14), wide - 2 * _MARGIN)
    height = bottom + (high + 14 if key else 0) + _MARGIN
    return Layout(wide, height, panels, boxes, arrows, bar, key)


def _span(xs: list[Place], cell: Cell) -> tuple[float, float]:
    return xs[cell.first].low, xs[cell.last].high - xs[cell.first].low


def _heights(grid: Grid, xs: list[Place], language: Language) -> dict[Cell, float]:
    """Return the height that the text of each box and head needs; boxes have room for two lines at least."""
    size, leading, _ = _SIZE[language]
    heights: dict[Cell, float] = {}
    for cell in grid.cells:
        x, wide = _span(xs, cell)
        if isinstance(cell.holds, Step):
            lines = len(step_lines(cell.holds, language, wide, size))
            heights[cell] = max(2, lines) * leading + 2 * PAD
        else:
            heights[cell] = sublane_head(cell.holds, language, (x, 0), wide, size).area.height
    return heights


def _fill(
    grid: Grid, xs: list[Place], ys: list[Place], heights: dict[Cell, float], language: Language
) -> tuple[tuple[Box, ...], tuple[Panel, ...]]:
    """Return the boxes, and the heads of sublanes."""
    size, leading, _ = _SIZE[language]
    boxes: list[Box] = []
    heads: list[Panel] = []
    for cell in grid.cells:
        x, wide = _span(xs, cell)
        row, high = ys[cell.row], heights[cell]
        if isinstance(cell.holds, Step):
            area = Area(x, (row.low + row.high - high) / 2, wide, high)
            boxes.append(fill_box(cell.holds, language, area, size, leading))
        else:
            heads.append(sublane_head(cell.holds, language, (x, row.low), wide, size))
    return tuple(boxes), tuple(heads)


def _lane_heads(process: Process, grid: Grid, xs: list[Place], language: Language, top: float) -> list[Panel]:
    heads = []
    for index, lane in enumerate(process.lanes):
        own = [place for place, vertical in zip(xs, grid.verticals, strict=True) if vertical.lane == index]
        heads.append(lane_head(lane, language, (own[0].low, top), own[-1].high - own[0].low))
    tallest = max(head.area.height for head in heads)
    return [_grown(head, tallest) for head in heads]


def _grown(head: Panel, height: float) -> Panel:
    """Return a head of this height, its text still about the middle."""
    down = (height - head.area.height) / 2
    area = Area(head.area.x, head.area.y, head.area.width, height)
    return Panel(head.style, area, tuple(replace(line, y=line.y + down) for line in head.lines))


def _panels(lanes: list[Panel], heads: tuple[Panel, ...], bottom: float) -> tuple[Panel, ...]:
    """Return grounds of lanes and sublanes, from back to front, and then the heads on them."""
    panels = [
        Panel("lane", Area(head.area.x, head.area.y, head.area.width, bottom - head.area.y)) for head in lanes
    ]
    for head in heads:
        area = head.area
        panels.append(Panel("sublane", Area(area.x - 6, area.y - 6, area.width + 12, bottom - 8 - area.y)))
    return (*panels, *lanes, *heads)
