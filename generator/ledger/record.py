"""The records of a CSV text (RFC 4180, registry/README.md §1), and the place of each character in them.

Python's `csv` forgets where a value stood, and repairs stray quotes in silence; this reader does neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.problems import Place, Problem, Problems, problem

WHITE_SPACE = (
    "\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""What does not count around a value: the white space of registry/README.md §2."""

_FIELD = re.compile(r'(?:"((?:[^"]|"")*)"|([^",\n]*))(?=[,\n]|\Z)')
_QUOTED = re.compile(r'"(?:[^"]|"")*"')


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
                problems.add(_quoting(text, quoted, place_of(file, text, quoted, first, "")))
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


def field_end(text: str, at: int) -> int:
    """Return where the field that begins at `at` ends."""
    field = _FIELD.match(text, at)
    return field.end() if field else len(text)


def place_of(file: str, text: str, at: int, line: int, path: str) -> Place:
    """Return the place of the character `at` of a record that begins on `line`."""
    begin = text.rfind("\n", 0, at) + 1
    return Place(file, line + text.count("\n", 0, at), at - begin + 1, path, text[begin:].split("\n", 1)[0])
