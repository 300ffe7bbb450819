"""From certificates to index entries (registry/SEARCH.md §4): rows by holder, and one line for each of a row's keys.

A *line* is the key in UTF-8, a NUL byte and the entry's JSON; lines in byte order are entries in the order of the index.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from json.encoder import encode_basestring as quoted
from typing import NamedTuple

from generator.search.fold import CREDIT_CODE, CREDIT_CODE_LENGTH, NUMBER, Names, fold

ROW_CERTIFICATES = 12
"""Most certificates in a row; a holder with more has several rows."""


class Holder(NamedTuple):
    """What makes two certificates one organisation's."""

    name: str
    name_en: str | None
    uscc: str | None


class Certificate(NamedTuple):
    """A certificate as it comes from the spill; days are `YYYY-MM-DD`, `events` is JSON (§6 of the register) or None."""

    number: str
    scheme: str
    valid_from: str
    valid_to: str
    events: str | None


def lines(
    holder: Holder, certificates: Iterable[Certificate], names: Names, schemes: Mapping[str, int]
) -> Iterator[bytes]:
    """Yield the lines of a holder, in no particular order. `schemes` says the place of each scheme in the root."""
    ordered = sorted((fold(each.number), each) for each in certificates)
    name, english = quoted(holder.name), f",{quoted(holder.name_en)}" if holder.name_en else ""
    written = [_certificate(each, schemes) for _, each in ordered]
    keys = _keys(holder, names)
    for at in range(0, len(written), ROW_CERTIFICATES):
        row = f"{name},[{','.join(written[at : at + ROW_CERTIFICATES])}]{english}]".encode()
        for beginning in keys:
            yield beginning + row
    for (key, _), text in zip(ordered, written, strict=True):
        yield f'{NUMBER}{key}\0["#",{name},[{text}]{english}]'.encode()


def _keys(holder: Holder, names: Names) -> Sequence[bytes]:
    """Return the keys of a holder, each once, with the beginnings of their entries."""
    found: dict[str, str] = {}
    for at, key in enumerate(names.keys(holder.name, holder.name_en)):
        found.setdefault(key, f"\0[{at},")
    if holder.uscc and len(code := fold(holder.uscc)) == CREDIT_CODE_LENGTH:
        found[CREDIT_CODE + code] = f"\0[{quoted(CREDIT_CODE + code)},"
    return [(key + start).encode() for key, start in found.items()]


def _certificate(one: Certificate, schemes: Mapping[str, int]) -> str:
    """Return a certificate as §4.2 writes it."""
    first, length = _term(one.valid_from, one.valid_to)
    events = f",{_events(one.events)}" if one.events else ""
    return f"[{quoted(one.number)},{schemes[one.scheme]},{first},{length}{events}]"


@lru_cache(maxsize=65_536)
def _term(first: str, last: str) -> tuple[str, int]:
    days = datetime.date.fromisoformat(last).toordinal() - datetime.date.fromisoformat(first).toordinal()
    return first.replace("-", ""), days


@lru_cache(maxsize=4096)
def _events(text: str) -> str:
    events = [[int(event["on"].replace("-", "")), event["type"], *_rest(event)] for event in json.loads(text)]
    return json.dumps(events, ensure_ascii=False, separators=(",", ":"))


def _rest(event: dict[str, str]) -> list[int | str]:
    if "until" in event:
        return [int(event["until"].replace("-", ""))]
    return [event["by"]] if "by" in event else []
