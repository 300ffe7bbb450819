"""The answer of the whole check in Python: tests/vectors/outcome.json, and the days that only `certsite lookup` judges."""

import dataclasses
import datetime
import re

import published
import pytest
from outcomes import VECTORS, argument, expected, seen
from projects import ROOT

from generator import near, normalise, question, reader, verdict
from generator.format import Fault
from generator.likeness import CERTIFICATE_NUMBER

NUMBER = "99926Q00001R0S"


def answer(query, now, files, on=None):
    """Go the whole way, from what somebody typed to the outcome; `files` are texts."""

    def get(path):
        if path not in files:
            raise Fault("NETWORK")
        return files[path].encode()

    asked = question.read(query)
    try:
        key = normalise.key(asked.text)
    except normalise.Refused as refused:
        return verdict.refusal(refused)
    try:
        return near.offered(verdict.outcome(key, asked, reader.load(key, get), now, on), key, get)
    except Fault as fault:
        return verdict.faulty(fault, key)


def check(case, on=None):
    """Check a case as the browser is given it."""
    given = argument(case)
    now = datetime.datetime.fromtimestamp(given["now"] / 1000, datetime.UTC)
    return answer(given["query"], now, given["files"], on and datetime.date.fromisoformat(on))


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_vector(case):
    found = dataclasses.asdict(check(case))
    found["remarks"] = [remark["text"] for remark in found["remarks"]]
    assert seen(found, expected(case)) == expected(case)


@pytest.mark.parametrize("place", ["holder", "standards", "events", "valid_from", "valid_to"])
def test_a_damaged_record_is_never_a_yes(place):
    """Whatever stands where a value should be, the answer is that one cannot tell, or the value did not matter."""
    for value in (None, 0, -1, True, "", [], {}, [[]], [None], "2029", "9999-99-99", {"toString": "x"}):
        outcome = check({"query": NUMBER, "records": [{place: value}]})
        harmless = value in {"holder": ("2029", "9999-99-99"), "events": (None, [])}.get(place, ())
        assert outcome.verdict == ("yes" if harmless else "unknown"), value


def test_the_word_yes_is_written_once():
    """Beside the type that names the verdicts."""
    program = (ROOT / "generator/verdict.py").read_text("utf-8")
    assert program.count('"yes"') == 2
    assert '"VALID", "yes"' in program


def test_the_form_of_a_certificate_number_is_the_same_in_both_programs_and_the_specification():
    program = (ROOT / "site_templates/theme/assets/verify/outcome.mjs").read_text("utf-8")
    assert re.search(r"CERTIFICATE_NUMBER = /(.+)/;", program).group(1) == CERTIFICATE_NUMBER.pattern
    assert f"`{CERTIFICATE_NUMBER.pattern}`" in (ROOT / "registry/README.md").read_text("utf-8")


# Another day than today. The data are of 2026-11-22, 10:00 in Beijing.

EVENTS = [
    {"on": "2026-03-02", "type": "granted", "until": "2029-03-01"},
    {"on": "2026-06-01", "type": "suspended", "until": "2026-11-30"},
    {"on": "2026-07-01", "type": "restored"},
    {"on": "2026-11-20", "type": "withdrawn"},
]


@pytest.mark.parametrize(
    ("day", "code", "said"),
    [
        ("1999-12-31", "NOT_YET", "no"),
        ("2026-03-01", "NOT_YET", "no"),
        ("2026-03-02", "VALID", "yes"),
        ("2026-05-31", "VALID", "yes"),
        ("2026-06-01", "SUSPENDED", "no"),
        ("2026-06-30", "SUSPENDED", "no"),
        ("2026-07-01", "VALID", "yes"),
        ("2026-11-19", "VALID", "yes"),
        ("2026-11-20", "WITHDRAWN", "no"),
        ("2026-11-22", "WITHDRAWN", "no"),
        ("2026-11-23", "AHEAD", "unknown"),
        ("2199-12-31", "AHEAD", "unknown"),
    ],
)
def test_a_day_that_was_asked_for(day, code, said):
    """Also by old data, and by a device whose clock is wrong: only the data and the day count."""
    for now in (VECTORS["now"], "2027-11-22T06:00:00Z", "2020-01-01T00:00:00Z"):
        outcome = check({"query": NUMBER, "now": now, "records": [{"events": EVENTS}]}, day)
        assert (outcome.code, outcome.verdict, outcome.day) == (code, said, day)
        assert [
            remark.text for remark in outcome.remarks if remark.text in ("old_data", "clock_behind")
        ] == []


def test_the_day_of_the_data_is_the_one_in_beijing():
    case = {"query": NUMBER, "index": {"generated_at": "2026-11-22T15:59:59Z"}}
    assert check(case, "2026-11-23").code == "AHEAD"
    assert check(case | {"index": {"generated_at": "2026-11-22T16:00:00Z"}}, "2026-11-23").code == "VALID"


def test_of_a_day_ahead_nothing_is_said():
    """Neither a status nor what follows from one."""
    outcome = check({"query": NUMBER, "records": [{"events": EVENTS[:2]}]}, "2027-01-01")
    assert (outcome.code, outcome.status, outcome.remarks) == ("AHEAD", None, ())
    assert outcome.record["number"] == NUMBER


def test_what_soon_happens_does_not_matter_on_a_day_that_was_asked_for():
    case = {"query": NUMBER, "records": [{"valid_to": "2026-11-30", "events": None}]}
    assert check(case).code == "VALID_EXPIRING"
    assert check(case, "2026-11-21").code == "VALID"


def test_a_transition_counts_on_the_day_that_was_asked_for():
    standard = VECTORS["record"]["standards"][0]
    index = {"superseded": {standard: {"by": "ISO 9001:2026", "until": "2026-10-31"}}}
    case = {"query": NUMBER, "index": index}
    assert check(case, "2026-11-01").code == "TRANSITION_OVER"
    outcome = check(case, "2026-10-31")
    assert (outcome.code, [remark.text for remark in outcome.remarks]) == ("VALID", ["transition"])


@pytest.mark.parametrize(
    ("query", "records", "code"),
    [
        ("99926Q00009R0S", [{}], "NOT_FOUND"),
        ("999Z6Q00001R0S", [{}], "NEAR_MISS"),
        (NUMBER, [{"only": True, "number": NUMBER, "disclosure": "limited"}], "RESTRICTED"),
        (NUMBER, [{"events": [{"on": "2027-01-01", "type": "merged"}]}], "UNKNOWN_EVENT"),
        (NUMBER, [{"holder": ""}], "INTEGRITY"),
        (f"#n={NUMBER}&to=2028-01-01", [{}], "QR_MISMATCH"),
    ],
)
def test_what_cannot_be_told_on_any_day(query, records, code):
    outcome = check({"query": query, "records": records}, "2026-11-21")
    assert (outcome.code, outcome.verdict) == (code, "unknown")


def test_a_status_is_not_said_ahead_of_the_data_even_if_it_cannot_change():
    """A withdrawal stays; but a reader that says more than the data is one that nobody can rely on."""
    assert check({"query": NUMBER, "records": [{"events": EVENTS}]}, "2026-12-01").verdict == "unknown"


def test_an_outcome_tells_its_index():
    files = {path: content.decode() for path, content in published.files([]).items()}
    now = datetime.datetime(2026, 11, 22, 6, tzinfo=datetime.UTC)
    outcome = answer(NUMBER, now, files)
    assert (outcome.code, outcome.day) == ("NOT_FOUND", "2026-11-22")
    assert outcome.index["snapshot"] == published.parse(files["index.json"].encode())["snapshot"]
