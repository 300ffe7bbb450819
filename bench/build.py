"""Measures the builder of the register: `python3 bench/run.py build --sizes 10k,100k,1m,10m`.

For each size: seconds and peak memory without the organisation search, on disk and, up to a million, in memory, where
creating files costs next to nothing; files and bytes; the same files copied by `cp -r`; rebuilt after 100 changes, with how
many files are not the same ones; and all of it again with the organisation search.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import corpus
import measure
from ledger_history import LAST, TEXT

HEAD = (
    "certificates", "build", "build, peak memory", "build in memory", "files", "bytes", "`cp -r` of the same files",
    "build ÷ copy", "after 100 changes", "files not the same", "with organisation search",
    "with organisation search, peak memory",
)  # fmt: skip
NOTES = (
    "Seconds of the clock; memory is the peak of the whole process tree (PSS). Up to 1m the median of 3 builds, above one.",
    "*Build in memory*: the register and what is kept in between go to a memory file system, without the cost of a disk's.",
)
ALONE = "The organisation search was left out: `python3 bench/build.py --no-search`."
CHANGED = 100
_MEMORY = Path("/dev/shm")


def main() -> None:
    """Measure the sizes of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10k,100k")
    parser.add_argument("--no-search", action="store_true", help="leave the last build out")
    given = parser.parse_args()
    for size in given.sizes.split(","):
        measured = row(size, searching=not given.no_search)
        table = [("what", "measured"), *zip(HEAD[: len(measured)], measured, strict=True)]
        notes = (*NOTES, ALONE) if given.no_search else NOTES
        measure.write_results(f"build {size}", table, *notes, tools=("pyarrow",))


def row(size: str, searching: bool) -> tuple[str, ...]:
    """Measure one size."""
    project = corpus.project(size)
    work = project / "measured"
    measure.discard(work)
    work.mkdir()
    times = 3 if measure.count(size) <= 1_000_000 else 1
    taken = [_build(project, work / f"register{run}", "--no-search") for run in range(times)]
    seconds, peak = measure.median(one for one, _ in taken), max(memory for _, memory in taken)
    files = [path.stat() for path in (work / "register0").rglob("*.json")]
    start = time.perf_counter()
    subprocess.run(["cp", "-r", work / "register0", work / "copy"], check=True)
    copied = time.perf_counter() - start
    again, other = _changed(project, work)
    inner = _in_memory(project) if measure.count(size) <= 1_000_000 else "–"
    searched = _build(project, work / "searched") if searching else None
    measure.discard(work)
    found = (
        size, f"{seconds:.1f} s", measure.kilobytes(peak), inner, f"{len(files):,}",
        measure.kilobytes(sum(file.st_size for file in files)), f"{copied:.2f} s", f"{seconds / copied:.2f}",
        again, other,
    )  # fmt: skip
    return (*found, f"{searched[0]:.1f} s", measure.kilobytes(searched[1])) if searched else found


def _build(project: Path, folder: Path, *options: str | Path) -> tuple[float, int]:
    return measure.tree_peak(
        [sys.executable, measure.ROOT / "bench" / "register.py", project, folder, *options]
    )


def _in_memory(project: Path) -> str:
    """Build in a memory file system."""
    with tempfile.TemporaryDirectory(dir=_MEMORY) as folder:
        seconds, _ = _build(project, Path(folder) / "register", "--no-search")
    return f"{seconds:.1f} s"


def _changed(project: Path, work: Path) -> tuple[str, str]:
    """Rebuild with 100 certificates corrected; return seconds and how many files are not the same by inode."""
    changed = work / "project"
    changed.mkdir()
    for name in (*corpus.PROJECT, "registry"):
        source = project / name
        if source.is_dir():
            shutil.copytree(source, changed / name)
        else:
            shutil.copy2(source, changed / name)
    with (changed / "registry" / "events.csv").open("a", encoding="utf-8", newline="") as events:
        events.writelines(f"{number},{TEXT[LAST]},corrected,,,\n" for number in _some(project))
    seconds, _ = _build(changed, work / "after", "--previous", work / "register0", "--no-search")
    before, after = _inodes(work / "register0"), _inodes(work / "after")
    return f"{seconds:.1f} s", f"{len(after - before):,}"


def _some(project: Path) -> Iterator[str]:
    """Yield the numbers of 100 certificates from all over the ledger."""
    with (project / "registry" / "certificates.csv").open("rb") as rows:
        size = rows.seek(0, os.SEEK_END)
        for at in range(CHANGED):
            rows.seek(size * at // CHANGED)
            rows.readline()  # the rest of a row, or the head
            yield rows.readline().split(b",", 1)[0].decode()


def _inodes(folder: Path) -> set[int]:
    return {entry.stat().st_ino for entry in folder.rglob("*.json")}


if __name__ == "__main__":
    main()
