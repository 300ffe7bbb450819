"""What both drawings have beside steps and arrows: heads, the bar of the cycle and the key of signs; and text in boxes."""

from __future__ import annotations

from dataclasses import replace

from generator.flowchart.measure import break_lines, width
from generator.flowchart.shapes import Area, Arrow, Bar, Box, Line, Panel, Point, Sign, stack
from generator.flowchart.words import CLAUSE, CONTINUED, SIGNS
from generator.model import Lane, Language, Process, Step, Sublane, Text
from generator.model.process import Cycle

PAD = 11.0
"""Between the side of a box and its text."""

_NUMBER_ROOM = 30.0
"""Left of the text of a step, for its number."""
_NUMBER_SIZE = 12.0
_TITLE, _TITLE_LEADING = 17.0, 23.0
_SMALL, _SMALL_LEADING = 13.0, 18.0


def step_lines(step: Step, language: Language, wide: float, size: float) -> tuple[str, ...]:
    """Break the text of a step for a box of this width."""
    return break_lines(step.text.say(language), wide - _indent(step) - PAD, size)


def fill_box(step: Step, language: Language, area: Area, size: float, leading: float) -> Box:
    """Set the text of a step, and its number, about the middle of its height."""
    texts = step_lines(step, language, area.width, size)
    top = area.middle[1] - len(texts) * leading / 2
    lines = stack(texts, step.text.language(language), "step", (area.x + _indent(step), top), size, leading)
    if _indent(step) > PAD:
        number = stack([step.id], "en", "id", (area.x + PAD, top), _NUMBER_SIZE, leading)
        lines = (*(replace(line, y=lines[0].y) for line in number), *lines)
    return Box(step, area, lines)


def _indent(step: Step) -> float:
    """The number of a step is shown if it is short."""
    return PAD + _NUMBER_ROOM if width(step.id, _NUMBER_SIZE) <= _NUMBER_ROOM - 2 else PAD


def lane_head(lane: Lane, language: Language, at: Point, wide: float) -> Panel:
    """Return the head of a lane: its title, and below it the clause."""
    titles = break_lines(lane.title.say(language), wide - 2 * PAD, _TITLE)
    x, y = at[0] + wide / 2, at[1] + 10
    lines = stack(titles, lane.title.language(language), "title", (x, y), _TITLE, _TITLE_LEADING, "middle")
    y += len(titles) * _TITLE_LEADING
    if lane.clause:
        said = CLAUSE.say(language).format(clause=lane.clause)
        clauses = break_lines(said, wide - 2 * PAD, _SMALL)
        lines += stack(clauses, language, "clause", (x, y), _SMALL, _SMALL_LEADING, "middle")
        y += len(clauses) * _SMALL_LEADING
    return Panel("head-panel", Area(*at, wide, y + 10 - at[1]), lines)


def sublane_head(
    sublane: Sublane, language: Language, at: Point, wide: float, size: float, continued: bool = False
) -> Panel:
    """Return the head of a sublane: its title and note, or only its title where it goes on."""
    title = sublane.title.say(language)
    if continued:
        title = CONTINUED.say(sublane.title.language(language)).format(title=title)
    texts = break_lines(title, wide - 2 * PAD, size)
    x, y = at[0] + PAD, at[1] + 8
    lines = stack(texts, sublane.title.language(language), "subtitle", (x, y), size, size + 7)
    y += len(texts) * (size + 7)
    if sublane.note and not continued:
        notes = break_lines(sublane.note.say(language), wide - 2 * PAD, _SMALL)
        lines += stack(notes, sublane.note.language(language), "note", (x, y), _SMALL, _SMALL_LEADING)
        y += len(notes) * _SMALL_LEADING
    return Panel("subhead", Area(*at, wide, y + 8 - at[1]), lines)


def cycle_bar(cycle: Cycle, language: Language, at: Point, wide: float) -> tuple[Bar, float]:
    """Return the bar and its height: what starts and ends a cycle stands over its ends, its length in its middle."""
    left, top = at

    def texts(text: Text, share: float) -> tuple[str, ...]:
        return break_lines(text.say(language), wide * share - 2 * PAD, 15.0)

    start, span, end = texts(cycle.start, 0.5), texts(cycle.span, 0.6), texts(cycle.end, 0.5)
    above = max(len(start), len(end)) * 21
    lines: tuple[Line, ...] = ()
    for words, text, x, anchor in ((start, cycle.start, left, "start"), (end, cycle.end, left + wide, "end")):
        first = top + above - len(words) * 21
        lines += stack(words, text.language(language), "end", (x, first), 15, 21, anchor)  # type: ignore[arg-type]
    pill_wide = max(width(line, 15) for line in span) + 32
    pill = Area(left + (wide - pill_wide) / 2, top + above + 6, pill_wide, len(span) * 21 + 8)
    lines += stack(
        span, cycle.span.language(language), "span", (left + wide / 2, pill.y + 4), 15, 21, "middle"
    )
    y = pill.middle[1]
    return Bar(((left + 5, y), (left + wide - 5, y)), pill, lines), pill.bottom - top


def key_of_signs(
    process: Process, arrows: tuple[Arrow, ...], language: Language, at: Point, wide: float
) -> tuple[tuple[Sign, ...], float]:
    """Return the key of the signs that this drawing uses, set in lines, and its height."""
    used = {
        "optional": any(step.optional for step in process.steps),
        "decision": any(step.decision for step in process.steps),
        "derived": process.from_source and any(edge.kind == "derived" for edge in process.edges),
        "added": process.from_source and not all(step.in_source for step in process.steps),
        "number": any(tag.number for arrow in arrows for tag in arrow.tags),
    }
    signs: list[Sign] = []
    x, y = at
    bottom = y
    for name, meaning in SIGNS.items():
        if not used[name]:
            continue
        texts = break_lines(meaning.say(language), wide - 40, _SMALL)
        room = 40 + max(width(line, _SMALL) for line in texts)
        if x > at[0] and x + room > at[0] + wide:
            x, y = at[0], bottom + 6
        lines = stack(texts, language, "meaning", (x + 40, y), _SMALL, 20)
        signs.append(Sign(name, Area(x, y, 30, 20), lines))  # type: ignore[arg-type]
        bottom = max(bottom, y + 20 * len(texts))
        x += room + 20
    return tuple(signs), bottom - at[1]
