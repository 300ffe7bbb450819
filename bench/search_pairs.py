"""The other design for the organisation search: pairs of characters, hashed to files that hold whole rows.

A row stands under each pair of characters with which one of its keys begins. A pair that more rows hold than are listed has
a file of its own with as many of them. Only as much of it is made as is needed to weigh it.
"""

from __future__ import annotations

import gzip
import statistics
import time
import zlib
from collections.abc import Iterable, Sequence
from itertools import pairwise

import measure

from generator.search.fold import MOST, Names, fold
from generator.search.rows import Certificate, Holder, lines

SHARD_BYTES = 16_384
"""Of a file on average, as of a shard of the register."""

CAPS = (50, 1000, 1_000_000)
"""How many rows the file of a common pair holds."""

NOTE = (
    "Pairs of characters: a query asks for the file of its first pair that is not common, else for that of its first pair. A "
    "common pair is one that more rows hold than the cap; its file has as many of them, so of a longer part that is made of "
    f"common pairs alone some are lost. Its recall is over such queries that at most {MOST} rows match."
)


class Pairs:
    """The files of this design, in memory."""

    def __init__(self, certificates: Iterable[dict[str, str | None]], cap: int) -> None:
        held: dict[Holder, list[Certificate]] = {}
        schemes: dict[str, int] = {}
        for row in certificates:
            holder, english, code, number, scheme, first, last, events = row.values()
            schemes.setdefault(str(scheme), len(schemes))
            one = (str(number), str(scheme), str(first), str(last), events)
            held.setdefault((str(holder), english, code), []).append(one)
        names = Names()
        self.rows: list[tuple[str, bytes]] = []
        """The keys of each row, each after a line end, and its JSON."""
        pairs: dict[str, list[bytes]] = {}
        for own, its in held.items():
            keys = names.keys(own[0], own[1])
            row = lines(own, its, names, schemes)[-1].split(b",", 1)[1]
            self.rows.append(("".join(f"\n{key}" for key in keys), row))
            for pair in {key[:2] for key in keys}:
                pairs.setdefault(pair, []).append(row)
        self.common = {pair: b"\n".join(its[:cap]) for pair, its in pairs.items() if len(its) > cap}
        rare = {pair: b"\n".join(its) for pair, its in sorted(pairs.items()) if pair not in self.common}
        count = 1
        while sum(map(len, rare.values())) > SHARD_BYTES * count:
            count *= 2
        shards: list[list[bytes]] = [[] for _ in range(count)]
        for pair, text in rare.items():
            shards[zlib.crc32(pair.encode()) % count] += [pair.encode(), text]
        self.shards = [b"\n".join(shard) for shard in shards]

    def file(self, folded: str) -> tuple[bytes, bool]:
        """Return the file that a query asks for, and whether all its pairs are common."""
        pairs = [one + other for one, other in pairwise(folded)]
        chosen = next((pair for pair in pairs if pair not in self.common), None)
        if chosen is None:
            return self.common[pairs[0]], True
        return self.shards[zlib.crc32(chosen.encode()) % len(self.shards)], False


def measured(certificates: Iterable[dict[str, str | None]], queries: Sequence[str], cap: int) -> list[str]:
    """Return the cells of the table of choices: build, files, bytes, and what queries cost."""
    start = time.perf_counter()
    made = Pairs(certificates, cap)
    seconds = time.perf_counter() - start
    sizes, wanted, right, capped = [], 0, 0, 0
    for query in queries:
        folded = fold(query)
        content, is_common = made.file(folded)
        sizes.append(len(gzip.compress(content, 6)))
        if is_common:
            matching = [row for keys, row in made.rows if f"\n{folded}" in keys]
            capped += len(matching) > MOST
            if len(matching) <= MOST:
                wanted += len(matching)
                right += sum(row in content for row in matching)
    files = [*made.shards, *made.common.values()]
    return [
        f"pairs of characters, at most {cap:,} rows",
        f"{seconds:.1f} s, nothing written",
        f"{len(files):,}",
        measure.kilobytes(sum(map(len, files))),
        "1.00",
        measure.kilobytes(statistics.mean(sizes)),
        measure.kilobytes(statistics.quantiles(sizes, n=20)[-1]),
        f"{right / wanted:.4g}" if wanted else "1",
        "1",
        str(capped),
    ]
