"""A Parquet or Arrow file → batches of text, as a CSV file with the same rows would give them (registry/README.md §1).

No value is guessed. A type that text cannot stand for in one way is a fault of the header; a time of day stays in the text,
and bytes that are no UTF-8 become U+FFFD, so that the rules for values find both in their rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from generator.ledger import unreadable
from generator.ledger.record import WHITE_SPACE
from generator.ledger.table import Row, Table
from generator.problems import Place, Problem, Problems, closest, problem

BATCH = 65_536
"""Most rows of a batch of a Parquet file."""

ROW = "row"
"""The column that numbers the rows, from 1."""

_BUFFER = 1 << 20
"""Bytes of a column that are read at a time; without it, whole row groups are held."""

_POSTGRESQL = b"POSTGRESQL:type"
"""Where a column's metadata tell its type in PostgreSQL."""

_WHOLE = {"int2", "int4", "int8"}
"""PostgreSQL's types that are whole numbers in Arrow, and are meant to be: of `money` Arrow has the cents."""

_MIDNIGHT = r" 00:00:00(\.0+)?$"
_WHITE_SPACE = "".join(WHITE_SPACE)


class DamagedError(OSError):
    """The file breaks off, or is not what its head says."""


def is_columnar(path: Path) -> bool:
    """Tell whether a file is one of those that this module reads."""
    return path.suffix in {".parquet", ".arrow"}


def read(
    path: Path,
    file: str,
    columns: Mapping[str, bool],
    problems: Problems,
    only: Collection[int] | None = None,
) -> Table | None:
    """Read a file as `generator.ledger.table.read` reads a CSV file; what stands there in lines are rows here."""
    if not check(path, file, columns, problems):
        return None
    names = tuple(columns)
    rows = []
    try:
        for batch in batches(path, names):
            texts = batch.select(names).to_pylist()
            for row, values in zip(batch.column(ROW).to_pylist(), texts, strict=True):
                if only is None or row in only:
                    rows.append(
                        Row(file, row, "", names, {name: text or "" for name, text in values.items()})
                    )
    except DamagedError:
        problems.add(unreadable.say(file, "breaks off"))
        return None
    return Table(tuple(rows), complete=True)


def check(path: Path, file: str, columns: Mapping[str, bool], problems: Problems) -> bool:
    """Note what is wrong with a file's columns; `file` is its name in messages. Returns whether its rows can be read."""
    try:
        schema = _schema(path)
    except FileNotFoundError:
        problems.add(unreadable.say(file, "missing"))
    except (pa.ArrowException, OSError):
        problems.add(unreadable.say(file, "no parquet" if path.suffix == ".parquet" else "no arrow"))
    else:
        found = [*header(schema, file, columns)]
        problems.extend(found)
        return not found
    return False


def _schema(path: Path) -> pa.Schema:
    if path.suffix == ".parquet":
        with pq.ParquetFile(path) as opened:
            return opened.schema_arrow
    with pa.memory_map(str(path)) as source, pa.ipc.open_file(source) as file:
        return file.schema


def header(
    schema: pa.Schema, file: str, columns: Mapping[str, bool], beside: Collection[str] = ()
) -> Iterator[Problem]:
    """Yield what is wrong with the columns of a file or database table: each is known, stands once, is text or becomes it.

    `columns` says of every known column if it is required; those in `beside` may stand there too, of any type.
    """
    place = Place(file)
    free = [name for name in columns if name not in schema.names]
    for name, times in Counter(schema.names).items():
        if times > 1:
            yield problem("CS607", Place(file, path=name), column=name)
        elif name in beside:
            continue
        elif name not in columns:
            meant, allowed = closest(name, free), ", ".join(columns)
            yield problem("CS605", Place(file, path=name), suggestion=meant, column=name, allowed=allowed)
        elif refused := _refused(schema.field(name)):
            yield problem("CS663", Place(file, path=name), column=name, type=refused)
    if missing := [name for name, required in columns.items() if required and name not in schema.names]:
        yield problem("CS606", place, columns=", ".join(missing))


def _refused(field: pa.Field) -> str:
    """Return the type of a column that text cannot stand for in one way, or an empty string."""
    kind = field.type
    own: str = (field.metadata or {}).get(_POSTGRESQL, b"").decode()
    if own and pa.types.is_integer(kind) and own not in _WHOLE:
        return own
    if is_textual(kind):
        return ""
    return str(kind.type_name if isinstance(kind, pa.OpaqueType) else kind)


def is_textual(kind: pa.DataType) -> bool:
    """Tell whether each value of a type is written as text in one way only, but for times of day, which no column has."""
    if isinstance(
        kind, pa.OpaqueType
    ):  # a database's type that Arrow does not know, such as PostgreSQL's numeric
        kind = kind.storage_type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return (
        pa.types.is_string(kind)
        or pa.types.is_large_string(kind)
        or pa.types.is_string_view(kind)
        or pa.types.is_integer(kind)
        or pa.types.is_date(kind)
        or pa.types.is_null(kind)
        or (pa.types.is_decimal(kind) and kind.scale == 0)
        or (pa.types.is_timestamp(kind) and kind.tz is None)
    )


def batches(path: Path, columns: Sequence[str], share: int = 0, shares: int = 1) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a file that `check` or `header` found no fault in.

    Each batch has `columns` as text, without white space around and null where empty or not in the file, and `row`
    (int64). Rows without any value are left out. Of several processes each takes its share, 0 ≤ `share` < `shares`;
    together they get every row once. Raises DamagedError.
    """
    parts = _parquet if path.suffix == ".parquet" else _arrow
    try:
        for first, batch in parts(path, columns, share, shares):
            text = [
                as_text(batch.column(name))
                if name in batch.schema.names
                else pa.nulls(len(batch), pa.string())
                for name in columns
            ]
            rows = pa.arange(first, first + len(batch))
            yield _without_empty(pa.record_batch([*text, rows], names=[*columns, ROW]))
    except (pa.ArrowException, OSError) as error:
        raise DamagedError(str(error)) from error


def as_text(column: pa.Array) -> pa.Array:
    """Return a column of a type that `is_textual` as text, without white space around; null where empty."""
    if isinstance(column.type, pa.OpaqueType):
        column = column.storage
    if pa.types.is_dictionary(column.type):
        return as_text(column.dictionary).take(column.indices)
    text = column.cast(pa.string())
    if pa.types.is_timestamp(
        column.type
    ):  # midnight is a day; another time stays, and the rule for days refuses it
        text = pc.replace_substring_regex(text, _MIDNIGHT, "")
    text = pc.utf8_trim(_sound(text), _WHITE_SPACE)
    return pc.if_else(pc.equal(pc.binary_length(text), 0), pa.scalar(None, pa.string()), text)


def _sound(text: pa.Array) -> pa.Array:
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        values = text.cast(pa.binary()).to_pylist()
        return pa.array([value and value.decode("utf-8", "replace") for value in values], pa.string())
    return text


def _without_empty(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Leave out rows without any value, as those that spreadsheets put behind the last row."""
    if any(column.null_count == 0 for column in batch.columns[:-1]):
        return batch
    filled = batch.column(0).is_valid()
    for column in batch.columns[1:-1]:
        filled = pc.or_(filled, column.is_valid())
    return batch.filter(filled)


def _arrow(
    path: Path, columns: Sequence[str], share: int, shares: int
) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Yield each batch of the share with the number of its first row."""
    first = 1
    with pa.memory_map(str(path)) as source, pa.ipc.open_file(source) as file:
        for number in range(file.num_record_batches):
            batch = file.get_batch(number)
            if number % shares == share:
                yield first, batch
            first += len(batch)


def _parquet(
    path: Path, columns: Sequence[str], share: int, shares: int
) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Yield each batch of the share with the number of its first row.

    Many row groups are dealt out as they are; of few ones, every process reads all and takes its batches.
    """
    first = 1
    with pq.ParquetFile(path, buffer_size=_BUFFER, pre_buffer=False) as file:
        names = [name for name in columns if name in file.schema_arrow.names]
        groups = file.num_row_groups
        by_group = groups >= 4 * shares
        for group in range(groups):
            rows = file.metadata.row_group(group).num_rows
            if not by_group or group % shares == share:
                read = 0
                for number, batch in enumerate(file.iter_batches(BATCH, [group], names, use_threads=False)):
                    if by_group or (group + number) % shares == share:
                        yield first + read, batch
                    read += len(batch)
                if read != rows:
                    raise DamagedError(f"row group {group} has {read} rows instead of {rows}")
            first += rows
