"""Where each line of the grid lies: gutters as wide as the arrows in them need, rows as high as their boxes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from generator.flowchart.grid import Cell, Grid
from generator.flowchart.tags import RADIUS
from generator.flowchart.tracks import LineId, Segment, Tracks
from generator.model import Step

_LANE_GAP = 14.0
_TRACK = 14.0
"""Between two arrows at one side of a box, and between an arrow and a corner."""
_STUB = 20.0
"""From a box to the number at which an arrow leaves the process."""
_TAGGED = 52.0
"""Length of an arrow that has room for a number or a label, and is still seen."""


@dataclass(frozen=True)
class Place:
    """Where a line of the grid lies across its direction, and its tracks."""

    low: float
    high: float
    tracks: dict[int, float]


def place_verticals(
    grid: Grid, tracks: Tracks, homes: set[Segment], column: float, left: float
) -> list[Place]:
    """Place columns and the gutters beside them, from `left` on; `homes` are the segments that carry a tag."""
    places: list[Place] = []
    x = left
    for index, vertical in enumerate(grid.verticals):
        own = _slots(tracks, homes, (True, index))
        if vertical.kind == "column":
            places.append(_through_boxes(own, x, column))
        else:
            opens = index == 0 or grid.verticals[index - 1].lane != vertical.lane
            if opens and index:
                x += _LANE_GAP
            stub = any(
                segment.low == segment.high for segment in tracks.slots if segment.line == (True, index)
            )
            near, far = (_STUB if stub else _TRACK), 8.0
            before, after = (
                (far, near) if opens else (near, far) if vertical.kind == "border" else (near, near)
            )
            crowded = any(
                not home.line[0] and home.through and home.low < index < home.high for home in homes
            )
            least = 16.0 if vertical.kind == "border" else _TAGGED if crowded else 20.0
            places.append(_gutter(own, x, least, before, after))
        x = places[-1].high
    return places


def place_horizontals(
    grid: Grid, tracks: Tracks, homes: set[Segment], heights: dict[Cell, float], top: float
) -> list[Place]:
    """Place rows and the gutters between them; boxes in `heights` grow where many arrows need their sides."""
    places: list[Place] = []
    for index in range(grid.horizontals):
        own = _slots(tracks, homes, (False, index))
        if index % 2:
            most = max((abs(slot) for slot in own), default=0)
            steps = [cell for cell in heights if cell.row == index and isinstance(cell.holds, Step)]
            for cell in steps:
                heights[cell] = max(heights[cell], 2 * _TRACK * (most + 1))
            row = max(high for cell, high in heights.items() if cell.row == index)
            places.append(_through_boxes(own, top, row, min((heights[cell] for cell in steps), default=row)))
        else:
            tagged = any(
                home.line[0] and home.low < index < home.high and home.high - home.low < 2 for home in homes
            )
            stub = any(
                segment.low == segment.high for segment in tracks.slots if segment.line == (False, index)
            )
            end = index in (0, grid.horizontals - 1)
            least = _TAGGED if tagged else 12.0 if end else 30.0
            places.append(_gutter(own, top, least, _STUB if stub else _TRACK, _TRACK))
        top = places[-1].high
    return places


def _slots(tracks: Tracks, homes: set[Segment], line: LineId) -> dict[int, float]:
    """Return the slots used on a line, and half the room that each needs."""
    own: dict[int, float] = defaultdict(float)
    for segment, slot in tracks.slots.items():
        if segment.line == line:
            own[slot] = max(own[slot], RADIUS if segment in homes else 2.0)
    return dict(sorted(own.items()))


def _gutter(slots: dict[int, float], low: float, least: float, before: float, after: float) -> Place:
    """Set tracks side by side, 8 units or more apart, with room before the first and after the last."""
    offsets: dict[int, float] = {}
    at = 0.0
    for slot, half in slots.items():
        at += half if not offsets else half + 8
        offsets[slot] = at
        at += half
    before, after = (before, after) if slots else (0.0, 0.0)
    spare = max(0.0, least - before - at - after)
    return Place(
        low, low + before + at + after + spare, {s: low + before + spare / 2 + o for s, o in offsets.items()}
    )


def _through_boxes(slots: dict[int, float], low: float, size: float, room: float | None = None) -> Place:
    """Set tracks about the middle of the line, within the `room` of its boxes."""
    most = max((abs(slot) for slot in slots), default=0)
    pitch = 2 * RADIUS + 4 if any(half > 2 for half in slots.values()) else _TRACK
    if most:
        pitch = min(pitch, ((size if room is None else room) / 2 - _TRACK) / most)
    return Place(low, low + size, {slot: low + size / 2 + slot * pitch for slot in slots})
