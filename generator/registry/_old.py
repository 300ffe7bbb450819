"""From the ledger to the files of the published register (registry/README.md §3–§6), as names and bytes.

Pure: the same ledger, facts and time give the same bytes on any machine. The steps are those that a register of any
size takes: write each record as one line, partition the lines by shard, sort within a shard.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator import normalise, shards
from generator.model import Certificate, Event, Ledger, SchemesFile, Text
from generator.status import StatusName, status

FORMAT = 1
"""Version of the register format."""

INDEX = "index.json"
"""Path of the index below the register's folder."""

SHARD_BYTES = 16_384
"""How large the record lines of a shard may be on average."""

_BEIJING = datetime.timezone(datetime.timedelta(hours=8))

_COUNTED: tuple[StatusName, ...] = (
    "valid",
    "not_yet_effective",
    "suspended",
    "withdrawn",
    "cancelled",
    "superseded",
    "expired",
)
"""Statuses that are counted, in the order of the index; certificates of limited disclosure come after them."""


@dataclass(frozen=True)
class Line:
    """A record as it stands in its shard, without comma and line end, and what places it there."""

    digest: bytes
    key: normalise.CertificateKey
    text: bytes


@dataclass(frozen=True)
class Summary:
    """What a register holds, for logs and comparisons."""

    bits: int
    snapshot: str
    total: int
    counts: Mapping[str, int]
    """Status → number of certificates on the Beijing day of `generated_at`; `limited` of limited disclosure."""
    specimen: bool
    generated_at: datetime.datetime
    """UTC, whole seconds."""

    @property
    def generated_on(self) -> datetime.date:
        """The Beijing day of `generated_at`."""
        return self.generated_at.astimezone(_BEIJING).date()


@dataclass(frozen=True)
class Register:
    """A planned register."""

    summary: Summary
    index: bytes
    partitions: Mapping[str, Sequence[Line]]
    """Shard name → its lines in order; a shard that is not in here is empty."""

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield path, relative to the register's folder, and content of each file: all shards, then the index."""
        bits = self.summary.bits
        for number in range(2**bits):
            name = f"{number:0{shards.digits(bits)}x}"
            yield shards.path(name), shard(name, bits, self.partitions.get(name, ()))
        yield INDEX, self.index


def plan(ledger: Ledger, facts: SchemesFile, generated_at: datetime.datetime) -> Register:
    """Plan the register of a ledger. Raises ValueError if `generated_at` has no time zone.

    The ledger's numbers are known to be certificate numbers, and no two to have the same key (`generator.ledger`).
    """
    if generated_at.tzinfo is None:
        raise ValueError("generated_at needs a time zone")
    generated_at = generated_at.astimezone(datetime.UTC).replace(microsecond=0)
    today = generated_at.astimezone(_BEIJING).date()
    records = [record(certificate, facts) for certificate in ledger.certificates]
    lines = sorted((line(each) for each in records), key=lambda line: (line.digest, line.key))
    bits = bits_for(sum(len(line.text) + 1 for line in lines))
    summary = Summary(
        bits=bits,
        snapshot=hashlib.sha256(b"".join(line.text + b"\n" for line in lines)).hexdigest(),
        total=len(lines),
        counts=_counts(records, today),
        specimen=facts.register_.specimen,
        generated_at=generated_at,
    )
    partitions: dict[str, list[Line]] = {}
    for each in lines:
        partitions.setdefault(shards.name(each.digest, bits), []).append(each)
    return Register(summary, _json(index(summary, facts)) + b"\n", partitions)


def bits_for(size: int) -> int:
    """Return how many digest bits name a shard when all record lines, each with its line end, take `size` bytes."""
    bits = 0
    while bits < shards.MOST_BITS and size > SHARD_BYTES << bits:
        bits += 1
    return bits


def shard(name: str, bits: int, lines: Iterable[Line]) -> bytes:
    """Return the file of a shard (§5)."""
    head = _json({"format": FORMAT, "bits": bits, "shard": name, "records": []}).removesuffix(b"]}")
    body = b",\n".join(line.text for line in lines)
    return head + b"\n" + (body + b"\n" if body else b"") + b"]}\n"


def line(record: Mapping[str, Any]) -> Line:
    """Return a record's line."""
    key = normalise.key(record["number"])
    return Line(shards.digest(key), key, _json(record))


def record(certificate: Certificate, facts: SchemesFile) -> dict[str, Any]:
    """Return the public record of a certificate (§6): of a limited one, only that it exists."""
    found: dict[str, Any] = {"number": certificate.number}
    if facts.register_.specimen:
        found["specimen"] = True
    if certificate.disclosure == "limited":
        return {**found, "disclosure": "limited"}
    found |= {
        "parent": certificate.parent,
        "scheme": certificate.scheme,
        "standards": [facts.standard(standard).designation for standard in certificate.standards],
        "level": certificate.level,
        "holder": certificate.holder,
        "holder_en": certificate.holder_en,
        "uscc": certificate.uscc,
        "address": certificate.address,
        "address_en": certificate.address_en,
        "scope": certificate.scope,
        "scope_en": certificate.scope_en,
        "sites": list(certificate.sites),
        "issued_on": certificate.issued_on.isoformat(),
        "valid_from": certificate.valid_from.isoformat(),
        "valid_to": certificate.valid_to.isoformat(),
        "first_certified_on": certificate.first_certified_on and certificate.first_certified_on.isoformat(),
        "revision": certificate.revision,
        "events": [_event(event) for event in certificate.events],
    }
    return {key: value for key, value in found.items() if value not in (None, [])}


def index(summary: Summary, facts: SchemesFile) -> dict[str, Any]:
    """Return the index (§4)."""
    settings = facts.register_
    found: dict[str, Any] = {
        "format": FORMAT,
        "bits": summary.bits,
        "snapshot": summary.snapshot,
        "generated_at": summary.generated_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    if settings.freshness.update_every is not None:
        today = summary.generated_at.astimezone(_BEIJING).date()
        due = today + datetime.timedelta(days=settings.freshness.update_every)
        found["next_update_due"] = due.isoformat()
    if summary.specimen:
        found["specimen"] = True
    found["issuer"] = {"name": _name(facts.body.name), "prefixes": list(settings.prefixes)}
    if facts.body.phone:
        found["issuer"]["phone"] = facts.body.phone
    platform = facts.site.platform
    levels = [level for rating in facts.ratings for level in rating.levels]
    return found | {
        "platform": {"name": _name(platform.name), "url": platform.url},
        "limits": {
            "notice": settings.freshness.notice,
            "downgrade": settings.freshness.downgrade,
            "expiring": settings.expiring,
        },
        "counts": {"total": summary.total, "by_status": dict(summary.counts)},
        "schemes": {scheme.id: _name(scheme.title) for scheme in facts.schemes},
        "levels": {level.id: _name(level.title) for level in levels},
        "superseded": _superseded(facts),
    }


def _superseded(facts: SchemesFile) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for standard in facts.standards:
        if standard.status == "superseded" and standard.superseded_by:
            found[standard.designation] = {"by": standard.superseded_by}
            if standard.transition_until:
                found[standard.designation]["until"] = standard.transition_until.isoformat()
    return found


def _counts(records: Iterable[Mapping[str, Any]], today: datetime.date) -> dict[str, int]:
    found = Counter(status(record, today).status for record in records)
    return {name: found[name] for name in _COUNTED} | {"limited": found["restricted"]}


def _event(event: Event) -> dict[str, str]:
    found = {"on": event.on.isoformat(), "type": event.type}
    if event.until:
        found["until"] = event.until.isoformat()
    if event.by:
        found["by"] = event.by
    return found


def _name(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en} if text.en else {"zh": text.zh}


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
