"""Which files the register's folder has, and which it should have (registry/README.md §3). Paths are counted, not held."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from generator import shards
from generator.problems import Place, Problem, problem

INDEX = "index.json"
NUMBERS = "numbers.json"
SEARCH = "search/"
"""Below the register's folder."""

_NUMBERED = re.compile(r"(shards|digests/[0-9a-f]{16})/(?:[0-9a-f]+/)?([0-9a-f]+)\.json")
_SEARCH = re.compile(r"search/(?:index|([0-9a-f]{2})/(?=\1)[0-9a-f]{16})\.json")


@dataclass(frozen=True)
class Wanted:
    """What an index says that there is."""

    folder: str
    """That of the register, with `/` at its end."""
    bits: int
    snapshot: str
    numbers: bool = False
    """Whether there is a list of numbers."""

    @property
    def group_bits(self) -> int:
        """How many bits name a group of shards."""
        return max(0, self.bits - shards.GROUP_BITS)

    def shard(self, number: int) -> str:
        """Return the path of a shard."""
        return self.folder + shards.path(f"{number:0{shards.digits(self.bits)}x}")

    def group(self, number: int) -> str:
        """Return the name of a group."""
        return f"{number:0{shards.digits(self.group_bits)}x}"

    def digests(self, number: int) -> str:
        """Return the path of a group's digest file."""
        return self.folder + shards.digests_path(self.snapshot, self.group(number))


@dataclass
class Listing:
    """The files that were found, by number: 1 where there is one."""

    wanted: Wanted
    shards: bytearray
    groups: bytearray
    search: list[str] = field(default_factory=list)
    """Paths of files of the organisation search."""

    def missing(self) -> Iterator[Problem]:
        """Yield what is not there. All shards and digest files are, also those without certificates."""
        for rule, found, path in (
            ("CS833", self.shards, self.wanted.shard),
            ("CS844", self.groups, self.wanted.digests),
        ):
            if rule == "CS844" and not self.wanted.snapshot:
                continue  # nobody can say where they should be
            if (first := found.find(0)) >= 0:
                place = Place(path(first))
                name = place.file.rpartition("/")[2].removesuffix(".json")
                yield problem(rule, place, count=found.count(0), first=name)

    def note(self, path: str) -> bool:
        """Note a file of the register; tell whether there should be one."""
        inside = path.removeprefix(self.wanted.folder)
        if numbered := _NUMBERED.fullmatch(inside):
            number = int(numbered[2], 16)
            of_shard = numbered[1] == shards.FOLDER
            found = self.shards if of_shard else self.groups
            wanted = self.wanted.shard if of_shard else self.wanted.digests
            if number < len(found) and wanted(number) == path:
                found[number] = 1
                return True
        elif _SEARCH.fullmatch(inside):
            self.search.append(path)
            return True
        return inside == INDEX or (inside == NUMBERS and self.wanted.numbers)


def listing(wanted: Wanted, found: Iterable[str], strays: list[str]) -> Listing:
    """Sort the files of the register's folder; those that should not be there go to `strays`."""
    listed = Listing(wanted, bytearray(2**wanted.bits), bytearray(2**wanted.group_bits))
    strays.extend(path for path in found if not listed.note(path))
    listed.search.sort()
    return listed
