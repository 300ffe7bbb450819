"""Measures the builder of the register: `python3 bench/run.py build --sizes 10k,100k,1m,10m`.

For each size: seconds and peak memory without the organisation search, on disk and, up to a million, in memory, where
creating files costs next to nothing; files and bytes; the same files copied by `cp -r`; rebuilt after 100 changes, with how
many files are not the same ones; and all of it again with the organisation search.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import corpus
import measure

HEAD = (
    "certificates", "build", "build, peak memory", "build in memory", "files", "bytes", "`cp -r` of the same files",
    "build ÷ copy", "after 100 changes", "files not the same", "with organisation search",
    "with organisation search, peak memory",
)  # fmt: skip
NOTES = (
    "Seconds of the clock; memory is the peak of the whole process tree (PSS). Up to 100k the median of 3 builds, above one.",
    "*Build in memory*: the register and what is kept in between go to a memory file system, without the cost of a disk's.",
)
CHANGED = 100
_MEMORY = Path("/dev/shm")


def main() -> None:
    """Measure the sizes of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10k,100k")
    sizes = parser.parse_args().sizes.split(",")
    for size in sizes:
        table = [("what", "measured"), *zip(HEAD, row(size), strict=True)]
        measure.write_results(f"build {size}", table, *NOTES, tools=("pyarrow",))


def row(size: str) -> tuple[str, ...]:
    """Measure one size."""
    project = corpus.project(size)
    work = project / "measured"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    times = 3 if measure.count(size) <= 100_000 else 1
    taken = []
    for _ in range(times):
        shutil.rmtree(work / "register", ignore_errors=True)
        taken.append(_build(project, work / "register", "--no-search"))
    seconds, peak = measure.median(one for one, _ in taken), max(memory for _, memory in taken)
    files = [path.stat() for path in (work / "register").rglob("*.json")]
    start = time.perf_counter()
    subprocess.run(["cp", "-r", work / "register", work / "copy"], check=True)
    copied = time.perf_counter() - start
    shutil.rmtree(work / "copy")
    again, other = _changed(project, size, work)
    inner = _in_memory(project) if measure.count(size) <= 1_000_000 else "–"
    searched, searching = _build(project, work / "again")
    shutil.rmtree(work)
    return (
        size, f"{seconds:.1f} s", measure.kilobytes(peak), inner, f"{len(files):,}",
        measure.kilobytes(sum(file.st_size for file in files)), f"{copied:.1f} s", f"{seconds / copied:.2f}",
        again, other, f"{searched:.1f} s", measure.kilobytes(searching),
    )  # fmt: skip


def _build(project: Path, folder: Path, *options: str | Path) -> tuple[float, int]:
    return measure.tree_peak(
        [sys.executable, measure.ROOT / "bench" / "register.py", project, folder, *options]
    )


def _in_memory(project: Path) -> str:
    """Build in a memory file system."""
    with tempfile.TemporaryDirectory(dir=_MEMORY) as folder:
        seconds, _ = _build(project, Path(folder) / "register", "--no-search")
    return f"{seconds:.1f} s"


def _changed(project: Path, size: str, work: Path) -> tuple[str, str]:
    """Rebuild with 100 certificates changed; return seconds and how many files are not the same by inode."""
    changed = work / "project"
    for name in corpus.PROJECT:
        source = project / name
        shutil.copytree(source, changed / name) if source.is_dir() else shutil.copy2(
            source, (changed.mkdir(exist_ok=True), changed / name)[1]
        )
    make = [sys.executable, measure.ROOT / "bench" / "make_ledger.py", measure.count(size)]
    measure.tree_peak([str(word) for word in (*make, changed / "registry", "--changes", CHANGED)])
    seconds, _ = _build(changed, work / "again", "--previous", work / "register", "--no-search")
    before, after = _inodes(work / "register"), _inodes(work / "again")
    shutil.rmtree(work / "again")
    return f"{seconds:.1f} s", f"{len(after - before):,}"


def _inodes(folder: Path) -> set[int]:
    return {entry.stat().st_ino for entry in folder.rglob("*.json")}


if __name__ == "__main__":
    main()
