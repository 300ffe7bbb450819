"""The cases of tests/vectors/calendar.json, and the code that each day of six years must get."""

from __future__ import annotations

import datetime
import itertools
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

VECTORS = json.loads((Path(__file__).parent / "vectors/calendar.json").read_bytes())
CASES = [{"query": VECTORS["query"], **case} for case in VECTORS["cases"]]

BEIJING = datetime.timezone(datetime.timedelta(hours=8))


def days() -> Iterator[datetime.date]:
    """Yield each day of the calendar."""
    first, last = (datetime.date.fromisoformat(VECTORS[name]) for name in ("first", "last"))
    for after in range((last - first).days + 1):
        yield first + datetime.timedelta(after)


def instants(day: datetime.date) -> tuple[datetime.datetime, datetime.datetime]:
    """Return the first and the last second of a day in Beijing."""
    start = datetime.datetime.combine(day, datetime.time(), BEIJING)
    return start, start + datetime.timedelta(days=1, seconds=-1)


def runs(codes: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Return the first day and the code of each run of days with the same code; the inverse of a case's rows."""
    grouped = itertools.groupby(codes, key=lambda one: one[1])
    return [[next(group)[0], code] for code, group in grouped]
