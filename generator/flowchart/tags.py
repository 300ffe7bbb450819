"""Tags: numbers in circles and short labels, set on their arrows where they hide nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from generator.flowchart.measure import width
from generator.flowchart.shapes import Area, Line, Point, Polyline, Tag, stack
from generator.model import Language, Text

RADIUS = 9.5
"""Of a number's circle."""

_NUMBER_SIZE, _LABEL_SIZE = 12.0, 13.0
_STEP = 6.0
_HEAD = 14.0
"""Room to leave for the arrowhead at the end of a line, and for the line to be seen at its start."""


def number_tag(number: int, middle: Point) -> Tag:
    """Return a number in a circle about `middle`."""
    x, y = middle
    area = Area(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS)
    size = _NUMBER_SIZE if number < 10 else _NUMBER_SIZE - 1.5
    return Tag(
        area, stack([str(number)], "en", "number", (x, y - RADIUS), size, 2 * RADIUS, "middle"), number
    )


def label_width(label: Text, language: Language) -> float:
    """Return the width of a label on its ground."""
    return width(label.say(language), _LABEL_SIZE) + 12


def label_tag(label: Text, language: Language, middle: Point) -> Tag:
    """Return a label on its ground, about `middle`."""
    x, y = middle
    wide = label_width(label, language)
    area = Area(x - wide / 2, y - 10, wide, 20)
    lines = stack(
        [label.say(language)], label.language(language), "label", (x, y - 10), _LABEL_SIZE, 20, "middle"
    )
    return Tag(area, lines)


def moved(tag: Tag, middle: Point) -> Tag:
    """Return the tag about another point."""
    right, down = middle[0] - tag.area.middle[0], middle[1] - tag.area.middle[1]
    area = Area(tag.area.x + right, tag.area.y + down, tag.area.width, tag.area.height)
    return Tag(
        area,
        tuple(
            Line(line.text, line.x + right, line.y + down, line.size, line.style, line.language, line.anchor)
            for line in tag.lines
        ),
        tag.number,
    )


def best_place(tag: Tag, way: Polyline, solid: Sequence[Area], others: Iterable[Polyline]) -> Tag:
    """Move a tag along its arrow to where it hides least of boxes and tags (`solid`) and of other arrows.

    Labels stand near the start, where the reader has to choose; numbers about the middle of the longest stretch.
    """
    runs = [run for line in others for run in pairwise(line)]
    ranked: list[tuple[int, float, int, Tag]] = []
    for place, (start, end) in enumerate(pairwise(way)):
        length = abs(end[0] - start[0]) + abs(end[1] - start[1])
        if length == 0:
            continue
        half = (tag.area.width if start[1] == end[1] else tag.area.height) / 2
        first, last = half + 4, length - half - (_HEAD if place == len(way) - 2 else 4)
        steps = max(1, int((last - first) / _STEP))
        for step in range(steps + 1):
            along = first + (last - first) * step / steps if last > first else length / 2
            point = tuple(a + (b - a) * along / length for a, b in zip(start, end, strict=True))
            here = moved(tag, (point[0], point[1]))
            hidden = 100 * sum(here.area.overlaps(area, 2) for area in solid)
            hidden += 10 * sum(_hides(here.area, run) for run in runs)
            hidden += 40 if last < first else 0
            wish = place * 1000 + along if tag.number is None else abs(along - length / 2) - length
            ranked.append((hidden, round(wish, 3), len(ranked), here))
    return min(ranked)[3] if ranked else moved(tag, way[0])


def _hides(area: Area, run: tuple[Point, Point]) -> bool:
    (x1, y1), (x2, y2) = run
    left, right, top, bottom = min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)
    return left < area.right + 2 and right > area.x - 2 and top < area.bottom + 2 and bottom > area.y - 2
