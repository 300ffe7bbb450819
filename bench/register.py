"""Builds a register alone, without pages: `python3 bench/register.py PROJECT FOLDER [--previous FOLDER] [--no-search]`.

FOLDER must not be there. The last line of what it prints is JSON: seconds of the whole and of the organisation search.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import measure  # noqa: F401 – makes the program importable

from generator import registry, search, sources
from generator.cli import ARROW_MEMORY
from generator.ledger import Files
from generator.problems import Problems, render


def build(
    project: Path, folder: Path, previous: Path | None = None, searchable: bool = True
) -> dict[str, float]:
    """Build the register of a project. Raises SystemExit with the first errors where there are any."""
    problems, seconds = Problems(), {"search": 0.0}
    start = time.perf_counter()
    loaded = sources.load(project, problems)
    if loaded is None:
        raise SystemExit("\n".join(render(problem, "en") for problem in problems.of("error")[:20]))
    original = search.build
    search.build = _timed(original, seconds) if searchable else _nothing
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        request = registry.Request(
            files=Files(project),
            facts=loaded.facts,
            generated_at=datetime.datetime.now(datetime.UTC).replace(microsecond=0),
            scratch=Path(scratch),
            processes=min(2, os.cpu_count() or 1),
            fresh=folder,
            previous=previous,
        )
        outcome = registry.run(request, problems, lambda _done, _total: None)
    if outcome.summary is None:
        raise SystemExit("\n".join(render(problem, "en") for problem in problems.of("error")[:20]))
    return {"seconds": time.perf_counter() - start, "changed": outcome.changed, **seconds}


def _timed(function: Callable[..., Any], seconds: dict[str, float]) -> Callable[..., Any]:
    def timed(*arguments: Any) -> Any:
        start = time.perf_counter()
        found = function(*arguments)
        seconds["search"] = time.perf_counter() - start
        return found

    return timed


def _nothing(*_arguments: Any) -> None:
    """Build no search."""


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--previous", type=Path)
    parser.add_argument("--no-search", action="store_true")
    given = parser.parse_args()
    os.environ.setdefault(*ARROW_MEMORY)
    print(json.dumps(build(given.project, given.folder, given.previous, not given.no_search)))
    sys.stdout.flush()
