"""What a workbook says of its cells beside their values: which of them hold not what somebody sees in them, and which show an error."""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

Attributes = dict[str, str]

_WORKBOOK, _RELATIONS, _STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
_MOST_COLUMNS = 16_384
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
"""What a format adds to a number: words, colours, escaped characters, and gaps."""


class MarkupError(ValueError):
    """The file is no workbook of ECMA-376, part 1."""


@dataclass
class Marks:
    """What is said of one row's cells, by column from 0."""

    unkept: set[int] = field(default_factory=set)
    """Numbers that are shown with zeros before them, and formulas without a value."""
    errors: dict[int, str] = field(default_factory=dict)
    """What a formula has come to, such as `#N/A`."""

    @property
    def width(self) -> int:
        """How many columns there are at least."""
        return max((*self.unkept, *self.errors), default=-1) + 1


def marks(archive: zipfile.ZipFile, title: str) -> dict[int, Marks]:
    """Return the marks of a sheet, by row from 1; most rows have none. Raises MarkupError."""
    try:
        sheets = {one["name"]: one["id"] for name, one in _elements(archive, _WORKBOOK) if name == "sheet"}
        targets = {one["Id"]: one["Target"] for _, one in _elements(archive, _RELATIONS) if "Id" in one}
        target = targets[sheets[title]]
        padded = _padded(archive) if _STYLES in archive.namelist() else set()
        sheet = _Sheet(padded)
        path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        _parse(archive.read(path), sheet.start, sheet.text, sheet.end)
    except (KeyError, ValueError, expat.ExpatError):
        raise MarkupError from None
    return sheet.found


def is_padding(code: str) -> bool:
    """Tell whether a format shows zeros that the number has not: `0000000000`."""
    return _LITERAL.sub("", code).lstrip().startswith("00")


def _padded(archive: zipfile.ZipFile) -> set[int]:
    """Return the styles of cells that do so."""
    codes: dict[str, str] = {}
    formats: list[str] = []
    of_cells = False
    for name, attributes in _elements(archive, _STYLES):
        if name == "numFmt":
            codes[attributes["numFmtId"]] = attributes["formatCode"]
        elif name in ("cellXfs", "cellStyleXfs"):
            of_cells = name == "cellXfs"
        elif name == "xf" and of_cells:
            formats.append(attributes.get("numFmtId", ""))
    return {style for style, number in enumerate(formats) if is_padding(codes.get(number, ""))}


class _Sheet:
    """Takes the elements of a sheet as they come; it may be large."""

    def __init__(self, padded: set[int]) -> None:
        self.found: dict[int, Marks] = defaultdict(Marks)
        self._padded = padded
        self._row, self._column = 0, -1
        self._cell: Attributes = {}
        self._value: str | None = None
        self._has_formula = self._in_value = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "row":
            self._row, self._column = int(attributes.get("r") or self._row + 1), -1
        elif name == "c":
            self._column = _column(attributes.get("r", ""), self._column + 1)
            self._cell, self._value, self._has_formula = attributes, None, False
        elif name == "f":
            self._has_formula = True
        elif name == "v":
            self._value, self._in_value = "", True

    def text(self, text: str) -> None:
        if self._in_value:
            self._value = (self._value or "") + text

    def end(self, name: str) -> None:
        if name == "v":
            self._in_value = False
        elif name == "c":
            kind = self._cell.get("t", "n")
            is_padded = kind == "n" and int(self._cell.get("s", 0)) in self._padded and self._value
            # The value of a formula may be an empty text; then it is known, and empty.
            is_unknown = self._has_formula and (self._value is None or (self._value == "" and kind != "str"))
            if is_padded or is_unknown:
                self.found[self._row].unkept.add(self._column)
            if kind == "e" and self._value:
                self.found[self._row].errors[self._column] = self._value


def _column(reference: str, following: int) -> int:
    """Return the column of `AB12`, from 0; without a reference, the following one."""
    letters = reference.rstrip("0123456789")
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    if number > _MOST_COLUMNS:
        raise ValueError(reference)
    return number - 1 if letters else following


def _elements(archive: zipfile.ZipFile, path: str) -> list[tuple[str, Attributes]]:
    found: list[tuple[str, Attributes]] = []
    _parse(archive.read(path), lambda name, attributes: found.append((name, attributes)))
    return found


def _parse(
    content: bytes,
    start: Callable[[str, Attributes], None],
    text: Callable[[str], None] | None = None,
    end: Callable[[str], None] | None = None,
) -> None:
    """Tell of each element, by its name without its namespace: workbooks have two."""

    def local(name: str) -> str:
        return name.rpartition(" ")[2]

    def refuse(*_: object) -> None:
        raise ValueError("no workbook has a document type, and entities can grow")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: start(
        local(name), {local(key): value for key, value in attributes.items()}
    )
    parser.CharacterDataHandler = text
    parser.EndElementHandler = (lambda name: end(local(name))) if end else None
    parser.Parse(content, True)
