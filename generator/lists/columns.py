"""Which column of a list has the numbers and which the names: by the words above them, else by what stands in them.

The twin in the browser is `site_templates/theme/assets/batch/columns.mjs`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.lists.fault import ListError
from generator.lists.pieces import holds_numbers
from generator.lists.row import Row
from generator.lists.sheet import Sheet
from generator.normalise import trimmed

_HEADER_WITHIN = 10
"""A header stands at the top, or below a title."""

_SAMPLE = 200

_NUMBER = tuple(
    map(
        re.compile,
        (
            "^(?:您填写的编号|numbergiven)$",
            "^(?:认证)?证书(?:编号|号码|注册号|号)$|^(?:certificate|cert)(?:number|no)$",
            "证书(?:编号|号码|注册号|号)|(?:certificate|cert)(?:number|no)",
            "^(?:编号|号码|number|no|certificate)$",
        ),
    )
)
"""Words of a header, as `_plain` makes them, from those that say it best to those that might mean something else."""

_NAME = tuple(
    map(
        re.compile,
        (
            "^(?:您填写的名称|namegiven)$",
            "^(?:获证|持证|认证|被认证|受审核)?(?:组织|企业|公司|单位|机构|客户|供应商|厂商)(?:中文)?(?:名称|名)$"
            "|^(?:certified)?(?:organi[sz]ation|company|holder|supplier)(?:name)?$",
            "(?:组织|企业|公司|单位|供应商)名称|(?:organi[sz]ation|company|holder|supplier)name",
            "^(?:名称|组织|企业|公司|单位|供应商|持证人|name)$",
        ),
    )
)
_ORGANISATION = re.compile(
    r"公司|集团|[厂院所社店]$|中心|\b(?:co|ltd|inc|corp|llc|limited|company|gmbh)\b", re.IGNORECASE | re.ASCII
)
"""What the name of an organisation ends in, or has in it."""


@dataclass(frozen=True)
class Columns:
    """Where things stand in a list."""

    number: int
    name: int | None
    titles: tuple[str, ...]
    """Of each column; empty where it has none."""
    rows: tuple[Row, ...]
    """Those of the list, without its header."""
    above: int
    """How many rows stand above the header, and are left out."""

    @property
    def others(self) -> tuple[int, ...]:
        """All further columns, from left to right."""
        return tuple(at for at in range(len(self.titles)) if at not in (self.number, self.name))


def find(sheet: Sheet, number: str | None = None, name: str | None = None) -> Columns:
    """Find the columns, of which the titles may be given. Raises ListError."""
    width = sheet.width
    wanted = [_plain(title) for title in (number, name) if title is not None]
    header = _header(sheet.rows, wanted)
    rows = sheet.rows[header + 1 :]
    titles = tuple(trimmed(sheet.rows[header].cell(at)) if header >= 0 else "" for at in range(width))
    if not rows:
        raise ListError(sheet.name, "里面没有编号，只有标题", "There is no number in it, only titles.")
    at_name = _named(sheet, titles, name) if name is not None else None
    if number is not None:
        at_number: int | None = _named(sheet, titles, number)
    elif width == 1:
        at_number = 0
    else:
        at_number = _by_words(titles, _NUMBER, at_name)
        if at_number is None:
            at_number = _by_content(rows, width, holds_numbers, at_name)
    if at_number is None:
        listed_zh, listed_en = _listed(titles)
        raise ListError(
            sheet.name,
            f"哪一列是证书编号？用 --number-column 写明它的标题{listed_zh}",
            f"Which column has the certificate numbers? Name its title with --number-column{listed_en}.",
        )
    if name is None:
        at_name = _by_words(titles, _NAME, at_number)
        if at_name is None:
            at_name = _by_content(rows, width, _is_organisation, at_number)
    if at_name == at_number:
        raise ListError(
            sheet.name, "编号和名称不能是同一列", "The numbers and the names cannot be the same column."
        )
    return Columns(at_number, at_name, titles, rows, max(header, 0))


def _is_organisation(cell: str) -> bool:
    """Tell whether a cell has the name of an organisation, and is not the title of such names."""
    return _ORGANISATION.search(trimmed(cell)) is not None and _rank(cell, _NAME) == len(_NAME)


def _header(rows: Sequence[Row], wanted: Sequence[str]) -> int:
    """Return the place of the header, or -1. Above it there is no number.

    What does not say that it is a header is one in the first row only, and only if it has nothing that could belong to a
    row of the list.
    """
    top = rows[:_HEADER_WITHIN]
    end = next((at for at, row in enumerate(top) if any(map(holds_numbers, row.cells))), None)
    before = top[:end]
    if wanted:
        fits = (at for at, row in enumerate(before) if set(wanted) <= set(map(_plain, row.cells)))
        return next(fits, 0)
    ranks = [min(_rank(cell, _NUMBER) for cell in row.cells) for row in before]
    best = min(ranks, default=len(_NUMBER))
    if best < len(_NUMBER):
        return ranks.index(best)
    worded = end == 1 and not any(
        any(map(str.isdecimal, cell)) or _is_organisation(cell) for cell in rows[0].cells
    )
    return 0 if worded else -1


def _by_words(titles: Sequence[str], words: Sequence[re.Pattern[str]], taken: int | None) -> int | None:
    """Return the column whose title says it best, and None where two say it equally well."""
    ranks = [len(words) if at == taken else _rank(title, words) for at, title in enumerate(titles)]
    best = min(ranks)
    return _only(ranks, best) if best < len(words) else None


def _by_content(
    rows: Sequence[Row], width: int, fits: Callable[[str], bool], taken: int | None
) -> int | None:
    """Return the column of which at least half fits, and more than of any other."""

    def share(column: int) -> float:
        cells = [cell for row in rows[:_SAMPLE] if (cell := trimmed(row.cell(column)))]
        return 0.0 if column == taken or not cells else sum(map(fits, cells)) / len(cells)

    shares = [share(column) for column in range(width)]
    return _only(shares, max(shares)) if max(shares) >= 0.5 else None


def _only(values: Sequence[float], value: float) -> int | None:
    return values.index(value) if values.count(value) == 1 else None


def _rank(title: str, words: Sequence[re.Pattern[str]]) -> int:
    own = _plain(title)
    if any(map(str.isdecimal, own)):
        return len(words)  # a number with its label is none
    return next((rank for rank, word in enumerate(words) if word.search(own)), len(words))


def _plain(title: str) -> str:
    """Return a title without width, case, blanks, marks, and what stands in brackets."""
    narrow = unicodedata.normalize("NFKC", title).lower()
    return "".join(filter(str.isalnum, re.sub(r"\([^)]*\)", "", narrow)))


def _named(sheet: Sheet, titles: Sequence[str], wanted: str) -> int:
    found = [at for at, title in enumerate(titles) if _plain(title) == _plain(wanted)]
    if len(found) == 1:
        return found[0]
    listed_zh, listed_en = _listed(titles)
    raise ListError(
        f"{sheet.name}:{sheet.rows[0].number}",
        f"{'有几列叫' if found else '没有一列叫'}“{wanted}”{listed_zh}",
        f"{'Several columns are' if found else 'No column is'} called “{wanted}”{listed_en}.",
    )


def _listed(titles: Sequence[str]) -> tuple[str, str]:
    known = list(filter(None, titles))
    if not known:
        return "；这份名单没有标题行", "; the list has no row of titles"
    return f"；标题有：{'、'.join(known)}", f"; its titles are: {', '.join(known)}"
