"""Each day of six years in Python: tests/vectors/calendar.json, whose twin test is the browser's."""

import pytest
from calendars import CASES, days, instants, runs
from outcomes import argument

from generator import normalise, question, reader, verdict


def judged(case):
    """A function from a clock, and a day that is asked for, to a code."""
    given = argument(case)
    asked = question.read(given["query"])
    key = normalise.key(asked.text)
    data = reader.load(key, lambda path: given["files"][path].encode())
    return lambda now, on=None: verdict.outcome(key, asked, data, now, on).code


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_calendar(case):
    code = judged(case)
    first, *_, last = days()
    for clock in (*instants(first), *instants(last)):
        assert runs([(day.isoformat(), code(clock, day)) for day in days()]) == case["asked"]
    for second in (0, 1):
        assert runs([(day.isoformat(), code(instants(day)[second])) for day in days()]) == case["clock"]


def test_every_status_and_every_verdict_is_in_the_calendar():
    told = {code for case in CASES for rows in (case["asked"], case["clock"]) for _, code in rows}
    assert told >= {
        *verdict._NO.values(),
        "VALID",
        "VALID_EXPIRING",
        "VALID_TRANSITION",
        "TRANSITION_OVER",
        "STALE",
    }
    assert told >= {"AHEAD", "BEFORE", "RESTRICTED", "QR_MISMATCH", "UNKNOWN_EVENT", "NOT_FOUND", "NEAR_MISS"}
