"""What the ledger holds and the public must not see, as short marks of which millions fit in memory.

A mark is 64 bits: CRC-32, which is quick, before 32 bits of a hash.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

_Marks = np.ndarray[Any, np.dtype[np.uint64]]

_SIEVE_BITS = 24
"""Bits of the CRC by which nearly all other texts are told at once."""


def mark(text: bytes) -> int:
    """Return the mark of a text."""
    return crc32(text) << 32 | int.from_bytes(hashlib.blake2b(text, digest_size=4).digest(), "big")


def keep(path: Path, marks: array[int]) -> None:
    """Write marks into a file, for `known` in any process. Raises OSError."""
    with path.open("wb") as file:
        np.save(file, np.unique(np.frombuffer(marks, "u8")) if marks else np.empty(0, "u8"))


def known(path: Path, texts: Iterable[bytes]) -> list[bytes]:
    """Return those of some texts whose marks are in the file."""
    marks, sieve = _read(path)
    if not len(marks):
        return []
    return [text for text in texts if sieve[crc32(text) >> (32 - _SIEVE_BITS)] and _holds(marks, mark(text))]


def _holds(marks: _Marks, wanted: int) -> bool:
    at = int(np.searchsorted(marks, np.uint64(wanted)))
    return at < len(marks) and int(marks[at]) == wanted


@lru_cache(maxsize=2)
def _read(path: Path) -> tuple[_Marks, bytes]:
    """Return all marks in order, and which beginnings they have: 1 where there is one."""
    marks: _Marks = np.load(path)
    sieve = np.zeros(2**_SIEVE_BITS if len(marks) else 0, "u1")
    sieve[marks >> np.uint64(64 - _SIEVE_BITS)] = 1
    return marks, sieve.tobytes()
