"""What the register should hold, worked out from the ledger a second time (registry/README.md §3, §5, §6).

The builder has its own mapping. The two share the specification and no code, so that a slip in one of them shows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.ledger.record import WHITE_SPACE
from generator.model import SchemesFile, Standard

Json = dict[str, Any]
Row = Mapping[str, str]
"""Column → value of a row of the ledger, without the white space around it; empty where there is none."""

_SHOWN = 80
"""Most characters of a value that a message shows."""

_DEEPEST = 8
"""Levels of JSON; the format has five."""

_AS_IN_LEDGER = ("holder", "holder_en", "uscc", "address", "address_en", "scope", "scope_en")
_DAYS = ("issued_on", "valid_from", "valid_to", "first_certified_on")


@dataclass(frozen=True)
class Publication:
    """Says how each certificate should stand in the register."""

    specimen: bool
    designations: Mapping[str, str]
    """Standard → its designation."""

    @classmethod
    def of(cls, facts: SchemesFile) -> Publication:
        """Return what the facts say about that."""
        return cls(
            facts.register_.specimen, {standard.id: designation(standard) for standard in facts.standards}
        )

    def record(self, row: Row, events: Sequence[Row]) -> Json:
        """Return the record of a certificate (§6) with its events, which stand in ledger order."""
        record: Json = {"number": row["number"]}
        if self.specimen:
            record["specimen"] = True
        if row["disclosure"] not in ("", "full"):
            record["disclosure"] = "limited"
            return record
        if row["parent"]:
            record["parent"] = row["parent"]
        record["scheme"] = row["scheme"]
        record["standards"] = [self.designations.get(id_, id_) for id_ in _list(row["standards"], ";")]
        if row["level"]:
            record["level"] = row["level"]
        for name in _AS_IN_LEDGER:
            if row[name]:
                record[name] = row[name]
        if row["sites"]:
            record["sites"] = _list(row["sites"], "|")
        for name in _DAYS:
            if row[name]:
                record[name] = row[name]
        if row["revision"]:
            digits = row["revision"]
            record["revision"] = int(digits) if digits.isascii() and digits.isdigit() else digits
        if events:
            record["events"] = _events(events)
        return record


def _list(text: str, mark: str) -> list[str]:
    return [entry.strip(WHITE_SPACE) for entry in text.split(mark)]


def _events(events: Sequence[Row]) -> list[dict[str, str]]:
    """Return the events, days ascending, in ledger order within a day; notes are for staff."""
    ordered = sorted(events, key=lambda event: event["on"])
    return [{name: event[name] for name in ("on", "type", "until", "by") if event[name]} for event in ordered]


def designation(standard: Standard) -> str:
    """Return a standard's designation as it stands in records: national and international number."""
    return "/".join(filter(None, (standard.national, standard.international)))


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def compact(value: object) -> bytes:
    """Return JSON as the format writes it: without spaces, nothing escaped that need not be (§5).

    A lone surrogate, which only a wrong file can bring, becomes `?`.
    """
    return _ENCODER.encode(value).encode("utf-8", "replace")


def parse(text: str | bytes) -> Any:
    """Return the value of JSON text. Raises ValueError, also for a key that stands twice and for absurd nesting."""
    try:
        value = json.loads(text, object_pairs_hook=_object)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    level = [value]
    for _ in range(_DEEPEST):
        level = [part for outer in level for part in _parts(outer)]
    if level:
        raise ValueError("nested too deeply")
    return value


def _parts(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _object(pairs: list[tuple[str, Any]]) -> Json:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in an object")
    return found


def shown(value: object) -> str:
    """Return a value as a message shows it: as JSON, cropped; `—` stands for nothing."""
    return crop(None if value is None else compact(value).decode())


def crop(text: str | None) -> str:
    """Return the beginning of a text, `—` for none."""
    if text is None:
        return "—"
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
