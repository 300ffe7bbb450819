"""The arrows of the wide drawing: their corners, and the numbers and labels on them."""

from __future__ import annotations

from itertools import pairwise

from generator.flowchart.grid import Grid
from generator.flowchart.places import Place
from generator.flowchart.routes import Route
from generator.flowchart.shapes import Area, Arrow, Box, Panel, Point, Polyline, Tag
from generator.flowchart.tags import RADIUS, best_place, label_tag, label_width, number_tag
from generator.flowchart.tracks import Segment, Tracks
from generator.model import Edge, Language

_LABEL, _LABEL_ALONE = 90.0, 170.0
"""Longest label that is written on an arrow: where others run beside it, and where it has its column to itself."""


def number_arrows(
    grid: Grid, routes: tuple[Route, ...], tracks: Tracks, language: Language
) -> dict[int, int]:
    """Number the arrows that the legend explains: those that turn back or leave, or whose label is too long.

    Numbers count along the lanes, from top to bottom.
    """
    numbers: dict[int, int] = {}

    def place(index: int) -> tuple[int, int, int, int]:
        start = routes[index].start
        return grid.verticals[start.first].lane, start.row, start.first, index

    for index in sorted(range(len(routes)), key=place):
        route = routes[index]
        edge = route.edge
        written = edge.label and label_width(edge.label, language) <= _room(
            tracks, tracks.segments[index][-1]
        )
        if edge.end is None or edge.role in ("feedback", "exit") or (edge.label and not written):
            numbers[index] = len(numbers) + 1
    return numbers


def _room(tracks: Tracks, last: Segment) -> float:
    """Return how long a label may be on the last segment of an arrow: only long vertical ones carry labels."""
    if not last.line[0] or not (last.through or last.high - last.low >= 2):
        return 0
    beside = any(
        other is not last and other.line == last.line and other.low <= last.high and last.low <= other.high
        for other in tracks.slots
    )
    return _LABEL if beside else _LABEL_ALONE


def home_of(run: tuple[Segment, ...]) -> Segment:
    """The segment that will carry the tag: the last of an arrow that leaves, else the longest."""
    if run[-1].low == run[-1].high:
        return run[-1]
    return max(run, key=lambda one: (one.high - one.low) * (1.0 if one.line[0] else 2.0))


def place_arrows(
    routes: tuple[Route, ...],
    tracks: Tracks,
    xs: list[Place],
    ys: list[Place],
    boxes: tuple[Box, ...],
    heads: tuple[Panel, ...],
    numbers: dict[int, int],
    language: Language,
) -> tuple[Arrow, ...]:
    """Return the arrows in the order of their edges; numbers and labels keep clear of `boxes`, `heads` and each other."""
    areas = {box.step.id: box.area for box in boxes}
    ways = [
        _polyline(route.edge, tracks.segments[i], tracks, xs, ys, areas) for i, route in enumerate(routes)
    ]
    solid = [*areas.values(), *(head.area for head in heads)]
    tags: dict[int, Tag] = {}
    for index, route in enumerate(routes):  # the ends of stubs first: they cannot move
        if route.end is None:
            (x1, y1), (x2, y2) = ways[index][-2:]
            tags[index] = number_tag(numbers[index], (x2, y2))
            back = ((x2 > x1) - (x2 < x1)) * RADIUS, ((y2 > y1) - (y2 < y1)) * RADIUS
            ways[index] = (*ways[index][:-1], (x2 - back[0], y2 - back[1]))
    for index, route in enumerate(routes):
        if index in tags:
            continue
        if index in numbers:
            tag = number_tag(numbers[index], (0, 0))
        elif route.edge.label:
            tag = label_tag(route.edge.label, language, (0, 0))
        else:
            continue
        others = [way for other, way in enumerate(ways) if other != index]
        tags[index] = best_place(tag, ways[index], [*solid, *(other.area for other in tags.values())], others)
    return tuple(
        Arrow(route.edge, (ways[i],), tags=(tags[i],) if i in tags else ()) for i, route in enumerate(routes)
    )


def _polyline(
    edge: Edge,
    run: tuple[Segment, ...],
    tracks: Tracks,
    xs: list[Place],
    ys: list[Place],
    areas: dict[str, Area],
) -> Polyline:
    def across(segment: Segment) -> float:
        vertical, index = segment.line
        return (xs if vertical else ys)[index].tracks[tracks.slots[segment]]

    def meet(one: Segment, other: Segment) -> Point:
        return (across(one), across(other)) if one.line[0] else (across(other), across(one))

    def leave(segment: Segment, area: Area, forth: bool) -> Point:
        if segment.line[0]:
            return across(segment), area.bottom if forth else area.y
        return area.right if forth else area.x, across(segment)

    first, last = run[0], run[-1]
    forth = first.high % 1 == 0 or (
        first.through and _runs_forth(areas[edge.start], areas[edge.end or ""], first)
    )
    points = [leave(first, areas[edge.start], forth)]
    points += [meet(one, other) for one, other in pairwise(run)]
    if edge.end is not None:
        forth = last.low % 1 == 0 or (last.through and forth)
        points.append(leave(last, areas[edge.end], not forth))
    return tuple(points)


def _runs_forth(start: Area, end: Area, segment: Segment) -> bool:
    return end.y > start.y if segment.line[0] else end.x > start.x
