"""One side of a comparison: what a system takes to build, and what it costs to ask."""

from __future__ import annotations

import functools
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import checks
import corpus
import lookups
import measure
import nginx
from corpus import Question
from lookups import Cost
from measure import Row

HERE = Path(__file__).parent
FEW, SMALL = 50, 10_000
"""Name parts that are looked for where there are more than SMALL certificates; twice as many else."""

HEAD = ("What", "certsite", "peer", "peer ÷ certsite")


@dataclass(frozen=True)
class Side:
    """A system at one size."""

    numbers_alone: float
    """seconds to build what finds numbers"""
    seconds: float
    """to build what finds names too"""
    peak: int
    """bytes of memory meanwhile, of the process tree"""
    files: int
    size: int
    """bytes of the files"""
    costs: Mapping[str, Cost]
    """kind of question → its cost"""


@functools.cache
def certsite(size: str) -> Side:
    """Measure certsite; once in a run, so that every peer is held against the same figures."""
    site = corpus.site(size)
    numbers_alone, _ = _built(site.parent, "--no-search")
    seconds, peak = _built(site.parent)
    files, taken = weigh(site / "register" / "1")
    page = lay(site.parent / "page", "certsite")
    for name in ("register", "assets"):
        (page / name).unlink(missing_ok=True)
        (page / name).symlink_to(site.resolve() / name)
    costs = checks.check(site) | ask(page, {"name": parts(size)})
    return Side(numbers_alone, seconds, peak, files, taken, costs)


def _built(project: Path, *options: str) -> tuple[float, int]:
    """Build the register of a project alone, and return seconds and peak memory."""
    folder = project / "register"
    measure.discard(folder)
    script = measure.ROOT / "bench" / "register.py"
    measured = measure.tree_peak([sys.executable, script, project, folder, *options])
    measure.discard(folder)
    return measured


def lay(folder: Path, peer: str) -> Path:
    """Put the page of a peer into a folder, and return that."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(HERE / "page.html", folder / "index.html")
    shutil.copy(HERE / "page.mjs", folder)
    shutil.copy(HERE / peer / "find.mjs", folder)
    return folder


def weigh(folder: Path) -> tuple[int, int]:
    """Return how many files are in a folder, and their bytes."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return len(sizes), sum(sizes)


def parts(size: str) -> list[Question]:
    """Return the parts of names that are looked for at a size."""
    return _parts(size, FEW if measure.count(size) > SMALL else 2 * FEW)


@functools.cache
def _parts(size: str, count: int) -> list[Question]:
    return corpus.names(corpus.site(size), count)


def numbers(size: str, page: Path) -> dict[str, Cost]:
    """Look numbers up on a peer's page."""
    site = corpus.site(size)
    present, absent = corpus.present(site, checks.NUMBERS), corpus.absent(site, checks.NUMBERS)
    with nginx.serving(page, {}) as server, lookups.browsing() as browser:
        return checks.numbers(browser, server, "", present, absent)


def ask(page: Path, kinds: Mapping[str, Sequence[Question]]) -> dict[str, Cost]:
    """Look for names on a page, each kind of question by link and in an open page."""
    found = {}
    with nginx.serving(page, {}) as server, lookups.browsing() as browser:
        for kind, questions in kinds.items():
            found[f"link, {kind}"] = lookups.by_link(browser, server, "", questions)
            found[f"next, {kind}"] = lookups.in_turn(browser, server, "", questions[-1], questions[:-1])
    return found


def rows(ours: Side, peers: Side) -> list[Row]:
    """Return the rows of a table under HEAD."""
    found = [
        _row("build, to find numbers", ours.numbers_alone, peers.numbers_alone, "{:.1f} s".format),
        _row("build, to find names too", ours.seconds, peers.seconds, "{:.1f} s".format),
        _row("build, peak memory", ours.peak, peers.peak, measure.kilobytes),
        _row("files", ours.files, peers.files, "{:,}".format),
        _row("bytes in files", ours.size, peers.size, measure.kilobytes),
    ]
    for kind, theirs in peers.costs.items():
        found += _costs(kind, ours.costs.get(kind.removesuffix(" as a phrase")), theirs)
    return found


def _costs(kind: str, ours: Cost | None, theirs: Cost) -> list[Row]:
    named = "name" in kind

    def row(what: str, pick: Callable[[Cost], float], say: Callable[[float], str] = measure.kilobytes) -> Row:
        return _row(f"{kind}: {what}", None if ours is None else pick(ours), pick(theirs), say)

    def data(cost: Cost) -> float:
        return cost.mean if named else cost.data

    found = [
        row("requests for data", lambda cost: cost.requests, "{:.0f}".format),
        row("data, mean" if named else "data", data),
        row("time", lambda cost: cost.milliseconds, "{:.0f} ms".format),
    ]
    if kind.startswith("link"):
        found.insert(2, row("data and program", lambda cost: cost.program + data(cost)))
    if named:
        return [
            *found,
            row("recall", lambda cost: cost.recall, "{:.3f}".format),
            row("precision", lambda cost: cost.precision, "{:.3f}".format),
        ]
    right = [f"{cost.right} of {cost.count}" if cost else "–" for cost in (ours, theirs)]
    return [*found, (f"{kind}: right", *right, "")]


def _row(
    what: str, ours: float | None, theirs: float, say: Callable[[float], str] = measure.kilobytes
) -> Row:
    if ours is None:
        return what, "–", say(theirs), ""
    return what, say(ours), say(theirs), f"{theirs / ours:.3g}" if ours else ""
