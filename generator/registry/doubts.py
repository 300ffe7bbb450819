"""What the passes are not certain of goes to the exact checks of `generator.ledger`, a bounded number of certificates at a time.

A certificate is judged with all its rows and with the rows of those that it names, so that nothing is missing for the
judgement; what the exact checks say of the latter is not counted.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from generator import ledger
from generator.ledger import Files, Lines
from generator.model import SchemesFile
from generator.normalise import CertificateKey
from generator.problems import Problem, Problems
from generator.registry.owners import Stray
from generator.registry.ranges import Job, Rows, rows_of

TOGETHER = 10_000
"""Certificates that are judged at a time."""

KEPT = 1_000
"""Problems of one rule that are kept; the others are counted."""

_OF_FORM = {"CS601", "CS602", "CS603", "CS604", "CS605", "CS606", "CS607", "CS608", "CS677"}
"""Rules on the form of a file: every reading of it finds the same faults."""


@dataclass
class Doubts:
    """What the passes left open."""

    keys: set[CertificateKey] = field(default_factory=set)
    stray: list[Stray] = field(default_factory=list)
    lost: Lines = field(default_factory=Lines)
    named: set[CertificateKey] = field(default_factory=set)
    """Certificates that lost rows name."""
    irregular: Lines = field(default_factory=Lines)
    """Blocks that are not one row a line."""
    odd: bool = False

    def any(self) -> bool:
        """Tell whether there is anything to judge."""
        return bool(self.keys or self.stray or self.lost.certificates or self.lost.events or self.odd)


@dataclass
class Judgement:
    """What the exact checks say."""

    problems: list[Problem] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)
    """Rule → how often, also where not all are kept."""
    faulty: set[CertificateKey] = field(default_factory=set)
    """Certificates with an error."""
    nameless: set[int] = field(default_factory=set)
    """Rows of `certificates` with an error and without a number, by line: they publish nothing by themselves."""
    owners: dict[Problem, CertificateKey] = field(default_factory=dict)
    """Problem that is kept → the certificate to which it belongs."""
    homeless: bool = False
    """Whether an error belongs to no certificate that could be set aside."""

    def note(self, problem: Problem, owner: CertificateKey | None = None) -> None:
        """Note a problem, of a certificate if that is known."""
        self.counted[problem.rule] += 1
        if self.counted[problem.rule] <= KEPT:
            self.problems.append(problem)
            if owner is not None:
                self.owners[problem] = owner

    def explains(self, key: CertificateKey) -> bool:
        """Tell whether a certificate may be absent for its faults: where one number cannot be read, none is missing."""
        return bool(self.nameless) or key in self.faulty

    def apart_from(self, keys: Collection[CertificateKey]) -> list[Problem]:
        """Return the errors that have nothing to do with these certificates; those of rows without number may have."""
        concerned = {None, *keys} if keys else set()
        errors = (found for found in self.problems if found.severity == "error")
        return [found for found in errors if self.owners.get(found) not in concerned]


def judge(files: Files, facts: SchemesFile, job: Job, doubts: Doubts) -> Judgement:
    """Let the exact checks decide. Raises OSError."""
    judgement = Judgement()
    anyones = min(doubts.lost.certificates, default=None)
    for at, chunk in enumerate(_chunks(rows_of(job, doubts.keys), doubts)):
        context = _context(job, chunk)
        if anyones is not None:  # where one number cannot be read, none can be said to be missing
            context.certificates |= {anyones} - chunk.own.certificates
        only = Lines(chunk.own.certificates | context.certificates, chunk.own.events | context.events)
        rows = {"certificates": sorted(only.certificates), "events": sorted(only.events)}
        problems = Problems()
        ledger.load(files, facts, job.day, problems, only, doubts.irregular)
        for problem in problems:
            of_form = problem.rule in _OF_FORM
            table = "certificates" if problem.place.file == files.certificates else "events"
            line = _row(problem, rows[table])
            if at if of_form else line in getattr(context, table):
                continue
            judgement.note(problem, chunk.owners.get((table, line)))
            if problem.severity == "error":
                _blame(problem, table, line, chunk, judgement)
    if doubts.stray and doubts.lost.certificates:  # for no event can be said whose it is
        judgement.homeless = True
    return judgement


@dataclass
class _Chunk:
    own: Lines = field(default_factory=Lines)
    names: set[CertificateKey] = field(default_factory=set)
    """Certificates whose rows the judgement needs."""
    owners: dict[tuple[str, int], CertificateKey] = field(default_factory=dict)
    """(table, line) → certificate"""


def _chunks(rows: Iterable[Rows], doubts: Doubts) -> Iterator[_Chunk]:
    """Divide; numbers that look alike stand together and stay so."""
    chunk = _Chunk(Lines(set(doubts.lost.certificates), set(doubts.lost.events)), set(doubts.named))
    for stray in doubts.stray:
        chunk.own.events.add(stray.line)
        chunk.names.update(stray.names)
    place = None
    for at, row in enumerate(rows):
        if at and at % TOGETHER == 0:
            place = row.place
        if place is not None and row.place != place:
            yield chunk
            chunk, place = _Chunk(), None
        chunk.own.certificates.update(row.certificates)
        chunk.own.events.update(row.events)
        chunk.names.update(row.names)
        chunk.owners |= {("certificates", line): row.key for line in row.certificates}
        chunk.owners |= {("events", line): row.key for line in row.events}
    yield chunk


def _context(job: Job, chunk: _Chunk) -> Lines:
    """Return the rows that the chunk's certificates need beside their own, and that these need to be certificates."""
    lines = Lines()
    named = rows_of(job, chunk.names)
    for row in named:
        lines.certificates.update(row.certificates)
        lines.events.update(row.events)
    for row in rows_of(job, {name for each in named for name in each.names} - chunk.names):
        lines.certificates.update(row.certificates)
    lines.certificates -= chunk.own.certificates
    lines.events -= chunk.own.events
    return lines


def _row(problem: Problem, rows: list[int]) -> int:
    """Return the line on which the row of a problem begins; the value itself may stand on a later one."""
    at = bisect_right(rows, problem.place.line)
    return rows[at - 1] if at else 0


def _blame(problem: Problem, table: str, line: int, chunk: _Chunk, judgement: Judgement) -> None:
    """Find the certificate to which an error belongs."""
    owner = chunk.owners.get((table, line))
    if problem.rule in _OF_FORM:
        judgement.homeless = True
    elif owner is not None:
        judgement.faulty.add(owner)
    elif table == "certificates" and line in chunk.own.certificates:
        judgement.nameless.add(line)
    else:
        judgement.homeless = True
