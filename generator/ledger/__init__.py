"""Loads the ledger: `certificates.csv` and `events.csv` in, certificates with their history or problems out.

Specification: registry/README.md §1. Nothing is dropped in silence: either every row has become a certificate or an
event of one, or a problem says why not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.ledger import certificates, history, table
from generator.ledger.certificates import Entry, Numbers
from generator.model import Certificate, Ledger, SchemesFile
from generator.normalise import CertificateKey
from generator.problems import Place, Problem, Problems, problem
from generator.status import ENDING

__all__ = ["load"]


def load(folder: Path, facts: SchemesFile, problems: Problems) -> Ledger | None:
    """Read the ledger in `folder`. Returns None if there is an error; all of them are in `problems`.

    Messages name the files by the folder's own name, such as `registry/certificates.csv`.
    """
    found = Problems()
    ledger = _load(folder, facts, found)
    problems.extend(found)
    return None if found.stop else ledger


def _load(folder: Path, facts: SchemesFile, problems: Problems) -> Ledger | None:
    of_certificates = _table(folder, certificates.FILE, certificates.COLUMNS, problems)
    of_events = _table(folder, history.FILE, history.COLUMNS, problems)
    if of_certificates and not of_certificates.rows and not problems.found:
        problems.add(problem("CS633", Place(f"{folder.name}/{certificates.FILE}")))
    numbers = certificates.numbers_of(of_certificates) if of_certificates else None
    entries = certificates.read(of_certificates, numbers, facts, problems) if of_certificates else {}
    histories, broken = history.read(of_events, numbers, problems) if of_events else ({}, set())
    whole = of_events is not None and of_events.complete
    loaded: list[Certificate] = []
    limited = {e.number for e in entries.values() if e.certificate and e.certificate.disclosure == "limited"}
    for key, entry in entries.items():
        events = histories.get(key, [])
        if whole and key not in broken:  # of half a history, every second complaint would be a wrong one
            problems.extend(history.check(entry, events))
        if entry.certificate:
            problems.extend(_discloses(entry, events, limited))
            with_events = {"events": tuple(dated.event for dated in events)}
            loaded.append(entry.certificate.model_copy(update=with_events))
            if whole:
                problems.extend(_outlives(entry, events, histories, numbers or {}))
    return Ledger.model_construct(certificates=tuple(loaded))


def _table(folder: Path, name: str, columns: dict[str, bool], problems: Problems) -> table.Table | None:
    return table.read(folder / name, f"{folder.name}/{name}", columns, problems)


def _outlives(
    entry: Entry,
    events: list[history.Dated],
    histories: Mapping[CertificateKey, list[history.Dated]],
    numbers: Numbers,
) -> Iterator[Problem]:
    """A sub-certificate has a status of its own (§6): when the main one is withdrawn or cancelled, it has to end too."""
    if entry.certificate is None or entry.certificate.parent is None:
        return
    main = next((key for key, number in numbers.items() if number == entry.certificate.parent), None)
    ended = [dated.event.on for dated in events if dated.event.type in ENDING]
    for dated in histories.get(main, ()) if main else ():
        on = dated.event.on
        if (
            dated.event.type in {"withdrawn", "cancelled"}
            and entry.certificate.valid_to >= on
            and not any(day <= on for day in ended)
        ):
            yield problem("CS662", entry.row.place("parent"), parent=entry.certificate.parent, on=on)


def _discloses(entry: Entry, events: list[history.Dated], limited: set[str]) -> Iterator[Problem]:
    """A public certificate seldom names one of limited disclosure: it would tell whose that is."""
    if entry.certificate is None or entry.number in limited:
        return
    named = [(entry.row, "parent", entry.certificate.parent)]
    named += [(dated.row, "by", dated.event.by) for dated in events]
    for row, column, number in named:
        if number in limited:
            yield problem("CS659", row.place(column), other=number, number=entry.number)
