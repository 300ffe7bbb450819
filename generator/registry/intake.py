"""The first pass: a share of the ledger's rows, sieved and sorted into runs. Runs in several processes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from generator.ledger import Files, Lines, batches
from generator.ledger import certificates as exact_certificates
from generator.ledger import history as exact_history
from generator.ledger.batches import Share
from generator.model import SchemesFile, TableName
from generator.normalise import CertificateKey
from generator.registry import events
from generator.registry.certificates import Certificates
from generator.registry.certificates import Taken as Sieved
from generator.registry.runs import Runs
from generator.workers import tick

_RANGE_BYTES = 8 << 20
"""Bytes of the ledger that a range takes up, about."""

Sieve = Callable[[pa.RecordBatch], Sieved]

_MOST_RANGES = 256
"""More would leave too few rows of each in a run."""


@dataclass(frozen=True)
class Intake:
    """What to take in, and where to put the runs."""

    files: Files
    facts: SchemesFile
    scratch: Path
    ranges: int


@dataclass
class Taken:
    """What a share of the ledger holds. Shares are added up."""

    certificates: tuple[Path, ...] = ()
    """Runs."""
    events: tuple[Path, ...] = ()
    rows: int = 0
    """Rows of both tables that have a number that can be read."""
    size: int = 0
    """Bytes of the records, nearly."""
    lost: Lines = field(default_factory=Lines)
    """Rows without such a number."""
    named: set[CertificateKey] = field(default_factory=set)
    """Certificates that lost rows name."""
    irregular: Lines = field(default_factory=Lines)
    """Blocks that are not one row a line."""
    odd: bool = False
    """Whether the form of a file is wrong."""
    headless: bool = False
    """Whether so much is wrong with it that its rows could not be taken in."""

    def add(self, other: Taken) -> None:
        """Add another share."""
        self.certificates += other.certificates
        self.events += other.events
        self.rows += other.rows
        self.size += other.size
        self.lost.certificates |= other.lost.certificates
        self.lost.events |= other.lost.events
        self.named |= other.named
        self.irregular.certificates |= other.irregular.certificates
        self.irregular.events |= other.irregular.events
        self.odd |= other.odd
        self.headless |= other.headless


def ranges(size: int) -> int:
    """Return into how many ranges a ledger of `size` bytes is divided: a power of two."""
    found = 1
    while found < _MOST_RANGES and size > found * _RANGE_BYTES:
        found *= 2
    return found


def take(intake: Intake, share: Share) -> Taken:
    """Take in a share of both tables. Raises OSError."""
    taken, files = Taken(), intake.files
    certificates = Certificates(intake.facts)
    tables: tuple[tuple[TableName, Mapping[str, bool], Sieve, set[int]], ...] = (
        ("certificates", exact_certificates.COLUMNS, certificates.take, taken.lost.certificates),
        ("events", exact_history.COLUMNS, events.take, taken.lost.events),
    )
    for table, columns, sieve, lost in tables:
        with Runs(intake.scratch, f"{table}-{share.number}", intake.ranges) as runs:
            for batch in batches.of_file(files.path(table), columns, share):
                taken.odd |= batch.odd
                if batch.irregular is not None:
                    getattr(taken.irregular, table).add(batch.irregular)
                taken.headless |= batch.headless
                if batch.rows is not None:
                    sieved = sieve(batch.rows)
                    lost.update(sieved.lost.tolist())
                    taken.named.update(sieved.named)
                    taken.rows += len(sieved.rows)
                    text = sieved.rows.column("head" if table == "certificates" else "json")
                    taken.size += (pc.sum(pc.binary_length(text)).as_py() or 0) + 2 * len(text)
                    runs.add(sieved.rows)
                tick(batch.size)
        if table == "certificates":
            taken.certificates = tuple(runs.paths)
        else:
            taken.events = tuple(runs.paths)
    return taken
