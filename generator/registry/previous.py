"""Registers that were built before, as far as a new one has to know them: a published certificate does not vanish.

Rule: a number in any of them is in the new one, and what has ended or suspended it is still in its history. A list of
intended changes, named one by one, is the only exception. A register that is not whole says nothing of what vanishes.
"""

from __future__ import annotations

import datetime
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator import format as published
from generator import normalise, shards
from generator.normalise import CertificateKey
from generator.status import ENDING

FORMAT = 1

_GRAVE = {*ENDING, "suspended"}
"""Events that a history does not lose."""


class UnreadableError(Exception):
    """The previous register cannot be read, so nobody can say that nothing vanishes."""


@dataclass(frozen=True)
class Gone:
    """What the new register lacks."""

    number: str
    event: str = ""
    """`suspended 2026-03-02`; empty when the whole certificate is gone."""


@dataclass(frozen=True)
class Opened:
    """A certificate that was of limited disclosure, and is no more. Its record told no events, so that nobody can say what it lacks."""

    number: str


@dataclass(frozen=True)
class Previous:
    """A register in a folder."""

    folder: Path
    bits: int
    generated_at: datetime.datetime
    snapshot: str = ""
    digests: bool = True
    """Whether it has digest files; the draft of the format had none."""

    def due(
        self, ranges: int, number: int, now: Mapping[str, str], same: Mapping[str, bool] | None
    ) -> dict[str, str]:
        """Return the shards that have to be read to know all records of a range, each with its digest, if that is known.

        `now` has the digests of the *new* register's shards by name, if it has as many bits, and `same` says of them
        whether the file here has the same bytes; None where nobody has looked. Raises UnreadableError.
        """
        width = 2**64 // ranges
        names = range(number * width >> 64 - self.bits, ((number + 1) * width - 1 >> 64 - self.bits) + 1)
        listed = self._listed(names) if self.digests else {}
        found = {}
        for at in names:
            name = f"{at:0{shards.digits(self.bits)}x}"
            digest = listed.get(name, "")
            listed_so = now.get(name) == digest if digest else same is not None
            if not (listed_so and (same is None or same.get(name))):
                found[name] = digest
        return found

    def _listed(self, names: range) -> dict[str, str]:
        """Return what the digest files say of shards, and of others of their groups."""
        group_bits = max(0, self.bits - shards.GROUP_BITS)
        count = 1 << self.bits - group_bits
        found = {}
        for group in range(names[0] // count, names[-1] // count + 1):
            name = f"{group:0{shards.digits(group_bits)}x}"
            path = self.folder / shards.digests_path(self.snapshot, name)
            try:
                digests = published.check_digests(published.parse(path.read_bytes()), self.bits, name)
            except (OSError, published.Fault) as error:
                raise UnreadableError(str(path)) from error
            for at, digest in enumerate(digests, group * count):
                found[f"{at:0{shards.digits(self.bits)}x}"] = digest
        return found

    def records(self, ranges: int, number: int, due: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        """Yield the records of shards whose places lie in a range. Raises UnreadableError."""
        width = 2**64 // ranges
        for name, digest in due.items():
            for record in self._shard(name, digest):
                if number * width <= place(record["number"]) < (number + 1) * width:
                    yield record

    def _shard(self, name: str, digest: str) -> list[dict[str, Any]]:
        path = self.folder / shards.path(name)
        try:
            content = path.read_bytes()
            found = json.loads(content)
            if (found["format"], found["bits"], found["shard"]) != (FORMAT, self.bits, name):
                raise ValueError("another shard")
            if digest and shards.fingerprint(content) != digest:
                raise ValueError("digest")
            for record in found["records"]:
                normalise.key(record["number"])
                _ = [(event["type"], event["on"]) for event in record.get("events", ())]
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise UnreadableError(str(path)) from error
        return list(found["records"])


def place(number: str) -> int:
    """Return the first 64 bits of a number's digest."""
    return int.from_bytes(shards.digest(normalise.key(number))[:8], "big")


def open_register(folder: Path) -> Previous | None:
    """Return the register in a folder, None where there is none. Raises UnreadableError."""
    index = folder / "index.json"
    if not index.exists():
        return None
    digests = (folder / "digests").exists()
    try:
        found = json.loads(index.read_bytes())
        bits, snapshot = found["bits"], found.get("snapshot", "")
        if found["format"] != FORMAT or type(bits) is not int or not 0 <= bits <= shards.MOST_BITS:
            raise ValueError("format")
        if not isinstance(snapshot, str) or (digests and not re.fullmatch("[0-9a-f]{64}", snapshot)):
            raise ValueError("snapshot")
        generated_at = datetime.datetime.fromisoformat(found["generated_at"])
        if generated_at.tzinfo is None:
            raise ValueError("generated_at")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableError(str(index)) from error
    return Previous(folder, bits, generated_at, snapshot, digests)


def open_others(folders: Iterable[Path], first: Previous | None) -> tuple[Previous, ...]:
    """Return further registers, of those that hold the same as another one or as `first` none. Raises UnreadableError."""
    found, seen = [], {(first.snapshot, first.bits)} if first else set()
    for folder in folders:
        other = open_register(folder)
        if other is None or (other.snapshot and (other.snapshot, other.bits) in seen):
            continue
        seen.add((other.snapshot, other.bits))
        found.append(other)
    return tuple(found)


@dataclass(frozen=True)
class Earlier:
    """All earlier registers, as far as a range goes."""

    replaced: Previous | None
    """The one whose place the new register takes."""
    others: tuple[Previous, ...]
    ranges: int
    number: int
    intended: frozenset[CertificateKey]

    def changes(
        self,
        bits: int,
        digests: Mapping[str, str],
        same: Mapping[str, bool],
        now: Callable[[], Iterable[tuple[CertificateKey, bytes]]],
    ) -> list[Gone | Opened]:
        """Return what they have in this range and the new one lacks, or may lack; each loss once. Raises UnreadableError.

        Of the new register: `digests` of its shards by name, and whether the file is the `same` as in the one that it
        replaces; `now` has its records, key → JSON, and is asked only where something has to be read.
        """
        found: dict[Gone | Opened, None] = {}
        records: dict[CertificateKey, bytes] | None = None
        spared = self.intended
        for register in filter(None, (self.replaced, *self.others)):
            kept = same if register is self.replaced else None
            divided_alike = register.bits == bits
            due = register.due(
                self.ranges,
                self.number,
                digests if divided_alike else {},
                kept if divided_alike else {},
            )
            if due and records is None:
                pairs = [*now()]
                times = Counter(key for key, _ in pairs)
                records = dict(pairs)
                # Of a key that stands twice (CS612) nobody can say whose the events are.
                spared |= {key for key, often in times.items() if often > 1}
            before = register.records(self.ranges, self.number, due)
            found.update(dict.fromkeys(changes(before, records or {}, spared)))
        return [*found]


def changes(
    before: Iterator[dict[str, Any]], now: Mapping[CertificateKey, bytes], intended: frozenset[CertificateKey]
) -> Iterator[Gone | Opened]:
    """Yield what records of before have that those of now, key → JSON, have not, or may not have."""
    for record in before:
        key = normalise.key(record["number"])
        if key in intended:
            continue
        if key not in now:
            yield Gone(record["number"])
            continue
        limited = "disclosure" in record
        grave = [event for event in record.get("events", ()) if event["type"] in _GRAVE]
        if not (limited or grave):
            continue
        try:
            found = json.loads(bytes(now[key]))
        except ValueError:  # a row with an error; then nothing is published
            continue
        if "disclosure" in found:
            continue
        if limited:
            yield Opened(record["number"])
        for event in grave:
            if event not in found.get("events", ()):
                yield Gone(record["number"], f"{event['type']} {event['on']}")
