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
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator import shards
from generator.ledger.period import TERM_MONTHS
from generator.normalise import CertificateKey
from generator.registry.columns import Days, Mask, after_months, joined, truth
from generator.registry.events import KINDS
from generator.status import ENDING, HISTORY, TERM, StatusName, status

Ints = np.ndarray[Any, np.dtype[np.int64]]

_LETTERS = {
    "granted": "g", "recertified": "r", "expired_restored": "r", "suspended": "u", "restored": "v",
    "withdrawn": "w", "cancelled": "c", "superseded": "x", "corrected": "k",
}  # fmt: skip
"""A history in letters; every other event is an `s`."""

_GRANTED = KINDS.index("granted")
_LETTER = np.frombuffer("".join(_LETTERS.get(kind, "s") for kind in KINDS).encode() + b"?", "u1")
_NEVER = np.datetime64("NaT", "D")
_ALWAYS = np.datetime64("1000-01-01", "D")
_ENDS = np.array([kind in ENDING for kind in KINDS] + [False])
_STOPS = np.array([kind in {*ENDING, "suspended"} for kind in KINDS] + [False])
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


class Stray(NamedTuple):
    """An event that has no certificate."""

    line: int
    names: tuple[CertificateKey, ...]
    """Certificates whose numbers look the same, and the successor that it names."""


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


class _Events:
    """The events of a range that have a certificate: `owner` is its row, and events stand by owner, day and ledger line."""

    def __init__(self, certificates: pa.Table, events: pa.Table) -> None:
        owner = _owners(certificates, events)
        line, on = (events.column(name).to_numpy() for name in ("line", "on"))
        self.stray = _stray(certificates, events, np.flatnonzero(owner < 0))
        order = np.lexsort((line, on, owner))[len(self.stray) :]
        self.owner: Ints = owner[order]
        self.table = events.take(pa.array(order))
        self.line: Ints = line[order]
        self.kind = self.table.column("kind").to_numpy()
        self.on, self.until = (_days(self.table.column(name)) for name in ("on", "until"))
        self.counts = np.bincount(self.owner, minlength=len(certificates))
        self.ends = np.cumsum(self.counts)

    def any(self, wrong: Mask) -> Mask:
        """Tell which certificates have an event for which `wrong` holds."""
        found = np.zeros(len(self.counts), bool)
        found[self.owner[wrong]] = True
        return found

    def first(self, chosen: Mask) -> Days:
        """Return the day of each certificate's first chosen event, NaT where there is none."""
        found = np.full(len(self.counts), _NEVER)
        owner = self.owner[chosen][::-1]  # of several assignments the last one stays
        found[owner] = self.on[chosen][::-1]
        return found

    def joined(self, chosen: Mask) -> pa.Array:
        """Return each certificate's chosen events as JSON without brackets, null where there are none."""
        counts = np.bincount(self.owner[chosen], minlength=len(self.counts))
        offsets = pa.array(np.concatenate([[0], np.cumsum(counts)]).astype("i4"))
        texts = self.table.column("json").filter(pa.array(chosen)).combine_chunks()
        lists = pa.ListArray.from_arrays(offsets, texts)
        return pc.if_else(pa.array(counts > 0), pc.binary_join(lists, ","), None)

    def letters(self) -> pa.DictionaryArray:
        """Return each certificate's history in letters."""
        offsets = np.concatenate([[0], self.ends]).astype("i4")
        data = _LETTER[self.kind].tobytes()
        whole = pa.StringArray.from_buffers(len(self.counts), pa.py_buffer(offsets), pa.py_buffer(data))
        return whole.dictionary_encode()


def join(certificates: pa.Table, events: pa.Table, today: datetime.date) -> Histories:
    """Put the events of a range to its certificates; both are sorted by place. Statuses are counted on `today`."""
    certificates, alike = _in_order(certificates)
    found = _Events(certificates, events)
    starts, ends = (_days(certificates.column(name)) for name in ("valid_from", "valid_to"))
    letters = found.letters()
    shapes = [shape(text) for text in letters.dictionary.to_pylist()]
    chosen = letters.indices.to_numpy()
    doubtful: Mask = certificates.column("doubtful").to_numpy() | alike
    doubtful |= ~np.array([each.in_order for each in shapes], bool)[chosen]
    doubtful |= found.any(_wrong(found, starts, ends)) | _terms_doubtful(certificates, found, starts, ends)
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


def _days(column: pa.ChunkedArray) -> Days:
    found: Days = column.to_numpy().astype("datetime64[D]")
    return found


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


def _owners(certificates: pa.Table, events: pa.Table) -> Ints:
    """Return the row of each event's certificate, -1 where there is none."""
    if not len(certificates):
        return np.full(len(events), -1)
    place = certificates.column("place").to_numpy()
    wanted = events.column("place").to_numpy()
    owner: Ints = np.minimum(np.searchsorted(place, wanted), len(place) - 1)
    key = certificates.column("key")
    same = truth(pc.equal(key.take(pa.array(owner)), events.column("key")))
    for at in np.flatnonzero(~same):  # another number of the same look, or no certificate at all
        row, name = owner[at], events.column("key")[int(at)].as_py()
        while row < len(place) and place[row] == wanted[at] and key[int(row)].as_py() != name:
            row += 1
        owner[at] = row if row < len(place) and place[row] == wanted[at] else -1
    return owner


def _stray(certificates: pa.Table, events: pa.Table, rows: Ints) -> list[Stray]:
    """Return the events of some rows, which have no certificate."""
    if not len(rows):
        return []
    stray = events.take(pa.array(rows)).select(["line", "place", "by"]).to_pylist()
    alike: dict[int, list[CertificateKey]] = {event["place"]: [] for event in stray}
    for place, key in zip(*(certificates.column(name).to_pylist() for name in ("place", "key")), strict=True):
        if place in alike:
            alike[place].append(key)
    return [
        Stray(event["line"], (*alike[event["place"]], *([event["by"]] if event["by"] else ())))
        for event in stray
    ]


def _wrong(found: _Events, starts: Days, ends: Days) -> Mask:
    """An event is right by itself and in ledger order, no grant is late, nothing else is early, and no end is late."""
    granted = found.kind == _GRANTED
    start, end = starts[found.owner], ends[found.owner]
    wrong: Mask = found.table.column("doubtful").to_numpy() | np.where(
        granted, found.on > start, found.on < start
    )
    wrong |= _STOPS[found.kind] & (found.on > end)
    wrong[1:] |= (found.owner[1:] == found.owner[:-1]) & (found.line[1:] < found.line[:-1])
    return wrong


def _terms_doubtful(certificates: pa.Table, found: _Events, starts: Days, ends: Days) -> Mask:
    """Terms follow one another from the grant on, each of three years at most, and the last one ends with `valid_to`."""
    dated = _TERMS[found.kind] & ~np.isnat(found.until)
    owner, until, kind = found.owner[dated], found.until[dated], found.kind[dated]
    first = np.ones(len(owner), bool)
    first[1:] = owner[1:] != owner[:-1]
    last = np.ones(len(owner), bool)
    last[:-1] = first[1:]
    start = np.empty(len(owner), "M8[D]")
    start[first] = starts[owner[first]]
    start[~first] = until[np.flatnonzero(~first) - 1] + 1
    wrong = ~(until <= after_months(start, TERM_MONTHS)) | (first != (kind == _GRANTED))
    wrong |= last & (until != ends[owner])
    doubtful: Mask = ~certificates.column("one_term").to_numpy()
    doubtful[owner] = False
    doubtful[owner[wrong]] = True
    return doubtful


def _references(certificates: pa.Table, found: _Events, ends: Days) -> list[Reference]:
    """Return who names whom: a sub-certificate its main one, a superseded one its successor."""
    keys = certificates.column("key")
    subs = np.flatnonzero(truth(pc.is_valid(certificates.column("parent"))))
    over = np.fmin(found.first(_ENDS[found.kind]), ends + 1)[subs]
    main = certificates.column("parent").take(pa.array(subs)).to_pylist()
    pairs = [*map(Reference, keys.take(pa.array(subs)).to_pylist(), main, over)]
    superseded = np.flatnonzero(truth(pc.is_valid(found.table.column("by"))))
    by = found.table.column("by").take(pa.array(superseded)).to_pylist()
    who = keys.take(pa.array(found.owner[superseded])).to_pylist()
    return pairs + [Reference(*pair, _ALWAYS) for pair in zip(who, by, strict=True)]


def _statuses(
    certificates: pa.Table,
    lines: pa.Array,
    found: _Events,
    standing: np.ndarray[Any, Any],
    today: datetime.date,
) -> Counter[StatusName]:
    """Count statuses on `today` (§7.2); a certificate with an event after that day goes through the rule itself."""
    day = np.datetime64(today, "D")
    starts, ends = (_days(certificates.column(name)) for name in ("valid_from", "valid_to"))
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
