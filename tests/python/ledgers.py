"""Ledgers for tests: the repository's own, ledgers made of rows, and what the builder makes of them."""

from __future__ import annotations

import csv
import datetime
import io
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from projects import ROOT

from generator import ledger, registry, schemes
from generator.model import Ledger, SchemesFile
from generator.problems import Problem, Problems, render

NOON = datetime.datetime(2026, 11, 22, 4, tzinfo=datetime.UTC)
"""When the registers of tests are built, if it does not matter."""

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
    found = ledger.load(ledger.Files(ROOT), facts(), NOON.date(), problems)
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


def write(folder: Path, certificates: str | bytes, events: str | bytes = "") -> None:
    """Write a ledger's two files."""
    folder.mkdir(parents=True, exist_ok=True)
    events = events or csv_text([], EVENT_COLUMNS)
    for name, content in (("certificates.csv", certificates), ("events.csv", events)):
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)


def load(folder: Path) -> tuple[Ledger | None, list[tuple[str, str]]]:
    """Load a ledger; return it with each problem as `file:line:column` and rule."""
    problems = Problems()
    name = folder.name
    files = ledger.Files(folder.parent, f"{name}/certificates.csv", f"{name}/events.csv")
    found = ledger.load(files, facts(), NOON.date(), problems)
    return found, [(f"{p.place.file}:{p.place.line}:{p.place.column}", p.rule) for p in problems]


@dataclass(frozen=True)
class Built:
    """What the builder made of a ledger."""

    outcome: registry.Outcome
    problems: tuple[Problem, ...]
    folder: Path
    """The register, if there is one."""

    @property
    def rendered(self) -> set[str]:
        """The problems as staff read them."""
        return {render(problem, "en") for problem in self.problems}

    @property
    def rules(self) -> list[str]:
        """The rules that were broken."""
        return [problem.rule for problem in self.problems]

    @property
    def files(self) -> dict[str, bytes]:
        """The register: path → content."""
        return tree(self.folder)


def build(root: Path, name: str = "new", *, known: SchemesFile | None = None, **request: Any) -> Built:
    """Build the register of the ledger in `root`/registry into `root`/`name`; `request` goes to `registry.Request`."""
    problems = Problems()
    with tempfile.TemporaryDirectory(dir=root) as scratch:
        found = registry.run(
            registry.Request(
                **{
                    "files": ledger.Files(root),
                    "facts": known or facts(),
                    "generated_at": NOON,
                    "scratch": Path(scratch),
                    "fresh": root / name,
                    **request,
                }
            ),
            problems,
            lambda _done, _total: None,
        )
    return Built(found, tuple(problems), root / name)


def tree(folder: Path) -> dict[str, bytes]:
    """Read all files of a folder: path → content."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
