"""The narrow drawing, for phones: all steps in one column, numbers at both ends of arrows that do not go straight on."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from generator.flowchart.furniture import (
    PAD,
    cycle_bar,
    fill_box,
    key_of_signs,
    lane_head,
    step_lines,
    sublane_head,
)
from generator.flowchart.outline import outline
from generator.flowchart.shapes import Area, Arrow, Box, Layout, Panel, Polyline, Tag
from generator.flowchart.tags import RADIUS, label_tag, label_width, number_tag
from generator.model import Edge, Language, Process, Step

WIDTH = 360.0
SIZE, LEADING = 16.0, 23.0
"""Of the text of steps."""

_MARGIN = 2.0
_INSET = 12.0
"""From the side of a lane to its boxes."""
_STUB = 18.0
_STRIP = _STUB + 2 * RADIUS + 8
"""Right of the boxes, for the numbers of arrows."""
_GAP = 32.0
"""Between boxes."""
_PITCH = 2 * RADIUS + 4


def column_layout(process: Process, language: Language, numbers: dict[int, int]) -> Layout:
    """Lay the narrow drawing out. `numbers` says which number each edge (by its index) has in the wide one; edges that
    need one here only come after those.
    """
    numbers = dict(numbers)
    order = [step.id for section in outline(process) for part in section.parts for step in part.steps]
    straight = _straight(process, order, numbers, language)
    stubs: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for index, edge in enumerate(process.edges):
        if index in straight.values():
            continue
        numbers.setdefault(index, len(numbers) + 1)
        stubs[edge.start].append((index, True))
        if edge.end is not None:
            stubs[edge.end].append((index, False))

    top = _MARGIN
    bar = None
    if process.cycle:
        bar, high = cycle_bar(process.cycle, language, (_MARGIN, top), WIDTH - 2 * _MARGIN)
        top += high + 18
    panels, boxes, bottom = _set_column(process, language, stubs, top)
    areas = {box.step.id: box.area for box in boxes}
    heads = [panel.area for panel in panels if panel.style in ("head-panel", "subhead")]
    arrows = {
        index: _down(process.edges[index], areas[start], areas[end], heads, numbers.get(index), language)
        for (start, end), index in straight.items()
    }
    arrows |= _stub_arrows(process, areas, stubs, numbers)
    in_order = tuple(arrows[index] for index in range(len(process.edges)))
    key, high = key_of_signs(process, in_order, language, (_MARGIN, bottom + 14), WIDTH - 2 * _MARGIN)
    height = bottom + (high + 14 if key else 0) + _MARGIN
    return Layout(WIDTH, height, panels, boxes, in_order, bar, key)


def _straight(
    process: Process, order: list[str], numbers: dict[int, int], language: Language
) -> dict[tuple[str, str], int]:
    """Return the edges that go straight on to the next step: one for each pair of steps."""
    pairs = set(pairwise(order))
    straight: dict[tuple[str, str], int] = {}
    for index, edge in enumerate(process.edges):
        if edge.end is None or (edge.start, edge.end) not in pairs or (edge.start, edge.end) in straight:
            continue
        if index in numbers or edge.label is None or label_width(edge.label, language) <= 160:
            straight[edge.start, edge.end] = index
    return straight


def _set_column(
    process: Process, language: Language, stubs: dict[str, list[tuple[int, bool]]], top: float
) -> tuple[tuple[Panel, ...], tuple[Box, ...], float]:
    """Return panels from back to front, boxes in reading order, and where the column ends."""
    boxes: list[Box] = []
    grounds: list[Panel] = []
    insets: list[Panel] = []
    heads: list[Panel] = []
    left = _MARGIN + _INSET
    right = WIDTH - _MARGIN - (_STRIP if stubs else _INSET)

    def set_step(step: Step, x: float, y: float) -> float:
        count = len(step_lines(step, language, right - x, SIZE))
        high = max(count * LEADING + 2 * PAD, 48, len(stubs[step.id]) * _PITCH + 12)
        boxes.append(fill_box(step, language, Area(x, y, right - x, high), SIZE, LEADING))
        return y + high

    y = top
    for section in outline(process):
        start = y
        heads.append(lane_head(section.lane, language, (_MARGIN, y), WIDTH - 2 * _MARGIN))
        y = heads[-1].area.bottom + _GAP
        for part in section.parts:
            x = left
            inset = y
            if part.sublane:
                x = left + 8
                heads.append(sublane_head(part.sublane, language, (x, y), right - x, SIZE, part.continued))
                y = heads[-1].area.bottom + _GAP - 4
            for number, step in enumerate(part.steps):
                y = set_step(step, x, y + (_GAP if number else 0))
            if part.sublane:
                y += 14
                area = Area(left, inset, WIDTH - _MARGIN - 4 - left, y - inset)
                insets.append(Panel("sublane", area))
            y += _GAP
        y += _INSET + 2 - _GAP if section.parts else 0
        grounds.append(Panel("lane", Area(_MARGIN, start, WIDTH - 2 * _MARGIN, y - start)))
        y += _GAP
    return (*grounds, *insets, *heads), tuple(boxes), y - _GAP


def _down(
    edge: Edge, start: Area, end: Area, heads: list[Area], number: int | None, language: Language
) -> Arrow:
    """Return the arrow to the next step; it passes under the heads on its way."""
    x = (max(start.x, end.x) + start.right) / 2
    stops = [start.bottom]
    for head in heads:
        if start.bottom < head.y < end.y:
            stops += [head.y, head.bottom]
    stops.append(end.y)
    runs: list[Polyline] = [((x, y1), (x, y2)) for y1, y2 in zip(stops[::2], stops[1::2], strict=True)]
    middle = (stops[0] + min(stops[1], stops[0] + _GAP)) / 2
    tags: tuple[Tag, ...] = ()
    if number is not None:
        tags = (number_tag(number, (x + RADIUS + 7, middle)),)
    elif edge.label:
        tags = (label_tag(edge.label, language, (x + 7 + label_width(edge.label, language) / 2, middle)),)
    return Arrow(edge, (runs[-1],), tuple(runs[:-1]), tags)


def _stub_arrows(
    process: Process,
    areas: dict[str, Area],
    stubs: dict[str, list[tuple[int, bool]]],
    numbers: dict[int, int],
) -> dict[int, Arrow]:
    """Return the arrows of which only the ends are drawn, each at its number."""
    runs: dict[int, list[Polyline]] = defaultdict(list)
    tags: dict[int, list[Tag]] = defaultdict(list)
    for step, own in stubs.items():
        area = areas[step]
        y = area.middle[1] - (len(own) - 1) * _PITCH / 2
        for index, out in sorted(own, key=lambda one: (one[1], numbers[one[0]])):
            run = ((area.right, y), (area.right + _STUB, y))
            runs[index].append(run if out else run[::-1])
            tags[index].append(number_tag(numbers[index], (area.right + _STUB + RADIUS, y)))
            y += _PITCH
    return {index: Arrow(process.edges[index], tuple(runs[index]), (), tuple(tags[index])) for index in runs}
