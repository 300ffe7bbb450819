"""A SQL statement as far as it has to be understood here: one statement, that reads, and whether it says its order.

What a statement may do is for the database to decide; it runs in a transaction that reads only. This finds slips before a
server is asked, and closes the statement, so that text can stand behind it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

READING = ("SELECT", "WITH", "VALUES")
"""What a statement that only reads begins with."""

_SKIPPED = re.compile(r"\s+|--[^\n]*")
_QUOTED = re.compile(
    r"""[Ee]'(?:[^'\\]|''|\\.)*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\$(\w*)\$.*?\$\1\$""", re.DOTALL
)
_WORD = re.compile(r"\w+")
_COMMENT = re.compile(r"/\*|\*/")

Fault = Literal["empty", "open", "several", "unbalanced", "writes"]
"""What is wrong with a statement: nothing in it, a quotation or comment without end, more than one statement, brackets
that do not pair, or another first word than `READING`."""


class StatementError(ValueError):
    """The text is not one statement that reads."""

    def __init__(self, kind: Fault) -> None:
        self.kind: Fault = kind
        super().__init__(kind)


@dataclass(frozen=True)
class Statement:
    """One statement that reads."""

    text: str
    """Without a semicolon or comment behind it."""
    ordered: bool
    """Whether it has an ORDER BY of its own, not only one inside brackets."""


def parse(text: str) -> Statement:
    """Read a statement. Raises StatementError."""
    depth, end, closed = 0, 0, False
    outside: list[str] = []
    for part, at in _parts(text):
        if closed and part != ";":
            raise StatementError("several")
        if part == ";":
            closed = True
            continue
        depth += (part == "(") - (part == ")")
        if depth < 0:
            raise StatementError("unbalanced")
        if depth == 0:
            outside.append(part.upper())
        end = at + len(part)
    if depth:
        raise StatementError("unbalanced")
    if not outside:
        raise StatementError("empty")
    if outside[0] not in READING:
        raise StatementError("writes")
    ordered = ("ORDER", "BY") in itertools.pairwise(outside)
    return Statement(text[:end].strip(), ordered)


def identifier(name: str) -> str:
    """Quote the name of a table, `name` or `schema.name`, so that it can be nothing else."""
    return ".".join('"' + part.replace('"', '""') + '"' for part in name.split("."))


def _parts(text: str) -> Iterator[tuple[str, int]]:
    """Yield each word, quotation or mark with its place, without white space and comments."""
    at = 0
    while at < len(text):
        if skipped := _SKIPPED.match(text, at):
            at = skipped.end()
        elif text.startswith("/*", at):
            at = _after_comment(text, at)
        elif part := _QUOTED.match(text, at) or _WORD.match(text, at):
            yield part[0], at
            at = part.end()
        elif text[at] in "'\"`":
            raise StatementError("open")
        else:
            yield text[at], at
            at += 1


def _after_comment(text: str, at: int) -> int:
    """Return where a comment ends. In PostgreSQL a comment holds comments, in SQLite it does not: one in the other is refused."""
    mark = _COMMENT.search(text, at + 2)
    if mark is None or mark[0] == "/*":
        raise StatementError("open")
    return mark.end()
