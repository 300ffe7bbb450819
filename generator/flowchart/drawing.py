"""From layout to SVG: paths in numbers here, everything else in the template `flow.svg.j2`."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from jinja2 import Environment

from generator.flowchart.shapes import Area, Layout, Polyline
from generator.flowchart.words import DESCRIPTION
from generator.model import Language, Process

TEMPLATE = "flow.svg.j2"

_CORNER = 6.0
"""Radius of the corners of boxes and arrows."""
_CUT = 11.0
"""What is cut off the corners of a decision."""
_FOLD = 13.0
"""Size of the mark in the corner of a step that the source lacks."""
_HEAD_LENGTH, _HEAD_HALF = 8.0, 4.0


def to_svg(
    layout: Layout,
    process: Process,
    language: Language,
    form: Literal["wide", "narrow"],
    templates: Environment,
) -> str:
    """Return the drawing as inline SVG. Its ids hold the process, the language and the form, so that pages may hold many."""
    return (
        templates.get_template(TEMPLATE)
        .render(
            layout=layout,
            compared=process.from_source,
            title=process.title.say(language),
            title_language=process.title.language(language),
            description=DESCRIPTION.say(language).format(lanes=len(process.lanes), steps=len(process.steps)),
            id=f"flow-{process.id}-{language}-{form}",
            form=form,
            language=language,
            n=number,
            line=line_path,
            head=head_path,
            outline=box_path,
            fold=fold_path,
        )
        .strip()
    )


def number(value: float) -> str:
    """Write a length with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0") if abs(value) >= 0.05 else "0"


def line_path(points: Polyline, arrow: bool = True) -> str:
    """Return the path of a polyline with rounded corners; one that ends in an arrowhead stops inside it."""
    if arrow:
        (x1, y1), (x2, y2) = points[-2:]
        back = _HEAD_LENGTH - 1
        points = (*points[:-1], (x2 - back * _sign(x2 - x1), y2 - back * _sign(y2 - y1)))
    parts = [f"M{number(points[0][0])} {number(points[0][1])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        lengths = [abs(b[0] - a[0]) + abs(b[1] - a[1]) for a, b in pairwise((before, corner, after))]
        radius = min(_CORNER, *(length / 2 for length in lengths))
        x, y = corner
        into = (x - radius * _sign(x - before[0]), y - radius * _sign(y - before[1]))
        out = (x + radius * _sign(after[0] - x), y + radius * _sign(after[1] - y))
        parts.append(f"L{number(into[0])} {number(into[1])}")
        parts.append(f"Q{number(x)} {number(y)} {number(out[0])} {number(out[1])}")
    parts.append(f"L{number(points[-1][0])} {number(points[-1][1])}")
    return "".join(parts)


def head_path(points: Polyline) -> str:
    """Return the path of the arrowhead at the end of a polyline."""
    (x1, y1), (x, y) = points[-2:]
    along, across = (_sign(x - x1), _sign(y - y1)), (_sign(y - y1), _sign(x - x1))
    back = (x - _HEAD_LENGTH * along[0], y - _HEAD_LENGTH * along[1])
    one = (back[0] + _HEAD_HALF * across[0], back[1] + _HEAD_HALF * across[1])
    other = (back[0] - _HEAD_HALF * across[0], back[1] - _HEAD_HALF * across[1])
    return (
        f"M{number(x)} {number(y)}L{number(one[0])} {number(one[1])}L{number(other[0])} {number(other[1])}Z"
    )


def box_path(area: Area, decision: bool) -> str:
    """Return the path of a box: with rounded corners, or with cut ones for a decision."""
    cut = min(_CUT if decision else _CORNER, area.height / 2)
    c = number(cut)
    turns = [(cut, cut), (-cut, cut), (-cut, -cut), (cut, -cut)]
    corners = [
        f"l{number(x)} {number(y)}" if decision else f"a{c} {c} 0 0 1 {number(x)} {number(y)}"
        for x, y in turns
    ]
    return (
        f"M{number(area.x + cut)} {number(area.y)}H{number(area.right - cut)}{corners[0]}"
        f"V{number(area.bottom - cut)}{corners[1]}H{number(area.x + cut)}{corners[2]}V{number(area.y + cut)}{corners[3]}Z"
    )


def fold_path(area: Area, decision: bool) -> str:
    """Return the path of the mark in the upper right corner of a step that the source lacks."""
    cut = _CUT if decision else _CORNER
    turn = (
        f"l{number(cut)} {number(cut)}"
        if decision
        else f"a{number(cut)} {number(cut)} 0 0 1 {number(cut)} {number(cut)}"
    )
    far = cut + _FOLD if decision else _FOLD + 2
    return f"M{number(area.right - far)} {number(area.y)}H{number(area.right - cut)}{turn}V{number(area.y + far)}Z"


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)
