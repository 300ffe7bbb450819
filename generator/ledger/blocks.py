"""A CSV file of the ledger in blocks of whole rows, so that a file of any size takes little memory.

Plain blocks, nearly all of them, become columns at once; every other block goes through the exact reader (`table`), which
also words what is wrong with it. `plain` never guesses: what it returns is what the exact reader would have read.
"""

from __future__ import annotations

import codecs
import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
from pyarrow import csv

BLOCK = 3 << 20
"""Bytes that are read at a time."""

_LARGEST = 8 * BLOCK
"""Bytes after which a block ends also inside quotation marks: one of them is missing its other."""

_BETWEEN = np.frombuffer(b',\n"', "u1")
"""What stands before an opening and behind a closing quotation mark: the end of a value, or the other half of a doubled mark."""


@dataclass(frozen=True)
class Block:
    """Whole rows of a file, LF at their ends."""

    line: int
    """The line on which the first row begins."""
    data: bytes

    @property
    def lines(self) -> int:
        """How many lines the block has."""
        return self.data.count(b"\n") + (not self.data.endswith(b"\n"))


def blocks(path: Path) -> Iterator[Block]:
    """Yield the blocks of a file, which may be compressed with gzip. Raises OSError, EOFError, zlib.error."""
    with _opened(path) as file:
        rest, line = file.read(3).removeprefix(codecs.BOM_UTF8), 1
        while piece := file.read(BLOCK):
            data = rest + piece
            cut = _cut(data)
            rest = data[cut:]
            if cut:
                block = Block(line, _with_lf(data[:cut]))
                line += block.data.count(b"\n")
                yield block
        if rest:
            yield Block(line, _with_lf(rest))


def _with_lf(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n") if b"\r" in data else data  # looking for one character is much faster


def _opened(path: Path) -> BinaryIO | gzip.GzipFile:
    if path.suffix != ".gz":
        return path.open("rb")
    if path.stat().st_size == 0:  # gzip takes it for an empty text
        raise EOFError("an empty file")
    return gzip.open(path, "rb")


def _cut(data: bytes) -> int:
    """Return where the last whole row ends: behind a line end with an even number of quotation marks before it."""
    end = data.rfind(b"\n") + 1
    if data.count(b'"', 0, end) % 2 == 0 or len(data) > _LARGEST:
        return end
    while end:  # the last line ends stand inside a value
        before = data.rfind(b"\n", 0, end - 1) + 1
        if data.count(b'"', before, end) % 2:
            return before
        end = before
    return 0


def plain(block: Block, columns: Sequence[str]) -> pa.RecordBatch | None:
    """Return the block's rows as text columns, null where empty; None unless each line is a row that nobody could read otherwise."""
    data = block.data
    if b"\r" in data or data.startswith(codecs.BOM_UTF8) or not _well_quoted(data):
        return None
    try:
        table = csv.read_csv(
            pa.BufferReader(data),
            csv.ReadOptions(column_names=list(columns), use_threads=False, block_size=len(data) + 1),
            csv.ParseOptions(ignore_empty_lines=False),
            csv.ConvertOptions(
                column_types=dict.fromkeys(columns, pa.string()), null_values=[""], strings_can_be_null=True
            ),
        )
    except pa.ArrowInvalid:
        return None
    if table.num_rows != block.lines:
        return None
    return table.combine_chunks().to_batches()[0]


def _well_quoted(data: bytes) -> bool:
    """Tell whether quotation marks stand around values only, and doubled inside (RFC 4180); a lenient reader asks for less.

    Every second mark closes what the one before it has opened, or is the first half of a doubled one.
    """
    if b'"' not in data:
        return True
    around = np.frombuffer(b"\n" + data + b"\n", "u1")
    at = np.flatnonzero(around == ord('"'))
    return len(at) % 2 == 0 and bool(
        np.isin(around[at[::2] - 1], _BETWEEN).all() and np.isin(around[at[1::2] + 1], _BETWEEN).all()
    )
