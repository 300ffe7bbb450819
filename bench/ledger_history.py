"""The histories of a synthetic ledger: what becomes of a certificate, by the rules of registry/README.md §7.1.

Days are ordinals. Chances are drawn with `random()` alone: the same histories on every machine and Python.
"""

from __future__ import annotations

import datetime
import random
from typing import NamedTuple

TODAY = datetime.date(2026, 11, 24).toordinal()
"""The ledger's own day: what is decided is decided by then. Days are ordinals in this module."""
FIRST = datetime.date(2019, 1, 2).toordinal()
LAST = TODAY + 14
"""The days on which certification first takes effect; the last ones are not yet effective."""
NOTES = ("", "", "获证组织申请暂停", "未按期接受监督", "")


def last_day(start: int, months: int) -> int:
    """Return the last day of a period of whole months: the day before the same day, or the month's last day."""
    first = datetime.date.fromordinal(start)
    years, month = divmod(first.month - 1 + months, 12)
    year, month = first.year + years, month + 1
    following = datetime.date(year + month // 12, month % 12 + 1, 1).toordinal()
    longest = following - datetime.date(year, month, 1).toordinal()
    return datetime.date(year, month, min(first.day, longest)).toordinal() - (first.day <= longest)


DAYS = range(FIRST - 1200, LAST + 2500)
TEXT = {day: datetime.date.fromordinal(day).isoformat() for day in DAYS}
TERM = {day: last_day(day, 36) for day in DAYS}
SUSPENSION = {day: last_day(day, 6) for day in DAYS}


class Happening(NamedTuple):
    """An event of a certificate; `until` is a day."""

    on: int
    type: str
    until: int | None = None
    by: str = ""
    note: str = ""


class Life(NamedTuple):
    """What became of a certificate."""

    events: list[Happening]
    to: int
    issued: int
    revision: int
    successor: int | None
    """The day on which another certificate took its place."""


def life(start: int, replaceable: bool, draw: random.Random) -> Life:
    """Invent the history of a certificate that takes effect on `start`, up to TODAY."""
    r = draw.random
    if start > TODAY:
        decided = TODAY - int(r() * 10)
        return Life([Happening(decided, "granted")], TERM[start], decided, 0, None)
    events = [Happening(start, "granted")]
    begin, to, issued, revision = start, TERM[start], start, 0
    while True:
        end = _cycle(begin, to, events, draw)
        change = r()
        on = begin + 160 + int(r() * 840)
        if change < 0.045 and on <= TODAY and end is None:
            kind = "scope_extended" if change < 0.025 else "scope_reduced" if change < 0.032 else "corrected"
            events += [Happening(on, kind), Happening(on, "reissued")]
            issued, revision = on, max(revision, 1) + 1
        fate, decided = r(), to - 15 - int(r() * 70)
        if end is not None or fate > 0.69:
            break
        if fate < 0.18 and replaceable and decided <= TODAY:
            events.sort(key=_day)
            events = [event for event in events if event.on <= decided]
            return Life(events, to, min(issued, decided), revision, decided)
        if fate >= 0.67:
            decided = to + 5 + int(r() * 50)  # before anything can end the next term
        if decided > TODAY:
            break
        if events[0].until is None:
            events[0] = events[0]._replace(until=to)
        begin, to = to + 1, TERM[to + 1]
        events.append(Happening(decided, "recertified" if decided < begin else "expired_restored", to))
        issued, revision = decided, max(revision, 1) + 1
    events.sort(key=_day)
    return Life(events, to, issued, revision, None)


def _cycle(begin: int, to: int, events: list[Happening], draw: random.Random) -> int | None:
    """Add surveillance, suspension and end of one term; return the day of the end, if it was ended."""
    r = draw.random
    audits = [begin + 325 + int(r() * 36), begin + 660 + int(r() * 60)]
    fate, late = r(), 1 + int(r() * 50)
    end = None
    if fate < 0.042:
        missed = audits.pop(int(r() * 2)) + late
        del audits[1 if audits[0] < missed else 0 :]
        if missed <= TODAY:
            events.append(Happening(missed, "suspended", SUSPENSION[missed], "", NOTES[late % 5]))
        end = missed + 90 + int(r() * 90)
        events += [Happening(end, "withdrawn")] if end <= TODAY else []
    elif fate < 0.095:
        end = begin + 60 + int(r() * 1000)
        audits = [day for day in audits if day < end]
        note = "获证组织注销" if late < 10 else "获证组织申请注销" if late < 30 else ""
        events += [Happening(end, "cancelled", None, "", note)] if end <= TODAY else []
    elif fate < 0.175:
        missed = audits[late % 2] + late
        if late % 2:
            audits.pop()
        else:
            audits[1] = max(audits[1], missed + 240)
            audits.pop(0)
        back = missed + 20 + int(r() * 155)
        if missed <= TODAY:
            events.append(Happening(missed, "suspended", SUSPENSION[missed], "", NOTES[late % 5]))
        if back <= TODAY:
            events += [Happening(back, "restored"), Happening(back, "surveillance_passed")]
    elif fate < 0.185 and audits[1] < TODAY < to and TODAY - begin > 300:
        missed = TODAY - int(r() * 190)
        audits = [day for day in audits if day < missed]
        events.append(Happening(missed, "suspended", SUSPENSION[missed], "", NOTES[late % 5]))
    events += [Happening(day, "surveillance_passed") for day in audits if day <= TODAY]
    return end if end is None or end <= TODAY else None


def _day(event: Happening) -> int:
    return event.on
