"""One part of the register after the other, each held against the same part of the ledger. Runs in several processes."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from pathlib import Path

from generator import shards
from generator.audit import parts, rows
from generator.audit.files import Files
from generator.audit.findings import Findings
from generator.audit.numbers import MOST
from generator.audit.parts import Expected
from generator.audit.records import Json, Publication
from generator.audit.shard import Shard, content, stranger
from generator.normalise import CertificateKey
from generator.status import StatusName, status
from generator.workers import tick

NO_DIGEST = bytes(32)
"""Stands for the SHA-256 of a shard that could not be read."""

_LARGEST = 8
"""Shards of a part of which the size is noted."""


@dataclass(frozen=True)
class Job:
    """What is the same for all parts."""

    site: Path
    folder: str
    """That of the register below the site, with `/` at its end."""
    bits: int
    """Those of the index."""
    part_bits: int
    """At most `bits`."""
    day: datetime.date
    """On which statuses are counted."""
    publication: Publication
    scratch: Path
    unit: int = 0
    """Units of progress that a part counts."""
    suspects: frozenset[str] = frozenset()
    """Texts of which it matters whether a public record has them."""

    def name(self, number: int) -> str:
        """Return the name of a shard."""
        return f"{number:0{shards.digits(self.bits)}x}"

    def path(self, number: int) -> str:
        """Return the path of a shard below the site."""
        return self.folder + shards.path(self.name(number))


@dataclass
class Walked:
    """What a part gave. Parts are added up in order."""

    findings: Findings = field(default_factory=Findings)
    digests: bytearray = field(default_factory=bytearray)
    """SHA-256 of each shard."""
    size: int = 0
    """Bytes of all records of the ledger, each with its line end."""
    records: int = 0
    """Records that are exactly as the ledger has them."""
    statuses: Counter[StatusName] = field(default_factory=Counter)
    since: str | None = None
    """First day of validity of any record of full disclosure of the ledger."""
    numbers: list[str] = field(default_factory=list)
    """Those of the ledger's certificates of full disclosure; no more than it takes to see that they are too many for a list."""
    largest: list[tuple[int, int]] = field(default_factory=list)
    """Bytes and number of the largest shards."""
    suspects: set[str] = field(default_factory=set)
    """Those that are public."""
    astray: set[int] = field(default_factory=set)
    """Parts to which records belong that stand in another one, if they belong anywhere."""

    def add(self, other: Walked) -> None:
        """Add the next part."""
        self.findings.merge(other.findings)
        self.digests += other.digests
        self.size += other.size
        self.records += other.records
        self.statuses += other.statuses
        self.since = _earlier(self.since, other.since)
        self.numbers = (self.numbers + other.numbers)[: MOST + 1]
        self.largest = nlargest(_LARGEST, self.largest + other.largest)
        self.suspects |= other.suspects
        self.astray |= other.astray


def part(job: Job, number: int) -> Walked:
    """Hold a part of the register against the ledger. Raises OSError where the scratch folder fails."""
    walked = Walked()
    files = Files(job.site, {}, walked.findings, job.folder)
    expected = parts.expected(job.scratch, number, job.publication)
    by_shard: dict[int, list[Expected]] = {}
    for each in expected:
        by_shard.setdefault(rows.number(each.digest, job.bits), []).append(each)
        walked.size += len(each.line) + 1
        walked.statuses[_status(each.record, job.day)] += 1
        walked.since = _earlier(walked.since, each.record.get("valid_from"))
        if len(walked.numbers) <= MOST and "disclosure" not in each.record:
            walked.numbers.append(each.record["number"])
        walked.suspects |= job.suspects.intersection(_public(each.record)) if job.suspects else set()
    astray = rows.Aside(job.scratch, f"astray-{number:04x}")
    for at in range(number << (job.bits - job.part_bits), (number + 1) << (job.bits - job.part_bits)):
        _shard(job, at, by_shard.get(at, ()), files, walked, astray)
    astray.flush()
    walked.largest = nlargest(_LARGEST, walked.largest)
    tick(job.unit)
    return walked


def _shard(
    job: Job, at: int, expected: Sequence[Expected], files: Files, walked: Walked, astray: rows.Aside
) -> None:
    name, path = job.name(at), job.path(at)
    found = files.content(path)
    walked.digests += NO_DIGEST if found is None else hashlib.sha256(found).digest()
    if found is None:
        return
    walked.largest.append((len(found), at))
    if found == content(name, job.bits, expected):
        walked.records += len(expected)
        return
    shard = Shard(path, name, job.bits, expected)
    walked.findings.extend(shard.check(found))
    walked.records += shard.records
    for key, line in shard.strangers:
        home = rows.number(shards.digest(key), job.part_bits)
        walked.astray.add(home)
        astray.add(home, (key, path, line))


def settle(job: Job, number: int) -> Findings:
    """Say of each record that stands in a wrong shard and would belong to a part whether the ledger has it."""
    findings, known = Findings(), parts.keys(job.scratch, number)
    for key, path, line in rows.load(job.scratch, number, "astray"):
        findings.add(stranger(path, line, CertificateKey(key), job.bits, key in known))
    return findings


def _status(record: Json, day: datetime.date) -> StatusName:
    try:
        return status(record, day).status
    except KeyError:  # the ledger lacks what it must have, and no reader could tell
        return "unknown"


def _earlier(one: str | None, other: str | None) -> str | None:
    return min(filter(None, (one, other)), default=None)


def _public(record: Json) -> list[str]:
    return [record[name] for name in ("holder", "holder_en", "uscc") if name in record]
