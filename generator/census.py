"""Every certificate of a published register, shard after shard, each shard held against the index (registry/README.md §3–§5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator import shards
from generator.format import Fault, Json, check_digests, check_index, check_shard, parse
from generator.reader import INDEX, Get


@dataclass(frozen=True)
class Census:
    """A register that is read as a whole, from a place that keeps still meanwhile."""

    index: Json
    get: Get

    @property
    def total(self) -> int:
        """How many certificates the index counts. Raises Fault where it does not."""
        counts = self.index.get("counts")
        total = counts.get("total") if isinstance(counts, dict) else None
        if type(total) is not int or total < 0:
            raise Fault("INTEGRITY")
        return total

    def shards(self) -> Iterator[Sequence[Json]]:
        """Yield the records of each shard, in the register's order. Only their numbers are known to be texts. Raises Fault."""
        bits, snapshot = self.index["bits"], self.index["snapshot"]
        group_bits = min(shards.GROUP_BITS, bits)
        digests: Sequence[str] = ()
        found = 0
        for number in range(1 << bits):
            if number % (1 << group_bits) == 0:
                group = f"{number >> group_bits:0{shards.digits(bits - group_bits)}x}"
                path = shards.digests_path(snapshot, group)
                digests = check_digests(parse(self.get(path)), bits, group)
            name = f"{number:0{shards.digits(bits)}x}"
            content = self.get(shards.path(name))
            if shards.fingerprint(content) != digests[shards.slot(name)]:
                raise Fault("INTEGRITY")
            records = check_shard(parse(content), bits, name)
            found += len(records)
            yield records
        if found != self.total:
            raise Fault("INTEGRITY")


def take(get: Get) -> Census:
    """Begin with the index. Raises Fault."""
    return Census(check_index(parse(get(INDEX))), get)
