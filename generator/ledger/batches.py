"""A file of the ledger as batches of text columns, for work on whole columns. Several processes can share a file."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from generator.ledger import beginning, blocks, columnar, record, table
from generator.ledger.blocks import Block
from generator.problems import Problems


@dataclass(frozen=True)
class Share:
    """One of `of` equal parts of a file, counted from 0."""

    number: int = 0
    of: int = 1


@dataclass(frozen=True)
class Batch:
    """Rows of a file. White space still stands around the values."""

    rows: pa.RecordBatch | None
    """Text columns, null where empty, and `line`: on which each row begins; None where there is no row."""
    odd: bool
    """Something is wrong with the form, which the exact reader has to say."""
    size: int
    """Bytes that were read."""
    irregular: int | None = None
    """Line on which a block begins that is not one row a line, or not in form."""
    headless: bool = False
    """The header is not as it should be, so that no row could be read."""


def of_file(path: Path, columns: Mapping[str, bool], share: Share) -> Iterator[Batch]:
    """Yield the batches of a share of a file. Where its header is wrong, there is one odd batch and nothing else; a file
    that cannot be read to its end has an odd batch there."""
    parts = _of_columns if columnar.is_columnar(path) else _of_csv
    try:
        yield from parts(path, columns, share)
    except (OSError, EOFError, zlib.error):
        yield Batch(None, True, 0, headless=True)


def _of_columns(path: Path, columns: Mapping[str, bool], share: Share) -> Iterator[Batch]:
    if not columnar.check(path, path.name, columns, Problems()):
        yield Batch(None, True, 0, headless=True)
        return
    for batch in columnar.batches(path, tuple(columns), share.number, share.of):
        rows = batch.rename_columns([*columns, "line"])
        yield Batch(rows, False, rows.nbytes)


def _of_csv(path: Path, columns: Mapping[str, bool], share: Share) -> Iterator[Batch]:
    names: tuple[str, ...] = ()
    for at, block in enumerate(blocks.blocks(path)):
        if not names:
            names, block = _headed(block, path.name, columns)
            if not names:
                break
        if at % share.of == share.number:
            yield _batch(block, path.name, names)
    if not names:
        yield Batch(None, True, 0, headless=True)


def _headed(block: Block, file: str, columns: Mapping[str, bool]) -> tuple[tuple[str, ...], Block]:
    """Return the header's columns, none if they are not as they should be, and the rows below it."""
    data = block.data
    end = data.find(b"\n")
    while end >= 0 and data.count(b'"', 0, end) % 2:  # inside a value
        end = data.find(b"\n", end + 1)
    head, rest = (data[:end], data[end + 1 :]) if end >= 0 else (data, b"")
    problems = Problems()
    if wrong := beginning.fault(data, file):
        problems.add(wrong)
    names = table.header(head, file, columns, problems)
    return (() if problems.found else names), Block(block.line + head.count(b"\n") + 1, rest)


def _batch(block: Block, file: str, names: tuple[str, ...]) -> Batch:
    size = len(block.data)
    if not size:
        return Batch(None, False, 0)
    plain = blocks.plain(block, names)
    if plain is not None:
        lines = pa.array(np.arange(block.line, block.line + len(plain)))
        return Batch(plain.append_column("line", lines), False, size)
    return replace(_exact(block, file, names, size), irregular=block.line)


def _exact(block: Block, file: str, names: tuple[str, ...], size: int) -> Batch:
    """Read a block row by row."""
    problems = Problems()
    try:
        text = block.data.decode()
    except UnicodeDecodeError:
        return Batch(None, True, size)
    lines: list[int] = []
    rows: list[list[str | None]] = []
    odd = False
    for line, _, values in record.records(text, block.line, file, problems):
        if len(values) == len(names):
            lines.append(line)
            rows.append([value or None for value in values])
        else:
            odd |= any(values)
    arrays = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)] if rows else []
    batch = pa.RecordBatch.from_arrays([*arrays, pa.array(lines)], [*names, "line"]) if rows else None
    return Batch(batch, odd or bool(problems.found), size)
