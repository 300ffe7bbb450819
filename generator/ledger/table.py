"""A CSV file of the ledger as rows in which every value knows its place (RFC 4180, registry/README.md §1).

Python's `csv` forgets where a value stood, and repairs stray quotes in silence; this reader does neither.
"""

from __future__ import annotations

import codecs
import re
import zlib
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.ledger import blocks
from generator.problems import Place, Problem, Problems, closest, problem

WHITE_SPACE = (
    "\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""What does not count around a value: the white space of registry/README.md §2."""

_FIELD = re.compile(r'(?:"((?:[^"]|"")*)"|([^",\n]*))(?=[,\n]|\Z)')
_QUOTED = re.compile(r'"(?:[^"]|"")*"')


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

        A value behind a quoted one that spans lines stands on the line on which it begins.
        """
        at = 0
        if column in self.columns:
            for _ in range(self.columns.index(column)):
                at = _field_end(self.text, at) + 1
        return _place(self.file, self.text, at, self.line, column or "")


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
    be read, or has no header.
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
            _check_header(Row(file, line, source, found, {}), columns, problems)
            before = len(problems.found)
        elif any(values) and len(values) != len(found):
            place = Place(file, line, 1, "", source.split("\n")[0])
            problems.add(problem("CS608", place, found=len(values), wanted=len(found)))
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
    text = _text(blocks.Block(1, head), file, problems) or ""
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


def _check_header(header: Row, columns: Mapping[str, bool], problems: Problems) -> None:
    """Every column is known, stands once, and all required ones are there."""
    missing = [name for name, required in columns.items() if required and name not in header.columns]
    free = [name for name in columns if name not in header.columns]
    at = 0
    for index, name in enumerate(header.columns):
        place = _place(header.file, header.text, at, header.line, name)
        if name in header.columns[:index]:
            problems.add(problem("CS607", place, column=name))
        elif name not in columns and any(header.columns):
            known = ", ".join(columns)
            problems.add(problem("CS605", place, suggestion=closest(name, free), column=name, allowed=known))
        at = _field_end(header.text, at) + 1
    if missing:
        problems.add(problem("CS606", header.place(), columns=", ".join(missing)))


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
            whole = _text(block, file, problems)
            if whole is None:
                return
            empty = False
            yield from records(whole, block.line, file, problems)
    except (OSError, EOFError, zlib.error) as error:
        missing = isinstance(error, FileNotFoundError)
        zh, en = (
            ("没有这个文件", "there is no such file")
            if missing
            else ("文件读不了", "the file cannot be read")
        )
        problems.add(problem("CS601", Place(file), reason_zh=zh, reason_en=en))
        return
    if empty:
        yield 1, "", [""]


def _text(block: blocks.Block, file: str, problems: Problems) -> str | None:
    """Return the text of a block, or None if it is not UTF-8."""
    raw = block.data
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        encoding = _encoding(raw)
        begin = raw.rfind(b"\n", 0, error.start) + 1
        line = raw[begin:].split(b"\n", 1)[0].rstrip(b"\r")
        source = line.decode(encoding, "replace") if encoding == "GB18030" else ""
        column = len(raw[begin : error.start].decode("utf-8")) + 1
        place = Place(file, block.line + raw.count(b"\n", 0, error.start), column, "", source)
        guess = {
            "GB18030": ("，而像是 GBK", " but looks like GBK"),
            "UTF-16": ("，而是 UTF-16", " but UTF-16"),
        }
        guess_zh, guess_en = guess.get(encoding, ("", ""))
        problems.add(problem("CS602", place, guess_zh=guess_zh, guess_en=guess_en))
        return None


def _encoding(raw: bytes) -> str:
    """Name the encoding that a file which is not UTF-8 most likely has; Chinese Excel writes GBK."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16"
    try:
        raw.decode("GB18030")
    except UnicodeDecodeError:
        return ""
    return "GB18030"


def records(text: str, line: int, file: str, problems: Problems) -> Iterator[tuple[int, str, list[str]]]:
    """Yield line, source and values of each record of a text that begins on `line`.

    A record that breaks the rules of quoting is a problem.
    """
    at = 0
    first = line
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if text.find('"', at, end) < 0:
            values = text[at:end].split(",")
        else:
            quoted = _quoted_record(text, at)
            if isinstance(quoted, int):
                problems.add(_quoting(text, quoted, _place(file, text, quoted, first, "")))
                end = text.find("\n", quoted)
                end = len(text) if end < 0 else end
                line += text.count("\n", at, end) + 1
                at = end + 1
                continue
            end, values = quoted
        yield line, text[at:end], [value.strip(WHITE_SPACE) for value in values]
        line += text.count("\n", at, end) + 1
        at = end + 1


def _quoted_record(text: str, at: int) -> tuple[int, list[str]] | int:
    """Return where the record that begins at `at` ends, and its values; or where its quoting goes wrong."""
    values = []
    while True:
        field = _FIELD.match(text, at)
        if field is None:
            return at
        values.append(field[2] if field[1] is None else field[1].replace('""', '"'))
        if text[field.end() : field.end() + 1] != ",":
            return field.end(), values
        at = field.end() + 1


def _quoting(text: str, at: int, place: Place) -> Problem:
    """Return what is wrong with the quotes of the field at `at`."""
    if not text.startswith('"', at):
        return problem(
            "CS604", place, reason_zh="引号在值的中间", reason_en="a quotation mark inside a value"
        )
    if _QUOTED.match(text, at):
        return problem(
            "CS604",
            place,
            reason_zh="右引号后面还有文字",
            reason_en="text follows the closing quotation mark",
        )
    return problem("CS604", place, reason_zh="引号没有成对", reason_en="the quotation mark is never closed")


def _field_end(text: str, at: int) -> int:
    field = _FIELD.match(text, at)
    return field.end() if field else len(text)


def _place(file: str, text: str, at: int, line: int, path: str) -> Place:
    """Return the place of the character `at` of a record that begins on `line`."""
    begin = text.rfind("\n", 0, at) + 1
    return Place(file, line + text.count("\n", 0, at), at - begin + 1, path, text[begin:].split("\n", 1)[0])
