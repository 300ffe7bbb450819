"""Rows of certificates, a batch at a time: which of them are certainly right, and the record of each as text.

`doubtful` rows are left to the exact checks of `generator.ledger`, which say what is wrong, if anything is. A row that is
not doubtful has no problem there, not even a warning, but for what only other rows can tell. Specification:
registry/README.md §1 and §6.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator import question
from generator.ledger import certificates as exact
from generator.ledger import credit_code
from generator.ledger.forms import Forms
from generator.ledger.period import TERM_MONTHS
from generator.ledger.record import WHITE_SPACE
from generator.model import SchemesFile
from generator.normalise import CertificateKey
from generator.registry.columns import (
    Mask,
    after_months,
    allowed,
    as_json,
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
from generator.registry.kinds import Kinds

SCHEMA = pa.schema(
    {
        "place": pa.uint64(),
        "key": pa.string(),
        "line": pa.int64(),
        "doubtful": pa.bool_(),
        "head": pa.string(),
        "limited": pa.bool_(),
        "one_term": pa.bool_(),
        "valid_from": pa.date32(),
        "valid_to": pa.date32(),
        "parent": pa.string(),
        "number": pa.string(),
        "kind": pa.string(),
        "holder": pa.string(),
        "holder_en": pa.string(),
        "uscc": pa.string(),
    }
)
"""What is kept of a row. `head` is its record without events and without the closing brace; `one_term` tells that the days
fit a single term; `parent` is a key; `kind` is what the organisation search is told of scheme and standards."""

_TEXTS = ("holder", "holder_en", "uscc", "address", "address_en", "scope", "scope_en")
_FREE = ("number", "parent", *_TEXTS, "sites")
"""Columns in which there may be any character; in the others a value is one of a few, or has a form of its own."""

_DAYS = ("issued_on", "valid_from", "valid_to", "first_certified_on")


@dataclass(frozen=True)
class Taken:
    """What became of a batch. A row without any value is none."""

    rows: pa.RecordBatch
    lost: np.ndarray[Any, Any]
    """Lines of rows without a number that can be read."""
    named: tuple[CertificateKey, ...] = ()
    """Certificates that lost rows name, where that matters for what is wrong with them."""


class Certificates:
    """Takes in batches of `certificates`."""

    def __init__(self, facts: SchemesFile) -> None:
        self.facts = facts
        self._kinds = Kinds(facts)

    def take(self, batch: pa.RecordBatch) -> Taken:
        """Return the rows of a batch with the columns of §1 and `line`."""
        columns = trimmed(batch, exact.COLUMNS)
        key = keys(columns["number"])
        if key.null_count:
            readable = pc.is_valid(key)
            lost = batch.column("line").to_numpy()[~known(key) & written(columns)]
            batch = batch.filter(readable)
            columns = {name: pc.filter(column, readable) for name, column in columns.items()}
            key = pc.filter(key, readable)
        else:
            lost = np.empty(0, "i8")
        return Taken(self._rows(batch.column("line"), columns, key), lost)

    def _rows(self, line: pa.Array, columns: dict[str, pa.Array], key: pa.Array) -> pa.RecordBatch:
        fine = self._texts(columns)
        fine &= self._number(columns, key)
        kind_fine, classified, kind = self._kinds.take(columns)
        fine &= kind_fine
        days_fine, one_term, valid_from, valid_to = _days(columns)
        fine &= days_fine & _credit_codes(columns["uscc"])
        sites_fine, sites = _sites(columns["sites"])
        fine &= sites_fine & _revision(columns["revision"])
        disclosure = columns["disclosure"]
        fine &= ~known(disclosure) | truth(pc.is_in(disclosure, pa.array(["full", "limited"])))
        limited = pc.fill_null(pc.not_equal(disclosure, "full"), False)
        parent = keys(columns["parent"])
        fine &= known(columns["parent"]) == known(parent)
        fine &= fits(columns["number"]) & fits(columns["parent"])
        return pa.RecordBatch.from_arrays(
            [
                pa.array(places(key)), key, line, pa.array(~fine), self._head(columns, classified, sites, limited),
                limited,
                pa.array(one_term), pa.array(valid_from), pa.array(valid_to), parent,
                columns["number"], kind, *(columns[name] for name in ("holder", "holder_en", "uscc")),
            ],
            schema=SCHEMA,
        )  # fmt: skip

    def _texts(self, columns: dict[str, pa.Array]) -> Mask:
        """Required values are there, and no value has a character that no text may have."""
        fine = np.ones(len(columns["number"]), bool)
        for name, required in exact.COLUMNS.items():
            if required:
                fine &= known(columns[name])
        for name in _FREE:
            fine &= allowed(columns[name])
        return fine

    def _number(self, columns: dict[str, pa.Array], key: pa.Array) -> Mask:
        """A number begins with a prefix of the body and no label, and has the form of its scheme and day."""
        fine = np.zeros(len(key), bool)
        for prefix in self.facts.register_.prefixes:
            fine |= truth(pc.starts_with(key, prefix))
        for beginning in question.BEGINNINGS:
            fine &= ~truth(pc.starts_with(key, beginning))
        if self._forms.of_scheme:
            named = (key, columns["scheme"], columns["valid_from"])
            rows = zip(*(column.to_pylist() for column in named), strict=True)
            fine &= np.array(
                [self._forms.fit(number, scheme, day or "") for number, scheme, day in rows], bool
            )
        return fine

    @cached_property
    def _forms(self) -> Forms:
        return Forms.of(self.facts)

    def _head(
        self, columns: dict[str, pa.Array], classified: pa.Array, sites: pa.Array, limited: pa.Array
    ) -> pa.Array:
        """Return each record without events and closing brace; of a limited one, only that it exists."""
        specimen = ',"specimen":true' if self.facts.register_.specimen else ""
        number = joined('{"number":"', quoted(columns["number"]), f'"{specimen}')
        parent = member("parent", quoted(columns["parent"]))
        parts = [member(name, quoted(columns[name])) for name in _TEXTS]
        dates = [member(name, columns[name]) for name in _DAYS]
        revision = pc.binary_join_element_wise(',"revision":', columns["revision"], "")
        full = joined(number, parent, classified, *parts, sites, *dates, revision)
        if not pc.any(limited).as_py():
            return full
        return pc.if_else(limited, joined(number, ',"disclosure":"limited"'), full)


def _days(columns: dict[str, pa.Array]) -> tuple[Mask, Mask, Any, Any]:
    """Days are days, and in order. Also tells where validity fits one term, and returns first and last day."""
    found, fine = {}, np.ones(len(columns["number"]), bool)
    for name in _DAYS:
        found[name], well = days(columns[name])
        fine &= well
    start, to, first = found["valid_from"], found["valid_to"], found["first_certified_on"]
    fine &= (start <= to) & (np.isnat(first) | (first <= start))
    return fine, to <= after_months(start, TERM_MONTHS), start, to


_ALPHABET = np.full(256, 255, "u1")
_ALPHABET[np.frombuffer(credit_code.ALPHABET.encode(), "u1")] = np.arange(len(credit_code.ALPHABET))
_WEIGHTS = np.array([pow(3, at, 31) for at in range(credit_code.LENGTH - 1)])


def _credit_codes(column: pa.Array) -> Mask:
    """A credit code has its form and its check character."""
    fine = ~known(column)
    whole = truth(pc.equal(pc.binary_length(column), credit_code.LENGTH))
    if not whole.any():
        return fine
    text = "".join(pc.filter(column, pa.array(whole)).to_pylist()).encode("utf-8", "replace")
    values = _ALPHABET[np.frombuffer(text, "u1").reshape(-1, credit_code.LENGTH)].astype("i4")
    right = (values < len(credit_code.ALPHABET)).all(axis=1)
    fine[whole] = right & (-(values[:, :-1] @ _WEIGHTS) % 31 == values[:, -1])
    return fine


def _revision(column: pa.Array) -> Mask:
    """A revision is a whole number from 1."""
    return ~known(column) | truth(pc.match_substring_regex(column, "^[1-9][0-9]{0,3}$"))


def _sites(column: pa.Array) -> tuple[Mask, pa.Array]:
    """Sites are neither empty nor the same; also returns them as JSON."""
    fine = np.ones(len(column), bool)
    if column.null_count == len(column):
        return fine, column
    texts: list[str | None] = [None] * len(column)
    for at, text in enumerate(column.to_pylist()):
        if text is not None:
            sites = [site.strip(WHITE_SPACE) for site in text.split("|")]
            fine[at] = all(sites) and len({*sites}) == len(sites)
            texts[at] = f',"sites":{as_json(sites)}'
    return fine, pa.array(texts, pa.string())
