"""The synthetic ledgers of bench/make_ledger.py: right by the project's own checks, the same every time, and lifelike."""

import csv
import gzip
import importlib.util
import json
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from projects import ROOT, surroundings

from generator import normalise, shards
from generator.cli import run

CERTIFICATES, EVENTS = "certificates.csv", "events.csv"
TODAY = "2026-11-24"
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Run the real command, once for the same arguments; return the folder that it wrote."""

    @cache
    def make(size: int, *options: str) -> Path:
        folder = tmp_path_factory.mktemp("ledger") / "new" / "folder"
        finished = make_ledger(str(size), str(folder), *options)
        assert (finished.returncode, finished.stderr) == (0, "")
        return folder

    return make


def make_ledger(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "bench" / "make_ledger.py", *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=surroundings(**environment),
        timeout=120,
    )


def rows(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


def by_number(folder: Path) -> dict[str, Rows]:
    histories: dict[str, Rows] = {}
    for event in rows(folder / EVENTS):
        histories.setdefault(event["number"], []).append(event)
    return histories


@pytest.mark.parametrize(
    "options",
    [(), ("--seed", "2"), ("--seed", "3", "--changes", "150")],
    ids=["plain", "another seed", "changed"],
)
def test_the_projects_own_checks_find_nothing(
    options: tuple[str, ...],
    made: Callable[..., Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in ("content", "site_templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("schemes.yaml", "mkdocs.yml"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(made(3000, *options), tmp_path / "registry")
    assert run(["-C", str(tmp_path), "check", "--json", "--all"]) == 0
    found = json.loads(capsys.readouterr().out)["problems"]
    assert [p for p in found if p["severity"] == "error" or p["file"].startswith("registry")] == []


def test_the_same_arguments_give_the_same_bytes(made: Callable[..., Path], tmp_path: Path) -> None:
    for at, seed in enumerate(("0", "1")):
        make_ledger("12000", str(tmp_path / str(at)), PYTHONHASHSEED=seed)
    assert make_ledger("12000", str(tmp_path / "packed"), "--gzip").returncode == 0
    for name in (CERTIFICATES, EVENTS):
        text = (tmp_path / "0" / name).read_bytes()
        assert text == (tmp_path / "1" / name).read_bytes()
        assert text == gzip.decompress((tmp_path / "packed" / f"{name}.gz").read_bytes())
    assert lines(made(3000) / CERTIFICATES) != lines(made(3000, "--seed", "2") / CERTIFICATES)


@pytest.mark.parametrize("size", [1, 2, 7, 3000, 10_001, 20_000])
def test_there_are_as_many_certificates_as_asked_for(size: int, made: Callable[..., Path]) -> None:
    certificates = rows(made(size) / CERTIFICATES)
    assert len(certificates) == size
    assert len({shards.fold(normalise.key(row["number"])) for row in certificates}) == size


@pytest.mark.parametrize("size", ["0", "-1", "20000001", "ten"])
def test_a_size_that_cannot_be_is_refused(size: str, tmp_path: Path) -> None:
    assert make_ledger(size, str(tmp_path / "ledger")).returncode == 2
    assert not (tmp_path / "ledger").exists()


def test_more_changes_than_certificates_are_refused(tmp_path: Path) -> None:
    finished = make_ledger("100", str(tmp_path), "--changes", "101")
    assert finished.returncode == 2
    assert "too many changes" in finished.stderr


def test_changes_leave_everything_else_as_it_was(made: Callable[..., Path]) -> None:
    before, after = made(20_000), made(20_000, "--changes", "60")
    old, new = lines(before / CERTIFICATES), lines(after / CERTIFICATES)
    assert len(new) - len(old) == 3
    moved = [at for at, line in enumerate(old) if new[at] != line]
    assert len(moved) == 20
    old_events, new_events = lines(before / EVENTS), lines(after / EVENTS)
    assert new_events[: len(old_events)] == old_events
    added = [line.decode().split(",") for line in new_events[len(old_events) :]]
    assert Counter(event[2] for event in added) == {
        "suspended": 20,
        "surveillance_passed": 20,
        "reissued": 20,
        "granted": 3,
    }
    assert {old[at].split(b",")[0] for at in moved} == {e[0].encode() for e in added if e[2] == "reissued"}
    assert {line.split(b",")[0] for line in new[len(old) :]} == {
        e[0].encode() for e in added if e[2] == "granted"
    }


def test_everything_is_obviously_invented(made: Callable[..., Path]) -> None:
    for row in rows(made(20_000) / CERTIFICATES):
        assert re.search("示例|样本", row["holder"])
        assert re.search("示例|样本", row["address"])
        assert not row["holder_en"] or re.search("Example|Specimen", row["holder_en"])
        assert row["uscc"][2:8] in {"", "999999"}
        assert row["number"].startswith("999")


def test_a_credit_code_belongs_to_one_holder(made: Callable[..., Path]) -> None:
    holders: dict[str, set[str]] = {}
    certificates: Counter[str] = Counter()
    for row in rows(made(20_000) / CERTIFICATES):
        if row["uscc"] and not row["parent"]:
            holders.setdefault(row["uscc"], set()).add(row["holder"])
            certificates[row["uscc"]] += 1
    assert {len(names) for names in holders.values()} == {1}
    assert {*certificates.values()} == {1, 2, 3, 4, 5}


SHARES = {
    "holder_en": (0.20, 0.30),
    "uscc": (0.97, 0.99),
    "scope_en": (0.10, 0.20),
    "sites": (0.03, 0.07),
    "parent": (0.004, 0.02),
    "disclosure": (0.002, 0.009),
    "revision": (0.10, 0.50),
}


@pytest.mark.parametrize("column", SHARES)
def test_a_column_is_filled_as_often_as_in_life(column: str, made: Callable[..., Path]) -> None:
    certificates = rows(made(20_000) / CERTIFICATES)
    least, most = SHARES[column]
    assert least <= sum(bool(row[column]) for row in certificates) / len(certificates) <= most


def test_texts_are_as_long_as_in_life(made: Callable[..., Path]) -> None:
    certificates = rows(made(20_000) / CERTIFICATES)
    for column, least, most in (("holder", 10, 20), ("address", 15, 60), ("scope", 6, 120)):
        lengths = sorted(len(row[column]) for row in certificates)
        assert least <= lengths[len(lengths) // 50]
        assert lengths[len(lengths) // 50 * 49] <= most
    assert any("（" in row["holder"] for row in certificates)
    assert any(re.search("[A-Za-z]", row["holder"]) for row in certificates)
    assert any(character > "\uffff" for row in certificates for character in row["holder"])


def test_every_kind_of_event_happens(made: Callable[..., Path]) -> None:
    kinds = Counter(event["type"] for event in rows(made(20_000) / EVENTS))
    assert {*kinds} == {
        "granted",
        "surveillance_passed",
        "recertified",
        "expired_restored",
        "suspended",
        "restored",
        "withdrawn",
        "cancelled",
        "superseded",
        "scope_extended",
        "scope_reduced",
        "reissued",
        "corrected",
    }
    assert kinds["granted"] == 20_000
    assert 1.5 < kinds.total() / 20_000 < 3


def test_histories_are_in_order_and_of_the_past(made: Callable[..., Path]) -> None:
    folder = made(20_000)
    histories = by_number(folder)
    certificates = rows(folder / CERTIFICATES)
    assert {*histories} == {row["number"] for row in certificates}
    for events in histories.values():
        assert all(one["on"] <= other["on"] for one, other in pairwise(events))
        assert events[-1]["on"] <= TODAY
    assert any(row["valid_from"] > TODAY for row in certificates)
    assert sum(row["valid_to"] < TODAY for row in certificates) > 1000


@pytest.mark.parametrize("seed", [39120, 44029, 80874, 130535, 183295, 303629, *range(2000, 2100)])
def test_nothing_but_a_correction_follows_an_end(seed: int) -> None:
    """Also where a lapse was mended shortly before the next term ended, as in the lives of the first seeds."""
    histories = history()
    types = [event.type for event in histories.life(histories.FIRST, True, random.Random(seed)).events]
    ends = [at for at, kind in enumerate(types) if kind in {"withdrawn", "cancelled"}]
    assert {*types[ends[0] + 1 :]} <= {"corrected"} if ends else types[0] == "granted"


@cache
def history() -> ModuleType:
    spec = importlib.util.spec_from_file_location("ledger_history", ROOT / "bench" / "ledger_history.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_certificates_stand_roughly_in_order_of_issue(made: Callable[..., Path]) -> None:
    issued = [row["issued_on"] for row in rows(made(20_000) / CERTIFICATES)]
    assert sum(one <= other for one, other in pairwise(issued)) > 0.99 * len(issued)
