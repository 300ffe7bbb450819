"""A register that is built again: what has not changed is the same file, and nothing stale stays."""

from __future__ import annotations

import datetime
import json
import os
from pathlib import Path

import odd_ledgers
import pytest
import reference_register
from ledgers import NOON, Built, build, facts, tree, write
from reference_register import compact, record

from generator import ledger, normalise, registry, shards
from generator.model import Ledger
from generator.problems import Problems
from generator.registry import intake, shard

LATER = NOON + datetime.timedelta(days=1)
LONG_AGO = 10**18


def put(root: Path, size: int = 1500, changes: int = 0) -> Ledger:
    """Write the first certificates of a lifelike ledger, some of them changed; return it."""
    certificates, events = odd_ledgers.lifelike(1500, 1, changes)
    if size < 1500:
        certificates = certificates[: size + 1]
        numbers = {row[0] for row in certificates}
        events = [row for row in events if row[0] in numbers and (not row[4] or row[4] in {"by", *numbers})]
    write(root / "registry", *(odd_ledgers.Sheet(table).bytes() for table in (certificates, events)))
    loaded = ledger.load(ledger.Files(root), facts(), NOON.date(), Problems())
    assert loaded
    return loaded


def first(root: Path, size: int = 1500, **request: object) -> Built:
    """Build a register long ago."""
    put(root, size=size)
    made = build(root, "old", **request)
    for path in (root / "old").rglob("*.json"):
        os.utime(path, ns=(LONG_AGO, LONG_AGO))
    return made


def again(root: Path, name: str = "new", **request: object) -> Built:
    made = build(root, name, generated_at=LATER, previous=root / "old", **request)
    assert made.outcome.summary, made.rendered
    return made


def changed(root: Path, old: str = "old", new: str = "new") -> set[str]:
    """Return the files of the new register that are not the same ones as before. What is the same has kept its time."""
    found = set()
    for path in tree(root / new):
        before, after = root / old / path, root / new / path
        if before.exists() and before.samefile(after):
            assert after.stat().st_mtime_ns == LONG_AGO
        else:
            found.add(path)
    return found


def shard_of(built: Built, number: str) -> str:
    assert built.outcome.summary
    return shards.path(shards.name(shards.digest(normalise.key(number)), built.outcome.summary.bits))


def test_of_the_same_ledger_only_the_index_is_new(tmp_path: Path) -> None:
    first(tmp_path)
    made = again(tmp_path)
    assert made.outcome.changed == 0
    assert changed(tmp_path) == {"index.json"}
    assert tree(tmp_path / "old").keys() == tree(tmp_path / "new").keys()


def test_a_change_touches_its_own_shards_only(tmp_path: Path) -> None:
    first(tmp_path)
    put(tmp_path, changes=20)
    made = again(tmp_path)
    wanted = {shard_of(made, number) for number in numbers_changed()}
    found = {path for path in changed(tmp_path) if not path.startswith("search/")}
    assert {path for path in found if path.startswith("shards/")} == wanted
    assert made.outcome.changed == len(wanted) < 30
    assert made.outcome.summary
    folder = f"digests/{made.outcome.summary.snapshot[:16]}/"
    assert all(path.startswith(folder) for path in found - wanted - {"index.json", "numbers.json"})
    assert sum(path.startswith("digests/") for path in made.files) == 2, (
        "those of the snapshot before are gone"
    )


def numbers_changed() -> set[str]:
    """Return the certificates that 20 changes touch."""
    found = set()
    for before, after in zip(odd_ledgers.lifelike(1500, 1), odd_ledgers.lifelike(1500, 1, 20), strict=True):
        found |= {row[0] for row in {*map(tuple, before)} ^ {*map(tuple, after)}}
    assert len(found) == 21
    return found


def test_incremental_or_not_the_bytes_are_the_same(tmp_path: Path) -> None:
    first(tmp_path)
    put(tmp_path, changes=20)
    made = again(tmp_path)
    assert made.files == build(tmp_path, "fresh", generated_at=LATER).files


def test_the_published_folder_is_left_alone(tmp_path: Path) -> None:
    first(tmp_path)
    before = {
        path: (content, (tmp_path / "old" / path).stat().st_mtime_ns)
        for path, content in tree(tmp_path / "old").items()
    }
    put(tmp_path, changes=20)
    again(tmp_path)
    after = {
        path: (content, (tmp_path / "old" / path).stat().st_mtime_ns)
        for path, content in tree(tmp_path / "old").items()
    }
    assert before == after


def test_without_hard_links_time_stamps_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first(tmp_path)

    def none(*_arguments: object, **_more: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", none)
    again(tmp_path)
    for path in tree(tmp_path / "new"):
        assert not (tmp_path / "old" / path).samefile(tmp_path / "new" / path)
        if path != "index.json":
            assert (tmp_path / "new" / path).stat().st_mtime_ns == LONG_AGO


def test_two_processes_keep_the_same_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_SMALL", 0)
    monkeypatch.setattr(intake, "_RANGE_BYTES", 100_000)
    first(tmp_path)
    put(tmp_path, changes=20)
    alone, together = again(tmp_path, "alone"), again(tmp_path, "together", processes=2)
    assert alone.files == together.files
    assert changed(tmp_path, "old", "alone") == changed(tmp_path, "old", "together")


# The number of shards


def bits(built: Built) -> int:
    assert built.outcome.summary
    return built.outcome.summary.bits


def one_after_another(root: Path, sizes: list[int], keep: bool) -> list[int]:
    """Build ledgers of some sizes; return the bits of each. What is not of these bits is gone."""
    found = []
    for at, size in enumerate(sizes):
        loaded = put(root, size)
        request = {"previous": root / f"{at - 1}", "intended": everyone()} if keep and at else {}
        made = build(root, str(at) if keep else f"{at}-new", **request)
        files = {path: content for path, content in made.files.items() if not path.startswith("search/")}
        assert files == reference_register.files(loaded, facts(), NOON, bits(made))
        found.append(bits(made))
    return found


def everyone() -> frozenset[normalise.CertificateKey]:
    return frozenset(normalise.key(row[0]) for row in odd_ledgers.lifelike(1500, 1)[0][1:])


def test_the_number_of_shards_stays_while_it_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It follows a growing and a shrinking ledger late; a new register takes the least."""
    monkeypatch.setattr(shard, "SHARD_BYTES", 1229)
    monkeypatch.setattr(shard, "_KEPT", (410, 1536))
    records = [compact(record(each, facts())) for each in put(tmp_path).certificates]
    each = sum(map(len, records)) // len(records) + 1
    sizes = [kilobytes * 100 // each for kilobytes in (300, 440, 650, 300, 220)]
    assert one_after_another(tmp_path, sizes, keep=False) == [5, 6, 6, 5, 5]
    assert one_after_another(tmp_path, sizes, keep=True) == [5, 5, 6, 6, 5]


def test_a_register_divided_anew_guards_as_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first(tmp_path, 740)
    old = json.loads((tmp_path / "old/index.json").read_bytes())["bits"]
    monkeypatch.setattr(shard, "SHARD_BYTES", 1024)
    monkeypatch.setattr(shard, "_KEPT", (512, 1024))
    lost = odd_ledgers.lifelike(1500, 1)[0][5][0]
    for name in ("certificates.csv", "events.csv"):
        path = tmp_path / "registry" / name
        lines = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not line.startswith(lost)), "utf-8")
    made = build(tmp_path, previous=tmp_path / "old")
    assert made.rules == ["CS671"]
    assert len(list((tmp_path / "new/shards").rglob("*.json"))) > 2**old
