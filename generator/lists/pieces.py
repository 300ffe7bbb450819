"""Several numbers in one text, and where one ends.

The twins in the browser are `site_templates/theme/assets/verify/numbers.mjs` and `…/batch/pieces.mjs`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from generator import normalise, question
from generator.likeness import is_certificate_number
from generator.lists.row import Row
from generator.normalise import CertificateKey

_MARKS = re.compile("[\r\n\t,，、;；]+")
_BLANK = re.compile(f"[{normalise.WHITE_SPACE}]")
_ORDINAL = re.compile(f"[(（]?[0-9]{{1,4}}(?:[.．)）]?[{normalise.WHITE_SPACE}]+|[)）]?、)")
"""Which line of a numbered list it is: `8. `, `8、`"""

_NUMBERED = re.compile(f"(^|[\r\n])[{normalise.WHITE_SPACE}]*[(（]?[0-9]{{1,4}}[)）]?、")
"""The same at the beginning of a line, with the mark that parts numbers elsewhere."""

_ORDINAL_OR_NUMBER = re.compile("^[0-9]{1,4}[.．。]")
"""The same without a blank: a point may as well stand within a number. `8.`"""

_TWO = re.compile("R[0-9]{1,2}[LMS].*R[0-9]{1,2}[LMS]")
"""A key that two numbers make, as in `…R0S/…R0S`."""

_ADDRESS = re.compile("://|[?#&]n=", re.ASCII | re.IGNORECASE)
_SAMPLE = 200


def looks_like_number(text: str) -> bool:
    """Tell whether a text looks like the number of a certificate, or a link to one, whoever the body is."""
    try:
        return is_certificate_number(normalise.key(question.read(text).text))
    except normalise.Refused:
        return False


def numbers_in(cell: str) -> list[str]:
    """Return the numbers in a cell: several only where each of them is one, so that nothing else is cut."""
    found = _cut(cell)
    return (
        found
        if len(found) > 1 and all(map(looks_like_number, found))
        else [_without_ordinal(normalise.trimmed(cell))]
    )


def holds_numbers(cell: str) -> bool:
    """Tell whether there is a number in a cell, or several, and nothing else."""
    return all(map(looks_like_number, numbers_in(cell)))


def pieces(text: str) -> list[str]:
    """Return what stands between the marks of a list. In a link a mark may belong to what it claims."""
    return list(filter(None, numbers_in(text))) if _ADDRESS.search(text) else _cut(text)


def _cut(text: str) -> list[str]:
    return list(filter(None, chain.from_iterable(map(_words, _MARKS.split(_NUMBERED.sub(r"\1", text))))))


def _words(piece: str) -> list[str]:
    """Blanks may stand within a number; they part numbers only where every part is whole."""
    found = list(filter(None, _BLANK.split(piece)))
    return (
        found
        if len(found) > 1 and all(map(looks_like_number, found))
        else [_without_ordinal(normalise.trimmed(piece))]
    )


def _without_ordinal(text: str) -> str:
    """Its digits would run together with those of the number, and make another one."""
    rest = _ORDINAL.sub("", text, count=1) if _ORDINAL.match(text) else text
    return rest if looks_like_number(rest) else text


def holds_another(text: str, key: CertificateKey) -> bool:
    """Tell whether a text is read as another number than one that stands in it, or as one where there are two.

    What stands in it is a part between blanks, or what follows `8.`
    """
    read = (question.read(part).text for part in _BLANK.split(text))
    parts = chain.from_iterable((part, _ORDINAL_OR_NUMBER.sub("", part)) for part in read)
    others = (normalise.key(question.read(part).text) for part in parts if looks_like_number(part))
    return bool(_TWO.search(key) and looks_like_number(key)) or any(other != key for other in others)


def is_list(table: Sequence[Row]) -> bool:
    """Tell a list from a table, which has words beside its numbers, or nearly as many other cells.

    Where most are numbers and none is a word, each is a row of its own.
    """
    sample = table[:_SAMPLE]
    if all(sum(bool(normalise.trimmed(cell)) for cell in row.cells) == 1 for row in sample):
        return True
    found = list(chain.from_iterable(map(pieces_of, sample)))
    return (
        all(any(map(str.isdecimal, piece)) for piece in found)
        and sum(map(looks_like_number, found)) > len(found) / 2
    )


def pieces_of(row: Row) -> list[str]:
    """Return what a row of a list has. A link that the cells were cut out of is whole again."""
    if row.mark:
        return pieces(row.mark.join(row.cells))
    return list(chain.from_iterable(map(pieces, row.cells)))


def is_cut(row: Row, column: int, titles: Sequence[str]) -> bool:
    """Tell whether a row is cut where a link in it may go on.

    What stands beside it would be a claim, or would change one and has no title that says it is another cell.
    """
    link = row.cell(column)
    if not row.mark or not _ADDRESS.search(link):
        return False
    untitled = any(
        normalise.trimmed(row.cells[at]) and not titles[at] for at in range(column + 1, len(row.cells))
    )
    own, whole = question.read(link), question.read(row.mark.join(row.cells[column:]))
    return any(
        claim != other and (untitled or claim is None)
        for claim, other in ((own.holder, whole.holder), (own.to, whole.to))
    )
