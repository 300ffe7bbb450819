"""A CSV file of the ledger as rows in which every value knows its place (registry/README.md §1)."""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.ledger import beginning, blocks, encoding, unreadable
from generator.ledger.record import field_end, place_of, records
from generator.problems import Place, Problem, Problems, closest, problem


@dataclass(frozen=True)
class Row:
    """One row of values. Where each stands is worked out when it is asked for, that is, when it is wrong."""

    file: str
    line: int
    """The line on which the row begins."""
    text: str
    """The row as it stands in the file, without its line end."""
    columns: tuple[str, ...]
    values: Mapping[str, str]
    """Column → value, without the white space around it; a column that is not in the file is not in here."""

    def place(self, column: str | None = None) -> Place:
        """Return the place of a column's value, or of the whole row.

        A value behind a quoted one that spans lines stands on the line on which it begins. A row that has no text, of a
        database or a Parquet file, is shown by its number and this value.
        """
        if not self.text and self.values:
            shown = [
                f"{name}={self.values.get(name, '')}"
                for name in dict.fromkeys(("number", column or "number"))
            ]
            at = len(shown[0]) + len(", ") if len(shown) > 1 else 0
            return Place(self.file, self.line, at + 1, column or "", ", ".join(shown))
        at = 0
        if column in self.columns:
            for _ in range(self.columns.index(column)):
                at = field_end(self.text, at) + 1
        return place_of(self.file, self.text, at, self.line, column or "")


@dataclass(frozen=True)
class Table:
    """A file's rows under the columns that it has."""

    rows: tuple[Row, ...]
    complete: bool
    """Whether every row of the file is in here."""


def read(
    path: Path,
    file: str,
    columns: Mapping[str, bool],
    problems: Problems,
    only: Collection[int] | None = None,
    irregular: Collection[int] = (),
) -> Table | None:
    """Read a file. `file` is its name in messages, `columns` says of every known column if it is required.

    Rows without any value are no rows. A row that cannot be told apart into the header's columns is a problem and
    is left out. With `only`, rows that do not begin on one of these lines are left out, too; then it is known that all
    blocks have one row a line and the right form, but for those that begin on an `irregular` line. None if the file cannot
    be read, or its header lacks a column: every row would be a fault then.
    """
    rows: list[Row] = []
    found: tuple[str, ...] | None = None
    before = len(problems.found)
    wanted = None if only is None else _Wanted(sorted(only), {1, *irregular})
    for line, source, values in _of_file(path, file, problems, wanted):
        if found is None:
            if not _separated(line, source, values, file, problems):
                return None
            found = tuple(values)
            if not _check_header(Row(file, line, source, found, {}), columns, problems):
                return None
            before = len(problems.found)
        elif any(values) and len(values) != len(found):
            problems.add(
                _miscounted(Place(file, line, 1, "", source.split("\n")[0]), len(values), len(found))
            )
        elif any(values) and (only is None or line in only):
            by_column = dict(
                zip(found[::-1], values[::-1], strict=True)
            )  # of two equal columns the first counts
            rows.append(Row(file, line, source, found, by_column))
    if found is None or any(problem.rule in _UNREADABLE for problem in problems.found[before:]):
        return None
    return Table(tuple(rows), complete=len(problems.found) == before)


_UNREADABLE = {"CS601", "CS602"}
"""Faults after which nothing of a file counts."""


def header(head: bytes, file: str, columns: Mapping[str, bool], problems: Problems) -> tuple[str, ...]:
    """Return the columns that a header names."""
    text = encoding.text(blocks.Block(1, head), file, problems) or ""
    for line, source, values in records(text, 1, file, problems):
        if _separated(line, source, values, file, problems):
            _check_header(Row(file, line, source, tuple(values), {}), columns, problems)
            return tuple(values)
    return ()


def _separated(line: int, source: str, values: list[str], file: str, problems: Problems) -> bool:
    """The first row is a header of columns that commas separate; what follows a header that cannot be read is none."""
    if line == 1 and len(values) == 1 and any(mark in source for mark in ";\t"):
        mark = ";" if ";" in source else "Tab"
        problems.add(problem("CS603", Place(file, line, 1, "", source), mark=mark))
        return False
    return line == 1


def _miscounted(place: Place, found: int, wanted: int) -> Problem:
    """Say what a row with too few or too many values most likely lacks."""
    zh, en = (
        (
            "补上缺少的逗号，空着的值也要有逗号",
            "Add the missing commas; a value that is empty has its comma too",
        )
        if found < wanted
        else (
            "值里有逗号时，整个值用半角双引号括起；每行都这样，就是表头少了一列",
            "Put a value that has a comma into quotation marks; if every row is so, the header lacks a column",
        )
    )
    return problem("CS608", place, found=found, wanted=wanted, hint_zh=zh, hint_en=en)


def _check_header(header: Row, columns: Mapping[str, bool], problems: Problems) -> bool:
    """Every column is known, stands once, and all required ones are there. Returns whether the latter holds."""
    missing = [name for name, required in columns.items() if required and name not in header.columns]
    free = [name for name in columns if name not in header.columns]
    at = 0
    for index, name in enumerate(header.columns):
        place = place_of(header.file, header.text, at, header.line, name)
        if name in header.columns[:index]:
            problems.add(problem("CS607", place, column=name))
        elif name not in columns and any(header.columns):
            known = ", ".join(columns)
            problems.add(problem("CS605", place, suggestion=closest(name, free), column=name, allowed=known))
        at = field_end(header.text, at) + 1
    if missing:
        problems.add(problem("CS606", header.place(), columns=", ".join(missing)))
    return not missing


@dataclass(frozen=True)
class _Wanted:
    """Rows that are wanted, by line."""

    lines: list[int]
    irregular: set[int]

    def of(self, block: blocks.Block) -> list[tuple[int, str]] | None:
        """Return line and text of the wanted rows of a block, None where the whole block has to be read."""
        if block.line in self.irregular:
            return None
        first, last = (bisect_left(self.lines, line) for line in (block.line, block.line + block.lines))
        if first == last:
            return []
        texts = block.data.split(b"\n")
        return [(line, texts[line - block.line].decode()) for line in self.lines[first:last]]


def _of_file(
    path: Path, file: str, problems: Problems, wanted: _Wanted | None
) -> Iterator[tuple[int, str, list[str]]]:
    """Yield line, source and values of each record of a file; an empty file has one empty record."""
    empty = True
    try:
        for block in blocks.blocks(path):
            picked = wanted.of(block) if wanted else None
            if picked is not None:
                for line, text in picked:
                    yield from records(text, line, file, problems)
                continue
            whole = encoding.text(block, file, problems)
            wrong = beginning.fault(block.data, file) if whole is not None and block.line == 1 else None
            if wrong is not None:
                problems.add(wrong)
            if whole is None or wrong is not None:
                return
            empty = False
            yield from records(whole, block.line, file, problems)
    except (OSError, EOFError, zlib.error) as error:
        problems.add(unreadable.say(file, unreadable.reason(path, error)))
        return
    if empty:
        yield 1, "", [""]
