"""What the register should hold, worked out from the ledger a second time (registry/README.md §3, §5, §6).

The builder has its own mapping. The two share the specification and no code, so that a slip in one of them shows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from generator import normalise, shards
from generator.model import Certificate, Ledger, SchemesFile, Standard

Json = dict[str, Any]

_SHOWN = 80
"""Most characters of a value that a message shows."""

_DEEPEST = 8
"""Levels of JSON; the format has five."""

_AS_IN_LEDGER = ("holder", "holder_en", "uscc", "address", "address_en", "scope", "scope_en")
_DAYS = ("issued_on", "valid_from", "valid_to", "first_certified_on")


@dataclass(frozen=True, slots=True)
class Expected:
    """A certificate of the ledger, and what places it in the register."""

    digest: bytes
    key: normalise.CertificateKey
    certificate: Certificate


class Publication:
    """Says how each certificate should stand in the register."""

    def __init__(self, facts: SchemesFile) -> None:
        self.specimen = facts.register_.specimen
        self.designations = {standard.id: designation(standard) for standard in facts.standards}

    def record(self, certificate: Certificate) -> Json:
        """Return the record of a certificate (§6)."""
        record: Json = {"number": certificate.number}
        if self.specimen:
            record["specimen"] = True
        if certificate.disclosure != "full":
            record["disclosure"] = "limited"
            return record
        if certificate.parent is not None:
            record["parent"] = certificate.parent
        record["scheme"] = certificate.scheme
        record["standards"] = [self.designations[standard] for standard in certificate.standards]
        if certificate.level is not None:
            record["level"] = certificate.level
        for name in _AS_IN_LEDGER:
            if (text := getattr(certificate, name)) is not None:
                record[name] = text
        if certificate.sites:
            record["sites"] = [*certificate.sites]
        for name in _DAYS:
            if (day := getattr(certificate, name)) is not None:
                record[name] = str(day)
        if certificate.revision is not None:
            record["revision"] = certificate.revision
        if certificate.events:
            record["events"] = _events(certificate)
        return record


def _events(certificate: Certificate) -> list[dict[str, str]]:
    """Return the events, days ascending, in ledger order within a day; notes are for staff."""
    found = []
    for event in sorted(certificate.events, key=lambda event: event.on):
        parts = {"on": event.on, "type": event.type, "until": event.until, "by": event.by}
        found.append({name: str(part) for name, part in parts.items() if part is not None})
    return found


def designation(standard: Standard) -> str:
    """Return a standard's designation as it stands in records: national and international number."""
    return "/".join(filter(None, (standard.national, standard.international)))


def compact(value: object) -> bytes:
    """Return JSON as the format writes it: without spaces, nothing escaped that need not be (§5).

    A lone surrogate, which only a wrong file can bring, becomes `?`.
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def placed(ledger: Ledger) -> list[Expected]:
    """Return all certificates in the order of §5: by digest, then by key."""
    keys = ((normalise.key(certificate.number), certificate) for certificate in ledger.certificates)
    found = [Expected(shards.digest(key), key, certificate) for key, certificate in keys]
    return sorted(found, key=lambda expected: (expected.digest, expected.key))


def partitioned(found: Iterable[Expected], bits: int) -> Mapping[str, list[Expected]]:
    """Return the certificates by shard, in order; a shard without any is not among them."""
    partitions: dict[str, list[Expected]] = {}
    for expected in found:
        partitions.setdefault(shards.name(expected.digest, bits), []).append(expected)
    return partitions


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
