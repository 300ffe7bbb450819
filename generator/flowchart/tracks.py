"""Tracks: where several arrows run along one line of the grid, each gets its own, so that they cross as little as can be."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from generator.flowchart.grid import Node
from generator.flowchart.routes import Route

LineId = tuple[bool, int]
"""A line of the grid: whether it is vertical, and its index."""


@dataclass(frozen=True)
class Segment:
    """A straight run of an arrow along a line of the grid, from `low` to `high` on the lines that cross it.

    At half an index stands the side of a box. An arrow that leaves the process ends in a segment without length, which
    keeps room for its number.
    """

    route: int
    line: LineId
    low: float
    high: float
    through: bool
    """Whether it is the whole of the arrow, from box to box."""


@dataclass(frozen=True)
class Tracks:
    """The segments of each route, in order, and the slot of each segment on its line.

    Slots of gutters count 0, 1, 2 …; slots of lines through boxes lie about the middle: 0, 1, -1, 2, -2 ….
    """

    segments: tuple[tuple[Segment, ...], ...]
    slots: dict[Segment, int]


def lay_tracks(routes: tuple[Route, ...], gutters: frozenset[LineId]) -> Tracks:
    """Give each segment a slot; on one line, segments that touch have different ones."""
    segments = tuple(_segments(index, route) for index, route in enumerate(routes))
    by_line: dict[LineId, list[Segment]] = defaultdict(list)
    for segment in (segment for run in segments for segment in run):
        by_line[segment.line].append(segment)
    groups: dict[LineId, list[list[Segment]]] = {}
    for line, members in sorted(by_line.items()):
        members.sort(key=lambda one: (not one.through, one.low, one.high, one.route))
        tracks: list[list[Segment]] = []
        for segment in members:
            for track in tracks:
                if all(segment.low > other.high or other.low > segment.high for other in track):
                    track.append(segment)
                    break
            else:
                tracks.append([segment])
        groups[line] = tracks
    slots = {
        segment: index if line in gutters else _about_middle(index)
        for line, tracks in groups.items()
        for index, track in enumerate(tracks)
        for segment in track
    }
    _untangle(segments, groups, slots, gutters)
    return Tracks(segments, slots)


def _about_middle(index: int) -> int:
    return (index + 1) // 2 * (1 if index % 2 else -1)


def _segments(index: int, route: Route) -> tuple[Segment, ...]:
    corners = [route.nodes[0]]
    corners += [
        b for a, b, c in zip(route.nodes, route.nodes[1:], route.nodes[2:], strict=False) if _turns(a, b, c)
    ]
    corners.append(route.nodes[-1])
    segments = []
    for number, (start, end) in enumerate(pairwise(corners)):
        vertical = start[0] == end[0]
        begin, finish = (start[1], end[1]) if vertical else (start[0], end[0])
        way = 1 if finish > begin else -1
        first, last = float(begin), float(finish)
        if number == 0:
            first += 0.5 * way
        if number == len(corners) - 2 and route.end is not None:
            last -= 0.5 * way
        line = (vertical, start[0] if vertical else start[1])
        through = len(corners) == 2 and route.end is not None
        segments.append(Segment(index, line, min(first, last), max(first, last), through))
    if route.end is None:
        x, y = corners[-1]
        vertical = not segments[-1].line[0]
        at = float(y if vertical else x)
        segments.append(Segment(index, (vertical, x if vertical else y), at, at, False))
    return tuple(segments)


def _turns(a: Node, b: Node, c: Node) -> bool:
    return (a[0] == b[0]) != (b[0] == c[0])


def _untangle(
    segments: tuple[tuple[Segment, ...], ...],
    groups: dict[LineId, list[list[Segment]]],
    slots: dict[Segment, int],
    gutters: frozenset[LineId],
) -> None:
    """Swap and move tracks while that makes fewer crossings."""
    spans = {segment: _span(segment, segments[segment.route], slots, groups, gutters) for segment in slots}

    def place(track: list[Segment], slot: int) -> None:
        for segment in track:
            slots[segment] = slot
        for route in {segment.route for segment in track}:
            for segment in segments[route]:
                spans[segment] = _span(segment, segments[route], slots, groups, gutters)

    def tangles(tracks: list[list[Segment]]) -> int:
        touched = {segment.route for track in tracks for segment in track}
        return sum(
            _cross(spans[one], spans[other], one.line[0], other.line[0])
            for route in touched
            for one in segments[route]
            for other in spans
            if other.route not in touched or other.route < route
        )

    for _ in range(4):
        better = False
        for line, tracks in groups.items():
            gutter = line in gutters
            if len(tracks) == 1:
                continue
            places = range(len(tracks)) if gutter else [_about_middle(i) for i in range(2 * len(tracks) - 1)]
            for track in tracks:
                if not gutter and track[0].through:
                    continue
                for slot in places:
                    here = slots[track[0]]
                    holders = [other for other in tracks if slots[other[0]] == slot]
                    if slot == here or any(not gutter and other[0].through for other in holders):
                        continue
                    moved = [track, *holders]
                    before = tangles(moved)
                    place(track, slot)
                    for other in holders:
                        place(other, here)
                    if tangles(moved) < before:
                        better = True
                    else:
                        place(track, here)
                        for other in holders:
                            place(other, slot)
        if not better:
            return


Span = tuple[float, float, float]
"""Rough place of a segment: across, from, to."""


def _span(
    segment: Segment,
    run: tuple[Segment, ...],
    slots: dict[Segment, int],
    groups: dict[LineId, list[list[Segment]]],
    gutters: frozenset[LineId],
) -> Span:
    def across(other: Segment) -> float:
        count = len(groups[other.line])
        slot = slots[other]
        middle = (count - 1) / 2 if other.line in gutters else 0
        return other.line[1] + 0.8 * (slot - middle) / (2 * count)

    number = run.index(segment)
    ends = []
    for end in (segment.low, segment.high):
        joined = [
            other
            for other in run[max(0, number - 1) : number + 2]
            if other != segment and other.line[1] == end
        ]
        ends.append(across(joined[0]) if joined else end)
    return across(segment), min(ends), max(ends)


def _cross(one: Span, other: Span, one_vertical: bool, other_vertical: bool) -> bool:
    if one_vertical == other_vertical:
        return False
    return one[1] < other[0] < one[2] and other[1] < one[0] < other[2]
