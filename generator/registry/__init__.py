"""From the ledger to the published register (registry/README.md), at any size, in bounded memory.

1. `intake` reads both tables in shares, sieves rows and sorts them into runs on disk;
2. `ranges` takes one range of places after the other: certificates with their histories, written as shards;
3. `doubts` gives everything that was not certainly right to the exact checks of `generator.ledger`;
4. digest files, organisation search and index follow, once nothing is wrong.

Nothing here touches a published folder: files go to a fresh one (`generator.output`).
"""

from __future__ import annotations

import datetime
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator import ledger, normalise, search, shards
from generator.ledger import Files, Lines, unreadable
from generator.ledger.batches import Share
from generator.model import SchemesFile
from generator.normalise import CertificateKey
from generator.output import Renewal
from generator.problems import Place, Problem, Problems, problem
from generator.registry import dependants, index, intake, numbers, previous, ranges, shard
from generator.registry.doubts import KEPT, Doubts, Judgement, judge
from generator.registry.index import Summary
from generator.registry.intake import Intake, Taken
from generator.registry.previous import Gone, Previous, UnreadableError, open_register
from generator.registry.ranges import Job, Ranged
from generator.workers import Doing, Workers

__all__ = ["Outcome", "Request", "Summary", "UnreadableError", "open_register", "run", "unseen"]

Progress = Callable[[int, int], None]
"""Told how much of how much has been done."""


def unseen(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


_SMALL = 16 << 20
"""Bytes of a ledger for which further processes do not pay."""

_GZIP = 5
"""What gzip makes of a ledger, about; for the progress only."""


@dataclass(frozen=True)
class Request:
    """What is to be built or checked."""

    files: Files
    facts: SchemesFile
    generated_at: datetime.datetime
    """UTC, whole seconds."""
    scratch: Path
    """An empty folder for what is kept in between; needs about as much room as the ledger."""
    processes: int = 1
    fresh: Path | None = None
    """An empty folder for the register; None to check only."""
    previous: Path | None = None
    """Folder of the register that was built before, if any: files that stay the same are taken from it."""
    set_aside: bool = False
    """Leave out certificates with faults instead of stopping."""
    intended: frozenset[CertificateKey] = frozenset()
    """Certificates that may vanish or lose a part of their history."""
    others: tuple[Path, ...] = ()
    """Folders of further registers of which nothing may vanish."""


@dataclass
class Outcome:
    """What came of it."""

    summary: Summary | None = None
    """None where there is an error, or nothing was to be built."""
    certificates: int = 0
    counted: dict[str, int] = field(default_factory=dict)
    """Rule → how often, where not all problems are kept."""
    set_aside: list[Problem] = field(default_factory=list)
    """Errors of the certificates that were left out, of each rule as many as are kept."""
    owners: dict[Problem, CertificateKey] = field(default_factory=dict)
    """Which certificate each of them belongs to, if its number can be read."""
    faulty: frozenset[CertificateKey] = frozenset()
    """All certificates that were left out."""
    left_out: int = 0
    """How many these are, with those whose numbers cannot be read."""
    changed: int = 0
    """Shards that are not as they were."""


def run(request: Request, problems: Problems, progress: Progress, searched: Progress = unseen) -> Outcome:
    """Check a ledger and, if asked to, build its register. Faults go to `problems`.

    `progress` counts bytes of the ledger, `searched` shares of the organisation search, which is built last.
    Raises OSError, and UnreadableError when an earlier register cannot be read.
    """
    size, stamps = _size(request.files), _stamps(request.files)
    before = open_register(request.previous) if request.previous else None
    others = previous.open_others(request.others, before)
    ranges.forget()  # an earlier run may have had files of the same names
    count = request.processes if size > _SMALL else 1
    with Workers(count, Doing(2 * size, progress)) as workers:
        taken = _take_in(request, workers, size)
        job = _job(request, taken, before, others, size)
        ranged, judgement = _pass(request, workers, job, taken)
        outcome = Outcome(counted=dict(judgement.counted))
        errors = [found for found in judgement.problems if found.severity == "error"]
        if request.set_aside and errors and not judgement.homeless:
            mains = dependants.of(job, ranged.references, judgement)
            dependants.note(mains, request.files, job, taken.irregular, judgement)
            outcome.counted = dict(judgement.counted)
            outcome.faulty, outcome.owners = frozenset(judgement.faulty), judgement.owners
            outcome.left_out = len(judgement.faulty) + len(judgement.nameless)
            ranged = _divided(workers, replace(job, excluded=outcome.faulty))
            missed = {normalise.key(gone.number) for gone in ranged.gone if not gone.event}
            if ranged.certificates:
                outcome.set_aside = judgement.apart_from(dependants.concerned(missed, mains))
            else:
                problems.add(problem("CS674", Place(request.files.certificates), count=outcome.left_out))
    outcome.certificates, outcome.changed = ranged.certificates, ranged.changed
    problems.extend(found for found in judgement.problems if found not in outcome.set_aside)
    problems.extend(_vanished(ranged, judgement, request.files))
    outcome.counted |= Counter(_loss(gone, judgement) for gone in ranged.gone)
    outcome.counted |= Counter("CS679" for _ in ranged.opened)
    if _stamps(request.files) != stamps:  # what was checked may not be what was read
        problems.add(_changed(request.files))
    if request.fresh is not None and not problems.stop:
        outcome.summary = _finish(request, request.fresh, job, ranged, searched)
    return outcome


def _size(files: Files) -> int:
    """Return how many bytes a ledger has, nearly; a file that is not there has none."""
    found = 0
    for path in (files.path("certificates"), files.path("events")):
        if path.is_file():
            found += path.stat().st_size * (_GZIP if path.suffix == ".gz" else 1)
    return found


def _stamps(files: Files) -> list[tuple[int, int] | None]:
    """Return size and time of change of both tables, None for one that is not there."""
    paths = [files.path("certificates"), files.path("events")]
    found = [path.stat() if path.is_file() else None for path in paths]
    return [each and (each.st_size, each.st_mtime_ns) for each in found]


def _changed(files: Files) -> Problem:
    return unreadable.say(files.certificates, "changed")


def _take_in(request: Request, workers: Workers, size: int) -> Taken:
    task = Intake(request.files, request.facts, request.scratch, intake.ranges(size))
    shares = [(task, Share(number, workers.count)) for number in range(workers.count)]
    taken = Taken()
    for share in workers.map(intake.take, shares):
        taken.add(share)
    return taken


def _job(
    request: Request, taken: Taken, before: Previous | None, others: tuple[Previous, ...], size: int
) -> Job:
    count = intake.ranges(size)
    bits = max(shard.bits_for(taken.size, before.bits if before else None), count.bit_length() - 1)
    writing = request.fresh is not None and not taken.odd
    return Job(
        certificates=taken.certificates,
        events=taken.events,
        ranges=count,
        scratch=request.scratch,
        day=index.beijing_day(request.generated_at),
        bits=bits,
        renewal=Renewal(request.fresh, before.folder if before else None)
        if writing and request.fresh
        else None,
        previous=before,
        others=others,
        intended=request.intended,
        unit=size // count,
    )


def _pass(request: Request, workers: Workers, job: Job, taken: Taken) -> tuple[Ranged, Judgement]:
    """Go through all ranges, and let the exact checks judge what is in doubt."""
    ranged = _divided(workers, job)
    if taken.headless:
        return ranged, _whole(request, job)
    doubts = Doubts({*ranged.doubtful}, ranged.stray, taken.lost, taken.named, taken.irregular, taken.odd)
    doubts.keys.update(ranges.doubtful_references(job, ranged.references))
    judgement = judge(request.files, request.facts, job, doubts) if doubts.any() else Judgement()
    if not (ranged.certificates or taken.lost.certificates or taken.odd):
        judgement.note(problem("CS633", Place(request.files.certificates)))
    return ranged, judgement


def _whole(request: Request, job: Job) -> Judgement:
    """Let the exact checks read everything, or the headers alone where that would be too much."""
    problems, judgement = Problems(), Judgement(homeless=True)
    only = None if _size(request.files) <= _SMALL else Lines()
    ledger.load(request.files, request.facts, job.day, problems, only)
    for found in problems:
        judgement.note(found)
    if not problems.stop:  # what could not be read a moment ago
        judgement.note(_changed(request.files))
    return judgement


def _divided(workers: Workers, job: Job) -> Ranged:
    """Work through all ranges. What an earlier pass has written is replaced."""
    if job.renewal is not None:
        shutil.rmtree(job.renewal.fresh / shards.FOLDER, ignore_errors=True)
    ranged = Ranged()
    for found in workers.map(ranges.work, [(job, number) for number in range(job.ranges)]):
        ranged.add(found)
    return ranged


def _vanished(ranged: Ranged, judgement: Judgement, files: Files) -> Iterator[Problem]:
    """A published number stays, and so do the events that ended or suspended it."""
    for gone in ranged.gone[:KEPT]:
        rule = _loss(gone, judgement)
        if rule == "CS672":
            yield problem(rule, Place(files.events), number=gone.number, event=gone.event)
        else:
            yield problem(rule, Place(files.certificates), number=gone.number)
    for opened in ranged.opened[:KEPT]:
        yield problem("CS679", Place(files.events), number=opened.number)


def _loss(gone: Gone, judgement: Judgement) -> str:
    """Return the rule on what is gone. A certificate that may be absent for its faults is mended, never removed."""
    if gone.event:
        return "CS672"
    return "CS673" if judgement.explains(normalise.key(gone.number)) else "CS671"


def _finish(request: Request, fresh: Path, job: Job, ranged: Ranged, searched: Progress) -> Summary:
    """Write what follows from all shards: digest files, organisation search, and the index last."""
    renewal = Renewal(fresh, request.previous)
    if len(ranged.digests) != 32 << job.bits:
        raise RuntimeError("shards are missing")
    snapshot, files = shard.digest_files(ranged.digests, job.bits)
    for path, content in files:
        renewal.write(path, content)
    spills = [ranges.spill(job, number) for number in range(job.ranges)]
    (request.scratch / "search").mkdir()
    editions = list(index.superseded(request.facts))
    search.build(spills, request.scratch / "search", renewal, snapshot, editions, request.processes, searched)
    summary = Summary(
        bits=job.bits,
        snapshot=snapshot,
        total=ranged.certificates,
        counts=index.counted(ranged.statuses),
        specimen=request.facts.register_.specimen,
        generated_at=request.generated_at,
        since=ranged.since,
        numbers=_list_numbers(renewal, job, ranged),
    )
    renewal.write(index.PATH, index.content(summary, request.facts))
    return summary


def _list_numbers(renewal: Renewal, job: Job, ranged: Ranged) -> str | None:
    """Write the list of numbers, if they are not too many, and return what the index says of it."""
    if ranged.certificates - ranged.statuses["restricted"] > numbers.MOST:
        return None
    content = numbers.content(one for at in range(job.ranges) for one in ranges.numbers(job, at))
    renewal.write(numbers.PATH, content)
    return shards.fingerprint(content)
