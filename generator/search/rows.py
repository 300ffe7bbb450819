"""From certificates to index entries (registry/SEARCH.md §4): rows by holder, and one line for each of a row's keys.

A *line* is the key in UTF-8, a NUL byte and the entry's JSON; lines in byte order are entries in the order of the index.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from json.encoder import encode_basestring as quoted

from generator.search.fold import CREDIT_CODE, CREDIT_CODE_LENGTH, NUMBER, Names, fold

ROW_CERTIFICATES = 12
"""Most certificates in a row; a holder with more has several rows."""


Holder = tuple[str, str | None, str | None]
"""Name, English name and credit code: what makes two certificates one organisation's."""

Certificate = tuple[str, str, str, str, str | None]
"""Number, kind (`generator.search.spills.kind`), `valid_from`, `valid_to` (`YYYY-MM-DD`) and events: JSON (§6 of the register), or None."""


def lines(
    holder: Holder, certificates: Iterable[Certificate], names: Names, kinds: Mapping[str, int]
) -> list[bytes]:
    """Return the lines of a holder, in no particular order. `kinds` says the place of each kind in the root."""
    name, english, _ = holder
    ordered = sorted((fold(each[0]), each) for each in certificates)
    written = [_certificate(each, kinds) for _, each in ordered]
    beginnings = _beginnings(holder, names)
    name, rest = quoted(name), f",{quoted(english)}]" if english else "]"
    found = [
        f'{NUMBER}{key}\0["#",{name},[{text}]{rest}'.encode()
        for (key, _), text in zip(ordered, written, strict=True)
    ]
    for at in range(0, len(written), ROW_CERTIFICATES):
        row = f"{name},[{','.join(written[at : at + ROW_CERTIFICATES])}]{rest}".encode()
        found += [beginning + row for beginning in beginnings]
    return found


def _beginnings(holder: Holder, names: Names) -> list[bytes]:
    """Return the keys of a holder, each once, with the beginnings of their entries."""
    name, english, code = holder
    keys = _keys(name, names)
    found = [key + start for key, start in zip(keys, _starts(0, len(keys)), strict=True)]
    if english:
        known, others = set(keys), _keys(english, names)
        starts = _starts(len(keys), len(keys) + len(others))
        found += [key + start for key, start in zip(others, starts, strict=True) if key not in known]
    if code and len(code := fold(code)) == CREDIT_CODE_LENGTH:
        found.append(f"{CREDIT_CODE}{code}\0[{quoted(CREDIT_CODE + code)},".encode())
    return found


@cache
def _starts(first: int, last: int) -> list[bytes]:
    """Return the beginnings of entries for keys at these places."""
    return [b"\0[%d," % at for at in range(first, last)]


def _keys(name: str, names: Names) -> list[bytes]:
    folded, places = names.places(name)
    raw = folded.encode()
    if len(raw) == 3 * len(folded):  # Chinese alone, as nearly always
        return [raw[3 * place :] for place in places]
    return [folded[place:].encode() for place in places]


def _certificate(one: Certificate, kinds: Mapping[str, int]) -> str:
    """Return a certificate as §4.5 writes it."""
    number, kind, valid_from, valid_to, happened = one
    first, length = _term(valid_from, valid_to)
    events = f",{_events(happened)}" if happened else ""
    return f"[{quoted(number)},{kinds[kind]},{first},{length}{events}]"


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
