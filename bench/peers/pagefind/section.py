"""Pagefind beside certsite."""

from __future__ import annotations

import sys
import venv
from pathlib import Path

import corpus
import measure
from corpus import Question
from measure import Row

from peers import side

HERE = Path(__file__).parent
PACKAGES = ("pagefind==1.5.2", "pagefind_bin_extended==1.5.2")
MOST = 100_000
"""Certificates beyond which it is not run: it takes ten minutes and gigabytes for these."""

NOTES = (
    f"Peer: {', '.join(PACKAGES)}, records API, one record a certificate with number and names as content and the",
    "register's record as data. A name is looked for as it stands, which Pagefind takes as words, and as a phrase in",
    "quotation marks. See bench/README.md for what is compared.",
)


def run(size: str) -> list[Row]:
    """Measure at a size and return the rows of a table."""
    folder = side.lay(corpus.project(size) / "pagefind", "pagefind")
    index = folder / "pagefind"
    command: list[str | Path] = [_python(), "-P", HERE / "index.py", corpus.records(corpus.site(size)), index]
    seconds, peak = measure.tree_peak(command)
    files, taken = side.weigh(index)
    words = side.parts(size)
    phrases = [Question(f'q="{each.fragment.removeprefix("q=")}"', each.right) for each in words]
    costs = side.numbers(size, folder) | side.ask(folder, {"name": words, "name as a phrase": phrases})
    return side.rows(side.certsite(size), side.Side(seconds, seconds, peak, files, taken, costs))


def _python() -> Path:
    """Return the Python of an environment of Pagefind's own, made when it is missing."""
    place = measure.ROOT / ".bench" / "tools" / "pagefind"
    python = place / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not (place / "installed").exists():
        venv.create(place, with_pip=True)
        measure.tree_peak([python, "-m", "pip", "install", "--quiet", *PACKAGES])
        (place / "installed").touch()
    return python
