"""The second pass: one range of places after the other, certificates with their histories, shards written. Runs in several processes."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import ipc

from generator import output, shards
from generator.normalise import CertificateKey
from generator.output import Renewal
from generator.registry import certificates, events, histories, previous, shard
from generator.registry.columns import truth
from generator.registry.histories import Histories, Reference
from generator.registry.owners import Stray
from generator.registry.previous import Gone, Opened, Previous
from generator.registry.runs import Range
from generator.status import StatusName
from generator.workers import tick

SPILL = ("holder", "holder_en", "uscc", "number", "kind", "valid_from", "valid_to")
"""Columns that the organisation search gets of each certificate, as text, beside `events`."""


@dataclass(frozen=True)
class Job:
    """What is the same for all ranges."""

    certificates: tuple[Path, ...]
    events: tuple[Path, ...]
    ranges: int
    scratch: Path
    day: datetime.date
    """The day of the run: statuses are counted on it, and what lies ahead of it is told."""
    excluded: frozenset[CertificateKey] = frozenset()
    """Certificates that are set aside."""
    bits: int = 0
    renewal: Renewal | None = None
    """Where shards go; None when the ledger is only checked."""
    previous: Previous | None = None
    """The register whose place the new one takes."""
    others: tuple[Previous, ...] = ()
    """Further registers of which nothing vanishes."""
    intended: frozenset[CertificateKey] = frozenset()
    unit: int = 0
    """Units of progress that a range counts."""


@dataclass
class Ranged:
    """What a range holds. Ranges are added up in order."""

    certificates: int = 0
    size: int = 0
    doubtful: list[CertificateKey] = field(default_factory=list)
    stray: list[Stray] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    statuses: Counter[StatusName] = field(default_factory=Counter)
    digests: bytes = b""
    gone: list[Gone] = field(default_factory=list)
    opened: list[Opened] = field(default_factory=list)
    changed: int = 0
    """Shards that are not as in the previous register."""
    since: datetime.date | None = None
    """First day of validity of any certificate of full disclosure."""

    def add(self, other: Ranged) -> None:
        """Add the next range."""
        self.certificates += other.certificates
        self.size += other.size
        self.doubtful += other.doubtful
        self.stray += other.stray
        self.references += other.references
        self.statuses += other.statuses
        self.digests += other.digests
        self.gone += other.gone
        self.opened += other.opened
        self.changed += other.changed
        self.since = min(filter(None, (self.since, other.since)), default=None)


def work(job: Job, number: int) -> Ranged:
    """Check a range and, if the job says so, write its shards. Raises OSError, UnreadableError."""
    found = _joined(job, number)
    keys = found.certificates.column("key")
    _keep_keys(job, number, found)
    result = Ranged(
        certificates=len(keys),
        size=(pc.sum(pc.binary_length(found.lines)).as_py() or 0) + len(found.lines),
        doubtful=keys.filter(pa.array(found.doubtful)).to_pylist(),
        stray=found.stray,
        references=found.references,
        statuses=found.statuses,
        since=_since(found.certificates),
    )
    if job.renewal is not None:
        _write(job, job.renewal, number, found, result)
        _spill(job, number, found)
    tick(job.unit)
    return result


def _since(certificates: pa.Table) -> datetime.date | None:
    told = certificates.column("valid_from").filter(pc.invert(certificates.column("limited")))
    found: datetime.date | None = pc.min(told).as_py()
    return found


@lru_cache(maxsize=4)
def _runs(paths: tuple[Path, ...], table: str, columns: tuple[str, ...] | None = None) -> Range:
    """Open the runs of a table once in each process."""
    return Range(paths, certificates.SCHEMA if table == "certificates" else events.SCHEMA, columns)


def forget() -> None:
    """Close the runs that are open in this process."""
    _runs.cache_clear()


def _joined(job: Job, number: int) -> Histories:
    ours = _runs(job.certificates, "certificates").rows(number)
    theirs = _runs(job.events, "events").rows(number)
    if job.excluded:
        aside = pa.array(sorted(job.excluded), pa.string())
        ours, theirs = (
            table.filter(pc.invert(pc.is_in(table.column("key"), aside))) for table in (ours, theirs)
        )
    return histories.join(ours.combine_chunks(), theirs.combine_chunks(), job.day)


def _write(job: Job, renewal: Renewal, number: int, found: Histories, result: Ranged) -> None:
    place = found.certificates.column("place").to_numpy()
    digests, same = [], {}
    for name, content in shard.of_range(place, found.lines, job.bits, job.ranges, number):
        digests.append(hashlib.sha256(content).digest())
        same[name] = renewal.write(shards.path(name), content)
    result.digests = b"".join(digests)
    result.changed = len(same) - sum(same.values())
    registers = previous.Earlier(job.previous, job.others, job.ranges, number, job.intended)
    prints = {name: digest.hex()[: shards.DIGEST_DIGITS] for name, digest in zip(same, digests, strict=True)}

    def now() -> Iterable[tuple[CertificateKey, Any]]:
        keys = found.certificates.column("key").to_pylist()
        return zip(keys, (line.as_buffer() for line in found.lines), strict=True)

    for change in registers.changes(job.bits, prints, same, now):
        if isinstance(change, Gone):
            result.gone.append(change)
        else:
            result.opened.append(change)


def _spill(job: Job, number: int, found: Histories) -> None:
    """Keep what the organisation search needs of the certificates of full disclosure."""
    table = found.certificates.append_column("events", found.decisive)
    table = table.filter(pc.invert(table.column("limited"))).select([*SPILL, "events"])
    for name in ("valid_from", "valid_to"):
        at = table.schema.get_field_index(name)
        table = table.set_column(at, name, table.column(name).cast(pa.string()))
    _save(spill(job, number), table)


def spill(job: Job, number: int) -> Path:
    """Return where a range's certificates of full disclosure are kept for the organisation search."""
    return job.scratch / f"spill-{number:04}.arrow"


def numbers(job: Job, number: int) -> list[str]:
    """Return the numbers of a range's certificates of full disclosure, as printed."""
    with ipc.open_file(pa.OSFile(str(spill(job, number)))) as file:
        found: list[str] = file.read_all().column("number").to_pylist()
        return found


def _keep_keys(job: Job, number: int, found: Histories) -> None:
    """Keep which certificates there are, and what those that name them have to know."""
    certificates = found.certificates
    columns = {"key": certificates.column("key"), "limited": certificates.column("limited")}
    _save(job.scratch / f"keys-{number:04}.arrow", pa.table({**columns, "stopped": pa.array(found.stopped)}))


def _save(path: Path, table: pa.Table) -> None:
    options = ipc.IpcWriteOptions(compression="lz4")
    with output.named(path), ipc.new_file(path, table.schema, options=options) as file:
        file.write_table(table)


def doubtful_references(job: Job, references: Iterable[Reference]) -> list[CertificateKey]:
    """Return who names a certificate that there is not, that ended too early, that is not to be told of, or itself."""
    by_range: dict[int, list[Reference]] = {}
    for reference in references:
        by_range.setdefault(_place(reference.whom) * job.ranges >> 64, []).append(reference)
    found = []
    for number, named in sorted(by_range.items()):
        table = _kept_keys(job, number)
        at = pc.index_in(
            pa.array([each.whom for each in named], pa.string()), table.column("key").combine_chunks()
        )
        told = truth(table.column("limited").take(at)) & ~np.array([each.limited for each in named])
        stopped = table.column("stopped").take(at).to_numpy().astype("M8[D]")
        late = stopped < np.array([each.until for each in named], "M8[D]")
        doubtful = told | late | ~truth(pc.is_valid(at))
        found += [
            each.who for each, doubt in zip(named, doubtful, strict=True) if doubt or each.who == each.whom
        ]
    return found


def missing(job: Job, keys: Iterable[CertificateKey]) -> set[CertificateKey]:
    """Return the keys of which there is no certificate."""
    by_range: dict[int, set[CertificateKey]] = {}
    for key in keys:
        by_range.setdefault(_place(key) * job.ranges >> 64, set()).add(key)
    found = set()
    for number, wanted in sorted(by_range.items()):
        found |= wanted.difference(_kept_keys(job, number).column("key").to_pylist())
    return found


def _kept_keys(job: Job, number: int) -> pa.Table:
    with ipc.open_file(pa.OSFile(str(job.scratch / f"keys-{number:04}.arrow"))) as file:
        return file.read_all().combine_chunks()


@dataclass(frozen=True)
class Rows:
    """Where a certificate stands in the ledger, and whom it names."""

    key: CertificateKey
    place: int
    certificates: tuple[int, ...]
    """Lines: more than one if the number stands there more than once."""
    events: tuple[int, ...]
    names: tuple[CertificateKey, ...]


def rows_of(job: Job, keys: Iterable[CertificateKey]) -> list[Rows]:
    """Return where certificates stand, in the order of the register; one that there is not is left out."""
    by_range: dict[int, set[CertificateKey]] = {}
    for key in keys:
        by_range.setdefault(_place(key) * job.ranges >> 64, set()).add(key)
    return [rows for number, wanted in sorted(by_range.items()) for rows in _rows_of(job, number, wanted)]


def _rows_of(job: Job, number: int, wanted: set[CertificateKey]) -> list[Rows]:
    chosen = pa.array(sorted(wanted), pa.string())
    ours = _runs(job.certificates, "certificates", ("place", "key", "line", "parent")).rows(number)
    theirs = _runs(job.events, "events", ("place", "key", "line", "by")).rows(number)
    lines: dict[Any, list[int]] = {}
    events_of: dict[Any, list[int]] = {}
    names: dict[Any, list[CertificateKey]] = {}
    for row in (
        ours.filter(pc.is_in(ours.column("key"), chosen)).select(["key", "line", "parent"]).to_pylist()
    ):
        lines.setdefault(row["key"], []).append(row["line"])
        names.setdefault(row["key"], []).extend([row["parent"]] if row["parent"] else [])
    for row in (
        theirs.filter(pc.is_in(theirs.column("key"), chosen)).select(["key", "line", "by"]).to_pylist()
    ):
        events_of.setdefault(row["key"], []).append(row["line"])
        names.setdefault(row["key"], []).extend([row["by"]] if row["by"] else [])
    return [
        Rows(key, _place(key), tuple(lines[key]), tuple(events_of.get(key, ())), tuple(names[key]))
        for key in lines
    ]


def _place(key: CertificateKey) -> int:
    return int.from_bytes(shards.digest(key)[:8], "big")
