"""The index of the published register (registry/README.md §4)."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.model import SchemesFile, Text
from generator.registry.shard import FORMAT
from generator.status import StatusName

PATH = "index.json"
"""Path of the index below the register's folder."""

_BEIJING = datetime.timezone(datetime.timedelta(hours=8))

_COUNTED: tuple[StatusName, ...] = (
    "valid",
    "not_yet_effective",
    "suspended",
    "withdrawn",
    "cancelled",
    "superseded",
    "expired",
)
"""Statuses that are counted, in the order of the index; certificates of limited disclosure come after them."""


@dataclass(frozen=True)
class Summary:
    """What a register holds, for logs and comparisons."""

    bits: int
    snapshot: str
    total: int
    counts: Mapping[str, int]
    """Status → number of certificates on the Beijing day of `generated_at`; `limited` of limited disclosure."""
    specimen: bool
    generated_at: datetime.datetime
    """UTC, whole seconds."""
    since: datetime.date | None = None
    """First day of validity of any certificate of full disclosure; None where there is none."""
    numbers: str | None = None
    """First digits of the SHA-256 of the list of numbers; None where there is no list."""

    @property
    def generated_on(self) -> datetime.date:
        """The Beijing day of `generated_at`."""
        return beijing_day(self.generated_at)


def counted(statuses: Mapping[StatusName, int]) -> dict[str, int]:
    """Return the counts of the index: all statuses, also with 0."""
    return {name: statuses.get(name, 0) for name in _COUNTED} | {"limited": statuses.get("restricted", 0)}


def beijing_day(moment: datetime.datetime) -> datetime.date:
    """Return the calendar day in Asia/Shanghai."""
    return moment.astimezone(_BEIJING).date()


def content(summary: Summary, facts: SchemesFile) -> bytes:
    """Return the file."""
    return json.dumps(index(summary, facts), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def index(summary: Summary, facts: SchemesFile) -> dict[str, Any]:
    """Return the index (§4)."""
    settings = facts.register_
    found: dict[str, Any] = {
        "format": FORMAT,
        "bits": summary.bits,
        "snapshot": summary.snapshot,
    }
    if summary.numbers is not None:
        found["numbers"] = summary.numbers
    found["generated_at"] = summary.generated_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    if settings.freshness.update_every is not None:
        due = summary.generated_on + datetime.timedelta(days=settings.freshness.update_every)
        found["next_update_due"] = due.isoformat()
    if summary.since is not None:
        found["since"] = summary.since.isoformat()
    if summary.specimen:
        found["specimen"] = True
    found["issuer"] = {"name": _name(facts.body.name), "prefixes": list(settings.prefixes)}
    if facts.body.phone:
        found["issuer"]["phone"] = facts.body.phone
    platform = facts.site.platform
    levels = [level for rating in facts.ratings for level in rating.levels]
    return found | {
        "platform": {"name": _name(platform.name), "url": platform.url},
        "limits": {
            "notice": settings.freshness.notice,
            "downgrade": settings.freshness.downgrade,
            "expiring": settings.expiring,
        },
        "counts": {"total": summary.total, "by_status": dict(summary.counts)},
        "schemes": {scheme.id: _name(scheme.title) for scheme in facts.schemes},
        "levels": {level.id: _name(level.title) for level in levels},
        "superseded": superseded(facts),
    }


def superseded(facts: SchemesFile) -> dict[str, dict[str, str]]:
    """Return the designation of each superseded edition, by what, and until when a transition lasts (§4)."""
    found: dict[str, dict[str, str]] = {}
    for standard in facts.standards:
        if standard.status == "superseded" and standard.superseded_by:
            found[standard.designation] = {"by": standard.superseded_by}
            if standard.transition_until:
                found[standard.designation]["until"] = standard.transition_until.isoformat()
    return found


def _name(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en} if text.en else {"zh": text.zh}
