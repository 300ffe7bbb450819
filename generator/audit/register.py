"""The register as a reader finds it: every certificate at its place, every field as in the ledger, and nothing more.

The ledger is divided by place first (`rows`); then one part of it is in memory at a time, and so is one shard (`walk`). A
certificate is found by the path of the specification, number → key → digest → shard, and never by what its neighbour says.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.audit import confidential, digests, numbers, rows, search, walk
from generator.audit import index as indexes
from generator.audit.files import Files
from generator.audit.findings import Findings
from generator.audit.index import Index
from generator.audit.listing import INDEX, NUMBERS, Listing, Wanted, listing
from generator.audit.records import Publication
from generator.audit.walk import NO_DIGEST, Job, Walked
from generator.audit.weights import CHECK, after_gzip
from generator.ledger import Files as LedgerFiles
from generator.ledger.batches import Share
from generator.model import SchemesFile
from generator.normalise import CertificateKey
from generator.problems import Place, Problem, problem
from generator.workers import Doing, Workers

Progress = Callable[[int, int], None]
"""Told how much of how much is done."""

_SMALL = 8 << 20
"""Bytes of a ledger for which further processes do not pay."""

_TOGETHER = 256
"""Files of the organisation search that are read at a time."""


@dataclass(frozen=True)
class Request:
    """What the register is held against, and with what means."""

    facts: SchemesFile
    ledger: LedgerFiles
    scratch: Path
    """An empty folder for what is kept in between; needs about twice as much room as the ledger."""
    processes: int = 1
    progress: Progress = lambda _done, _total: None
    left_out: frozenset[CertificateKey] = frozenset()
    """Certificates of the ledger that must not be in the register, for their faults."""


@dataclass
class Register:
    """What reading the register gave."""

    hints: Mapping[str, str] = field(default_factory=dict)
    """What pages should know of the index, if it could be read."""
    records: int = 0
    """How many records are exactly as the ledger has them."""


def check(request: Request, files: Files, findings: Findings) -> Register:
    """Read the register, which is the folder `files.apart`. Raises OSError where the scratch folder fails."""
    folder = files.apart
    index = indexes.read(files, folder + INDEX, findings)
    if index is None:
        for _ in files.scan():  # links and private names are found all the same
            pass
        return Register()
    found = Register({"data-bits": str(index.bits)} | _snapshot_hint(index))
    strays: list[str] = []
    wanted = Wanted(folder, index.bits, index.snapshot, "numbers" in index.found)
    listed = listing(wanted, (path for path, _ in files.scan()), strays)
    findings.extend(problem("CS834", Place(path)) for path in sorted(strays))
    findings.extend(listed.missing())
    size = rows.size(request.ledger)
    job = Job(
        site=files.root,
        folder=folder,
        bits=index.bits,
        part_bits=min(index.bits, rows.part_bits(size)),
        day=index.day or datetime.date.min,
        publication=Publication.of(request.facts),
        scratch=request.scratch,
        unit=size >> min(index.bits, rows.part_bits(size)),
    )
    doing = Doing(2 * size, request.progress)
    with Workers(request.processes if size > _SMALL else 1, doing) as workers:
        taken = _taken(request, job, workers)
        if taken.unreadable:
            rows.complain(request.ledger, findings)
            return found
        if impossible := [*indexes.plausible(index, taken.size)]:
            findings.extend(impossible)
            return found
        notes = _searched(job, listed, workers, findings)
        job = replace(job, suspects=frozenset(text for _, text in notes))
        walked = _walked(job, workers)
    found.records = walked.records
    findings.merge(walked.findings)
    findings.extend(search.note(path, text) for path, text in notes if text not in walked.suspects)
    findings.extend(digests.check(listed, walked.digests, files))
    findings.extend(_heavy(index, listed, job, walked, files))
    snapshot = digests.snapshot(walked.digests) if _whole(walked) else None
    listable = numbers.content(walked.numbers)
    if listable is not None and wanted.numbers:
        findings.extend(numbers.check(folder + NUMBERS, listable, files))
    ours = indexes.Ours(walked.size, walked.statuses, walked.since, snapshot, listable)
    findings.extend(indexes.check(index, request.facts, ours))
    return found


def _snapshot_hint(index: Index) -> dict[str, str]:
    return {"data-snapshot": index.snapshot} if index.snapshot else {}


def _taken(request: Request, job: Job, workers: Workers) -> rows.Taken:
    """Lay the ledger aside in parts, and keep the marks of what is not for the public."""
    taken = rows.Taken()
    shares = [Share(number, workers.count) for number in range(workers.count)]
    tasks = [(request.ledger, job.scratch, job.part_bits, share, request.left_out) for share in shares]
    for share in workers.map(rows.take, tasks):
        taken.add(share)
    confidential.keep(job.scratch / "limited", taken.limited)
    confidential.keep(job.scratch / "notes", taken.notes)
    return taken


def _searched(job: Job, listed: Listing, workers: Workers, findings: Findings) -> list[tuple[str, str]]:
    """Read the files of the organisation search; return path and text where a text is the same as a note."""
    notes: list[tuple[str, str]] = []
    of_search = search.Job(job.site, job.folder, job.scratch / "limited", job.scratch / "notes")
    tasks = [
        (of_search, listed.search[at : at + _TOGETHER]) for at in range(0, len(listed.search), _TOGETHER)
    ]
    for scanned in workers.map(search.scan, tasks):
        findings.merge(scanned.findings)
        notes += scanned.notes
    return notes


def _walked(job: Job, workers: Workers) -> Walked:
    """Go through all parts, and find out about records that stand where they should not."""
    walked = Walked()
    for part in workers.map(walk.part, [(job, number) for number in range(2**job.part_bits)]):
        walked.add(part)
    for settled in workers.map(walk.settle, [(job, number) for number in sorted(walked.astray)]):
        walked.findings.merge(settled)
    return walked


def _whole(walked: Walked) -> bool:
    """Tell whether every shard could be read, so that a snapshot means something."""
    found = walked.digests
    return not any(found[at : at + 32] == NO_DIGEST for at in range(0, len(found), 32))


def _heavy(index: Index, listed: Listing, job: Job, walked: Walked, files: Files) -> Iterator[Problem]:
    """The heaviest check is light enough: index, digest file and shard. Only the largest shards are looked at."""
    weights = []
    for _, number in walked.largest:
        group = number >> (job.bits - listed.wanted.group_bits)
        paths = (index.place.file, listed.wanted.digests(group), job.path(number))
        weights.append((sum(after_gzip(files.content(path) or b"") for path in paths), paths[-1]))
    weight, heaviest = max(weights, default=(0, ""))
    if weight > CHECK:
        yield problem("CS852", Place(heaviest), size=weight, limit=CHECK)
