"""The answer of the whole check, without document or network: tests/vectors/outcome.json through verify.mjs."""

import copy
import datetime
import json
from pathlib import Path

import published
import pytest

from generator import shards

VECTORS = json.loads((Path(__file__).parents[1] / "vectors/outcome.json").read_bytes())

CHECK = """async ([base, { query, now, hint, files }]) => {
  const { verify } = await import(base + "verify.mjs");
  const { nothingHeld } = await import(base + "store.mjs");
  const fetch = async (path) => ({ ok: path in files, arrayBuffer: async () => new TextEncoder().encode(files[path]).buffer });
  const { signal } = new AbortController();
  const world = { register: "", ...hint, held: nothingHeld(), fetch, now: () => now, signal, begun: () => {} };
  const { outcome } = await verify(query, world);
  return { ...outcome, remarks: outcome.remarks.map(({ text }) => text) };
}"""


def overlaid(base, changes):
    """The base with the changes over it; None takes a key away."""
    merged = copy.deepcopy(base) | changes
    return {key: value for key, value in merged.items() if value is not None}


def record(changes):
    changes = dict(changes)
    return changes if changes.pop("only", False) else overlaid(VECTORS["record"], changes)


def milliseconds(instant):
    return int(datetime.datetime.fromisoformat(instant).timestamp() * 1000)


def argument(case):
    index = VECTORS["index"]
    records = [record(changes) for changes in case.get("records", [{}])]
    content = published.shard("0", 0, records)
    return {
        "query": case["query"],
        "now": milliseconds(case.get("now", VECTORS["now"])),
        "hint": {"bits": 0, "snapshot": index["snapshot"]},
        "files": {
            "index.json": published.compact(overlaid(index, case.get("index", {}))),
            shards.path("0"): content,
            shards.digests_path(index["snapshot"], "0"): published.digests("0", 0, [content.encode()]),
        },
    }


@pytest.fixture
def check(modules):
    """A function that runs the check of a case."""
    page, base = modules
    return lambda case: page.evaluate(CHECK, [base, argument(case)])


def seen(outcome, expected):
    """What the outcome says of the things that are expected; nothing else may be remarked, or be a specimen."""
    found = {name: outcome.get(name) for name in ("code", "verdict")}
    found["remarks"] = outcome["remarks"]
    found["specimen"] = outcome["specimen"]
    if "text" in expected:
        found["text"] = outcome["text"]
    if "facts" in expected:
        found["facts"] = {name: outcome["facts"].get(name) for name in expected["facts"]}
    if "candidates" in expected:
        found["candidates"] = [
            {"number": one["number"], "differences": one["differences"]} for one in outcome["candidates"]
        ]
    if "candidate_count" in expected:
        found["candidate_count"] = len(outcome["candidates"])
    return found


def test_vectors(check):
    wrong = {}
    for case in VECTORS["cases"]:
        expected = {"remarks": [], "specimen": False, **case["expect"]}
        found = seen(check(case), expected)
        if found != expected:
            wrong[case["name"]] = {"found": found, "expected": expected}
    assert wrong == {}


def test_only_a_valid_certificate_gets_a_yes():
    """The vectors themselves: a yes stands only beside the three codes that may say it."""
    yes = {case["expect"]["code"] for case in VECTORS["cases"] if case["expect"]["verdict"] == "yes"}
    assert yes == {"VALID", "VALID_EXPIRING", "VALID_TRANSITION"}


def test_the_word_yes_is_written_once():
    program = Path(__file__).parents[2] / "site_templates/theme/assets/verify"
    said = {path.name: path.read_text(encoding="utf-8").count('"yes"') for path in program.glob("*.mjs")}
    assert {name: count for name, count in said.items() if count} == {"outcome.mjs": 1}


@pytest.mark.parametrize("place", ["holder", "standards", "events", "valid_from", "valid_to"])
def test_a_damaged_record_is_never_a_yes(check, place):
    """Whatever stands where a value should be, the answer is that one cannot tell, or the value did not matter."""
    for value in (None, 0, -1, True, "", [], {}, [[]], [None], "2029", "9999-99-99", {"toString": "x"}):
        outcome = check({"query": "99926Q00001R0S", "records": [{place: value}]})
        harmless = value in {"holder": ("2029", "9999-99-99"), "events": (None, [])}.get(place, ())
        assert outcome["verdict"] == ("yes" if harmless else "unknown"), value
