"""Measures the audit of whole sites: `python3 bench/run.py audit --sizes 10k,100k,1m`."""

from __future__ import annotations

import argparse
import sys

import corpus
import measure

HEAD = ("certificates", "audit", "peak memory", "files of the register", "bytes")
NOTES = (
    "`certsite audit` of the site with organisation search. Seconds of the clock; memory is the peak of the whole process",
    "tree (PSS). An audit without a fault: every record is as the ledger has it.",
)


def main() -> None:
    """Measure the sizes of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10k,100k")
    rows = [row(size) for size in parser.parse_args().sizes.split(",")]
    measure.write_results("audit", [HEAD, *rows], *NOTES, tools=("pyarrow",))


def row(size: str) -> tuple[str, ...]:
    """Measure one size."""
    project, site = corpus.project(size), corpus.site(size)
    seconds, peak = measure.tree_peak([sys.executable, "-m", "generator", "-C", project, "audit", site])
    files = [path.stat().st_size for path in (site / "register").rglob("*.json")]
    return size, f"{seconds:.1f} s", measure.kilobytes(peak), f"{len(files):,}", measure.kilobytes(sum(files))


if __name__ == "__main__":
    main()
