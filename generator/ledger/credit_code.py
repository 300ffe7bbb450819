"""The unified social credit code of an organisation (GB 32100-2015): its form and its check character."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of a code in order of value; I, O, S, V and Z are not among them."""

LENGTH = 18


def well_formed(code: str) -> bool:
    """Tell whether `code` has 18 characters of the alphabet."""
    return len(code) == LENGTH and set(code) <= set(ALPHABET)


def check_character(code: str) -> str:
    """Return the 18th character that follows from the first 17 of a well-formed code.

    The i-th of them weighs 3^(i-1) mod 31. Some genuine codes of the years of introduction break the rule, so a
    difference is a reason to look and not to refuse.
    """
    total = sum(ALPHABET.index(character) * pow(3, at, 31) for at, character in enumerate(code[: LENGTH - 1]))
    return ALPHABET[-total % 31]
