"""Small registers to search in: spills as the builder writes them, the index of them, and a plain scan to compare with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from generator import search
from generator.search.fold import STOP_WORDS, fold
from generator.search.reader import Page, Search
from generator.search.spills import COLUMNS, kind

Certificate = Mapping[str, Any]
SNAPSHOT = "5" * 64
SUPERSEDED = ("GB/T 24001-2016/ISO 14001:2015", "GB/T 19001-2008/ISO 9001:2008")


def certificate(number: str, holder: str, **more: Any) -> Certificate:
    """Return a certificate of full disclosure; `events` is a list of objects, `editions` of superseded editions."""
    return {
        "number": number,
        "holder": holder,
        "scheme": "iso-9001",
        "valid_from": "2026-01-01",
        "valid_to": "2028-12-31",
        **more,
    }


def ledger(*names: str, **more: Any) -> list[Certificate]:
    """Return one certificate for each name."""
    return [certificate(f"99926Q{at:05}R0S", name, **more) for at, name in enumerate(names)]


def spill(path: Path, certificates: Iterable[Certificate], batch: int = 1000) -> Path:
    """Write a spill, so many rows in a record batch."""
    schema = pa.schema([(name, pa.string()) for name in COLUMNS])
    rows = [
        {
            **one,
            "kind": kind(one["scheme"], one.get("editions", ())),
            "events": one.get("events") and json.dumps(one["events"]),
        }
        for one in certificates
    ]
    with pa.ipc.new_file(str(path), schema) as writer:
        for at in range(0, len(rows), batch):
            writer.write_batch(pa.RecordBatch.from_pylist(rows[at : at + batch], schema=schema))
    return path


class Folder:
    """Takes the files of an index."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, path: str, content: bytes) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def build(folder: Path, certificates: Sequence[Certificate], processes: int = 1) -> dict[str, bytes]:
    """Build an index below a folder that does not exist, and return its files."""
    scratch, register = folder / "scratch", folder / "register"
    scratch.mkdir(parents=True)
    register.mkdir()
    half = len(certificates) // 2
    spills = [spill(folder / "1", certificates[:half]), spill(folder / "2", certificates[half:])]
    search.build(spills, scratch, Folder(register), SNAPSHOT, SUPERSEDED, processes)
    return files_in(register)


def files_in(register: Path) -> dict[str, bytes]:
    """Return path → content of each file."""
    return {
        path.relative_to(register).as_posix(): path.read_bytes()
        for path in register.rglob("*")
        if path.is_file()
    }


def pages(search: Search, query: str, most: int = 100) -> list[Page]:
    """Return all pages of a query."""
    found = [search.find(query)]
    while found[-1].next:
        found.append(search.find(query, found[-1].next))
        assert len(found) <= most
    return found


def reader(files: Mapping[str, bytes]) -> Search:
    """Return a reader of these files."""
    return Search(files.__getitem__)


def _spelled(name: str) -> list[str]:
    """Return what may be typed to mean a name, from each place on, without asking the code under test for places."""
    beginnings = [
        at for at, own in enumerate(name) if fold(own) and not (at and _in_word(name[at - 1 : at + 1]))
    ]
    texts = [fold(name[at:]) for at in beginnings]
    forms = {fold(form) for form in STOP_WORDS}
    end = next((at for at, text in enumerate(texts) if text in forms), len(texts))
    return texts[:end]


def _in_word(pair: str) -> bool:
    return all(own.isascii() and own.isalnum() for own in map(fold, pair))


def scan(certificates: Iterable[Certificate], query: str) -> set[tuple[str, str]]:
    """Return holder and number of each certificate that a query means, by reading them all."""
    folded = fold(query)
    is_code = len(folded) >= 4 and folded.isascii() and any(own.isdigit() for own in folded)
    codes = {fold(one.get("uscc") or "") for one in certificates}
    if is_code and len(folded) == 18 and folded in codes:
        return {
            (one["holder"], one["number"]) for one in certificates if fold(one.get("uscc") or "") == folded
        }

    def found(one: Certificate) -> bool:
        names = [one["holder"], one.get("holder_en") or ""]
        by_name = any(text.startswith(folded) for name in names for text in _spelled(name))
        return by_name or (is_code and fold(one["number"]).startswith(folded))

    return {(one["holder"], one["number"]) for one in certificates if found(one)}
