"""The process in reading order: for the list that says it in words, and for the one-column drawing."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model import Edge, Lane, Process, Step, Sublane


@dataclass(frozen=True)
class Part:
    """Steps that follow each other in one sublane, or in all of a lane's sublanes together (`sublane` is None)."""

    sublane: Sublane | None
    steps: tuple[Step, ...]
    continued: bool = False
    """Whether an earlier part of the lane had the same sublane."""


@dataclass(frozen=True)
class Section:
    """A lane in reading order."""

    lane: Lane
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class LegendEntry:
    """What a numbered arrow means. The page says where it starts and ends, and its label if it has one."""

    number: int
    edge: Edge
    start: Step
    end: Step | None
    """None: it leaves the process."""
    narrow_only: bool
    """Whether only the one-column drawing needs it, because the wide one draws the whole arrow."""

    @property
    def symbol(self) -> str:
        """The number in a circle, ① to ⑳, or in brackets beyond that."""
        return chr(0x2460 + self.number - 1) if self.number <= 20 else f"({self.number})"


def outline(process: Process) -> tuple[Section, ...]:
    """Order the steps: row by row, but each sublane as a whole between the steps that all sublanes share."""
    return tuple(Section(lane, _parts(process, lane)) for lane in process.lanes)


def _parts(process: Process, lane: Lane) -> tuple[Part, ...]:
    steps = sorted((step for step in process.steps if step.lane == lane.id), key=lambda step: step.row)
    parts: list[Part] = []
    seen: set[str] = set()
    waiting: list[Step] = []

    def flush() -> None:
        for sublane in lane.sublanes:
            own = tuple(step for step in waiting if step.sublane == sublane.id)
            if own:
                parts.append(Part(sublane, own, sublane.id in seen))
                seen.add(sublane.id)
        waiting.clear()

    for step in steps:
        if step.sublane is not None:
            waiting.append(step)
            continue
        flush()
        if parts and parts[-1].sublane is None:
            parts[-1] = Part(None, (*parts[-1].steps, step))
        else:
            parts.append(Part(None, (step,)))
    flush()
    return tuple(parts)
