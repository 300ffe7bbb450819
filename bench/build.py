"""Measures the builder of the register: `python3 bench/run.py build --sizes 10k,100k,1m,10m`.

For each size: seconds and peak memory without the organisation search, and of the search by itself; files and bytes; the same
files copied by `cp -r`; rebuilt after 100 changes, with how many files are not the same ones. At the largest size, if
it is a million or more, the builder is killed half-way over a site that is there, and run again.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import corpus
import measure

HEAD = (
    "certificates", "build", "peak memory", "files", "bytes", "`cp -r` of the same files", "build ÷ copy",
    "after 100 changes", "files not the same", "with organisation search", "peak memory",
)  # fmt: skip
NOTES = (
    "Seconds of the clock; memory is the peak of the whole process tree (PSS). Up to 100k the median of 3 builds, above one.",
)
CHANGED = 100


def main() -> None:
    """Measure the sizes of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10k,100k")
    sizes = parser.parse_args().sizes.split(",")
    rows = [row(size) for size in sizes]
    measure.write_results("build", [HEAD, *rows], *NOTES, tools=("pyarrow",))
    if measure.count(sizes[-1]) >= 1_000_000:
        measure.write_results(f"killed {sizes[-1]}", [("what", "found"), *killed(sizes[-1])])


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
    shutil.rmtree(work / "again")
    searched, searching = _build(project, work / "again")
    shutil.rmtree(work)
    return (
        size, f"{seconds:.1f} s", measure.kilobytes(peak), f"{len(files):,}",
        measure.kilobytes(sum(file.st_size for file in files)), f"{copied:.1f} s", f"{seconds / copied:.2f}",
        f"{again:.1f} s", str(other), f"{searched:.1f} s", measure.kilobytes(searching),
    )  # fmt: skip


def _build(project: Path, folder: Path, *options: str | Path) -> tuple[float, int]:
    return measure.tree_peak(
        [sys.executable, measure.ROOT / "bench" / "register.py", project, folder, *options]
    )


def _changed(project: Path, size: str, work: Path) -> tuple[float, int]:
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
    return seconds, len(after - before)


def _inodes(folder: Path) -> set[int]:
    return {entry.stat().st_ino for entry in folder.rglob("*.json")}


def killed(size: str) -> list[tuple[str, str]]:
    """Kill a build of the whole site half-way over the site that is there; build again."""
    project = corpus.project(size)
    site = corpus.site(size)
    command = [sys.executable, "-m", "generator", "-C", str(project), "build"]
    environment = {**os.environ, "PYTHONPATH": str(measure.ROOT)}
    before = _state(site)
    start = time.perf_counter()
    subprocess.run(command, check=True, env=environment, capture_output=True)
    whole = time.perf_counter() - start
    kept = _state(site)
    with subprocess.Popen(
        command, env=environment, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        time.sleep(whole / 2)
        os.kill(process.pid, signal.SIGKILL)
    time.sleep(2)
    orphans = subprocess.run(
        ["pgrep", "-g", str(process.pid)], capture_output=True, check=False
    ).stdout.split()
    intact = _state(site) == kept
    litter = [path.name for path in project.iterdir() if path.name.startswith(".site")]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    left = [path.name for path in project.iterdir() if path.name.startswith(".site")]
    return [
        ("the whole site built over itself", f"{whole:.0f} s"),
        ("shards that are the same files after it", f"{len(before & kept):,} of {len(kept):,}"),
        ("killed (SIGKILL) after", f"{whole / 2:.0f} s"),
        ("processes that outlived it by 2 s", str(len(orphans))),
        ("site as before, file by file", "yes" if intact else "NO"),
        ("left behind", f"{len(litter)} folder"),
        ("next build", f"exit code {done.returncode}, {len(left)} folders left behind"),
    ]


def _state(site: Path) -> set[tuple[str, int, int, int]]:
    """Return name, inode, size and time of each file of the register but the index."""
    shards = site / "register" / "1" / "shards"
    return {
        (path.name, (found := path.stat()).st_ino, found.st_size, found.st_mtime_ns)
        for path in shards.rglob("*.json")
    }


if __name__ == "__main__":
    main()
