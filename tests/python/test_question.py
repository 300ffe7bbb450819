import json

import pytest
from projects import ROOT

from generator import question

CASES = json.loads((ROOT / "tests/vectors/question.json").read_bytes())["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_vector(case):
    found = {name: value for name, value in vars(question.read(case["input"])).items() if value is not None}
    assert found == {name: case[name] for name in ("text", "holder", "to", "on") if name in case}


@pytest.mark.parametrize(
    "text", ["No. " * 3000, "No" + " " * 3000 + "x", "#n=" + "%" * 30_000, "#" + "&" * 30_000]
)
def test_a_long_text_is_read_quickly(text):
    assert question.read(text)
