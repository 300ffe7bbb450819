"""Sub-certificates of what is left out for its faults are left out, too.

The row with the fault may be the one that withdraws the main certificate; the exact checks would then have said that the
sub-certificate has to end as well (CS662), and nobody may read "valid" of it. A certificate that is superseded by one that is left
out stays: its verdict is *no* in any case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.ledger import Files, Lines, rows_at
from generator.model import TableName
from generator.normalise import CertificateKey
from generator.problems import problem
from generator.registry.doubts import KEPT, Judgement
from generator.registry.histories import Reference
from generator.registry.ranges import Job, missing, rows_of

Mains = Mapping[CertificateKey, CertificateKey]
"""Sub-certificate → the main certificate for which it is left out."""

_TABLE: TableName = "certificates"


def of(job: Job, references: Iterable[Reference], judgement: Judgement) -> Mains:
    """Return the sub-certificates, of any depth, of certificates with faults, which are not faulty themselves.

    Where a row has no number that can be read, it may be the main certificate that a sub-certificate names in vain.
    """
    by_main: dict[CertificateKey, list[CertificateKey]] = {}
    for reference in references:
        if reference.under:
            by_main.setdefault(reference.whom, []).append(reference.who)
    found: dict[CertificateKey, CertificateKey] = {}
    ahead = {*judgement.faulty} | (missing(job, by_main) if judgement.nameless else set())
    while ahead:
        main = ahead.pop()
        for sub in by_main.get(main, ()):
            if sub not in judgement.faulty and sub not in found:
                found[sub] = main
                ahead.add(sub)
    return found


def note(mains: Mains, files: Files, job: Job, irregular: Lines, judgement: Judgement) -> None:
    """Say of each sub-certificate why it is left out. Raises OSError."""
    subs = sorted(mains)
    rows = {row.key: row.certificates[0] for row in rows_of(job, subs[:KEPT])}
    found = rows_at(files, _TABLE, {*rows.values()}, irregular)
    for sub in subs:
        row = found.get(rows.get(sub, 0))
        if row is None:
            judgement.counted["CS675"] += 1
        else:
            judgement.note(problem("CS675", row.place("parent"), parent=row.values["parent"]), sub)
    judgement.faulty.update(subs)


def concerned(keys: Iterable[CertificateKey], mains: Mains) -> set[CertificateKey]:
    """Return certificates with the main ones for whose faults they are left out."""
    found: set[CertificateKey] = set()
    for key in keys:
        at: CertificateKey | None = key
        while at is not None and at not in found:
            found.add(at)
            at = mains.get(at)
    return found
