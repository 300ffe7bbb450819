"""Measures what docs/DESIGN.md gives a budget on this repository: `python3 bench/run.py budgets`."""

from __future__ import annotations

import gzip
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import measure

RUNS = 5


def seconds(*arguments: str) -> float:
    """Time one run of the command, as a user waits for it."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=measure.ROOT,
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(measure.ROOT)},
    )
    return time.perf_counter() - start


def median(*arguments: str) -> float:
    """Return the median of RUNS runs, after one that warms caches."""
    seconds(*arguments)
    return statistics.median(seconds(*arguments) for _ in range(RUNS))


def zipped(*paths: Path) -> int:
    """Return the bytes of files, each compressed by itself."""
    return sum(len(gzip.compress(path.read_bytes(), 6)) for path in paths)


def main() -> None:
    """Measure and write."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        rows = [
            ("What", "Measured", "Budget"),
            ("`certsite --help`", f"{median('--help'):.2f} s", "< 0.3 s"),
            ("`certsite check`", f"{median('check'):.2f} s", "< 1 s"),
            (
                "`certsite build`, warm, both languages",
                f"{median('build', '--out', str(site)):.2f} s",
                "< 6 s",
            ),
            ("`certsite audit`", f"{median('audit', str(site)):.2f} s", ""),
        ]
        page = site / "verify.html"
        needed = re.findall(r'(?:src|href)="(assets/verify/[^"]+)"', page.read_text("utf-8"))
        needed += ["assets/more/links.mjs", "assets/offline/worker.mjs"]  # which every visit loads
        register = site / "register" / "1"
        largest = max((register / "shards").rglob("*.json"), key=lambda path: path.stat().st_size)
        first = zipped(page, *(site / path for path in needed))
        check = zipped(register / "index.json", next((register / "digests").rglob("*.json")), largest)
        rows += [
            ("first view of the check page in Chinese, gzip", f"{first / 1024:.1f} KB", "≤ 30 KB"),
            ("one check: index, digest file and largest shard, gzip", f"{check / 1024:.1f} KB", "≤ 6 KB"),
            (
                "whole site",
                f"{sum(p.stat().st_size for p in site.rglob('*') if p.is_file()) / 2**20:.1f} MiB",
                "",
            ),
        ]
    measure.write_results("budgets", rows, f"Medians of {RUNS} runs.")


if __name__ == "__main__":
    main()
