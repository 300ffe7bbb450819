"""What is compared when somebody searches: folded text, and where in a name a search may begin (registry/SEARCH.md §2).

An explicit table of code points and nothing else, as for numbers (`generator.normalise`). The twin in the browser is
`site_templates/theme/assets/verify/search-fold.mjs`; `tests/vectors/search.json` binds both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

SHORTEST = 2
"""Fewest characters, after folding, of what can be searched for, and of a place in a name at which a search may begin."""

CREDIT_CODE = "="
"""Mark before a credit code; no folded text holds it."""

NUMBER = "#"
"""Mark before a certificate number; no folded text holds it."""

CREDIT_CODE_LENGTH = 18

MOST = 50
"""Most organisations that a search lists; above that it asks for more of the name (§3.4)."""

STOP_WORDS = (
    "股份有限公司", "有限责任公司", "有限公司", "股份公司", "分公司", "公司",
    "有限合伙", "普通合伙", "合伙企业", "个体工商户",
    "Co., Ltd.", "Co., Limited", "Company Limited", "Company", "Corporation", "Incorporated", "Limited",
    "Corp.", "Inc.", "LLC", "Ltd.", "Co.",
)  # fmt: skip
"""Legal forms. At the end of a name they are not searched: nearly every name has one."""

_DROPPED = (
    (0x0000, 0x002F), (0x003A, 0x0040), (0x005B, 0x0060), (0x007B, 0x00A9), (0x00AB, 0x00B1), (0x00B4, 0x00B4),
    (0x00B6, 0x00B8), (0x00BB, 0x00BB), (0x00BF, 0x00BF), (0x061C, 0x061C), (0x1680, 0x1680), (0x180E, 0x180E),
    (0x2000, 0x206F), (0x2212, 0x2212), (0x2215, 0x2215), (0x2E00, 0x2E7F), (0x3000, 0x3003), (0x3008, 0x3011),
    (0x3014, 0x301F), (0x30FB, 0x30FB), (0xD800, 0xDFFF), (0xFE00, 0xFE19), (0xFE30, 0xFE6B), (0xFEFF, 0xFEFF),
    (0xFF01, 0xFF0F), (0xFF1A, 0xFF20), (0xFF3B, 0xFF40), (0xFF5B, 0xFF65), (0xE0100, 0xE01EF),
)  # fmt: skip
_FULL_WIDTH = 0xFEE0


def _table() -> dict[int, str | None]:
    """Return the table of §2.1 as `str.translate` takes it: code point → kept character, or None to drop."""
    table: dict[int, str | None] = {}
    for first, last in _DROPPED:
        table.update(dict.fromkeys(range(first, last + 1)))
    for kept in "0123456789abcdefghijklmnopqrstuvwxyz":
        table[ord(kept) + _FULL_WIDTH] = kept
        if kept.isalpha():
            table[ord(kept) - 32] = table[ord(kept) - 32 + _FULL_WIDTH] = kept
    return table


_TABLE = _table()
_WORD = re.compile("[0-9a-z]")
_WRITTEN_WORD = re.compile("[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]+")
_CODE = re.compile("[0-9a-z]*[0-9][0-9a-z]*")
_CODE_SHORTEST = 4


def fold(text: str) -> str:
    """Return the folded text (§2.1): narrow, lower case, without white space, punctuation and invisible marks."""
    return text.translate(_TABLE)


class Names:
    """Finds the places in a name at which a search may begin, for one list of legal forms (§2.2)."""

    def __init__(self, stop_words: Iterable[str] = STOP_WORDS) -> None:
        folded = [(fold(word), frozenset(_starts(word))) for word in stop_words]
        self._forms = tuple(sorted((word for word, _ in folded if word), key=len, reverse=True))
        self._ends = re.compile(f"(?:{'|'.join(map(re.escape, self._forms)) or '(?!)'})$")
        self._parts = frozenset(
            word[start:end]
            for word, starts in folded
            for start in starts
            for end in range(start + SHORTEST, len(word) + 1)
        )

    def places(self, name: str) -> tuple[str, Sequence[int]]:
        """Return the folded name, and the places in it at which a search may begin, ascending."""
        folded = name.translate(_TABLE)
        last = len(folded) - SHORTEST
        form = self._ends.search(folded)  # the leftmost match is the longest form
        if _WORD.search(folded) is None:
            return folded, range(min(last + 1, form.start()) if form else max(0, last + 1))
        starts = _starts(name)
        if form:
            # A form that begins within a word is none: "Telco" does not end in "Co.".
            own = [at for at in starts if folded[at:] in self._forms]
            last = min(last, min(own, default=len(folded)) - 1)
        return folded, [at for at in starts if at <= last]

    def keys(self, name: str, english: str | None) -> list[str]:
        """Return the keys of a name and, where there is one, of the English name: the folded text from each place on."""
        found: list[str] = []
        for text in filter(None, (name, english)):
            folded, places = self.places(text)
            found += [folded[place:] for place in places]
        return found

    def is_part_of_legal_form(self, folded: str) -> bool:
        """Tell whether a folded query is nothing but a legal form, or a part of one (§3.1)."""
        return folded in self._parts


def _starts(text: str) -> list[int]:
    """Return the places in the folded text of each character that is not within a Latin word."""
    if _WRITTEN_WORD.search(text) is None:
        return list(range(len(text.translate(_TABLE))))
    starts: list[int] = []
    place = end = 0
    for word in _WRITTEN_WORD.finditer(text):
        between = len(text[end : word.start()].translate(_TABLE))
        starts.extend(range(place, place + between + 1))
        place += between + word.end() - word.start()
        end = word.end()
    starts.extend(range(place, place + len(text[end:].translate(_TABLE))))
    return starts


def ranges(folded: str) -> list[str]:
    """Return the beginnings of keys among which a folded query is looked for, in order (§3.2)."""
    if len(folded) < _CODE_SHORTEST or _CODE.fullmatch(folded) is None:
        return [folded]
    credit_code = [CREDIT_CODE + folded] if len(folded) == CREDIT_CODE_LENGTH else []
    return [*credit_code, NUMBER + folded, folded]
