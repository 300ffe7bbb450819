"""Builds a register alone, without pages: `python3 bench/register.py PROJECT FOLDER`. FOLDER must not be there."""

from __future__ import annotations

import datetime
import os
import sys
import tempfile
from pathlib import Path

import measure  # noqa: F401 – makes the program importable

from generator import registry, sources
from generator.ledger import Files
from generator.problems import Problems


def build(project: Path, folder: Path) -> None:
    """Build the register of a project. Raises SystemExit with the first errors where there are any."""
    problems = Problems()
    loaded = sources.load(project, problems)
    if loaded is None:
        raise SystemExit("\n".join(map(str, problems.found[:20])))
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        request = registry.Request(
            files=Files(project),
            facts=loaded.facts,
            generated_at=datetime.datetime.now(datetime.UTC).replace(microsecond=0),
            scratch=Path(scratch),
            processes=min(2, os.cpu_count() or 1),
            fresh=folder,
        )
        outcome = registry.run(request, problems, lambda _done, _total: None)
    if outcome.summary is None:
        raise SystemExit("\n".join(map(str, problems.found[:20])))


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
