"""Sorted runs of lines on disk, and the lines of all runs between two keys.

This is a merge sort that never holds more than one run, or one stretch of all runs, in memory. On the way, lines that no
search can list are left out.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import chain, groupby, islice
from pathlib import Path
from typing import BinaryIO

from generator.search.fold import MOST

MARK = 8192
"""One key in so many is a mark: a place where the index is cut whatever stands around it (§5)."""

WRITTEN = 2048
"""Lines that are written at a time."""

SAMPLED = 4
"""One line in so many of a run is looked at for a mark that may part the work."""

_NAME = re.compile(rb'\0\[[^,]*,("(?:[^"\\]|\\.)*")')


def key(line: bytes) -> bytes:
    """Return the key of a line (`generator.search.rows`)."""
    return line[: line.index(0)]


def is_mark(key: bytes) -> bool:
    """Tell whether a key is a mark. It depends on the key alone, so the same lines give the same cuts."""
    return zlib.crc32(key) % MARK == 0


def write(path: Path, lines: list[bytes]) -> set[bytes]:
    """Sort lines, and write them, each with LF. Return the marks among a sample of their keys."""
    lines.sort()
    kept = thinned(lines)
    try:
        with path.open("wb") as file:
            for at in range(0, len(kept), WRITTEN):
                file.write(b"\n".join(kept[at : at + WRITTEN]) + b"\n")
    except OSError as error:  # of a full disk, which names no file
        error.filename = error.filename or str(path)
        raise
    return set(filter(is_mark, map(key, kept[::SAMPLED])))


def bounds(marks: Iterable[bytes], size: int, stretch: int) -> list[bytes]:
    """Return the marks that part runs of `size` bytes into stretches of about `stretch` bytes, ascending."""
    ordered = sorted(set(marks))
    step = max(1, len(ordered) * stretch // max(1, size))
    return ordered[step - 1 :: step]


def between(paths: Sequence[Path], first: bytes | None, last: bytes | None) -> list[bytes]:
    """Return the lines of all runs with keys from `first` to before `last` in ascending order; None is no bound."""
    found: list[bytes] = []
    for path in paths:
        with path.open("rb") as file:
            size = path.stat().st_size
            start = _offset(file, size, first) if first is not None else 0
            end = _offset(file, size, last) if last is not None else size
            file.seek(start)
            found += file.read(end - start).splitlines()
    found.sort()  # of sorted pieces, so this merges
    return thinned(found)


def thinned(lines: list[bytes]) -> list[bytes]:
    """Return sorted lines but those with a key for which the names before them are too many to be listed (§5).

    Whoever finds one of such lines finds all with the key. One name more than can be listed stays, to tell that there are more.
    """
    kept: list[bytes] = []
    done = 0
    step = MOST // 2  # a key with too many lines has two at this distance
    for at in range(0, len(lines) - step, step):
        own = key(lines[at])
        if at < done or not lines[at + step].startswith(own + b"\0"):
            continue
        start = bisect_left(lines, own + b"\0", done)
        end = bisect_left(lines, own + b"\1", at)
        if end - start > MOST + 1:
            kept += lines[done:start]
            groups = (same for _, same in groupby(lines[start:end], _name))
            kept += chain.from_iterable(islice(groups, MOST + 1))
            done = end
    return kept + lines[done:] if done else lines


def _name(line: bytes) -> bytes:
    found = _NAME.search(line)
    assert found is not None  # noqa: S101 – every entry has a name
    return found[1]


def _offset(file: BinaryIO, size: int, key: bytes) -> int:
    """Return where the first line with a key that is not below `key` begins."""
    bound = key + b"\0"
    low, high = (
        0,
        size,
    )  # `low` is where a line begins, and every line that begins at `high` or later is not below
    while low < high:
        middle = (low + high) // 2
        if middle:
            file.seek(middle - 1)
            file.readline()
        else:
            file.seek(0)
        start = file.tell()
        if start >= high or file.readline() >= bound:
            high = middle
        else:
            low = file.tell()
    return low
