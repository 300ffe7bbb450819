"""Runs benches and keeps their results: `python3 bench/run.py SECTION… | all [--sizes 10k,100k,1m]`.

Sections, in the order in which `all` runs them: budgets build kill audit lookup_all checks lists search pagefind sqlite. Each is
written to bench/results.md as soon as it is measured. Ledgers, sites and peers are made in `.bench/` when they are missing.
"""

from __future__ import annotations

import argparse
import subprocess
import sys

import checks
import corpus
import lookup_all
import measure
from peers import side
from peers.pagefind import section as pagefind
from peers.sqlite_http import section as sqlite

SCRIPTS = {
    "budgets": (),
    "build": ("--sizes",),
    "kill": ("--sizes",),
    "audit": ("--sizes",),
    "lists": ("--sizes",),
    "search": ("--sizes",),
}
"""Sections that are a script of their own, `bench/SECTION.py`, which writes its results itself; and what it is told."""


def main() -> None:
    """Run what the command line names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sections", nargs="+", choices=[*measure.ORDER, "all"], metavar="SECTION")
    parser.add_argument("--sizes", default="10k", help="how many certificates: 10k,100k,1m (default: 10k)")
    given = parser.parse_args()
    sizes = given.sizes.split(",")
    for size in sizes:
        measure.count(size)  # complains of what is none
    try:
        for section in measure.ORDER if "all" in given.sections else given.sections:
            if section in SCRIPTS:
                script = measure.ROOT / "bench" / f"{section}.py"
                options = [f"{option}={given.sizes}" for option in SCRIPTS[section]]
                subprocess.run([sys.executable, script, *options], check=True)
            else:
                for size in sizes:
                    run(section, size)
    finally:
        measure.empty()


def run(section: str, size: str) -> None:
    """Measure a section at a size and write it."""
    tools = ("chromium", "nginx")
    name = f"{section} {size}"
    if section == "checks":
        costs = side.certsite(size).costs
        rows = checks.rows({kind: cost for kind, cost in costs.items() if "name" not in kind})
        table = [checks.HEAD, *rows, checks.beside(corpus.site(size))]
        measure.write_results(name, table, *checks.NOTES, tools=tools)
    elif section == "lookup_all":
        site, project = corpus.site(size), corpus.project(size)
        found = lookup_all.run(site / "register" / "1", project / "registry", project)
        table = [lookup_all.HEAD, found.row(size)]
        measure.write_results(name, table, *lookup_all.NOTES, tools=("chromium",))
        if found.wrong:
            raise SystemExit("\n".join(found.wrong[: lookup_all.SHOWN]))
    elif section == "pagefind":
        if measure.count(size) > pagefind.MOST:
            print(f"{name}: not run above {pagefind.MOST:,} certificates", flush=True)
            return
        measure.write_results(name, [side.HEAD, *pagefind.run(size)], *pagefind.NOTES, tools=tools)
    else:
        measure.write_results(name, [side.HEAD, *sqlite.run(size)], *sqlite.NOTES, tools=tools)


if __name__ == "__main__":
    main()
