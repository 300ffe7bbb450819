"""What a key looks like: a certificate number of any body, a credit code, or another number (registry/README.md §8.2).

Part of the twin of `site_templates/theme/assets/verify/outcome.mjs`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest

from generator import normalise

CERTIFICATE_NUMBER = re.compile("^(?:F|RF)?[0-9]{4,6}[A-Z]{1,6}[0-9]{2,7}R[0-9]{1,2}[LMS][0-9A-Z]*$")
"""What the number of a certificate looks like as a key, whoever the body is (§8.2)."""


MOST_CANDIDATES = 3
"""So many numbers are offered."""


@dataclass(frozen=True)
class Candidate:
    """A number like the one asked for, as printed, and each difference: `pos` from 1, `a` asked for, `b` registered.

    `a` is empty where a character is missing, and `b` where there is one too many.
    """

    number: str
    differences: tuple[dict[str, int | str], ...]


def is_certificate_number(key: str) -> bool:
    """Tell whether a key has the form of a certificate number."""
    return CERTIFICATE_NUMBER.match(key) is not None


_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_SHAPE = re.compile("^[0-9A-HJ-NP-RTUWXY]{18}$")
_CODE_REGION = re.compile("^.{2}(?:1[0-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12]|99)[0-9]{4}")


def is_credit_code(key: str) -> bool:
    """Tell whether a key is a unified social credit code (GB 32100-2015), and no certificate number."""
    if not _CODE_SHAPE.match(key) or is_certificate_number(key):
        return False
    total = sum(_CODE_ALPHABET.index(one) * pow(3, at, 31) for at, one in enumerate(key[:17]))
    return bool(_CODE_REGION.match(key)) or _CODE_ALPHABET[-total % 31] == key[17]


def compare(key: str, number: str) -> Candidate:
    """Return where a number differs from a key of the same length, or else where one of them has a character more."""
    printed = [text for text in number if normalise.keep(text)]
    pairs = enumerate(zip_longest(key, printed, fillvalue=""), 1)
    found: list[dict[str, int | str]] = [
        {"pos": pos, "a": a, "b": b} for pos, (a, b) in pairs if a != (normalise.keep(b) if b else "")
    ]
    if len(key) != len(printed):
        found = [found[0] | {"b" if len(key) > len(printed) else "a": ""}]
    return Candidate(number, tuple(found))
