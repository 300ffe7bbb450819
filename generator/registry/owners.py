"""Events of a range of places, put to the certificates that they belong to. Specification: registry/README.md §6."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator.normalise import CertificateKey
from generator.registry.columns import Days, Mask, truth
from generator.registry.events import KINDS

Ints = np.ndarray[Any, np.dtype[np.int64]]

_LETTERS = {
    "granted": "g", "recertified": "r", "expired_restored": "r", "suspended": "u", "restored": "v",
    "withdrawn": "w", "cancelled": "c", "superseded": "x", "corrected": "k",
}  # fmt: skip
"""A history in letters; every other event is an `s`."""

_LETTER = np.frombuffer("".join(_LETTERS.get(kind, "s") for kind in KINDS).encode() + b"?", "u1")
_NEVER = np.datetime64("NaT", "D")


class Stray(NamedTuple):
    """An event that has no certificate."""

    line: int
    names: tuple[CertificateKey, ...]
    """Certificates whose numbers look the same, and the successor that it names."""


class Owned:
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
        self.on, self.until = (days_of(self.table.column(name)) for name in ("on", "until"))
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


def days_of(column: pa.ChunkedArray) -> Days:
    """Return a column of days."""
    found: Days = column.to_numpy().astype("datetime64[D]")
    return found
