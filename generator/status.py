"""The status of a published record on a day (registry/README.md §7).

A record says what happened, never how it stands; this rule says how it stands. The twin in the browser is
`site_templates/theme/assets/verify/status.mjs`; `tests/vectors/status.json` binds both.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

StatusName = Literal[
    "valid",
    "not_yet_effective",
    "suspended",
    "withdrawn",
    "cancelled",
    "superseded",
    "expired",
    "restricted",
    "unknown",
]

TERM = frozenset({"granted", "recertified", "expired_restored"})
"""Events whose `until` sets the last day (§7.1)."""

ENDING: tuple[Literal["withdrawn", "cancelled", "superseded"], ...] = ("withdrawn", "cancelled", "superseded")
"""Events that end a certificate, the strongest first (§7.2, rule 3)."""

HISTORY = frozenset({"surveillance_passed", "scope_extended", "scope_reduced", "reissued", "corrected"})
"""Events without effect on the status."""

KNOWN = TERM | HISTORY | {*ENDING, "suspended", "restored"}
"""Every event type of format 1."""


@dataclass(frozen=True)
class Status:
    """How a certificate stands on a day. Days are `YYYY-MM-DD`; what does not apply is None (§7.2)."""

    status: StatusName
    since: str | None = None
    last_day: str | None = None
    overrun: bool = False
    by: str | None = None


def status(record: Mapping[str, Any], day: str | datetime.date) -> Status:
    """Return the status of a record (§6) on a day in Asia/Shanghai, by the rules of §7.2 in their order.

    Raises KeyError where a record that is not limited lacks `valid_from` or `valid_to`, or a suspension its `until`:
    a record that is read has to be checked before (`generator.format.check_record`).
    """
    today = day.isoformat() if isinstance(day, datetime.date) else day
    if record.get("disclosure") == "limited":
        return Status("restricted")
    events = record.get("events", ())
    if any(event["type"] not in KNOWN for event in events):
        return Status("unknown")
    past = [event for event in events if event["on"] <= today]
    last_day = next(
        (event["until"] for event in reversed(past) if event["type"] in TERM and "until" in event),
        record["valid_to"],
    )
    for ending in ENDING:
        for event in past:
            if event["type"] == ending:
                return Status(ending, since=event["on"], last_day=last_day, by=_successor(event))
    if today < record["valid_from"]:
        return Status("not_yet_effective", last_day=last_day)
    if today > last_day:
        return Status("expired", since=_day_after(last_day), last_day=last_day)
    opened = open_suspension(record, today)
    if opened is not None:
        return Status("suspended", since=opened["on"], last_day=last_day, overrun=today > opened["until"])
    return Status("valid", last_day=last_day)


def open_suspension(record: Mapping[str, Any], day: str) -> Mapping[str, Any] | None:
    """Return the suspension that no restoration has closed by a day, or None (§7.2, rule 6)."""
    events: Sequence[Mapping[str, Any]] = record.get("events", ())
    turns = (event for event in reversed(events) if event["type"] in ("suspended", "restored"))
    last = next((event for event in turns if event["on"] <= day), None)
    return last if last is not None and last["type"] == "suspended" else None


def _successor(event: Mapping[str, Any]) -> str | None:
    return event.get("by") if event["type"] == "superseded" else None


def _day_after(day: str) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()
