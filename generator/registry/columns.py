"""Small vocabulary of column arithmetic that both intakes use: text, days, keys, and JSON strings, all for whole columns.

Columns are Arrow arrays of text, masks and days are numpy arrays of the same length.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator import normalise, shards
from generator.ledger.record import WHITE_SPACE
from generator.ledger.values import FORBIDDEN, LONGEST_NUMBER, YEARS
from generator.normalise import CertificateKey

Mask = np.ndarray[Any, np.dtype[np.bool_]]
Days = np.ndarray[Any, np.dtype[np.datetime64]]

_PLAIN_KEY = f"^[0-9A-Z]{{{normalise.SHORTEST},{normalise.LONGEST}}}$"
_FORBIDDEN = "".join(c if c in "[]-<>" else f"\\x{{{ord(c):x}}}" for c in FORBIDDEN.pattern)
"""The same characters as Arrow's regular expressions write them."""
_NONE = np.datetime64("NaT", "D")


def trimmed(batch: pa.RecordBatch, names: Iterable[str]) -> dict[str, pa.Array]:
    """Return columns by name without the white space around values, null where nothing is left or no column is there."""
    found = {}
    for name in names:
        if name not in batch.schema.names:
            found[name] = pa.nulls(len(batch), pa.string())
            continue
        column = batch.column(name)
        if column.null_count < len(column):
            column = pc.utf8_trim(column, characters=WHITE_SPACE)
            empty = pc.equal(column, "")
            if pc.any(empty).as_py():
                column = pc.if_else(empty, None, column)
        found[name] = column
    return found


def truth(mask: pa.Array) -> Mask:
    """Return an Arrow mask for numpy; null is false."""
    if isinstance(mask, pa.ChunkedArray):
        mask = mask.combine_chunks()
    if mask.null_count:
        mask = pc.fill_null(mask, False)
    found: Mask = mask.to_numpy(zero_copy_only=False)
    return found


def known(column: pa.Array) -> Mask:
    """Tell which rows have a value."""
    return truth(pc.is_valid(column))


def written(columns: Mapping[str, pa.Array]) -> Mask:
    """Tell which rows have any value."""
    found: Mask = np.logical_or.reduce([known(column) for column in columns.values()])
    return found


def allowed(column: pa.Array) -> Mask:
    """Tell which values have no character that no text may have; a missing value has none."""
    if column.null_count == len(column):
        return np.ones(len(column), bool)
    return ~truth(pc.match_substring_regex(column, _FORBIDDEN))


def days(column: pa.Array) -> tuple[Days, Mask]:
    """Return a column as days, NaT where there is none, and which values are a day of the calendar written YYYY-MM-DD, or missing."""
    well = truth(pc.or_kleene(pc.is_null(column), pc.match_substring_regex(column, r"^\d{4}-\d\d-\d\d$")))
    well &= ~known(column) | truth(
        pc.and_(pc.greater_equal(column, YEARS[0]), pc.less(column, str(int(YEARS[1]) + 1)))
    )
    sound = column if well.all() else pc.if_else(pa.array(well), column, None)
    try:
        found = sound.cast(pa.date32())
    except pa.ArrowInvalid:
        texts = [_day(text) for text in sound.to_pylist()]
        found = pa.array(texts, pa.string()).cast(pa.date32())
        well &= ~known(column) | known(found)
    return found.to_numpy(zero_copy_only=False).astype("datetime64[D]"), well


def _day(text: str | None) -> str | None:
    """Return the text if it is a day of the calendar."""
    try:
        return str(np.datetime64(text, "D")) if text else None
    except ValueError:
        return None


def after_months(start: Days, months: int) -> Days:
    """Return the day after the last day of a period of whole months (`generator.ledger.period.last_day`)."""
    month = start.astype("datetime64[M]")
    within = start - month.astype("datetime64[D]")
    same = (month + months).astype("datetime64[D]") + within
    found: Days = np.minimum(same, (month + months + 1).astype("datetime64[D]"))
    return found


def keys(column: pa.Array) -> pa.Array:
    """Return the keys of certificate numbers, null where there is no number that can be read (registry/README.md §2).

    That a number as printed is not too long for the ledger is for `fits` to say.
    """
    other = known(column) & ~truth(pc.match_substring_regex(column, _PLAIN_KEY))
    if not other.any():
        return column
    read = [_key(text) for text in column.filter(pa.array(other)).to_pylist()]
    return pc.replace_with_mask(column, pa.array(other), pa.array(read, pa.string()))


def _key(text: str) -> str | None:
    try:
        return normalise.key(text)
    except normalise.Refused:
        return None


def fits(column: pa.Array) -> Mask:
    """Tell which numbers are as short as a ledger allows, or missing."""
    return ~truth(pc.greater(pc.utf8_length(column), LONGEST_NUMBER))


def places(column: pa.Array) -> np.ndarray[Any, np.dtype[np.uint64]]:
    """Return the first 64 bits of each key's digest, which say where a certificate stands (registry/README.md §3, §5).

    It is `shards.digest`, for all keys at once: a key has no line end, and the fold of all is all folds.
    """
    encoded = column.dictionary_encode()
    folds = shards.fold(CertificateKey("\n".join(encoded.dictionary.to_pylist()))).encode().split(b"\n")
    digests = b"".join([sha256(fold).digest() for fold in folds])
    found = np.frombuffer(digests, ">u8")[::4].astype("u8")  # a digest is four of them
    of_rows: np.ndarray[Any, np.dtype[np.uint64]] = found[encoded.indices.to_numpy()]
    return of_rows


def quoted(column: pa.Array) -> pa.Array:
    """Return texts as they stand between quotation marks in JSON; control characters are not among them."""
    if pc.any(pc.match_substring_regex(column, r'["\\]')).as_py():
        column = pc.replace_substring(pc.replace_substring(column, "\\", "\\\\"), '"', '\\"')
    return column


def member(name: str, column: pa.Array) -> pa.Array:
    """Return `,"name":"value"` for each value, null where there is none."""
    return pc.binary_join_element_wise(f',"{name}":"', column, '"', "")


def joined(*parts: pa.Array | str) -> pa.Array:
    """Return the parts of each row joined; null counts as nothing."""
    return pc.binary_join_element_wise(*parts, "", null_handling="replace", null_replacement="")


def chosen(rows: Sequence[int] | np.ndarray[Any, Any], column: pa.Array) -> pa.Array:
    """Return some rows of a column."""
    return column.take(pa.array(rows))


def as_json(value: object) -> str:
    """Return JSON as it stands in the register."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
