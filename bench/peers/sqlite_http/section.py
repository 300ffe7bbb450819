"""SQLite over HTTP ranges beside certsite."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import corpus
import measure
from measure import Row

from peers import side

HERE = Path(__file__).parent
PACKAGE = "sql.js-httpvfs@0.8.12"
FILES = ("index.js", "sqlite.worker.js", "sql-wasm.wasm")

NOTES = (
    f"Peer: {PACKAGE} (SQLite 3.35 in WebAssembly), a table with the number's key as primary key and the register's record,",
    "and an FTS5 trigram index of names, which knows no part of two characters. Pages of 1 KB, as its makers advise.",
    "See bench/README.md for what is compared.",
)


def run(size: str) -> list[Row]:
    """Measure at a size and return the rows of a table."""
    folder = side.lay(corpus.project(size) / "sqlite", "sqlite_http")
    for name in FILES:
        shutil.copy(_package() / name, folder)
    file = folder / "certificates.sqlite3"
    seconds, peak = measure.tree_peak(
        [sys.executable, HERE / "database.py", corpus.records(corpus.site(size)), file]
    )
    costs = side.numbers(size, folder) | side.ask(folder, {"name": side.parts(size)})
    return side.rows(side.certsite(size), side.Side(seconds, seconds, peak, 1, file.stat().st_size, costs))


def _package() -> Path:
    """Return the folder of the package's program, fetched by npm when it is missing."""
    place = measure.ROOT / ".bench" / "tools" / "sqlite_http"
    built = place / "package" / "dist"
    if not built.exists():
        place.mkdir(parents=True, exist_ok=True)
        if shutil.which("npm") is None:
            raise FileNotFoundError("No npm: install Debian's npm.")
        subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=place, check=True, stdout=subprocess.DEVNULL)
        with tarfile.open(next(place.glob("*.tgz"))) as archive:
            archive.extractall(place, filter="data")
    return built
