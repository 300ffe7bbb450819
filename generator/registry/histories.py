"""Certificates with their events, a range of places at a time: lines of the register, and which histories are certainly right.

Specification: registry/README.md §6 and §7. A history that is not `doubtful` here has no problem in `generator.ledger.history`,
not even a warning, but for what only another certificate can tell: `references` name it.
"""

from __future__ import annotations

import datetime
import json
import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator import shards
from generator.ledger.history import STOPPING, TURNING
from generator.ledger.period import TERM_MONTHS
from generator.normalise import CertificateKey
from generator.registry.columns import Days, Mask, after_months, joined, truth
from generator.registry.events import KINDS
from generator.registry.owners import Owned, Stray, days_of
from generator.status import ENDING, HISTORY, TERM, StatusName, status

_GRANTED = KINDS.index("granted")
_ALWAYS = np.datetime64("1000-01-01", "D")
_ENDS = np.array([kind in ENDING for kind in KINDS] + [False])
_STOPS = np.array([kind in STOPPING for kind in KINDS] + [False])
_TURNS = np.array([kind in TURNING for kind in KINDS] + [False])
_FINAL = np.array([kind in {"withdrawn", "cancelled"} for kind in KINDS] + [False])
_TERMS = np.array([kind in TERM for kind in KINDS] + [False])
_COUNTS = np.array([kind not in HISTORY for kind in KINDS] + [True])

_IN_ORDER = re.compile(r"g?[srk]*(?:u[srk]*v[srk]*)*(?:u[srk]*)?(?:[wcx]k*)?")
"""Granted once and first; suspensions and restorations alternate; nothing but corrections after the end."""


@dataclass(frozen=True)
class Shape:
    """What follows from the letters of a history alone."""

    in_order: bool
    status: StatusName
    """On a day within the term and after all events."""


@cache
def shape(letters: str) -> Shape:
    """Return the shape of a history; there are few, so each is worked out once."""
    ending = next((name for name, letter in zip(ENDING, "wcx", strict=True) if letter in letters), None)
    turns = [letter for letter in letters if letter in "uv"]
    standing: StatusName = "suspended" if turns[-1:] == ["u"] else "valid"
    return Shape(bool(_IN_ORDER.fullmatch(letters)), ending or standing)


class Reference(NamedTuple):
    """A certificate names another one."""

    who: CertificateKey
    whom: CertificateKey
    until: np.datetime64
    """The day from which the other one may be withdrawn or cancelled without a word here."""
    limited: bool
    """Whether the one who names is of limited disclosure itself, so that nothing of it is told."""
    under: bool
    """Whether it is a sub-certificate, which depends on the other one."""


@dataclass(frozen=True)
class Histories:
    """The certificates of a range with their events, in the order of the register."""

    certificates: pa.Table
    lines: pa.Array
    """Their records as JSON."""
    doubtful: Mask
    stray: list[Stray]
    references: list[Reference]
    statuses: Counter[StatusName]
    stopped: Days
    """The day on which each was withdrawn or cancelled, NaT where it was not."""
    decisive: pa.Array
    """The events that matter for the status, as a JSON array; null where there are none."""


def join(certificates: pa.Table, events: pa.Table, today: datetime.date) -> Histories:
    """Put the events of a range to its certificates; both are sorted by place. Statuses are those on `today`."""
    certificates, alike = _in_order(certificates)
    found = Owned(certificates, events)
    starts, ends = (days_of(certificates.column(name)) for name in ("valid_from", "valid_to"))
    letters = found.letters()
    shapes = [shape(text) for text in letters.dictionary.to_pylist()]
    chosen = letters.indices.to_numpy()
    doubtful: Mask = certificates.column("doubtful").to_numpy() | alike
    doubtful |= ~np.array([each.in_order for each in shapes], bool)[chosen]
    doubtful |= found.any(_wrong(found, starts, ends, today))
    doubtful |= _terms_doubtful(certificates, found, starts, ends, today)
    limited = certificates.column("limited")
    everything = pc.if_else(limited, None, found.joined(np.ones(len(found.owner), bool)))
    with_events = pc.binary_join_element_wise(',"events":[', everything, "]", "")
    decisive = found.joined(_COUNTS[found.kind] & ~((found.kind == _GRANTED) & np.isnat(found.until)))
    lines = joined(certificates.column("head"), with_events, "}")
    return Histories(
        certificates,
        lines.combine_chunks() if isinstance(lines, pa.ChunkedArray) else lines,
        doubtful,
        found.stray,
        _references(certificates, found, ends),
        _statuses(
            certificates, lines, found, np.array([each.status for each in shapes], "U20")[chosen], today
        ),
        found.first(_FINAL[found.kind]),
        pc.binary_join_element_wise("[", decisive, "]", ""),
    )


def _in_order(certificates: pa.Table) -> tuple[pa.Table, Mask]:
    """Return certificates in the order of digest, then key, and which of them look like another or are the same."""
    place = certificates.column("place").to_numpy()
    same = place[1:] == place[:-1]
    alike = np.zeros(len(place), bool)
    if not same.any():
        return certificates, alike
    alike[1:] |= same
    alike[:-1] |= same
    at = np.flatnonzero(alike)
    names = [CertificateKey(key) for key in certificates.column("key").take(pa.array(at)).to_pylist()]
    order = np.arange(len(place))
    order[at] = [
        at for _, _, at in sorted((shards.digest(key), key, at) for key, at in zip(names, at, strict=True))
    ]
    return certificates.take(pa.array(order)), alike


def _wrong(found: Owned, starts: Days, ends: Days, today: datetime.date) -> Mask:
    """An event is right by itself and in ledger order, no grant is late, nothing else is early, and no end is late or ahead."""
    granted = found.kind == _GRANTED
    start, end = starts[found.owner], ends[found.owner]
    wrong: Mask = found.table.column("doubtful").to_numpy() | np.where(
        granted, found.on > start, found.on < start
    )
    wrong |= _STOPS[found.kind] & (found.on > end)
    wrong |= _TURNS[found.kind] & (found.on > np.datetime64(today, "D"))
    wrong[1:] |= (found.owner[1:] == found.owner[:-1]) & (found.line[1:] < found.line[:-1])
    return wrong


def _terms_doubtful(
    certificates: pa.Table, found: Owned, starts: Days, ends: Days, today: datetime.date
) -> Mask:
    """Terms follow one another from the grant on, each of three years at most, and the last one ends with `valid_to`;
    none is decided ahead with days between."""
    dated = _TERMS[found.kind] & ~np.isnat(found.until)
    owner, until, kind, on = found.owner[dated], found.until[dated], found.kind[dated], found.on[dated]
    first = np.ones(len(owner), bool)
    first[1:] = owner[1:] != owner[:-1]
    last = np.ones(len(owner), bool)
    last[:-1] = first[1:]
    start = np.empty(len(owner), "M8[D]")
    start[first] = starts[owner[first]]
    start[~first] = until[np.flatnonzero(~first) - 1] + 1
    wrong = ~(until <= after_months(start, TERM_MONTHS)) | (first != (kind == _GRANTED))
    wrong |= last & (until != ends[owner])
    wrong |= ~first & (on > np.maximum(start, np.datetime64(today, "D")))
    doubtful: Mask = ~certificates.column("one_term").to_numpy()
    doubtful[owner] = False
    doubtful[owner[wrong]] = True
    return doubtful


def _references(certificates: pa.Table, found: Owned, ends: Days) -> list[Reference]:
    """Return who names whom: a sub-certificate its main one, a superseded one its successor."""
    keys, limited = certificates.column("key"), truth(certificates.column("limited"))
    subs = np.flatnonzero(truth(pc.is_valid(certificates.column("parent"))))
    over = np.fmin(found.first(_ENDS[found.kind]), ends + 1)[subs]
    main = certificates.column("parent").take(pa.array(subs)).to_pylist()
    under = keys.take(pa.array(subs)).to_pylist()
    pairs = [*map(Reference, under, main, over, limited[subs].tolist(), repeat(True))]
    superseded = np.flatnonzero(truth(pc.is_valid(found.table.column("by"))))
    by = found.table.column("by").take(pa.array(superseded)).to_pylist()
    owner = found.owner[superseded]
    who = keys.take(pa.array(owner)).to_pylist()
    rows = zip(who, by, limited[owner].tolist(), strict=True)
    return pairs + [Reference(own, successor, _ALWAYS, told, False) for own, successor, told in rows]


def _statuses(
    certificates: pa.Table,
    lines: pa.Array,
    found: Owned,
    standing: np.ndarray[Any, Any],
    today: datetime.date,
) -> Counter[StatusName]:
    """Count statuses on `today` (§7.2); a certificate with an event after that day goes through the rule itself."""
    day = np.datetime64(today, "D")
    starts, ends = (days_of(certificates.column(name)) for name in ("valid_from", "valid_to"))
    over = np.isin(standing, ENDING)
    standing = np.where(~over & (day > ends), "expired", standing)
    standing = np.where(~over & (day < starts), "not_yet_effective", standing)
    standing = np.where(certificates.column("limited").to_numpy(), "restricted", standing)
    later = found.any(found.on > day)
    counted: Counter[StatusName] = Counter(standing[~later].tolist())
    for at in np.flatnonzero(later):
        with suppress(KeyError, ValueError):  # of a row with an error; then nothing is published
            counted[status(json.loads(lines[int(at)].as_py()), today).status] += 1
    return counted
