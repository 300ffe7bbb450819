"""Kills a build half-way: `python3 bench/run.py kill --sizes 1m,10m`.

The site of a size is built; a build over it is killed (SIGKILL) half-way, and run again. The site has to be as it was after
the kill, file by file, and the next build has to complete.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import corpus
import measure


def main() -> None:
    """Measure the sizes of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10k")
    for size in parser.parse_args().sizes.split(","):
        measure.write_results(f"kill {size}", [("what", "found"), *killed(size)], tools=("pyarrow",))


def killed(size: str) -> list[tuple[str, str]]:
    """Kill a build of the whole site half-way over the site that is there; build again."""
    project = corpus.project(size)
    site, whole, peak = corpus.built(size)
    command = [sys.executable, "-m", "generator", "-C", str(project), "build"]
    environment = {**os.environ, "PYTHONPATH": str(measure.ROOT)}
    before = _files(site)
    with subprocess.Popen(
        command, env=environment, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        time.sleep(whole / 2)
        ended = process.poll() is not None
        process.send_signal(signal.SIGKILL)
    time.sleep(2)
    orphans = subprocess.run(
        ["pgrep", "-g", str(process.pid)], capture_output=True, check=False
    ).stdout.split()
    intact = _files(site) == before
    litter = _litter(project)
    start = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    again = time.perf_counter() - start
    kept, after = _shards(before), _shards(_files(site))
    return [
        ("the whole site", f"{whole:.0f} s"),
        ("the whole site, peak memory", measure.kilobytes(peak)),
        ("killed (SIGKILL), over that site, after", "it had ended" if ended else f"{whole / 2:.0f} s"),
        ("processes that outlived it by 2 s", str(len(orphans))),
        ("site as before, file by file", "yes" if intact else "NO"),
        ("left behind", ", ".join(litter) or "nothing"),
        ("next build", f"exit code {done.returncode}, {again:.0f} s"),
        ("left behind by it", ", ".join(_litter(project)) or "nothing"),
        ("shards that are the same files after it", f"{len(kept & after):,} of {len(after):,}"),
    ]


def _litter(project: Path) -> list[str]:
    """Return what a build has left of its work beside and in the project's build folder."""
    found = [path for path in project.iterdir() if path.name.startswith(".site")]
    found += (project / "build").glob("*.ledger*")
    return sorted(path.name.split("-")[0] for path in found)


File = tuple[str, int, int, int]
"""Path in the site, inode, size, time."""


def _files(site: Path) -> set[File]:
    """Return all files of a site."""
    return {
        (path.relative_to(site).as_posix(), (found := path.stat()).st_ino, found.st_size, found.st_mtime_ns)
        for path in site.rglob("*")
        if path.is_file()
    }


def _shards(files: set[File]) -> set[File]:
    return {file for file in files if file[0].startswith("register/1/shards/")}


if __name__ == "__main__":
    main()
