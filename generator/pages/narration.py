"""What a drawing's arrows say, in words: where a step may lead other than to the next one in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from generator.flowchart import Section
from generator.model import Edge, Process, Step


@dataclass(frozen=True)
class Turn:
    """A way on from a step that reading on does not show. `target` is None where it leaves the process."""

    edge: Edge
    target: Step | None


def turns(process: Process, sections: tuple[Section, ...]) -> dict[str, tuple[Turn, ...]]:
    """Return the turns of each step by its id; a plain arrow to the step that is read next is none."""
    order = [step for section in sections for part in section.parts for step in part.steps]
    steps = {step.id: step for step in order}
    following = {step.id: after.id for step, after in pairwise(order)}
    return {
        step.id: tuple(
            Turn(edge, steps[edge.end] if edge.end else None)
            for edge in process.edges
            if edge.start == step.id and (edge.role != "forward" or edge.end != following.get(step.id))
        )
        for step in order
    }
