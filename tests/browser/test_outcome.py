"""The answer of the whole check, without document or network: tests/vectors/outcome.json through verify.mjs."""

from pathlib import Path

import pytest
from outcomes import VECTORS, argument, expected, seen

CHECK = """async ([base, { query, now, hint, files }]) => {
  const { verify } = await import(base + "verify.mjs");
  const { nothingHeld } = await import(base + "store.mjs");
  const fetch = async (path) => ({ ok: path in files, headers: new Headers(), arrayBuffer: async () => new TextEncoder().encode(files[path]).buffer });
  const { signal } = new AbortController();
  const world = { register: "", ...hint, held: nothingHeld(), fetch, now: () => now, signal, begun: () => {} };
  const { outcome } = await verify(query, world);
  return { ...outcome, remarks: outcome.remarks.map(({ text }) => text) };
}"""


@pytest.fixture
def check(modules):
    """A function that runs the check of a case."""
    page, base = modules
    return lambda case: page.evaluate(CHECK, [base, argument(case)])


def test_vectors(check):
    wrong = {}
    for case in VECTORS["cases"]:
        found = seen(check(case), expected(case))
        if found != expected(case):
            wrong[case["name"]] = {"found": found, "expected": expected(case)}
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
