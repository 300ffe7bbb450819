import datetime
import json
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.status import KNOWN, TERM, status

CASES = json.loads((Path(__file__).parents[1] / "vectors/status.json").read_bytes())["cases"]
DAYS = st.dates(datetime.date(2026, 1, 1), datetime.date(2033, 1, 1))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_vector(case):
    found = {key: value for key, value in asdict(status(case["record"], case["day"])).items() if value}
    assert found == case["expect"]


@st.composite
def records(draw):
    """A record with events of known types, days ascending."""
    events = []
    for on in sorted(draw(st.lists(DAYS, max_size=6))):
        kind = draw(st.sampled_from(sorted(KNOWN)))
        event = {"on": on.isoformat(), "type": kind}
        if kind in TERM or kind == "suspended":
            event["until"] = (on + datetime.timedelta(days=draw(st.integers(0, 1500)))).isoformat()
        if kind == "superseded":
            event["by"] = "99926Q00002R0S"
        events.append(event)
    first = draw(DAYS)
    last = first + datetime.timedelta(days=draw(st.integers(0, 1500)))
    return {"valid_from": first.isoformat(), "valid_to": last.isoformat(), "events": events}


@given(records(), DAYS)
def test_a_date_and_its_text_are_the_same_day(record, day):
    assert status(record, day) == status(record, day.isoformat())


@given(records(), DAYS)
def test_the_future_has_no_effect(record, day):
    past = [event for event in record["events"] if event["on"] <= day.isoformat()]
    assert status(record, day) == status({**record, "events": past}, day)


@given(records(), DAYS)
def test_valid_only_within_a_term_and_with_nothing_against_it(record, day):
    found = status(record, day)
    if found.status != "valid":
        return
    today = day.isoformat()
    past = [event["type"] for event in record["events"] if event["on"] <= today]
    assert not {"withdrawn", "cancelled", "superseded"} & set(past)
    assert record["valid_from"] <= today <= found.last_day
    turns = [kind for kind in past if kind in ("suspended", "restored")]
    assert turns[-1:] != ["suspended"]


@given(records(), DAYS, DAYS)
def test_an_end_is_for_ever(record, day, other):
    early, late = sorted((day, other))
    ends = {"withdrawn", "cancelled", "superseded"}
    if status(record, early).status in ends:
        assert status(record, late).status in ends
    if status(record, early).status == "withdrawn":
        assert status(record, late).status == "withdrawn"


@given(records(), DAYS)
def test_an_unknown_type_on_any_day_makes_the_whole_record_unknown(record, day):
    event = {"on": "2032-12-31", "type": "merged"}
    assert status({**record, "events": [*record["events"], event]}, day).status == "unknown"
