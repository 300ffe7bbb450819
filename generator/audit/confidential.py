"""What the ledger holds and the public must not see, as short marks of which millions fit in memory."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

_Marks = np.ndarray[Any, np.dtype[np.uint64]]


def mark(text: str) -> int:
    """Return 64 bits that stand for a text."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def keep(path: Path, marks: array[int]) -> None:
    """Write marks into a file, for `known` in any process. Raises OSError."""
    with path.open("wb") as file:
        np.save(file, np.unique(np.frombuffer(marks, "u8")) if marks else np.empty(0, "u8"))


def known(path: Path, texts: Sequence[str]) -> list[str]:
    """Return those of some texts whose marks are in the file."""
    marks = _read(path)
    if not len(marks) or not texts:
        return []
    wanted = np.array([mark(text) for text in texts], "u8")
    at = np.minimum(np.searchsorted(marks, wanted), len(marks) - 1)
    return [texts[number] for number in np.flatnonzero(marks[at] == wanted).tolist()]


@lru_cache(maxsize=2)
def _read(path: Path) -> _Marks:
    found: _Marks = np.load(path)
    return found
