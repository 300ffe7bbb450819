"""Two kinds of database behind one face: PostgreSQL through ADBC, SQLite through Python's own module.

A connection is one transaction that only reads. What a driver says becomes one line; what it raises never leaves this module.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

import pyarrow as pa

_SQLITE_BATCH = 20_000
"""Rows that are taken from SQLite at a time."""

_POSTGRESQL_BATCH = "4000000"
"""Bytes that are taken from PostgreSQL at a time."""

_LONGEST_WAIT = 15
"""Seconds until a server that does not answer counts as out of reach, unless the address says otherwise."""

_NAMES = {float: "REAL", bytes: "BLOB"}
"""SQLite's types that are no text."""

Words = tuple[str, str]
"""The same in Chinese and English."""

_REACH: Words = (
    "核对地址、用户和权限；密码放在 ~/.pgpass，或者 PGPASSFILE、PGSERVICE 所指的文件里",
    "Check address, user and rights; a password belongs in ~/.pgpass, or in the file that PGPASSFILE or PGSERVICE points to",
)
_FILE: Words = ("核对文件名和位置", "Check its name and place")
_STATEMENT: Words = ("核对表名、列名和查询", "Check the table’s name, its columns, the query")
_MISSING: Words = ("没有安装 PostgreSQL 驱动", "the driver for PostgreSQL is not installed")
_INSTALL: Words = ("运行 pip install adbc-driver-postgresql", "Run pip install adbc-driver-postgresql")

Rows = tuple[pa.Schema, Iterator[pa.RecordBatch]]


class DatabaseError(Exception):
    """The database cannot be reached, or refuses a statement; says why and how to mend it."""

    def __init__(self, reason: Words, hint: Words) -> None:
        self.reason, self.hint = reason, hint
        super().__init__(reason[1])


class ValueTypeError(Exception):
    """A value of SQLite is of a type that text cannot stand for in one way; `row` counts from 1."""

    def __init__(self, column: str, row: int, kind: str) -> None:
        self.column, self.row, self.type = column, row, kind
        super().__init__(column)


class Connection(Protocol):
    """One transaction."""

    def rows(self, statement: str) -> AbstractContextManager[Rows]:
        """Run a statement; give its columns, and its rows as they arrive. One statement is done before the next one.

        Entering and taking rows raise DatabaseError or ValueTypeError.
        """


@contextmanager
def connect(database: str, root: Path) -> Iterator[Connection]:
    """Open `postgresql://…`, or `sqlite:PATH` in the folder `root`. Raises DatabaseError."""
    if database.startswith("sqlite:"):
        with _sqlite(root / database.removeprefix("sqlite:")) as connection:
            yield connection
    else:
        with _postgresql(database) as connection:
            yield connection


class _Sqlite:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @contextmanager
    def rows(self, statement: str) -> Iterator[Rows]:
        with closing(self._connection.cursor()) as cursor:
            with _sqlite_errors(_STATEMENT):
                cursor.execute(statement)
            schema = pa.schema([(column[0], pa.string()) for column in cursor.description])
            yield schema, self._batches(cursor, schema)

    @staticmethod
    def _batches(cursor: sqlite3.Cursor, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        first = 1
        while True:
            with _sqlite_errors(_STATEMENT):
                rows = cursor.fetchmany(_SQLITE_BATCH)
            if not rows:
                return
            columns = zip(schema.names, zip(*rows, strict=True), strict=True)
            yield pa.record_batch([_texts(name, column, first) for name, column in columns], schema=schema)
            first += len(rows)


def _texts(name: str, column: tuple[Any, ...], first: int) -> pa.Array:
    """In SQLite each value has a type of its own: text, a whole number, or one that text cannot stand for."""
    types = {*map(type, column)}
    for kind in types & {*_NAMES}:
        row = next(at for at, value in enumerate(column) if type(value) is kind)
        raise ValueTypeError(name, first + row, _NAMES[kind])
    values = [None if value is None else str(value) for value in column] if int in types else column
    return pa.array(values, pa.string())


@contextmanager
def _sqlite(path: Path) -> Iterator[_Sqlite]:
    with _sqlite_errors(_FILE):
        opened = sqlite3.connect(f"file:{quote(path.as_posix())}?mode=ro", uri=True, isolation_level=None)
    with closing(opened) as connection:
        with _sqlite_errors(_FILE):
            connection.execute("PRAGMA query_only = ON")
            connection.execute("BEGIN")
            connection.execute("SELECT * FROM sqlite_master LIMIT 0")
        yield _Sqlite(connection)


@contextmanager
def _sqlite_errors(hint: Words) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise _refusal(error, hint) from error


class _Postgresql:
    def __init__(self, connection: Any) -> None:
        self._connection = connection

    @contextmanager
    def rows(self, statement: str) -> Iterator[Rows]:
        with closing(self._connection.cursor()) as cursor:
            with _postgresql_errors(_STATEMENT):
                cursor.adbc_statement.set_options(
                    **{"adbc.postgresql.batch_size_hint_bytes": _POSTGRESQL_BATCH}
                )
                cursor.execute(statement)
                reader = cursor.fetch_record_batch()
            yield reader.schema, self._batches(reader)

    @staticmethod
    def _batches(reader: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
        while True:
            with _postgresql_errors(_STATEMENT):
                batch = next(reader, None)
            if batch is None:
                return
            yield batch


@contextmanager
def _postgresql(address: str) -> Iterator[_Postgresql]:
    try:
        from adbc_driver_postgresql import dbapi
    except ImportError as error:
        raise DatabaseError(_MISSING, _INSTALL) from error
    if "connect_timeout" not in address:
        address += f"{'&' if '?' in address else '?'}connect_timeout={_LONGEST_WAIT}"
    with _postgresql_errors(_REACH):
        opened = dbapi.connect(address)
    with closing(opened) as connection:
        with _postgresql_errors(_REACH), closing(connection.cursor()) as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SET LOCAL client_encoding TO 'UTF8'")
        yield _Postgresql(connection)


@contextmanager
def _postgresql_errors(hint: Words) -> Iterator[None]:
    from adbc_driver_manager import Error

    try:
        yield
    except (Error, pa.ArrowException, OSError) as error:
        raise _refusal(error, hint) from error


_ADBC = re.compile(r"^(?:[A-Z_]+: )?\[libpq\] |^[A-Z_]+: ")
_SERVER = re.compile(r"^.*\bERROR: +")


def _refusal(error: BaseException, hint: Words) -> DatabaseError:
    """Make one line of what a driver says: its first one, without what the driver says of itself."""
    first = str(error).strip().split("\n", 1)[0]
    line = _SERVER.sub("", _ADBC.sub("", first))
    return DatabaseError((line, line), hint)
