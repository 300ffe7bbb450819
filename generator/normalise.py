"""From a certificate number as written to the key that identifies the certificate (registry/README.md §2).

An explicit table of code points and nothing else: no Unicode normalisation, no locale, no library's notion of
a letter. The twin in the browser is `site_templates/theme/assets/verify/normalise.mjs`;
`tests/vectors/normalise.json` binds both.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NewType

CertificateKey = NewType("CertificateKey", str)
"""What identifies a certificate: 8 to 40 of `0`–`9` and `A`–`Z`. Only `key` makes one."""

SHORTEST = 8
"""Fewest characters of a key."""

LONGEST = 40
"""Most characters of a key."""

Kind = Literal["han", "control", "other", "empty", "short", "long"]

_WHITE_SPACE = (
    (0x0009, 0x000D), (0x0020, 0x0020), (0x0085, 0x0085), (0x00A0, 0x00A0), (0x1680, 0x1680),
    (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000),
)  # fmt: skip
_INVISIBLE = (
    (0x00AD, 0x00AD), (0x061C, 0x061C), (0x180E, 0x180E), (0x200B, 0x200F), (0x202A, 0x202E),
    (0x2060, 0x2064), (0x2066, 0x2069), (0xFEFF, 0xFEFF),
)  # fmt: skip
_DASHES = (
    (0x002D, 0x002D), (0x005F, 0x005F), (0x2010, 0x2015), (0x2212, 0x2212), (0xFE58, 0xFE58),
    (0xFE63, 0xFE63), (0xFF0D, 0xFF0D), (0xFF3F, 0xFF3F),
)  # fmt: skip
_DOTS = (
    (0x002E, 0x002E), (0x00B7, 0x00B7), (0x2024, 0x2024), (0x2027, 0x2027), (0x3002, 0x3002),
    (0x30FB, 0x30FB), (0xFF0E, 0xFF0E), (0xFF61, 0xFF61),
)  # fmt: skip
_SLASHES = ((0x002F, 0x002F), (0x2044, 0x2044), (0x2215, 0x2215), (0xFF0F, 0xFF0F))
_HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
_FULL_WIDTH = 0xFEE0


def _character_class(ranges: Iterable[tuple[int, int]]) -> str:
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


WHITE_SPACE = _character_class(_WHITE_SPACE)
"""White space of §2, as it stands between the brackets of a regular expression."""

INVISIBLE = _character_class(_INVISIBLE)
"""Invisible marks of §2, in the same way."""

_AT_ENDS = "".join(chr(point) for first, last in _WHITE_SPACE for point in range(first, last + 1)) + "\ufeff"
"""White space of §2, and the byte-order mark that may stand before a text."""


def _table() -> dict[int, str | None]:
    """Return the table of §2 as `str.translate` takes it: code point → kept character, or None to drop."""
    table: dict[int, str | None] = {}
    for kept in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        table[ord(kept)] = table[ord(kept) + _FULL_WIDTH] = kept
        if kept.isalpha():
            table[ord(kept) + 32] = table[ord(kept) + 32 + _FULL_WIDTH] = kept
    for ranges in (_WHITE_SPACE, _INVISIBLE, _DASHES, _DOTS, _SLASHES):
        for first, last in ranges:
            table.update(dict.fromkeys(range(first, last + 1)))
    return table


_TABLE = _table()


class Refused(ValueError):  # noqa: N818 – the word of the specification
    """The text is no certificate number.

    `kind` says why. For `han`, `control` and `other`, `character` is the first refused code point and
    `position` its place in the text, counted in code points from 0; for the three lengths both are None, and
    `length` is how many characters would have been kept.
    """

    def __init__(
        self, kind: Kind, character: str | None = None, position: int | None = None, length: int = 0
    ) -> None:
        super().__init__(kind if character is None else f"{kind}: U+{ord(character):04X} at {position}")
        self.kind = kind
        self.character = character
        self.position = position
        self.length = length


def key(text: str) -> CertificateKey:
    """Return the key of a certificate number as written. Raises Refused (§2)."""
    kept = text.translate(_TABLE)
    if kept and not (kept.isascii() and kept.isalnum()):
        position = next(at for at, character in enumerate(text) if ord(character) not in _TABLE)
        raise Refused(_kind(ord(text[position])), text[position], position)
    if not kept:
        raise Refused("empty")
    if len(kept) < SHORTEST:
        raise Refused("short", length=len(kept))
    if len(kept) > LONGEST:
        raise Refused("long", length=len(kept))
    return CertificateKey(kept)


def keep(character: str) -> str | None:
    """Return what a key keeps of one character: a digit or capital, nothing (`""`), or None if it is refused."""
    kept = character.translate(_TABLE)
    return kept if not kept or (kept.isascii() and kept.isalnum()) else None


def trimmed(text: str) -> str:
    """Return a text without the white space and byte-order marks at its ends. Twin: `numbers.mjs` of the check page."""
    return text.strip(_AT_ENDS)


def _kind(point: int) -> Kind:
    if any(first <= point <= last for first, last in _HAN):
        return "han"
    return "control" if point < 0x20 or 0x7F <= point <= 0x9F else "other"
