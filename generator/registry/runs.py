"""Rows in sorted runs on disk: what is taken in in ledger order comes back by range of places, in bounded memory.

A run is an Arrow IPC file with one batch for each range, sorted by place. Ranges divide the places evenly, and so does each
number of shards that is a power of two: a range is a whole number of shards, or a part of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import pyarrow as pa
from pyarrow import ipc

from generator.output import named

RUN_BYTES = 12 << 20
"""Bytes of a run, about; a few times as much is in memory while it is sorted."""

Places = np.ndarray[Any, np.dtype[np.uint64]]


def bounds(ranges: int) -> Places:
    """Return the first place of each range but the first; `ranges` is a power of two."""
    width = 2**64 // ranges
    return np.array([at * width for at in range(1, ranges)], "u8")


class Runs:
    """Writes rows as runs into a folder. `stem` begins the names of the files."""

    def __init__(self, folder: Path, stem: str, ranges: int) -> None:
        self.folder, self.stem, self.ranges = folder, stem, ranges
        self.paths: list[Path] = []
        self._waiting: list[pa.RecordBatch] = []
        self._size = 0

    def add(self, rows: pa.RecordBatch) -> None:
        """Take rows, whose column `place` says where they belong."""
        if len(rows):
            self._waiting.append(rows)
            self._size += rows.nbytes
        if self._size >= RUN_BYTES:
            self._write()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and self._waiting:
            self._write()

    def _write(self) -> None:
        table = pa.Table.from_batches(self._waiting)
        self._waiting, self._size = [], 0
        place = table.column("place").to_numpy()
        order = np.argsort(place, kind="stable")
        table = table.take(pa.array(order)).combine_chunks()
        cuts = [0, *np.searchsorted(place[order], bounds(self.ranges)).tolist(), len(table)]
        path = self.folder / f"{self.stem}-{len(self.paths):04}.arrow"
        options = ipc.IpcWriteOptions(compression="lz4")
        with named(path), ipc.new_file(path, table.schema, options=options) as file:
            batch = table.to_batches()[0]
            for start, end in pairwise(cuts):
                file.write_batch(batch.slice(start, end - start))
        self.paths.append(path)


class Range:
    """Reads one range at a time out of all runs of a table; of all columns, or of some with `place` and `line` among them."""

    def __init__(
        self, paths: Sequence[Path], schema: pa.Schema, columns: Sequence[str] | None = None
    ) -> None:
        names = [name for name in schema.names if columns is None or name in columns]
        self.schema = pa.schema([schema.field(name) for name in names])
        options = ipc.IpcReadOptions(included_fields=[schema.get_field_index(name) for name in names])
        self._files = [ipc.open_file(pa.OSFile(str(path)), options=options) for path in paths]

    def rows(self, number: int) -> pa.Table:
        """Return the rows of a range, sorted by place and, where that is the same, by line."""
        batches = [file.get_batch(number) for file in self._files]
        table = pa.Table.from_batches(batches, self.schema)
        order = np.lexsort((table.column("line").to_numpy(), table.column("place").to_numpy()))
        return table.take(pa.array(order)).combine_chunks()
