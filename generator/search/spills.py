"""Reads the certificates of full disclosure that the builder of the register spilled, and parts them by holder.

A spill is an Arrow IPC file with the string columns of COLUMNS, one row a certificate, in any order. All certificates of a
holder come into one part, and a part is small enough to be held in memory.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator.search.rows import Certificate, Holder

COLUMNS = ("holder", "holder_en", "uscc", "number", "kind", "valid_from", "valid_to", "events")

ROWS_HELD = 65_536
"""How many certificates are parted at a time."""

_SCHEMA = pa.schema([(name, pa.string()) for name in COLUMNS])


def kind(scheme: str, editions: Iterable[str]) -> str:
    """Return the text in the column `kind`: a scheme's id, and the superseded editions that the certificate names (§4.2)."""
    return "\n".join([scheme, *sorted(editions)])


class Piece(NamedTuple):
    """Some record batches of a spill, from the first to before the last."""

    spill: Path
    first: int
    last: int


def pieces(spills: Sequence[Path], processes: int) -> tuple[list[Piece], int, list[str]]:
    """Return pieces of about equal length, how many certificates there are, and their kinds in ascending order."""
    found: list[Piece] = []
    total, kinds = 0, set()
    for spill in spills:
        with pa.OSFile(str(spill)) as file, pa.ipc.open_file(file) as whole:
            alone = pa.ipc.IpcReadOptions(included_fields=[whole.schema.get_field_index("kind")])
        with pa.OSFile(str(spill)) as file, pa.ipc.open_file(file, options=alone) as reader:
            for at in range(reader.num_record_batches):
                batch = reader.get_batch(at)
                total += batch.num_rows
                kinds.update(pc.unique(batch.column("kind")).to_pylist())
            step = max(1, -(-reader.num_record_batches // processes))
            ends = range(step, reader.num_record_batches + step, step)
            found += [Piece(spill, end - step, min(end, reader.num_record_batches)) for end in ends]
    return found, total, sorted(kinds)


def part(piece: Piece, folder: Path, name: str, parts: int) -> None:
    """Write the certificates of a piece to `folder/<part>/<name>`, by a hash of the holder's name."""
    writers: dict[int, Any] = {}
    try:
        for table in _tables(piece):
            names = table.column("holder").to_pylist()
            numbers = np.fromiter(
                (zlib.crc32(each.encode()) % parts for each in names), np.uint32, len(names)
            )
            order = np.argsort(numbers, kind="stable")
            ordered = table.take(pa.array(order))
            found, starts = np.unique(numbers[order], return_index=True)
            for number, start, end in zip(found, starts, [*starts[1:], len(names)], strict=True):
                if number not in writers:
                    path = folder / str(number) / name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    writers[number] = pa.ipc.new_file(str(path), _SCHEMA)
                writers[number].write_table(ordered.slice(start, end - start))
    finally:
        for writer in writers.values():
            writer.close()


def read(paths: Sequence[Path]) -> Iterator[tuple[Holder, Certificate]]:
    """Yield the certificates of whole spills or parts, each with its holder."""
    for path in paths:
        with pa.OSFile(str(path)) as file, pa.ipc.open_file(file) as reader:
            for at in range(reader.num_record_batches):
                columns = [reader.get_batch(at).column(name).to_pylist() for name in COLUMNS]
                yield from zip(zip(*columns[:3], strict=True), zip(*columns[3:], strict=True), strict=True)


def _tables(piece: Piece) -> Iterator[pa.Table]:
    with pa.OSFile(str(piece.spill)) as file, pa.ipc.open_file(file) as reader:
        for at in range(piece.first, piece.last):
            batch = reader.get_batch(at)
            for start in range(0, batch.num_rows, ROWS_HELD):
                yield pa.Table.from_batches([batch.slice(start, ROWS_HELD)]).select(COLUMNS).cast(_SCHEMA)
