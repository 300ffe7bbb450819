"""What is offered after a miss: numbers of the register's list that are near the one asked for (registry/README.md §12).

Twin: `site_templates/theme/assets/verify/near.mjs`. An offer never changes a verdict: where there is no list, or not the right one,
the answer stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from string import ascii_uppercase, digits

from generator import normalise, shards
from generator.format import Fault, check_numbers, parse
from generator.likeness import MOST_CANDIDATES, compare
from generator.normalise import CertificateKey
from generator.reader import Get
from generator.verdict import Outcome

PATH = "numbers.json"
"""Path of the list below the register's folder."""


def offered(found: Outcome, key: CertificateKey, get: Get) -> Outcome:
    """Return the outcome, with the numbers near a key that the register does not have; `get` reads the list."""
    if found.code != "NOT_FOUND" or found.index is None or "numbers" not in found.index:
        return found
    try:
        content = get(PATH)
        if shards.fingerprint(content) != found.index["numbers"]:
            return found
        numbers = near(key, _by_key(content))
    except Fault:
        return found
    if not numbers:
        return found
    return replace(
        found,
        code="NEAR_MISS",
        text="NEAR_MISS" if len(numbers) == 1 else "NEAR_MISS_SEVERAL",
        facts={**found.facts, "cand": numbers[0]},
        remarks=tuple(remark for remark in found.remarks if remark.text != "not_here"),
        candidates=tuple(compare(key, number) for number in numbers),
    )


def near(key: CertificateKey, numbers: Mapping[CertificateKey, str]) -> list[str]:
    """Return the numbers near a key in ascending order of their own keys; none where they are too many."""
    found = sorted({variant for variant in _variants(key) if variant != key and variant in numbers})
    return [numbers[variant] for variant in found] if len(found) <= MOST_CANDIDATES else []


def _variants(key: str) -> Iterator[CertificateKey]:
    for at in range(len(key) + 1):
        before, after = key[:at], key[at:]
        yield CertificateKey(before + after[1:])
        yield CertificateKey(before + after[1:2] + after[:1] + after[2:])
        for character in digits + ascii_uppercase:
            yield CertificateKey(before + character + after)


@lru_cache(maxsize=1)
def _by_key(content: bytes) -> Mapping[CertificateKey, str]:
    """Return key → number as printed. Raises Fault."""
    try:
        return {normalise.key(number): number for number in check_numbers(parse(content))}
    except normalise.Refused:
        raise Fault("INTEGRITY") from None
