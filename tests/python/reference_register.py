"""The register of a ledger, the simple and slow way: everything in memory, one step of registry/README.md after the other.

It shares the twins of the specification (normalise, shards, status) with the builder and nothing else. Tests compare the
builder with it, and make sites of it for the audit.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from generator import normalise, shards
from generator.model import Certificate, Event, Ledger, SchemesFile, Text
from generator.status import status

COUNTED = ("valid", "not_yet_effective", "suspended", "withdrawn", "cancelled", "superseded", "expired")
BEIJING = datetime.timezone(datetime.timedelta(hours=8))


def files(
    ledger: Ledger, facts: SchemesFile, generated_at: datetime.datetime, bits: int | None = None
) -> dict[str, bytes]:
    """Return path below the register's folder → content. Without `bits`, as many as a first build takes."""
    records = sorted((record(certificate, facts) for certificate in ledger.certificates), key=_place)
    if bits is None:
        bits = first_bits(sum(len(compact(each)) + 1 for each in records))
    divided: dict[int, list[bytes]] = {number: [] for number in range(2**bits)}
    for each in records:
        divided[int(shards.name(_place(each)[0], bits), 16)].append(compact(each))
    names = [f"{number:0{shards.digits(bits)}x}" for number in range(2**bits)]
    contents = [shard(name, bits, lines) for name, lines in zip(names, divided.values(), strict=True)]
    found = {shards.path(name): content for name, content in zip(names, contents, strict=True)}
    sums = [hashlib.sha256(content).hexdigest() for content in contents]
    snapshot = hashlib.sha256("".join(f"{each}\n" for each in sums).encode()).hexdigest()
    found |= digest_files(sums, bits, snapshot)
    whole = index(records, facts, generated_at, bits, snapshot)
    if len(told := [each["number"] for each in records if "disclosure" not in each]) <= 20_000:
        lines = [compact(number) for number in sorted(told, key=normalise.key)]
        found["numbers.json"] = _lines('{"format":1,"numbers":[', lines)
        whole["numbers"] = hashlib.sha256(found["numbers.json"]).hexdigest()[:12]
    keys = ("format", "bits", "snapshot", "numbers")
    ordered = {key: whole[key] for key in keys if key in whole} | whole
    found["index.json"] = compact(ordered) + b"\n"
    return found


def first_bits(size: int) -> int:
    """Return the least number of bits for which record lines of `size` bytes give shards of 12,288 bytes on average."""
    return next(bits for bits in range(25) if size <= 12_288 * 2**bits or bits == 24)


def compact(value: object) -> bytes:
    """Return JSON as the format writes it (§5)."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def record(certificate: Certificate, facts: SchemesFile) -> dict[str, Any]:
    """Return the record of a certificate (§6)."""
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
        "issued_on": _day(certificate.issued_on),
        "valid_from": _day(certificate.valid_from),
        "valid_to": _day(certificate.valid_to),
        "first_certified_on": _day(certificate.first_certified_on),
        "revision": certificate.revision,
        "events": [_event(event) for event in sorted(certificate.events, key=lambda event: event.on)],
    }
    return {key: value for key, value in found.items() if value not in (None, [])}


def _event(event: Event) -> dict[str, Any]:
    found = {"on": _day(event.on), "type": event.type, "until": _day(event.until), "by": event.by}
    return {key: value for key, value in found.items() if value is not None}


def _day(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


def _place(found: dict[str, Any]) -> tuple[bytes, str]:
    key = normalise.key(found["number"])
    return shards.digest(key), key


def shard(name: str, bits: int, lines: Sequence[bytes]) -> bytes:
    """Return the file of a shard (§5)."""
    head = f'{{"format":1,"bits":{bits},"shard":"{name}","records":['
    return _lines(head, lines)


def digest_files(sums: Sequence[str], bits: int, snapshot: str) -> dict[str, bytes]:
    """Return path → content of the digest files (§3); `sums` are the SHA-256 of the shards in hexadecimal."""
    group_bits = max(0, bits - 6)
    size = 2 ** (bits - group_bits)
    found = {}
    for group in range(2**group_bits):
        name = f"{group:0{max(1, -(-group_bits // 4))}x}"
        folder = f"{name[:-2]}/" if len(name) > 2 else ""
        head = f'{{"format":1,"bits":{bits},"group":"{name}","digests":['
        lines = [f'"{each[:12]}"'.encode() for each in sums[group * size : (group + 1) * size]]
        found[f"digests/{snapshot[:16]}/{folder}{name}.json"] = _lines(head, lines)
    return found


def _lines(head: str, lines: Sequence[bytes]) -> bytes:
    body = b",\n".join(lines)
    return head.encode() + b"\n" + (body + b"\n" if body else b"") + b"]}\n"


def index(
    records: Sequence[dict[str, Any]],
    facts: SchemesFile,
    generated_at: datetime.datetime,
    bits: int,
    snapshot: str,
) -> dict[str, Any]:
    """Return the index (§4)."""
    settings, today = facts.register_, generated_at.astimezone(BEIJING).date()
    statuses = Counter(status(each, today).status for each in records)
    issuer: dict[str, Any] = {"name": _name(facts.body.name), "prefixes": list(settings.prefixes)}
    found: dict[str, Any] = {
        "format": 1,
        "bits": bits,
        "snapshot": snapshot,
        "generated_at": generated_at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    if settings.freshness.update_every:
        due = today + datetime.timedelta(days=settings.freshness.update_every)
        found["next_update_due"] = due.isoformat()
    if days := [record["valid_from"] for record in records if "valid_from" in record]:
        found["since"] = min(days)
    if settings.specimen:
        found["specimen"] = True
    return found | {
        "issuer": issuer | ({"phone": facts.body.phone} if facts.body.phone else {}),
        "platform": {"name": _name(facts.site.platform.name), "url": facts.site.platform.url},
        "limits": {
            "notice": settings.freshness.notice,
            "downgrade": settings.freshness.downgrade,
            "expiring": settings.expiring,
        },
        "counts": {
            "total": len(records),
            "by_status": {name: statuses[name] for name in COUNTED} | {"limited": statuses["restricted"]},
        },
        "schemes": {scheme.id: _name(scheme.title) for scheme in facts.schemes},
        "levels": {level.id: _name(level.title) for rating in facts.ratings for level in rating.levels},
        "superseded": {
            standard.designation: {
                "by": standard.superseded_by,
                **({"until": _day(standard.transition_until)} if standard.transition_until else {}),
            }
            for standard in facts.standards
            if standard.status == "superseded" and standard.superseded_by
        },
    }


def _name(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en} if text.en else {"zh": text.zh}


def rows(ledger: Ledger) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return the rows of `certificates` and `events` that a ledger is read from (§1)."""
    certificates, events = [], []
    for certificate in ledger.certificates:
        row = certificate.model_dump(mode="json", exclude={"events", "standards", "sites"})
        certificates.append(
            {name: "" if value is None else str(value) for name, value in row.items()}
            | {"standards": ";".join(certificate.standards), "sites": "|".join(certificate.sites)}
        )
        for event in certificate.events:
            values = {"number": certificate.number, **event.model_dump(mode="json")}
            events.append({name: "" if value is None else str(value) for name, value in values.items()})
    return certificates, events
