"""The register's index: what it says against what facts and ledger say (registry/README.md §4)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator import shards
from generator.audit.files import Files
from generator.audit.records import Json, compact, crop, designation, parse, shown
from generator.audit.shard import FORMAT
from generator.model import SchemesFile, Text
from generator.problems import Place, Problem, Problems, problem
from generator.status import StatusName

_AVERAGE = (3_072, 16_384)
"""Bytes of record lines that a shard has on average: more than the first, unless there is one shard only, and at most the
second (§3). Between these a growing register may keep its number of shards."""

_LEAST_TEXT, _MOST_TEXT = 256, 1 << 20
"""Bytes of the ledger's text for each shard outside of which nothing is compared: no record is 16 times as long as its rows,
and none a fiftieth."""

_BEIJING = datetime.timezone(datetime.timedelta(hours=8))

_COUNTED: dict[StatusName, str] = {
    "valid": "valid",
    "not_yet_effective": "not_yet_effective",
    "suspended": "suspended",
    "withdrawn": "withdrawn",
    "cancelled": "cancelled",
    "superseded": "superseded",
    "expired": "expired",
    "restricted": "limited",
}
"""Status → the name under which `counts` has it."""

_NO_ONE = "0"
"""A status that no certificate has may be left out."""


@dataclass(frozen=True)
class Index:
    """An index whose `bits` can be used."""

    place: Place
    found: Json
    bits: int
    day: datetime.date | None
    """The Beijing day of `generated_at`, if it can be read."""

    @property
    def snapshot(self) -> str:
        """What it says of the snapshot, by which readers find the digest files; empty where that is none."""
        said = self.found.get("snapshot")
        return said if isinstance(said, str) and re.fullmatch("[0-9a-f]{64}", said) else ""


def read(files: Files, path: str, problems: Problems) -> Index | None:
    """Read the index. Returns None where no reader could go on from it."""
    place = Place(path)
    if not files.holds(path):
        problems.add(problem("CS831", place, reason_zh="没有这个文件", reason_en="there is no such file"))
        return None
    text = files.text(path)
    if text is None:
        return None
    try:
        found = parse(text)
    except ValueError as error:
        problems.add(
            problem("CS831", place, reason_zh=f"不是 JSON（{error}）", reason_en=f"not JSON ({error})")
        )
        return None
    if not isinstance(found, dict):
        problems.add(problem("CS831", place, reason_zh="不是一个对象", reason_en="it is not an object"))
        return None
    if compact(found) + b"\n" != text.encode():
        problems.add(problem("CS836", place))
    bits = found.get("bits")
    if type(bits) is not int or not 0 <= bits <= shards.MOST_BITS:
        problems.add(_differs(place, "bits", bits, f"0–{shards.MOST_BITS}"))
        return None
    return Index(place, found, bits, _day(found.get("generated_at")))


def plausible(index: Index, text: int) -> Iterator[Problem]:
    """Yield a problem where the shards of a ledger with `text` bytes of text cannot have a right size, by far.

    Then they are not worth reading, and might not fit in memory.
    """
    least = next((bits for bits in range(shards.MOST_BITS) if text <= _MOST_TEXT << bits), shards.MOST_BITS)
    most = next((bits for bits in range(shards.MOST_BITS) if text <= _LEAST_TEXT << bits), shards.MOST_BITS)
    if not least <= index.bits <= most:
        yield _differs(index.place, "bits", index.bits, f"{least}–{most}")


def _day(moment: object) -> datetime.date | None:
    if not isinstance(moment, str) or not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", moment, re.ASCII):
        return None
    try:
        day = datetime.datetime.fromisoformat(moment).astimezone(_BEIJING).date()
    except (ValueError, OverflowError):
        return None
    return day if day.year < datetime.MAXYEAR else None  # days are added to it


@dataclass(frozen=True)
class Ours:
    """What the index should follow from."""

    size: int
    """Bytes that all records of the ledger take, each with its line end."""
    statuses: Mapping[StatusName, int]
    """How many certificates have each status on the index's day."""
    since: str | None
    """The first day of validity in the ledger."""
    snapshot: str | None
    """That of the shards; None where not all could be read."""
    numbers: bytes | None
    """The list of numbers as it should be; None where there should be none."""


def check(index: Index, facts: SchemesFile, ours: Ours) -> Iterator[Problem]:
    """Yield what the index says wrongly."""
    if index.bits not in (allowed := allowed_bits(ours.size)):
        yield _differs(index.place, "bits", index.bits, "/".join(map(str, allowed)))
    if index.day is None:
        yield _differs(index.place, "generated_at", index.found.get("generated_at"), "YYYY-MM-DDThh:mm:ssZ")
    if ours.snapshot is not None and index.found.get("snapshot") != ours.snapshot:
        yield problem("CS843", index.place, wanted=ours.snapshot)
    judged = {"bits", "generated_at", "snapshot", *(() if index.day else ("next_update_due", "counts"))}
    wanted = expected(index, facts) | {"counts": _counts(ours.statuses)}
    if ours.since:
        wanted |= {"since": ours.since}
    if ours.numbers is not None:
        wanted |= {"numbers": shards.fingerprint(ours.numbers)}
    mine = _flat({key: value for key, value in wanted.items() if key not in judged})
    theirs = _flat({key: value for key, value in index.found.items() if key not in judged})
    for path in dict.fromkeys((*mine, *theirs)):
        said = theirs.get(path, _NO_ONE if path[:-1] == ("counts", "by_status") else None)
        if said != mine.get(path):
            yield problem(
                "CS832", index.place, key=".".join(path), found=crop(said), wanted=crop(mine.get(path))
            )


def allowed_bits(size: int) -> list[int]:
    """Return the numbers of bits for which shards have a right size on average, of records of `size` bytes (§3)."""
    least, most = _AVERAGE
    found = [
        bits
        for bits in range(shards.MOST_BITS + 1)
        if size <= most << bits and (bits == 0 or size > least << bits)
    ]
    return found or [shards.MOST_BITS]


def expected(index: Index, facts: SchemesFile) -> Json:
    """Return the part of the index that follows from the facts and the day on which it was made."""
    settings = facts.register_
    wanted: Json = {"format": FORMAT}
    if settings.freshness.update_every is not None and index.day is not None:
        wanted["next_update_due"] = str(index.day + datetime.timedelta(settings.freshness.update_every))
    if settings.specimen:
        wanted["specimen"] = True
    wanted["issuer"] = {"name": _name(facts.body.name), "prefixes": list(settings.prefixes)}
    if facts.body.phone is not None:
        wanted["issuer"]["phone"] = facts.body.phone
    wanted["platform"] = {"name": _name(facts.site.platform.name), "url": facts.site.platform.url}
    freshness = settings.freshness
    limits = {"notice": freshness.notice, "downgrade": freshness.downgrade, "expiring": settings.expiring}
    wanted["limits"] = limits
    wanted["schemes"] = {scheme.id: _name(scheme.title) for scheme in facts.schemes}
    wanted["levels"] = {level.id: _name(level.title) for rating in facts.ratings for level in rating.levels}
    wanted["superseded"] = {}
    for standard in facts.standards:
        if standard.status == "superseded":
            follows = {"by": standard.superseded_by, "until": standard.transition_until}
            known = {key: str(value) for key, value in follows.items() if value is not None}
            wanted["superseded"][designation(standard)] = known
    return wanted


def _name(text: Text) -> dict[str, str]:
    return {"zh": text.zh} if text.en is None else {"zh": text.zh, "en": text.en}


def _counts(statuses: Mapping[StatusName, int]) -> Json:
    counted = {name: statuses.get(status, 0) for status, name in _COUNTED.items()}
    return {"total": sum(counted.values()), "by_status": counted}


def _flat(value: Any, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], str]:
    """Return path → JSON of each value of an object that is not an object itself."""
    if not isinstance(value, dict) or not value:
        return {path: compact(value).decode()}
    flat: dict[tuple[str, ...], str] = {}
    for key, part in value.items():
        flat |= _flat(part, (*path, key))
    return flat


def _differs(place: Place, key: str, found: object, wanted: object) -> Problem:
    said = wanted if isinstance(wanted, str) else shown(wanted)
    return problem("CS832", place, key=key, found=shown(found), wanted=said)
