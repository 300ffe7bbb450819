"""Shards and digest files of the published register as bytes (registry/README.md §3, §5)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from generator import shards
from generator.registry.columns import joined

FORMAT = 1
"""Version of the register format."""

SHARD_BYTES = 12_288
"""How large the record lines of a shard may be on average when the number of shards is chosen."""

_MANY, _MANY_BYTES = 19, 13_312
"""From so many bits on, how large they may be: half a million files take longer to make than their bytes to send."""

_KEPT = (4_096, 15_360)
"""Between these averages a register keeps the number of shards that it has, so that a growing one is not divided anew each time."""


def bits_for(size: int, before: int | None) -> int:
    """Return how many digest bits name a shard when all record lines take `size` bytes; `before` were those of the last register."""
    if before is not None and size <= _KEPT[1] << before and (before == 0 or size > _KEPT[0] << before):
        return before
    bits = 0
    while bits < shards.MOST_BITS and size > (SHARD_BYTES if bits < _MANY else _MANY_BYTES) << bits:
        bits += 1
    return bits


def of_range(
    place: np.ndarray[Any, np.dtype[np.uint64]], lines: pa.Array, bits: int, ranges: int, number: int
) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each shard of a range, whose lines stand in order; there are 2^bits ≥ `ranges` of them."""
    ended = joined(lines, ",\n")
    if isinstance(ended, pa.ChunkedArray):
        ended = ended.combine_chunks()
    _, offsets, data = ended.buffers()
    ends = np.frombuffer(offsets, "i4", len(ended) + 1, ended.offset * 4)
    text = memoryview(data) if data is not None else memoryview(b"")
    count = 2**bits // ranges
    first = number * count
    limits = (
        (np.arange(first + 1, first + count, dtype="u8") << np.uint64(64 - bits))
        if bits
        else np.empty(0, "u8")
    )
    cuts = ends[[0, *np.searchsorted(place, limits).tolist(), len(lines)]].tolist()
    for at in range(count):
        name = f"{first + at:0{shards.digits(bits)}x}"
        yield name, shard(name, bits, text[cuts[at] : max(cuts[at], cuts[at + 1] - 2)])


def shard(name: str, bits: int, body: bytes | memoryview) -> bytes:
    """Return the file of a shard (§5); `body` are its lines, with a comma and LF between them."""
    head = b'{"format":%d,"bits":%d,"shard":"%s","records":[\n' % (FORMAT, bits, name.encode())
    return b"".join((head, body, b"\n]}\n" if body else b"]}\n"))


def digest_files(digests: bytes, bits: int) -> tuple[str, Iterator[tuple[str, bytes]]]:
    """Return the snapshot, and path and content of each digest file (§3).

    `digests` are the SHA-256 of all shards in order, 32 bytes each.
    """
    snapshot = hashlib.sha256()
    for at in range(0, len(digests), 32):
        snapshot.update(digests[at : at + 32].hex().encode() + b"\n")
    return snapshot.hexdigest(), _digest_files(digests, bits, snapshot.hexdigest())


def _digest_files(digests: bytes, bits: int, snapshot: str) -> Iterator[tuple[str, bytes]]:
    group_bits = max(0, bits - shards.GROUP_BITS)
    count = 2 ** (bits - group_bits)
    for group in range(2**group_bits):
        name = f"{group:0{shards.digits(group_bits)}x}"
        members = (digests[at * 32 : at * 32 + 32].hex() for at in range(group * count, (group + 1) * count))
        lines = ",\n".join(f'"{member[: shards.DIGEST_DIGITS]}"' for member in members)
        head = json.dumps({"format": FORMAT, "bits": bits, "group": name}, separators=(",", ":"))
        yield shards.digests_path(snapshot, name), f'{head[:-1]},"digests":[\n{lines}\n]}}\n'.encode()
