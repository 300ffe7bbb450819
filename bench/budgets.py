"""Measures what docs/DESIGN.md gives a budget: `python3 bench/budgets.py` from the project's environment.

Prints medians of RUNS runs and writes bench/results.md.
"""

from __future__ import annotations

import gzip
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUNS = 5


def seconds(*arguments: str) -> float:
    """Time one run of the command, as a user waits for it."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=ROOT,
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    return time.perf_counter() - start


def median(*arguments: str) -> float:
    """Return the median of RUNS runs, after one that warms caches."""
    seconds(*arguments)
    return statistics.median(seconds(*arguments) for _ in range(RUNS))


def main() -> None:
    """Measure and write."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        rows = [
            ("`certsite --help`", f"{median('--help'):.2f} s", "< 0.3 s"),
            ("`certsite check`", f"{median('check'):.2f} s", "< 1 s"),
            (
                "`certsite build`, warm, both languages",
                f"{median('build', '--out', str(site)):.2f} s",
                "< 6 s",
            ),
            ("`certsite audit`", f"{median('audit', str(site)):.2f} s", ""),
        ]
        program = (site / "assets" / "verify").iterdir()
        verify = [site / "verify.html", *(path for path in program if path.name != "words.en.mjs")]
        shards = sorted((site / "register" / "1" / "shards").iterdir(), key=lambda path: -path.stat().st_size)
        first = sum(len(gzip.compress(path.read_bytes(), 6)) for path in verify)
        check = sum(
            len(gzip.compress(path.read_bytes(), 6))
            for path in (site / "register" / "1" / "index.json", shards[0])
        )
        rows += [
            ("first view of the check page in Chinese, gzip", f"{first / 1024:.1f} KB", "≤ 30 KB"),
            ("one check: index and largest shard, gzip", f"{check / 1024:.1f} KB", "≤ 6 KB"),
            (
                "whole site",
                f"{sum(p.stat().st_size for p in site.rglob('*') if p.is_file()) / 2**20:.1f} MiB",
                "",
            ),
        ]
    machine = f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    lines = [
        "# Results",
        "",
        f"`python3 bench/budgets.py`, medians of {RUNS} runs, on {machine}.",
        "",
        "| What | Measured | Budget |",
        "|---|---|---|",
        *(f"| {what} | {measured} | {budget} |" for what, measured, budget in rows),
        "",
    ]
    (ROOT / "bench" / "results.md").write_text("\n".join(lines), "utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
