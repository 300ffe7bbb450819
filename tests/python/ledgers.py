"""Ledgers for tests: the repository's own, and ledgers made of rows."""

from __future__ import annotations

import csv
import io
from functools import cache
from pathlib import Path

from projects import ROOT

from generator import ledger, schemes
from generator.model import Ledger, SchemesFile
from generator.problems import Problems

CERTIFICATE = {
    "number": "99926Q00001R0S",
    "scheme": "iso-9001",
    "standards": "iso-9001-2015",
    "holder": "示例精密制造有限公司",
    "address": "示例市样本路 1 号",
    "scope": "金属零件的制造",
    "issued_on": "2026-03-02",
    "valid_from": "2026-03-02",
    "valid_to": "2029-03-01",
}
"""A row with what is required and nothing else."""

EVENT_COLUMNS = ("number", "on", "type", "until", "by", "note")


@cache
def facts() -> SchemesFile:
    """What the repository's `schemes.yaml` says."""
    problems = Problems()
    loaded = schemes.load(ROOT / schemes.FILE, problems)
    assert loaded, [*problems]
    return loaded[0]


@cache
def specimens() -> Ledger:
    """The ledger of the repository, which must be without a problem."""
    problems = Problems()
    found = ledger.load(ledger.Files(ROOT), facts(), problems)
    assert found
    assert [*problems] == []
    return found


def csv_text(rows: list[dict[str, str]], columns: tuple[str, ...] = ()) -> str:
    """Write rows as CSV; the columns are those of the rows together."""
    names = columns or tuple(dict.fromkeys(name for row in rows for name in row)) or tuple(CERTIFICATE)
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def write(folder: Path, certificates: str, events: str = "") -> None:
    """Write a ledger's two files."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "certificates.csv").write_text(certificates, "utf-8", newline="")
    (folder / "events.csv").write_text(events or csv_text([], EVENT_COLUMNS), "utf-8", newline="")


def load(folder: Path) -> tuple[Ledger | None, list[tuple[str, str]]]:
    """Load a ledger; return it with each problem as `file:line:column` and rule."""
    problems = Problems()
    name = folder.name
    files = ledger.Files(folder.parent, f"{name}/certificates.csv", f"{name}/events.csv")
    found = ledger.load(files, facts(), problems)
    return found, [(f"{p.place.file}:{p.place.line}:{p.place.column}", p.rule) for p in problems]
