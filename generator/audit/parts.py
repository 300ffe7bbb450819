"""The certificates that a part of the register should hold, in the order of registry/README.md §5."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator import shards
from generator.audit import rows
from generator.audit.records import Json, Publication, Row, compact
from generator.normalise import CertificateKey


@dataclass(frozen=True, slots=True)
class Expected:
    """A certificate of the ledger, what places it in the register, and its line there."""

    digest: bytes
    key: CertificateKey
    record: Json
    line: bytes


def expected(scratch: Path, part: int, publication: Publication) -> list[Expected]:
    """Return what a part should hold. Of rows with the same number, which no sound ledger has, the first counts."""
    events: dict[CertificateKey, list[Row]] = {}
    for key, event in _rows(scratch, part, "events", rows.EVENTS):
        events.setdefault(key, []).append(event)
    found: dict[CertificateKey, Expected] = {}
    for key, row in _rows(scratch, part, "certificates", rows.CERTIFICATES):
        if key not in found:
            record = publication.record(row, events.get(key, ()))
            found[key] = Expected(shards.digest(key), key, record, compact(record))
    return sorted(found.values(), key=lambda each: (each.digest, each.key))


def keys(scratch: Path, part: int) -> set[CertificateKey]:
    """Return the keys of a part's certificates."""
    return {CertificateKey(row[0]) for row in rows.load(scratch, part, "certificates")}


def _rows(
    scratch: Path, part: int, table: str, columns: tuple[str, ...]
) -> Iterator[tuple[CertificateKey, Row]]:
    """Yield key and row in ledger order."""
    for key, _, *values in sorted(rows.load(scratch, part, table), key=lambda row: int(row[1])):
        yield CertificateKey(key), dict(zip(columns, values, strict=True))
