"""Rows of events, a batch at a time: which of them are certainly right by themselves, and each as JSON.

The twin of `certificates` for the ledger's other table. Specification: registry/README.md §1 and §7.1.
"""

from __future__ import annotations

from typing import get_args

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator.ledger import history as exact
from generator.ledger.period import SUSPENSION_MONTHS
from generator.model import EventType
from generator.registry.certificates import Taken
from generator.registry.columns import (
    Mask,
    after_months,
    allowed,
    days,
    fits,
    joined,
    keys,
    known,
    member,
    places,
    quoted,
    trimmed,
    truth,
    written,
)  # fmt: skip

SCHEMA = pa.schema(
    {
        "place": pa.uint64(),
        "key": pa.string(),
        "line": pa.int64(),
        "doubtful": pa.bool_(),
        "kind": pa.int8(),
        "on": pa.date32(),
        "until": pa.date32(),
        "by": pa.string(),
        "json": pa.string(),
    }
)
"""What is kept of a row. `key` and `by` are keys; `kind` is the type's place in `KINDS`, -1 for another type."""

KINDS: tuple[EventType, ...] = get_args(EventType)

_WITH_UNTIL = pa.array(sorted(exact.MAY_HAVE_UNTIL))
_NEED_UNTIL = pa.array(sorted(exact.NEEDS_UNTIL))


def take(batch: pa.RecordBatch) -> Taken:
    """Return the rows of a batch with the columns of §1 and `line`."""
    columns = trimmed(batch, exact.COLUMNS)
    key = keys(columns["number"])
    line = batch.column("line")
    lost, named = np.empty(0, "i8"), ()
    if key.null_count:
        readable = pc.is_valid(key)
        lost = line.to_numpy()[~known(key) & written(columns)]
        named = tuple(pc.filter(keys(columns["by"]), pc.invert(readable)).drop_null().to_pylist())
        line, key = pc.filter(line, readable), pc.filter(key, readable)
        columns = {name: pc.filter(column, readable) for name, column in columns.items()}
    return Taken(_rows(line, columns, key), lost, named)


def _rows(line: pa.Array, columns: dict[str, pa.Array], key: pa.Array) -> pa.RecordBatch:
    kind, until, by = columns["type"], columns["until"], columns["by"]
    fine = np.ones(len(key), bool)
    for name in ("number", "by", "note"):  # a type is one of a few, and a day has its own form
        fine &= allowed(columns[name])
    on_day, well = days(columns["on"])
    until_day, until_well = days(until)
    fine &= well & until_well & ~np.isnat(on_day)
    number = pc.index_in(kind, pa.array(KINDS))
    fine &= known(number)
    fine &= _until_where_it_belongs(kind, until) & (np.isnat(until_day) | (on_day <= until_day))
    suspended = truth(pc.equal(kind, "suspended"))
    fine &= ~suspended | (until_day < after_months(on_day, SUSPENSION_MONTHS))
    successor = keys(by)
    fine &= known(by) == truth(pc.equal(kind, "superseded"))
    fine &= known(by) == known(successor)
    fine &= fits(columns["number"]) & fits(by)
    event = joined(
        '{"on":"', columns["on"], '","type":"', kind, '"',
        member("until", until), member("by", quoted(by)), "}",
    )  # fmt: skip
    return pa.RecordBatch.from_arrays(
        [
            pa.array(places(key)), key, line, pa.array(~fine), pc.fill_null(number, -1).cast(pa.int8()),
            pa.array(on_day), pa.array(until_day), successor, event,
        ],
        schema=SCHEMA,
    )  # fmt: skip


def _until_where_it_belongs(kind: pa.Array, until: pa.Array) -> Mask:
    """`until` stands with the types that need it, and with no type that has none."""
    written = known(until)
    needed, allowed_here = truth(pc.is_in(kind, _NEED_UNTIL)), truth(pc.is_in(kind, _WITH_UNTIL))
    return (written | ~needed) & (allowed_here | ~written)
