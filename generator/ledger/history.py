"""Rows of `events.csv` → the history of each certificate (registry/README.md §1, §7.1). The docstrings are the rules."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from generator import shards
from generator.ledger.certificates import Entry, Numbers
from generator.ledger.period import SUSPENSION_MONTHS, TERM_MONTHS, last_day
from generator.ledger.table import Row, Table
from generator.ledger.values import Values, choices
from generator.model import Certificate, Event
from generator.normalise import CertificateKey
from generator.problems import Problem, Problems, problem
from generator.status import ENDING, TERM

FILE = "events.csv"

COLUMNS = {"number": True, "on": True, "type": True, "until": False, "by": False, "note": False}
"""Every column, and whether an event must have a value in it."""

NAMES: dict[str, str] = {
    "granted": "授予认证",
    "recertified": "再认证",
    "expired_restored": "过期后恢复",
    "suspended": "暂停",
    "restored": "恢复",
    "withdrawn": "撤销",
    "cancelled": "注销",
    "superseded": "换发",
    "surveillance_passed": "通过监督审核",
    "scope_extended": "扩大认证范围",
    "scope_reduced": "缩小认证范围",
    "reissued": "重新制发证书",
    "corrected": "更正登记",
}
"""What the types are called in Chinese."""

NEEDS_UNTIL = {
    "recertified": ("写新的有效期的最后一天", "Write the last day of the new term"),
    "expired_restored": ("写有效期的最后一天", "Write the last day of the term"),
    "suspended": ("写暂停的最后一天", "Write the last day of the suspension"),
}
MAY_HAVE_UNTIL = {*NEEDS_UNTIL, "granted"}

STOPPING = {*ENDING, "suspended"}
"""Events from which on a certificate is not valid."""
TURNING = {*STOPPING, "restored"}
"""Events that are told when they lie ahead."""

_ANNIVERSARY = datetime.timedelta(days=1)
"""Some bodies print the third anniversary itself as the last day; that is not held against them."""


@dataclass(frozen=True)
class Dated:
    """An event and the row on which it stands."""

    row: Row
    event: Event

    def problem(self, rule: str, column: str, /, **details: object) -> Problem:
        """Make a problem at a column of the event."""
        return problem(rule, self.row.place(column), suggestion="", **details)


Histories = dict[CertificateKey, list[Dated]]
"""Events by certificate, days ascending, in ledger order within a day."""


def read(table: Table, numbers: Numbers | None, problems: Problems) -> tuple[Histories, set[CertificateKey]]:
    """Type every row and put each event to its certificate; `numbers` are those of all certificates, if known.

    Also returns the keys whose history is not whole because one of its rows is wrong.
    """
    histories: Histories = {}
    broken: set[CertificateKey] = set()
    looks = {shards.fold(key): number for key, number in (numbers or {}).items()}
    for row in table.rows:
        values = Values(row, COLUMNS, problems)
        key = values.key("number")
        event = _event(values, key, numbers)
        if key and numbers is not None and key not in numbers:
            meant = looks.get(shards.fold(key), "")
            values.fault("CS641", "number", suggestion=meant, number=row.values["number"])
        elif key and event:
            histories.setdefault(key, []).append(Dated(row, event))
        elif key:
            broken.add(key)
    for history in histories.values():
        problems.extend(_decided_in_order(history))
        history.sort(key=lambda dated: dated.event.on)  # stable: keeps ledger order within a day
    return histories, broken


def check(entry: Entry, history: list[Dated], today: datetime.date) -> Iterator[Problem]:
    """Yield what is wrong with the history of a certificate, or seems so on the day `today`."""
    yield from _suspensions(history)
    yield from _endings(history)
    if entry.certificate:
        yield from _beginning(entry.certificate, history)
        yield from _late(entry.certificate, history, today)
        yield from _terms(entry, entry.certificate, history, today)


def _event(values: Values, key: CertificateKey | None, numbers: Numbers | None) -> Event | None:
    """A row becomes an event if all its values are right; `until` and `by` stand just where its type has them."""
    on, kind, until, note = values.day("on"), values.text("type"), values.day("until"), values.text("note")
    by = _successor(values, key, kind, numbers)
    written = bool(values.row.values.get("until"))
    if kind and kind not in NAMES:
        values.fault("CS642", "type", type=kind, **choices(kind, NAMES))
    elif kind in NEEDS_UNTIL and not written:
        hint_zh, hint_en = NEEDS_UNTIL[kind]
        values.fault("CS643", "until", type=kind, hint_zh=hint_zh, hint_en=hint_en)
    elif kind and kind not in MAY_HAVE_UNTIL and written:
        values.fault("CS644", "until", type=kind)
    if on and until and until < on:
        values.fault("CS645", "until", until=until, on=on)
    if not values.sound:
        return None
    return Event.model_validate({"on": on, "type": kind, "until": until, "by": by, "note": note})


def _successor(
    values: Values, key: CertificateKey | None, kind: str | None, numbers: Numbers | None
) -> str | None:
    """Just a superseded certificate has a successor: another one of the ledger."""
    written = bool(values.row.values.get("by"))
    if kind == "superseded" and not written:
        values.fault("CS646", "by", type=kind)
    elif kind in NAMES and kind != "superseded" and written:
        values.fault("CS647", "by", type=kind)
    by = values.key("by")
    if by is None or numbers is None:
        return None
    if by == key:
        values.fault("CS649", "by")
    elif by not in numbers:
        values.fault("CS648", "by", number=values.row.values["by"])
    return values.row.values["by"] if by in numbers else None


def _decided_in_order(history: list[Dated]) -> Iterator[Problem]:
    """Of two events, the one decided later seldom has effect earlier; `history` is in ledger order."""
    latest = history[0]
    for dated in history[1:]:
        if dated.event.on < latest.event.on:
            before, line = latest.event.on, latest.row.line
            yield dated.problem("CS650", "on", on=dated.event.on, before=before, line=line)
        else:
            latest = dated


def _suspensions(history: list[Dated]) -> Iterator[Problem]:
    """Suspensions and restorations alternate; one is seldom longer than six months. One may run over."""
    opened: Dated | None = None
    for dated in history:
        event = dated.event
        if event.type == "restored":
            if opened is None:
                yield dated.problem("CS652", "type")
            opened = None
        elif event.type == "suspended":
            if opened is not None:
                yield dated.problem("CS653", "type", line=opened.row.line)
            opened = dated
            longest = last_day(event.on, SUSPENSION_MONTHS)
            if event.until and event.until > longest:
                yield dated.problem("CS654", "until", on=event.on, until=event.until, longest=longest)


def _endings(history: list[Dated]) -> Iterator[Problem]:
    """Nothing but a correction follows the end of a certificate."""
    ended: Dated | None = None
    for dated in history:
        event = dated.event
        if ended and event.type != "corrected":
            line, ending = ended.row.line, ended.event.type
            yield dated.problem("CS651", "type", on=event.on, type=event.type, line=line, ending=ending)
        elif event.type in ENDING:
            ended = dated


def _late(certificate: Certificate, history: list[Dated], today: datetime.date) -> Iterator[Problem]:
    """What ends or suspends a certificate happens before its last day; a later date is a slip of the pen, and until then
    the certificate would be called valid. A day ahead may be such a slip, or announced."""
    for dated in history:
        on, kind = dated.event.on, dated.event.type
        if on > certificate.valid_to and kind in STOPPING:
            yield dated.problem("CS661", "on", on=on, last=certificate.valid_to)
        elif on > today and kind in TURNING:
            yield dated.problem("CS669", "on", type=kind, on=on)


def _beginning(certificate: Certificate, history: list[Dated]) -> Iterator[Problem]:
    """Certification is granted no later than it takes effect, and nothing else happens before."""
    start = certificate.valid_from
    for dated in history:
        on, kind = dated.event.on, dated.event.type
        if kind == "granted" and on > start:
            yield dated.problem("CS658", "on", on=on, start=start)
        elif kind != "granted" and on < start:
            yield dated.problem("CS657", "on", type=kind, on=on, start=start)


def _terms(
    entry: Entry, certificate: Certificate, history: list[Dated], today: datetime.date
) -> Iterator[Problem]:
    """Terms follow one another, each of three years at most, and the last one ends with `valid_to`.

    The first begins with `valid_from`, each later one on the day after the one before, also when recertification was
    early or a lapse lies between: the new last day counts from the previous cycle. A decision ahead that leaves days between
    may have a mistyped year; until then the certificate would be called expired.
    """
    start = certificate.valid_from
    latest: Dated | None = None
    granted: Dated | None = None
    for dated in history:
        kind, until = dated.event.type, dated.event.until
        if kind == "granted":
            if granted:
                yield dated.problem("CS660", "type", line=granted.row.line)
            granted = dated
        if kind in TERM and kind != "granted" and latest is None:
            yield dated.problem("CS655", "type", type=kind)
            return
        if kind in TERM and until:
            longest = last_day(start, TERM_MONTHS)
            if latest and dated.event.on > max(today, start):
                last = latest.event.until
                yield dated.problem("CS676", "on", type=kind, on=dated.event.on, last=last)
            if until > longest + _ANNIVERSARY:
                yield dated.problem("CS622", "until", start=start, until=until, longest=longest)
            start, latest = until + datetime.timedelta(days=1), dated
    to = certificate.valid_to
    if latest is None and to > (longest := last_day(start, TERM_MONTHS)) + _ANNIVERSARY:
        yield problem("CS622", entry.row.place("valid_to"), start=start, until=to, longest=longest)
    elif latest and latest.event.until != to:
        yield latest.problem("CS656", "until", until=latest.event.until, to=to)
