"""The list of what was left out names every certificate, also where not every fault is kept."""

import csv
from pathlib import Path

import pytest

from generator.cli import aside
from generator.cli.speech import Say
from generator.normalise import key
from generator.problems import Place, problem
from generator.registry import Outcome

KEPT, COUNTED = key("99926Q00001R0S"), key("99926Q00002R0S")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_certificate_is_named(tmp_path: Path, language) -> None:
    told = problem("CS614", Place("registry/certificates.csv", 2, source="=1+1"), scheme="x", allowed="y")
    nobodys = problem("CS611", Place("registry/certificates.csv", 4), number="?", reason_zh="", reason_en="")
    outcome = Outcome(
        set_aside=[told, nobodys], owners={told: KEPT}, faulty=frozenset({KEPT, COUNTED}), left_out=3
    )
    path = tmp_path / "faults.csv"
    aside.write(path, outcome, Say(language))
    with path.open(encoding="utf-8-sig", newline="") as file:
        _titles, *rows = csv.reader(file)
    assert [(row[0], row[2], row[4]) for row in rows] == [
        (KEPT, "2", "CS614"),
        ("", "4", "CS611"),
        (COUNTED, "", ""),
    ]
    assert rows[0][6] == "'=1+1"
    assert rows[2][5]
    assert aside.read(path, Say(language)) == {KEPT, COUNTED}
