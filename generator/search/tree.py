"""The files of the index: leaves of entries, nodes of children, and where one ends and the next begins (registry/SEARCH.md §4).

Ends depend on what stands around them and not on the place in the whole, so a change in one name changes few files.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, compress, islice, pairwise
from operator import ne
from typing import NamedTuple, Protocol

from generator.search.fold import MOST, STOP_WORDS
from generator.search.runs import MARK

FORMAT = 1
"""Version of the format; that of the register."""

ROOT = "search/index.json"

LEAF_BYTES = (16_384, 40_960)
"""Least and most bytes of a leaf's entries. The last before a mark may be smaller, one of a single entry larger."""

NODE_CHILDREN = (96, 288)
"""Fewest and most children of a node, but the last."""

ROOT_CHILDREN = 2048
"""Most children that the root itself holds."""


class Renewal(Protocol):
    """Takes the files, from any process; paths are relative to the register's folder."""

    def write(self, path: str, content: bytes) -> object:
        """Write one file, and its folder if it is missing."""


class Child(NamedTuple):
    """A file as its parent lists it."""

    first: str
    """Its keys are not below this; all keys of the files before it are."""
    name: str
    entries: int
    """How many entries are in it, or below it."""


class Head(NamedTuple):
    """What the root says beside its children."""

    snapshot: str
    superseded: Sequence[str]
    """Editions that have been superseded, ascending."""
    kinds: Sequence[str]
    """Those of the certificates (`generator.search.spills.kind`), ascending."""


def path(name: str) -> str:
    """Return the path of a file, by its name of 16 hexadecimal digits."""
    return f"search/{name[:2]}/{name}.json"


def name(content: bytes) -> str:
    """Return the name of a file: the first 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(content).hexdigest()[:16]


def written(head: dict[str, object], lines: Iterable[bytes]) -> bytes:
    """Return a file: the head with an empty list as its last value, and one line for each item of that list."""
    body = b",\n".join(lines)
    start = _json(head).removesuffix(b"]}")
    return b"%b\n%b\n]}\n" % (start, body) if body else b"%b\n]}\n" % start


def leaves(lines: Sequence[bytes], renewal: Renewal) -> tuple[list[Child], int]:
    """Cut lines (`generator.search.rows`) into leaves and write them. Return them, and their bytes.

    The `first` of the first one is the whole of its key: what it has to be told from is not known here.
    """
    found: list[Child] = []
    size = 0
    for entries, before, own in _cut_lines(lines):
        content = written({"format": FORMAT, "level": 0, "entries": []}, entries)
        renewal.write(path(name(content)), content)
        size += len(content)
        found.append(Child(separator(before, own), name(content), len(entries)))
    return found, size


def _cut_lines(lines: Sequence[bytes]) -> Iterator[tuple[list[bytes], str | None, str]]:
    """Yield the entries of each leaf, the key before them and the first of them."""
    if not lines:
        return
    marks = [line.index(0) for line in lines]
    hashes = [zlib.crc32(line[:end]) for line, end in zip(lines, marks, strict=True)]
    keys = b"\n".join([line[:end] for line, end in zip(lines, marks, strict=True)]).decode().split("\n")
    ends = list(accumulate(map(len, lines)))

    def choose(low: int, high: int) -> int:
        """Cut where keys share the fewest characters with the one before: a search seldom lies on both sides."""
        shared = _shared(keys[low - 1], keys[high])  # by all between them; somewhere there is no more
        starts = [key[: shared + 1] for key in keys[low - 1 : high + 1]]
        differ = map(ne, starts, islice(starts, 1, None))
        return min(compress(range(low, high + 1), differ), key=hashes.__getitem__, default=low)

    for start, end in _stretches(keys, hashes):
        for first, last in cut(ends, start, end, LEAF_BYTES, choose):
            entries = [lines[at][marks[at] + 1 :] for at in range(first, last)]
            yield entries, keys[first - 1] if first else None, keys[first]


def nodes(children: Sequence[Child], level: int, renewal: Renewal) -> tuple[list[Child], int]:
    """Gather children into nodes of a level and write them. Return them, and their bytes."""
    found: list[Child] = []
    size = 0

    def choose(low: int, high: int) -> int:
        """Cut before the child with the shortest beginning."""
        firsts = [child.first for child in children[low : high + 1]]
        return (
            min(range(len(firsts)), key=lambda at: (len(firsts[at]), zlib.crc32(firsts[at].encode()))) + low
        )

    for first, last in cut(range(1, len(children) + 1), 0, len(children), NODE_CHILDREN, choose):
        own = children[first:last]
        content = written({"format": FORMAT, "level": level, "children": []}, map(_json, own))
        renewal.write(path(name(content)), content)
        size += len(content)
        found.append(Child(own[0].first, name(content), sum(child.entries for child in own)))
    return found, size


def root(children: Sequence[Child], level: int, head: Head) -> bytes:
    """Return the root (§4.2)."""
    kinds = [kind.split("\n") for kind in head.kinds]
    value = {
        "format": FORMAT,
        "snapshot": head.snapshot,
        "most": MOST,
        "stop_words": STOP_WORDS,
        "schemes": [scheme for scheme, *_ in kinds],
        "superseded": head.superseded,
        "editions": [[head.superseded.index(edition) for edition in editions] for _, *editions in kinds],
        "entries": sum(child.entries for child in children),
        "level": level,
        "children": [],
    }
    return written(value, map(_json, children))


def separator(before: str | None, own: str) -> str:
    """Return the shortest text that is above the key `before` and not above the next; for equal keys, the key and a space."""
    if before is None:
        return own
    if before == own:
        return own + " "  # below every key that goes on
    return own[: _shared(before, own) + 1]


def _shared(one: str, other: str) -> int:
    """Return how many characters two texts share at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def cut(
    ends: Sequence[int], start: int, end: int, limits: tuple[int, int], choose: Callable[[int, int], int]
) -> Iterator[tuple[int, int]]:
    """Cut items `start` to `end` into groups that weigh from the least to the most of the limits.

    `ends` are the sums of all weights up to and with each item. `choose(low, high)` names the item, from `low` to `high`, before
    which to cut. What is left when it weighs no more than the most is the last group; so is an item that weighs more.
    """
    least, most = limits
    while start < end:
        before = ends[start - 1] if start else 0
        high = bisect_right(ends, before + most, start, end)
        if high == end:
            yield start, end
            return
        low = bisect_left(ends, before + least, start, end) + 1
        at = choose(low, high) if low < high else max(high, start + 1)
        yield start, at
        start = at


def _stretches(keys: Sequence[str], hashes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the stretches between marks."""
    marks = [at for at, own in enumerate(hashes) if own % MARK == 0 and at and keys[at] != keys[at - 1]]
    yield from pairwise([0, *marks, len(keys)])


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
