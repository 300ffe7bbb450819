"""Tables and queries of a database → Arrow files, which `columnar` reads (registry/README.md §1).

All that is fetched from one database is read in one transaction that only reads, so that certificates and events are those
of one moment. Values stay as the database gives them; rows are streamed and never held together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from generator.ledger import columnar, drivers, settings, sql
from generator.ledger.drivers import Connection
from generator.model import LedgerTable, TableName
from generator.problems import Place, Problem, Problems, problem

_LZ4 = pa.ipc.IpcWriteOptions(compression="lz4")
_WHOLE_NUMBER = r"^-?[0-9]{1,18}$"


@dataclass(frozen=True)
class Extract:
    """What is taken from a database, and where it goes."""

    table: LedgerTable
    columns: Mapping[str, bool]
    """Every known column, and whether it is required."""
    to: Path
    """The Arrow file that is written."""
    ordered: bool = False
    """Whether the rows need an order of their own, as events do; else a table is ordered by `number`."""

    @property
    def kind(self) -> TableName:
        """Which of the ledger's tables it is: events are the ones that need an order."""
        return "events" if self.ordered else "certificates"

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.table.called(self.kind)

    @property
    def order(self) -> str:
        """The column by which a table is ordered."""
        return settings.EVENTS_ORDER if self.ordered else "number"


Progress = Callable[[int], None]
"""Is told how many more rows have been fetched."""


def fetch(
    extracts: Sequence[Extract], root: Path, problems: Problems, progress: Progress = lambda rows: None
) -> None:
    """Write the rows of each extract, in their order, into its file. `root` is the project's folder.

    What is wrong becomes a problem, and then none of that database's files is there. Raises OSError if one cannot be written, and
    ValueError for a table that is a file.
    """
    if any(extract.table.database is None for extract in extracts):
        raise ValueError("not of a database")
    for database in dict.fromkeys(extract.table.database for extract in extracts):
        wanted = [extract for extract in extracts if extract.table.database == database]
        found = [*_refused(wanted)] or [*_fetched(wanted, root, progress)]
        problems.extend(found)
        for extract in wanted if found else ():
            extract.to.unlink(missing_ok=True)


def _refused(extracts: Sequence[Extract]) -> Iterator[Problem]:
    """An address with a password, or a query that does more than read, never reaches a driver."""
    for extract in extracts:
        yield from settings.faults(extract.table, ordered=extract.ordered, place=Place("schemes.yaml"))


def _fetched(extracts: Sequence[Extract], root: Path, progress: Progress) -> Iterator[Problem]:
    """Fetch tables in one transaction. Behind a fault the others are looked at in another one, for the first may be spoilt."""
    place, done = Place(extracts[0].name), 0
    try:
        with drivers.connect(extracts[0].table.database or "", root) as connection:
            for extract in extracts:
                place, done = Place(extract.name), done + 1
                found = [*_copied(connection, extract, progress)]
                yield from found
                if found:
                    break
    except drivers.DatabaseError as refusal:
        (reason_zh, reason_en), (hint_zh, hint_en) = refusal.reason, refusal.hint
        yield problem(
            "CS666", place, reason_zh=reason_zh, reason_en=reason_en, hint_zh=hint_zh, hint_en=hint_en
        )
    except drivers.ValueTypeError as refusal:
        yield problem(
            "CS663",
            Place(place.file, refusal.row, path=refusal.column),
            column=refusal.column,
            type=refusal.type,
        )
    if 0 < done < len(extracts):
        yield from _fetched(extracts[done:], root, progress)


def _copied(connection: Connection, extract: Extract, progress: Progress) -> Iterator[Problem]:
    if extract.table.query is not None:
        statement = sql.parse(extract.table.query).text
    else:
        whole = f"SELECT * FROM {sql.identifier(extract.table.table or '')}"  # noqa: S608 - quoted as an identifier
        statement = f"{whole} ORDER BY {sql.identifier(extract.order)}"
        with connection.rows(f"{whole} LIMIT 0") as (
            schema,
            _,
        ):  # SQLite orders by a column that is not there
            found = [*_header(schema, extract)]
        if found:
            yield from found
            return
    with connection.rows(statement) as (schema, batches):
        found = [*_header(schema, extract)]
        yield from found or _written(schema, batches, extract, progress)


def _header(schema: pa.Schema, extract: Extract) -> Iterator[Problem]:
    beside = {settings.EVENTS_ORDER} if extract.ordered else set()
    yield from columnar.header(schema, extract.name, extract.columns, beside)
    if extract.table.query is None and beside - {*schema.names}:
        yield _no_order(extract, 1, "没有 seq 这一列", "there is no column seq")


def _written(
    schema: pa.Schema, batches: Iterator[pa.RecordBatch], extract: Extract, progress: Progress
) -> Iterator[Problem]:
    names = [name for name in schema.names if name in extract.columns]
    row, last = 1, None
    with pa.ipc.new_file(str(extract.to), pa.schema(map(schema.field, names)), options=_LZ4) as file:
        for batch in batches:
            if extract.ordered and extract.table.query is None and len(batch):
                order = columnar.as_text(batch.column(extract.order))
                if disorder := _disorder(order, last):
                    at, zh, en = disorder
                    yield _no_order(extract, row + at, zh, en)
                    return
                last = int(order[-1].as_py())
            file.write_batch(batch.select(names))
            row += len(batch)
            progress(len(batch))


def _disorder(order: pa.StringArray, last: int | None) -> tuple[int, str, str] | None:
    """Return the first place at which the numbers of the rows are none or do not grow, and the reason; `last` is the one before."""
    whole = pc.fill_null(pc.match_substring_regex(order, _WHOLE_NUMBER), False)
    at = pc.index(whole, False).as_py()
    if at >= 0:
        value = order[at].as_py() or ""
        return at, f"seq 应当是整数，这里是“{value}”", f"seq is a whole number, and here it is “{value}”"
    numbers = order.cast(pa.int64())
    before = pa.concat_arrays([pa.array([last], pa.int64()), numbers[:-1]])
    at = pc.index(pc.fill_null(pc.greater(numbers, before), True), False).as_py()
    if at < 0:
        return None
    value = numbers[at].as_py()
    return at, f"seq {value} 不大于前一行的", f"seq {value} is not greater than that of the row before"


def _no_order(extract: Extract, row: int, zh: str, en: str) -> Problem:
    place = Place(extract.name, row, path=settings.EVENTS_ORDER)
    return problem("CS668", place, reason_zh=zh, reason_en=en)
