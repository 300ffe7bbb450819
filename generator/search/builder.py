"""Builds the search index: certificates parted by holder, each part a sorted run of lines, all runs merged into leaves.

The same certificates give the same files, in whatever order and in however many spills they come, and with any number of
processes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from typing import NamedTuple, TypeVar

from generator.search import rows, runs, spills, tree
from generator.search.fold import Names
from generator.workers import Workers

T = TypeVar("T")

PART_CERTIFICATES = 40_000
"""About how many certificates a part has; it is held in memory."""

STRETCH_BYTES = 24_000_000
"""About how many bytes of lines are merged at a time; they are held in memory."""

ALONE = 20_000
"""Up to so many certificates other processes would cost more time than they save."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Summary:
    """What a search index holds."""

    files: int
    bytes: int
    entries: int
    holders: int


class _Run(NamedTuple):
    path: Path
    holders: int
    size: int
    marks: Set[bytes]


class _Stretch(NamedTuple):
    leaves: Sequence[tree.Child]
    size: int
    last: str
    """The last key."""


def build(
    spilled: Sequence[Path],
    scratch: Path,
    renewal: tree.Renewal,
    snapshot: str,
    superseded: Sequence[str],
    processes: int,
    progress: Progress | None = None,
) -> Summary:
    """Build the search index of a register from spills (`generator.search.spills`), the root last.

    `scratch` is an empty folder for the work; sorted runs, about the size of the index, are left in it. `snapshot` is that
    of the register, `superseded` the keys of its index's `superseded`. `progress` is told how much of how much is done.
    """
    pieces, total, kinds = spills.pieces(spilled, processes)
    parts = -(-total // PART_CERTIFICATES)
    with Workers(processes if total > ALONE else 1) as workers:
        work = workers.map
        sources = [list(spilled)]
        if parts > 1:
            named = [(piece, scratch, f"{at}.arrow", parts) for at, piece in enumerate(pieces)]
            deque(_told(work(spills.part, named), len(named), (0, 10), progress), maxlen=0)
            folders = [scratch / str(number) for number in range(parts)]
            sources = [sorted(folder.iterdir()) for folder in folders if folder.is_dir()]
        places = {kind: at for at, kind in enumerate(kinds)}
        unsorted = [(paths, scratch / f"{at}.run", places, parts > 1) for at, paths in enumerate(sources)]
        made = list(_told(work(_run, unsorted), len(unsorted), (10, 55), progress))

        marks = [mark for run in made for mark in run.marks]
        bounds = runs.bounds(marks, sum(run.size for run in made), STRETCH_BYTES)
        paths = [run.path for run in made]
        stretches = [(paths, *ends, renewal) for ends in pairwise([None, *bounds, None])]
        merged = _told(work(_merge, stretches), len(stretches), (55, 100), progress)
        files, size, entries = _root(merged, renewal, tree.Head(snapshot, sorted(superseded), kinds))
    return Summary(files, size, entries, sum(run.holders for run in made))


def _run(sources: Sequence[Path], path: Path, places: Mapping[str, int], drop: bool) -> _Run:
    """Write the lines of all holders of a part as a sorted run."""
    names = Names()
    held: dict[rows.Holder, list[rows.Certificate]] = {}
    for holder, certificate in spills.read(sources):
        held.setdefault(holder, []).append(certificate)
    lines = list(chain.from_iterable(rows.lines(*item, names, places) for item in held.items()))
    marks = runs.write(path, lines)
    for source in sources if drop else ():
        source.unlink()
    return _Run(path, len(held), path.stat().st_size, marks)


def _merge(paths: Sequence[Path], first: bytes | None, last: bytes | None, renewal: tree.Renewal) -> _Stretch:
    """Write the leaves between two bounds."""
    lines = runs.between(paths, first, last)
    leaves, size = tree.leaves(lines, renewal)
    return _Stretch(leaves, size, runs.key(lines[-1]).decode() if lines else "")


def _root(stretches: Iterable[_Stretch], renewal: tree.Renewal, head: tree.Head) -> tuple[int, int, int]:
    """Write all that stands above the leaves. Return how many files the index has, their bytes, and its entries."""
    children: list[tree.Child] = []
    size = 0
    before = ""
    for stretch in stretches:
        for child in stretch.leaves[:1]:
            children.append(child._replace(first=tree.separator(before, child.first) if before else ""))
        children += stretch.leaves[1:]
        size += stretch.size
        before = stretch.last
    files, level = len(children), 1
    while len(children) > tree.ROOT_CHILDREN:
        children, added = tree.nodes(children, level, renewal)
        files, size, level = files + len(children), size + added, level + 1
    root = tree.root(children, level, head)
    renewal.write(tree.ROOT, root)
    return files + 1, size + len(root), sum(child.entries for child in children)


def _told(results: Iterable[T], count: int, share: tuple[int, int], progress: Progress | None) -> Iterator[T]:
    """Pass results on, and tell how far they are: `share` is where they begin and end, in percent of the whole."""
    start, end = share
    for done, result in enumerate(results, 1):
        if progress:
            progress(start * count + (end - start) * done, 100 * count)
        yield result
