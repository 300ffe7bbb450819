"""Loads the ledger: the tables `certificates` and `events` in, certificates with their history or problems out.

Specification: registry/README.md §1. Nothing is dropped in silence: either every row has become a certificate or an
event of one, or a problem says why not.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator import normalise
from generator.ledger import certificates, columnar, history, table
from generator.ledger.certificates import Entry
from generator.ledger.table import Row, Table
from generator.model import Certificate, Ledger, SchemesFile, TableName
from generator.normalise import CertificateKey
from generator.problems import Place, Problem, Problems, problem
from generator.status import ENDING

__all__ = ["Files", "Lines", "load", "rows_at"]


@dataclass(frozen=True)
class Files:
    """The two tables of a ledger, named as in messages: `registry/events.csv`, a file below the project's folder `root`."""

    root: Path
    certificates: str = "registry/certificates.csv"
    events: str = "registry/events.csv"
    fetched: tuple[tuple[TableName, Path], ...] = ()
    """The Arrow file of each table that a database has given."""

    def name(self, table: TableName) -> str:
        """Return what messages call a table."""
        return self.events if table == "events" else self.certificates

    def path(self, table: TableName) -> Path:
        """Return where a table is read."""
        return dict(self.fetched).get(table, self.root / self.name(table))


@dataclass
class Lines:
    """Rows of both files, by the line on which they begin."""

    certificates: set[int] = field(default_factory=set)
    events: set[int] = field(default_factory=set)


def load(
    files: Files,
    facts: SchemesFile,
    today: datetime.date,
    problems: Problems,
    only: Lines | None = None,
    irregular: Lines | None = None,
) -> Ledger | None:
    """Read a ledger on the day `today`. Returns None if there is an error; all of them are in `problems`.

    With `only`, these rows alone are the ledger: what they need of other rows has to be among them. Blocks that are not one
    row a line have to be named then, by the line on which they begin, as `irregular`.
    """
    found = Problems()
    ledger = _load(files, facts, today, found, only, irregular or Lines())
    problems.extend(found)
    return None if found.stop else ledger


def _load(
    files: Files,
    facts: SchemesFile,
    today: datetime.date,
    problems: Problems,
    only: Lines | None,
    irregular: Lines,
) -> Ledger:
    of_certificates = _table(
        files,
        "certificates",
        certificates.COLUMNS,
        problems,
        only.certificates if only else None,
        irregular.certificates,
    )
    of_events = _table(
        files, "events", history.COLUMNS, problems, only.events if only else None, irregular.events
    )
    if of_certificates and not of_certificates.rows and not problems.found and only is None:
        problems.add(problem("CS633", Place(files.certificates)))
    numbers = certificates.numbers_of(of_certificates) if of_certificates else None
    entries = certificates.read(of_certificates, numbers, facts, problems) if of_certificates else {}
    histories, broken = history.read(of_events, numbers, problems) if of_events else ({}, set())
    whole = of_events is not None and of_events.complete
    loaded: list[Certificate] = []
    limited = {key for key, e in entries.items() if e.certificate and e.certificate.disclosure == "limited"}
    for key, entry in entries.items():
        events = histories.get(key, [])
        if whole and key not in broken:  # of half a history, every second complaint would be a wrong one
            problems.extend(history.check(entry, events, today))
        if entry.certificate:
            problems.extend(_discloses(entry, events, limited))
            with_events = {"events": tuple(dated.event for dated in events)}
            loaded.append(entry.certificate.model_copy(update=with_events))
            if whole:
                problems.extend(_outlives(entry, events, histories))
    return Ledger.model_construct(certificates=tuple(loaded))


def rows_at(files: Files, which: TableName, lines: set[int], irregular: Lines) -> dict[int, Row]:
    """Return the rows of a table that begin on these lines, by line; what is wrong with them has been said elsewhere."""
    columns = certificates.COLUMNS if which == "certificates" else history.COLUMNS
    found = _table(files, which, columns, Problems(), lines, getattr(irregular, which))
    return {row.line: row for row in found.rows} if found else {}


def _table(
    files: Files,
    which: TableName,
    columns: Mapping[str, bool],
    problems: Problems,
    only: set[int] | None,
    irregular: set[int],
) -> Table | None:
    path, name = files.path(which), files.name(which)
    if columnar.is_columnar(path):
        return columnar.read(path, name, columns, problems, only)
    return table.read(path, name, columns, problems, only, irregular)


def _outlives(
    entry: Entry, events: list[history.Dated], histories: Mapping[CertificateKey, list[history.Dated]]
) -> Iterator[Problem]:
    """A sub-certificate has a status of its own (§6): when the main one is withdrawn or cancelled, it has to end too."""
    if entry.certificate is None or entry.certificate.parent is None:
        return
    parent = entry.certificate.parent
    ended = [dated.event.on for dated in events if dated.event.type in ENDING]
    for dated in histories.get(normalise.key(parent), ()):
        on = dated.event.on
        if (
            dated.event.type in {"withdrawn", "cancelled"}
            and entry.certificate.valid_to >= on
            and not any(day <= on for day in ended)
        ):
            yield problem("CS662", entry.row.place("parent"), parent=parent, on=on)


def _discloses(entry: Entry, events: list[history.Dated], limited: set[CertificateKey]) -> Iterator[Problem]:
    """A public certificate seldom names one of limited disclosure: it would tell whose that is."""
    if entry.certificate is None or entry.key in limited:
        return
    named = [(entry.row, "parent", entry.certificate.parent)]
    named += [(dated.row, "by", dated.event.by) for dated in events]
    for row, column, number in named:
        if number is not None and normalise.key(number) in limited:
            yield problem("CS659", row.place(column), other=number, number=entry.number)
