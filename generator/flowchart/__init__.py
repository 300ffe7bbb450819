"""The diagram of a certification process, drawn while the site is built: no script, no layout program, no fonts needed.

A process becomes a grid, its edges find routes through the grid's gutters and tracks in them, and only then anything gets
its place. A narrow drawing of the same process serves phones. Everything here is a pure function of its arguments.

    process → grid → routes → tracks → wide   ┐
            → outline               → column  ┴→ drawing (SVG)
"""

from __future__ import annotations

from dataclasses import dataclass

from jinja2 import Environment

from generator.flowchart.column import column_layout
from generator.flowchart.drawing import to_svg
from generator.flowchart.grid import collisions
from generator.flowchart.outline import LegendEntry, Part, Section, outline
from generator.flowchart.shapes import Layout
from generator.flowchart.wide import wide_layout
from generator.model import Language, Process

__all__ = ["Diagram", "LegendEntry", "Part", "Section", "collisions", "draw", "lay_out", "outline"]


@dataclass(frozen=True)
class Diagram:
    """What a page needs to show a process: two drawings, of which its CSS shows one, and the same in words."""

    wide: str
    """Inline SVG for wide columns and print."""
    narrow: str
    """Inline SVG for phones, 360 units wide."""
    legend: tuple[LegendEntry, ...]
    """What the numbers in the drawings mean, in order."""
    sections: tuple[Section, ...]
    """The steps in reading order, for the list that says the same in words."""


def draw(process: Process, language: Language, templates: Environment) -> Diagram:
    """Draw a process with the template `flow.svg.j2` of `templates`.

    Raises ValueError if two steps stand in one place (see `collisions`), if an edge leads from or to a step that does
    not exist, or if a step stands in a lane or sublane that does not exist.
    """
    wide, narrow = lay_out(process, language)
    steps = {step.id: step for step in process.steps}
    in_wide = _numbers(wide)
    legend = tuple(
        LegendEntry(
            number=number,
            edge=process.edges[index],
            start=steps[process.edges[index].start],
            end=steps[end] if (end := process.edges[index].end) else None,
            narrow_only=index not in in_wide,
        )
        for index, number in sorted(_numbers(narrow).items(), key=lambda item: item[1])
    )
    return Diagram(
        wide=to_svg(wide, process, language, "wide", templates),
        narrow=to_svg(narrow, process, language, "narrow", templates),
        legend=legend,
        sections=outline(process),
    )


def lay_out(process: Process, language: Language) -> tuple[Layout, Layout]:
    """Return the wide and the narrow layout. Raises ValueError as `draw` does."""
    wide = wide_layout(process, language)
    return wide, column_layout(process, language, _numbers(wide))


def _numbers(layout: Layout) -> dict[int, int]:
    """Return the number of each numbered edge, by its index."""
    return {
        i: tag.number for i, arrow in enumerate(layout.arrows) for tag in arrow.tags if tag.number is not None
    }
