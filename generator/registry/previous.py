"""The register that was built before, as far as a new one has to know it: a published certificate does not vanish.

Rule: a number in the last register is in the new one, and what has ended or suspended it is still in its history. A list of
intended changes, named one by one, is the only exception.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
class Previous:
    """A register in a folder."""

    folder: Path
    bits: int

    def records(self, ranges: int, number: int, skipped: Mapping[str, bool]) -> Iterator[dict[str, Any]]:
        """Yield the records whose places lie in a range, but for shards that have not changed.

        `skipped` says of shard names of the *new* register, if it has as many bits, whether the file is the same.
        Raises UnreadableError.
        """
        width = 2**64 // ranges
        first, last = number * width, (number + 1) * width - 1
        for shard in range(first >> (64 - self.bits), (last >> (64 - self.bits)) + 1) if self.bits else [0]:
            name = f"{shard:0{shards.digits(self.bits)}x}"
            if skipped.get(name):
                continue
            for record in self._shard(name):
                if first <= place(record["number"]) <= last:
                    yield record

    def _shard(self, name: str) -> list[dict[str, Any]]:
        path = self.folder / shards.path(name)
        try:
            found = json.loads(path.read_bytes())["records"]
            for record in found:
                normalise.key(record["number"])
                _ = [(event["type"], event["on"]) for event in record.get("events", ())]
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise UnreadableError(str(path)) from error
        return list(found)


def place(number: str) -> int:
    """Return the first 64 bits of a number's digest."""
    return int.from_bytes(shards.digest(normalise.key(number))[:8], "big")


def open_register(folder: Path) -> Previous | None:
    """Return the register in a folder, None where there is none. Raises UnreadableError."""
    index = folder / "index.json"
    if not index.exists():
        return None
    try:
        found = json.loads(index.read_bytes())
        bits = found["bits"]
        if found["format"] != FORMAT or type(bits) is not int or not 0 <= bits <= shards.MOST_BITS:
            raise ValueError("format")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnreadableError(str(index)) from error
    return Previous(folder, bits)


def gone(
    before: Iterator[dict[str, Any]], now: Mapping[CertificateKey, bytes], intended: frozenset[CertificateKey]
) -> Iterator[Gone]:
    """Yield what records of before have that those of now, key → JSON, have not."""
    for record in before:
        key = normalise.key(record["number"])
        if key in intended:
            continue
        if key not in now:
            yield Gone(record["number"])
            continue
        grave = [event for event in record.get("events", ()) if event["type"] in _GRAVE]
        try:
            found = json.loads(bytes(now[key])) if grave else {}
        except ValueError:  # a row with an error; then nothing is published
            continue
        if "disclosure" not in found:
            for event in grave:
                if event not in found.get("events", ()):
                    yield Gone(record["number"], f"{event['type']} {event['on']}")
