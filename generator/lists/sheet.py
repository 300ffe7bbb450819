"""A list as somebody has it – CSV, XLSX, or a number a line – as rows of text that know their place."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.lists import workbook
from generator.lists.fault import ListError
from generator.lists.pieces import is_list, pieces_of
from generator.lists.row import Row
from generator.normalise import trimmed

MOST_ROWS = 5_000
"""So many rows are read, those of the titles among them."""

LARGEST = 16 * 2**20
"""Bytes of a file that 5,000 rows come nowhere near."""

_WORKBOOK, _OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_BEGINNING = 8_192
"""So many characters of a CSV file show what parts its cells."""

_QUOTED = re.compile('"[^"]*"')
_CLAIMS = re.compile("((?:://|[?#]n=)[^&\t\r\n]*)&[^\t\r\n]*", re.ASCII | re.IGNORECASE)
"""Claims of a link, in which a mark parts nothing."""

_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?E\+[0-9]+", re.IGNORECASE)


@dataclass(frozen=True)
class Sheet:
    """The rows of a list that are not empty. `name` is the file, of a workbook with its sheet."""

    name: str
    rows: tuple[Row, ...]

    @property
    def width(self) -> int:
        """How many columns the widest row has."""
        return max(len(row.cells) for row in self.rows)


def read(file: str, content: bytes) -> Sheet:
    """Read a workbook or CSV, which is known by what is in it and not by its name. Raises ListError."""
    _demand_size(file, content)
    if content.startswith(_OLD_WORKBOOK):
        raise ListError(
            file,
            "这是旧的 .xls，或有密码的表格：另存为没有密码的 .xlsx 或 CSV",
            "An old .xls, or a workbook with a password: save it as .xlsx without one, or as CSV.",
        )
    if content.startswith(_WORKBOOK):
        title, found = workbook.cells(file, content)
        rows = (
            Row(number, tuple(text for text, _ in cells), frozenset(_lost(cells))) for number, cells in found
        )
        return _sheet(f"{file}!{title}", rows)
    table = _sheet(file, _records(file, _decoded(file, content)))
    if not is_list(table.rows):
        return table
    return _sheet(file, (Row(row.number, (piece,)) for row in table.rows for piece in pieces_of(row)))


def lines(file: str, content: bytes) -> Sheet:
    """Read plain text, a number a line. Raises ListError."""
    _demand_size(file, content)
    texts = enumerate(re.split("\r\n|[\r\n]", _decoded(file, content)), 1)
    return _sheet(file, (Row(number, (text,)) for number, text in texts))


def is_lost(text: str) -> bool:
    """Tell whether a text is a number as a spreadsheet shortens it: `9.99E+15`."""
    return _SCIENTIFIC.fullmatch(trimmed(text)) is not None


def _lost(cells: Sequence[tuple[str, bool]]) -> Iterator[int]:
    return (column for column, (_, lost) in enumerate(cells) if lost)


def _demand_size(file: str, content: bytes) -> None:
    if len(content) > LARGEST:
        megabytes = LARGEST >> 20
        raise ListError(
            file,
            f"文件大于 {megabytes} MB：分成多份",
            f"The file is larger than {megabytes} MB: split it.",
        )


def _decoded(file: str, content: bytes) -> str:
    """Return the text, which is UTF-8 or else GB18030, as Chinese Excel saves CSV."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ListError(
        file,
        "不是 CSV 或 XLSX，或者既不是 UTF-8 也不是 GB18030（GBK）编码：另存为“CSV UTF-8”",
        "Not CSV or XLSX, or neither UTF-8 nor GB18030 (GBK): save it as “CSV UTF-8”.",
    )


def _delimiter(text: str) -> str:
    """Return what parts the cells: the mark that is in most lines; of two that are in as many, the one that names seldom have."""
    plain = _CLAIMS.sub(r"\1", _QUOTED.sub("", text[:_BEGINNING]))
    lines = re.split("[\r\n]+", plain)
    return max("\t;,", key=lambda mark: sum(mark in line for line in lines))


def _records(file: str, text: str) -> Iterator[Row]:
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            yield Row(number, tuple(cells), mark=delimiter.strip())
    except csv.Error as error:
        raise ListError(
            f"{file}:{reader.line_num}",
            "引号不成对，或一格太长，不能当作 CSV 来读",
            f"No CSV: quotation marks without a partner, or a cell that is too long ({error}).",
        ) from None


def _sheet(name: str, rows: Iterator[Row]) -> Sheet:
    kept: list[Row] = []
    for row in rows:
        if not row.lost and not any(trimmed(cell) for cell in row.cells):
            continue
        if len(kept) == MOST_ROWS:
            raise ListError(
                f"{name}:{row.number}",
                f"超过 {MOST_ROWS} 行：分成多份",
                f"More than {MOST_ROWS} rows: split the list.",
            )
        kept.append(row)
    if not kept:
        raise ListError(name, "里面没有编号", "There is no number in it.")
    return Sheet(name, tuple(kept))
