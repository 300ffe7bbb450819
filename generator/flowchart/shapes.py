"""Shapes of a finished layout: where everything stands, in units of the drawing (y grows downwards)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from generator.model import Edge, Language, Step

Point = tuple[float, float]
Polyline = tuple[Point, ...]


@dataclass(frozen=True)
class Area:
    """An upright rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of the right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the lower side."""
        return self.y + self.height

    @property
    def middle(self) -> Point:
        """The centre."""
        return self.x + self.width / 2, self.y + self.height / 2

    def overlaps(self, other: Area, distance: float = 0) -> bool:
        """Say whether the two come closer than `distance`; touching is not overlapping."""
        return (
            self.x < other.right + distance
            and other.x < self.right + distance
            and self.y < other.bottom + distance
            and other.y < self.bottom + distance
        )


@dataclass(frozen=True)
class Line:
    """One line of text. `x` is its start, its middle or its end, as `anchor` says; `y` is its baseline."""

    text: str
    x: float
    y: float
    size: float
    style: str
    language: Language
    anchor: Literal["start", "middle", "end"] = "start"


@dataclass(frozen=True)
class Box:
    """A step in its place."""

    step: Step
    area: Area
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Panel:
    """What holds steps: a lane or a sublane, or the head of one."""

    style: str
    area: Area
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Tag:
    """What stands at an arrow: the number under which the legend explains it, or its label."""

    area: Area
    lines: tuple[Line, ...]
    number: int | None = None


@dataclass(frozen=True)
class Arrow:
    """An edge in its place: one polyline, or two where the drawing shows only both ends, each with its own arrowhead.

    A polyline of `plain` lacks the arrowhead, because the arrow goes on beyond what it passes under.
    """

    edge: Edge
    lines: tuple[Polyline, ...]
    plain: tuple[Polyline, ...] = ()
    tags: tuple[Tag, ...] = ()


@dataclass(frozen=True)
class Bar:
    """The bar of the certification cycle, from `line`'s left to its right end."""

    line: Polyline
    pill: Area
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Sign:
    """One entry of the key of signs: a sample beside its meaning."""

    name: Literal["optional", "decision", "derived", "added", "number"]
    area: Area
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Layout:
    """A whole drawing."""

    width: float
    height: float
    panels: tuple[Panel, ...]
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    bar: Bar | None
    key: tuple[Sign, ...]


def stack(
    texts: Iterable[str],
    language: Language,
    style: str,
    at: Point,
    size: float,
    leading: float,
    anchor: Literal["start", "middle", "end"] = "start",
) -> tuple[Line, ...]:
    """Set lines of text under one another; `at` is the top of the first, `leading` the height of each."""
    x, top = at
    # Ideographs stand from 0.88 em above the baseline to 0.12 em below it.
    baseline = top + (leading - size) / 2 + 0.88 * size
    return tuple(
        Line(text, x, baseline + index * leading, size, style, language, anchor)
        for index, text in enumerate(texts)
    )
