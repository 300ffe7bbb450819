"""From the data to one of three verdicts (registry/README.md §8.2, §8.3). There is one way to a yes: through `_judge`.

The twin in the browser is `site_templates/theme/assets/verify/outcome.mjs`; `tests/vectors/outcome.json` binds both.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from generator import normalise
from generator.format import Fault, Json, check_record, is_day
from generator.likeness import (
    MOST_CANDIDATES,
    Candidate,
    compare,
    is_certificate_number,
    is_credit_code,
)
from generator.normalise import CertificateKey
from generator.question import Question
from generator.reader import RegisterData
from generator.shards import fold
from generator.status import ENDING, Status, open_suspension, status

Verdict = Literal["yes", "no", "unknown", "input"]
"""`unknown` is "cannot tell"; `input` is no answer, but a question that cannot be asked."""

Facts = dict[str, Any]
"""What fills the places of a sentence: texts and numbers; `{"word": …}` is a field or a status that is yet to be named."""

BEIJING = datetime.timezone(datetime.timedelta(hours=8))
"""The time zone of every day of the register (§7)."""


@dataclass(frozen=True)
class Remark:
    """A further sentence: its name in the words, and its facts."""

    text: str
    facts: Facts


@dataclass(frozen=True)
class Outcome:
    """What a check says. What does not apply is None or empty."""

    code: str
    verdict: Verdict
    text: str
    """Which wording says it: the code's own, or that of one of its cases."""
    facts: Facts
    remarks: tuple[Remark, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    specimen: bool = False
    """Whether the record is specimen data."""
    index: Json | None = None
    record: Json | None = None
    """The record, where it may be shown."""
    status: Status | None = None
    day: str | None = None
    """The day that was judged."""
    on: str | None = None
    """The same day, if it was asked for."""


def refusal(refused: normalise.Refused) -> Outcome:
    """Return what is said of a text that is no number."""
    if refused.kind == "empty":
        return _plain("INPUT_EMPTY", "input")
    if refused.kind == "short":
        return _plain("INPUT_SHORT", "input", {"min": normalise.SHORTEST, "n": refused.length})
    if refused.kind == "long":
        return _plain("INPUT_LONG", "input", {"max": normalise.LONGEST, "n": refused.length})
    if refused.kind == "han":
        return _plain("INPUT_NAME", "input")
    character = refused.character or ""
    visible = refused.kind == "other" and unicodedata.category(character)[0] not in "CMZ"
    return _plain("INPUT_CHAR", "input", {"c": character if visible else f"U+{ord(character):04X}"})


def faulty(fault: Fault, key: CertificateKey) -> Outcome:
    """Return what is said when there are no data."""
    return _plain(fault.code, "unknown", {"no": key})


def outcome(
    key: CertificateKey,
    question: Question,
    data: RegisterData,
    now: datetime.datetime,
    on: datetime.date | None = None,
) -> Outcome:
    """Return what the register says of a number, by the device's clock `now`, which needs a time zone.

    With `on`, else with the question's day, that day is judged: the age of the data does not matter then, but a day that
    the data cannot know, yet or any more, is "cannot tell". Raises Fault.
    """
    if on is None and question.on is not None:
        written = _WHITE.sub("", question.on)
        if not is_day(written):
            return _plain("INPUT_DAY", "input")
        on = datetime.date.fromisoformat(written)
    when = _reckon(data.index, now, on)
    facts = {"no": key, "asof": when.asof}
    found = [record for record in data.records if _key(record) == key]
    if len(found) > 1:
        raise Fault("INTEGRITY")
    if found:
        answer = _judge(check_record(found[0]), question, data.index, when, facts)
    else:
        answer = _missing(key, data, facts)
    remarks = answer.remarks if answer.code == "STALE" else (*answer.remarks, *when.remarks)
    return replace(
        answer, index=data.index, day=when.day, on=when.day if when.asked else None, remarks=remarks
    )


@dataclass(frozen=True)
class _When:
    """Which day it is, and how many days old the data are (§8.3)."""

    day: str
    age: int
    asof: str
    remarks: tuple[Remark, ...]
    asked: bool
    """Whether the day was asked for, and is not today."""
    ahead: bool
    """Whether the data cannot know the day yet."""


def _reckon(index: Json, now: datetime.datetime, on: datetime.date | None) -> _When:
    generated = datetime.datetime.fromisoformat(index["generated_at"]).astimezone(BEIJING)
    asof, published, device = f"{generated:%Y-%m-%d %H:%M}", generated.date(), now.astimezone(BEIJING).date()
    if on is not None:
        return _When(on.isoformat(), 0, asof, (), asked=True, ahead=on > published)
    age = max(0, (device - published).days)
    remarks = []
    if device < published:
        facts = {"device": device.isoformat(), "published": published.isoformat()}
        remarks.append(Remark("clock_behind", facts))
    if age > index["limits"]["notice"]:
        remarks.append(Remark("old_data", {"n": age, "asof": asof}))
    today = max(device, published)
    return _When(today.isoformat(), age, asof, tuple(remarks), asked=False, ahead=False)


_NO = {
    "withdrawn": "WITHDRAWN",
    "cancelled": "CANCELLED",
    "superseded": "SUPERSEDED",
    "not_yet_effective": "NOT_YET",
    "expired": "EXPIRED",
    "suspended": "SUSPENDED",
}
"""Statuses that are a no."""


def _judge(record: Json, question: Question, index: Json, when: _When, shared: Facts) -> Outcome:
    day = when.day
    state = status(record, day)
    specimen = record.get("specimen") is True or index.get("specimen") is True
    number = record["number"]
    if state.status == "restricted":
        return replace(_plain("RESTRICTED", "unknown", {**shared, "no": number}), specimen=specimen)
    last = state.last_day or ""
    left: int | Literal[""] = _days_between(day, last) if last else ""
    since = state.since or record.get("valid_from", "")
    facts = {**shared, "no": number, "to": last, "from": since, "new": state.by or "", "n": left, "on": day}
    mismatches = _differences(question, record, last)
    remarks = (*_suspension_remarks(record, state, day), *mismatches)

    def say(code: str, verdict: Verdict, **more: Any) -> Outcome:
        told = {"remarks": remarks, "specimen": specimen, "record": record, "status": state}
        return replace(_plain(code, verdict, facts), **{**told, **more})

    if when.ahead:
        return say("AHEAD", "unknown", remarks=(), status=None)
    if when.asked and day < index.get("since", ""):
        return say("BEFORE", "unknown", facts={**facts, "since": index["since"]}, remarks=(), status=None)
    no = _NO.get(state.status)
    if no is not None:
        return say(no, "no")
    if state.status != "valid":
        return say("UNKNOWN_EVENT", "unknown", remarks=())

    # The status is valid. What else speaks against a yes?
    transition = _first_transition(record["standards"], index)
    deadline = transition.get("deadline")
    if deadline and deadline < day:
        return say("TRANSITION_OVER", "unknown", facts={**facts, **transition})
    if when.age > index["limits"]["downgrade"]:
        return say("STALE", "unknown", facts={**facts, "n": when.age, "st": {"word": "valid"}})
    if mismatches:
        return say("QR_MISMATCH", "unknown")

    # Nothing does. This is the only way to a yes.
    yes = say("VALID", "yes")
    if transition:
        text = "transition" if deadline else "transition_open"
        yes = replace(yes, remarks=(*remarks, Remark(text, {**facts, **transition})))
    if when.asked:
        return yes
    if left != "" and left <= index["limits"]["expiring"]:
        text = {0: "VALID_LAST_DAY", 1: "VALID_DAY_LEFT"}.get(left, "VALID_EXPIRING")
        return replace(yes, code="VALID_EXPIRING", text=text)
    return replace(yes, code="VALID_TRANSITION", text="VALID_TRANSITION") if transition else yes


def _suspension_remarks(record: Json, state: Status, day: str) -> tuple[Remark, ...]:
    opened = open_suspension(record, day)
    if opened is None:
        return ()
    facts = {"from": opened["on"], "until": opened["until"]}
    if state.status == "suspended":
        over = state.overrun and not _ends(record, day)
        return (Remark("overrun" if over else "suspended_until", facts),)
    return (Remark("expired_suspended", facts),) if state.status == "expired" else ()


def _ends(record: Json, day: str) -> bool:
    """Tell whether the suspension of a day ends after it."""
    return any(event["on"] > day and event["type"] in ("restored", *ENDING) for event in record["events"])


def _first_transition(standards: Sequence[str], index: Json) -> Facts:
    """Return the transition that ends first; one without a deadline is last; empty if there is none."""
    found = [
        {"oldstd": old, "newstd": succession["by"], "deadline": succession.get("until", "")}
        for old, succession in index["superseded"].items()
        if old in standards
    ]
    return min(found, key=lambda one: one["deadline"] or "~", default={})


def _differences(question: Question, record: Json, last: str) -> list[Remark]:
    """Return what a QR code says otherwise."""
    found = []

    def differs(word: str, claimed: str, registered: str) -> None:
        facts = {"field": {"word": word}, "qr": claimed, "reg": registered}
        found.append(Remark("mismatch", facts))

    names = [_comparable(record[key]) for key in ("holder", "holder_en") if key in record]
    if question.holder is not None and _comparable(question.holder) not in names:
        differs("holder", question.holder, record["holder"])
    # Of an earlier day: the paper may be of the term that followed.
    if question.to is not None and _WHITE.sub("", question.to) not in (last, record["valid_to"]):
        differs("valid_to", question.to, last)
    return found


_WHITE = re.compile(f"[{normalise.WHITE_SPACE}]")


def _comparable(name: str) -> str:
    """Return a name without white space and without the width of its brackets."""
    return _WHITE.sub("", name).replace("（", "(").replace("）", ")")


def _missing(key: CertificateKey, data: RegisterData, facts: Facts) -> Outcome:
    if is_credit_code(key):
        return _plain("INPUT_USCC", "input", {"no": key})
    specimen = (Remark("not_here", facts),) if data.index.get("specimen") else ()
    prefixes = data.index["issuer"]["prefixes"]
    if is_certificate_number(key) and not key.startswith(tuple(prefixes)):
        other = _plain("OTHER_BODY", "unknown", {**facts, "ours": " / ".join(prefixes)})
        return replace(other, remarks=specimen)
    alike = [compare(key, record["number"]) for record in data.records if fold(_key(record)) == fold(key)]
    candidates = tuple(sorted(alike, key=lambda one: len(one.differences))[:MOST_CANDIDATES])
    if not candidates:
        return replace(_plain("NOT_FOUND", "unknown", facts), remarks=specimen)
    text = "NEAR_MISS" if len(candidates) == 1 else "NEAR_MISS_SEVERAL"
    near = _plain("NEAR_MISS", "unknown", {**facts, "cand": candidates[0].number})
    return replace(near, text=text, candidates=candidates)


def _plain(code: str, verdict: Verdict, facts: Facts | None = None) -> Outcome:
    return Outcome(code, verdict, code, facts or {})


def _key(record: Json) -> CertificateKey:
    try:
        return normalise.key(record["number"])
    except normalise.Refused:
        raise Fault("INTEGRITY") from None


def _days_between(first: str, last: str) -> int:
    return (datetime.date.fromisoformat(last) - datetime.date.fromisoformat(first)).days
