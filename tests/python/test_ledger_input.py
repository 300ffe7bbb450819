"""The ledger from Parquet, PostgreSQL and SQLite: the same rows as text, in order, or what is wrong with them.

PostgreSQL is a real server (postgresql.py), which these tests start and stop.
"""

from __future__ import annotations

import datetime
import socket
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import postgresql
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from postgresql import Server

from generator.ledger import columnar, database, settings, sql
from generator.ledger.certificates import COLUMNS
from generator.ledger.database import Extract
from generator.ledger.history import COLUMNS as EVENT_COLUMNS
from generator.model import LedgerTable
from generator.problems import Place, Problems, render

Row = dict[str, object]

REQUIRED = tuple(name for name, required in COLUMNS.items() if required)
CERTIFICATES: list[Row] = [
    {
        "number": f"99926Q0000{i}R0S",
        "scheme": "iso-9001",
        "standards": "iso-9001-2015",
        "holder": f" 示例{'甲乙丙'[i]}精密制造有限公司　",
        "holder_en": None if i else "",
        "address": f"示例市样本路 {i} 号",
        "scope": '金属“零件”的制造; "quoted", 逗号\'s',
        "issued_on": datetime.date(2026, 3, 2),
        "valid_from": datetime.date(2026, 3, 2),
        "valid_to": datetime.date(2029, 3, 1),
        "revision": i + 1,
    }
    for i in range(3)
]
EVENTS: list[Row] = [
    {"seq": 1, "number": "99926Q00000R0S", "on": datetime.date(2026, 3, 2), "type": "granted", "until": None},
    {"seq": 2, "number": "99926Q00001R0S", "on": datetime.date(2026, 3, 2), "type": "granted", "until": None},
    {
        "seq": 10,
        "number": "99926Q00000R0S",
        "on": datetime.date(2026, 9, 1),
        "type": "suspended",
        "until": datetime.date(2026, 12, 1),
    },
]


def as_csv_gives(row: Row, columns: tuple[str, ...]) -> dict[str, str | None]:
    """The row as a CSV file's reader would give it."""
    return {
        name: str(value).strip(" 　") or None if (value := row.get(name)) is not None else None
        for name in columns
    }


def read(path: Path, columns: tuple[str, ...], share: int = 0, shares: int = 1) -> list[Row]:
    found = pa.Table.from_batches(
        columnar.batches(path, columns, share, shares),
        pa.schema([*((name, pa.string()) for name in columns), ("row", pa.int64())]),
    )
    return found.to_pylist()


def wanted(rows: list[Row], columns: tuple[str, ...]) -> list[Row]:
    return [{**as_csv_gives(row, columns), "row": at} for at, row in enumerate(rows, 1)]


# Statements


@pytest.mark.parametrize(
    ("text", "ordered"),
    [
        ("SELECT * FROM events ORDER BY id", True),
        (" -- first\n select 1 order /* by */ by 1 ; -- last\n;", True),
        ("VALUES (1), (2)", False),
        ("WITH e AS (SELECT * FROM x ORDER BY 1) SELECT * FROM e", False),
        ("SELECT row_number() OVER (ORDER BY a) FROM x", False),
        ("SELECT 'a ORDER BY b;', \"ORDER BY\" FROM x -- ORDER BY c", False),
        ("SELECT E'it\\'s ; ORDER BY', $q$ ; ' ORDER BY $q$ FROM x", False),
        ("SELECT 'it''s;' FROM x ORDER\nBY 1", True),
    ],
)
def test_one_statement_that_reads(text: str, ordered: bool) -> None:
    assert sql.parse(text).ordered is ordered


def test_nothing_stands_behind_a_statement() -> None:
    assert sql.parse("SELECT a -- of\nFROM b -- end\n /* x */ ; ").text == "SELECT a -- of\nFROM b"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"),
        (" -- SELECT\n;", "empty"),
        ("DELETE FROM events", "writes"),
        ("(SELECT 1)", "writes"),
        ("SELECTED", "writes"),
        ("SELECT 1; DROP TABLE events", "several"),
        ("SELECT 1;;x", "several"),
        ("SELECT 1) TO PROGRAM 'rm -r x' --", "unbalanced"),
        ("SELECT (1", "unbalanced"),
        ("SELECT 'a", "open"),
        ("SELECT /* /* */ 1 */", "open"),
        ("SELECT 1 /*", "open"),
    ],
)
def test_what_is_not_one_statement_that_reads(text: str, kind: str) -> None:
    with pytest.raises(sql.StatementError) as refusal:
        sql.parse(text)
    assert refusal.value.kind == kind


@given(st.text("a.\"';-) \n示", min_size=1, max_size=8).filter(lambda name: name.count(".") == 0))
def test_an_identifier_is_the_name_and_nothing_else(name: str) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"CREATE TABLE {sql.identifier(name)} (x)")
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [(name,)]
        assert connection.execute(f"SELECT * FROM {sql.identifier('main.' + name)}").fetchall() == []


# Settings


@pytest.mark.parametrize(
    "database",
    [
        "postgresql://staff:word@host/ledger",
        "postgresql://:word@host/ledger",
        "postgresql://staff:w@rd/@host/ledger",
        "postgresql://staff@host/ledger?password=word",
        "postgresql://staff@host/ledger?sslmode=require&pass%77ord=word",
        "postgresql://staff@host/ledger?sslpassword=word",
        "postgres://staff:wo#rd@host/ledger",
        "postgresql://staff:word@[::1/ledger",
    ],
)
def test_an_address_with_a_password(database: str) -> None:
    assert settings.has_password(database)
    here = Place("schemes.yaml", 7, 5, "database", f"    database: {database}")
    table = LedgerTable(database=database, table="events")
    (found,) = settings.faults(table, ordered=True, place=here)
    assert found.rule == "CS665"
    assert "word" not in render(found, "zh").replace("password", "")


@pytest.mark.parametrize(
    "database",
    [
        "postgresql://staff@host:5432/ledger",
        "postgresql://[::1]:5432/ledger",
        "postgresql:///ledger?host=/run/postgresql&passfile=/etc/pgpass",
        "sqlite:registry/a:b@c.db",
    ],
)
def test_an_address_without_a_password(database: str) -> None:
    assert not settings.has_password(database)


@pytest.mark.parametrize(
    "table",
    [
        LedgerTable(),
        LedgerTable(database="sqlite:x.db"),
        LedgerTable(table="events"),
        LedgerTable(query="SELECT 1"),
        LedgerTable(file="x.csv", table="events"),
        LedgerTable(database="sqlite:x.db", table="events", query="SELECT 1"),
    ],
)
def test_a_table_is_a_file_or_of_a_database(table: LedgerTable) -> None:
    assert [found.rule for found in settings.faults(table, ordered=False, place=Place("x"))] == ["CS664"]


# Parquet


def parquet(path: Path, table: pa.Table, **options: int) -> Path:
    pq.write_table(table, path, **options)
    return path


@pytest.mark.parametrize("size", [None, 2])
def test_parquet_is_read_as_csv_would_be(size: int | None, tmp_path: Path) -> None:
    path = parquet(tmp_path / "c.parquet", pa.Table.from_pylist(CERTIFICATES), row_group_size=size)
    problems = Problems()
    assert columnar.check(path, "c.parquet", COLUMNS, problems)
    assert [*problems] == []
    assert read(path, tuple(COLUMNS)) == wanted(CERTIFICATES, tuple(COLUMNS))


DAY = datetime.datetime(2026, 3, 2)


@pytest.mark.parametrize(
    ("column", "text"),
    [
        (pa.array(["甲", " 乙 ", None]).dictionary_encode(), ["甲", "乙", None]),
        (pa.array([DAY.date(), None]).dictionary_encode(), ["2026-03-02", None]),
        (pa.array(["甲"], pa.large_string()), ["甲"]),
        (pa.array(["甲"], pa.string_view()), ["甲"]),
        (pa.array([7, None], pa.uint64()), ["7", None]),
        (pa.array([7], pa.decimal128(9, 0)), ["7"]),
        (pa.array([DAY], pa.date64()), ["2026-03-02"]),
        (pa.array([DAY, None], pa.timestamp("ns")), ["2026-03-02", None]),
        (pa.array([DAY.replace(hour=8)], pa.timestamp("ms")), ["2026-03-02 08:00:00.000"]),
        (pa.array([DAY, DAY.replace(second=1)], pa.timestamp("s")), ["2026-03-02", "2026-03-02 00:00:01"]),
        (pa.nulls(2), [None, None]),
        (pa.array([b"\xe7\x94\xb2", b"\xbc\xd7", None]).view(pa.string()), ["甲", "\ufffd\ufffd", None]),
    ],
    ids=lambda value: str(value.type) if isinstance(value, pa.Array) else "",
)
def test_types_that_are_text(column: pa.Array, text: list[str | None], tmp_path: Path) -> None:
    schema = pa.schema([("number", column.type)])
    assert [*columnar.header(schema, "f", {"number": True})] == []
    assert columnar.as_text(column).to_pylist() == text


@pytest.mark.parametrize(
    "kind",
    [
        pa.float64(),
        pa.bool_(),
        pa.binary(),
        pa.decimal128(9, 2),
        pa.timestamp("us", "UTC"),
        pa.time32("s"),
        pa.list_(pa.string()),
        pa.struct([("a", pa.string())]),
        pa.dictionary(pa.int8(), pa.float32()),
        pa.uuid(),
    ],
    ids=str,
)
def test_types_that_are_no_text(kind: pa.DataType) -> None:
    found = [*columnar.header(pa.schema([("number", kind)]), "f.parquet", {"number": True})]
    assert [(problem.rule, problem.place.path) for problem in found] == [("CS663", "number")]
    assert str(kind) in render(found[0], "en")


def test_columns_that_are_missing_unknown_and_doubled(tmp_path: Path) -> None:
    names = [*(name for name in REQUIRED if name != "holder"), "Holder", "scope"]
    path = parquet(tmp_path / "c.parquet", pa.table([pa.array(["x"])] * len(names), names))
    problems = Problems()
    assert not columnar.check(path, "c.parquet", COLUMNS, problems)
    assert {(p.rule, p.place.path, p.suggestion) for p in problems} == {
        ("CS605", "Holder", "holder"),
        ("CS606", "", ""),
        ("CS607", "scope", ""),
    }


@pytest.mark.parametrize("content", [None, b"", b"PAR1 and no more", b"number,holder\n1,2\n"])
def test_a_file_that_is_no_parquet(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "c.parquet"
    if content is not None:
        path.write_bytes(content)
    problems = Problems()
    assert not columnar.check(path, "c.parquet", COLUMNS, problems)
    assert [problem.rule for problem in problems] == ["CS601"]


def test_a_damaged_file(tmp_path: Path) -> None:
    table = pa.table({"number": [f"99926Q{i:08}" for i in range(50_000)]})
    path = parquet(tmp_path / "c.parquet", table, compression="zstd")
    content = bytearray(path.read_bytes())
    content[2000:4000] = bytes(2000)
    path.write_bytes(content)
    with pytest.raises(columnar.DamagedError):
        read(path, ("number",))


@pytest.mark.parametrize(
    ("rows", "group"),
    [(200_000, 200_000), (200_000, 70_000), (150_000, 10_000), (65_536, 65_536), (3, 1), (1, 1), (0, 1)],
)
def test_two_shares_are_everything_once(rows: int, group: int, tmp_path: Path) -> None:
    table = pa.table({"number": pa.arange(0, rows).cast(pa.string()).dictionary_encode()})
    path = parquet(tmp_path / "c.parquet", table, row_group_size=group)
    arrow = tmp_path / "c.arrow"
    with pa.ipc.new_file(str(arrow), table.schema) as file:
        file.write_table(table, max_chunksize=group)
    for source in (path, arrow):
        shares = [[*columnar.batches(source, ["number"], share, 2)] for share in (0, 1)]
        found = [pair for share in shares for batch in share for pair in zip(*batch.to_pydict().values())]  # noqa: B905
        assert sorted(found, key=lambda pair: pair[1]) == [(str(at), at + 1) for at in range(rows)]
        counts = [sum(map(len, share)) for share in shares]
        assert abs(counts[0] - counts[1]) <= max(group, columnar.BATCH)
        assert all(len(batch) <= max(columnar.BATCH, group if source == arrow else 0) for batch in shares[0])


def test_rows_without_any_value_are_no_rows(tmp_path: Path) -> None:
    table = pa.table({"number": ["1", None, " ", "4", None], "holder": [None, None, "", None, "五"]})
    path = parquet(tmp_path / "c.parquet", table)
    assert [row["row"] for row in read(path, ("number", "holder"))] == [1, 4, 5]


# Databases


class Database:
    """A database of either kind, filled with the rows above."""

    def __init__(self, root: Path, server: Server | None) -> None:
        self.root, self.server = root, server
        self.name = server.address if server else "sqlite:registry/台账 1?.db"
        self.path = root / "registry" / "台账 1?.db"
        self.path.parent.mkdir()
        if server:
            server.run("DROP SCHEMA IF EXISTS public CASCADE", "CREATE SCHEMA public")
        self.create("certificates", CERTIFICATES[::-1], "number text", "revision int")
        self.create("events", EVENTS[::-1], "seq int")

    def run(self, *statements: str) -> None:
        if self.server:
            self.server.run(*statements)
            return
        with closing(sqlite3.connect(self.path)) as connection, connection:
            for statement in statements:
                connection.execute(statement)

    def value(self, query: str) -> object:
        if self.server:
            return self.server.value(query)
        with closing(sqlite3.connect(self.path)) as connection:
            return connection.execute(query).fetchone()[0]

    def create(self, table: str, rows: list[Row], *types: str) -> None:
        typed = {kind.split()[0]: kind.split()[1] for kind in types}
        names = dict.fromkeys(name for row in rows for name in row)
        for name in names:
            is_day = any(isinstance(row.get(name), datetime.date) for row in rows)
            typed.setdefault(name, "date" if is_day else "text")
        columns = ", ".join(f'"{name}" {typed[name]}' for name in names)
        values = ", ".join(f"({', '.join(self.literal(row.get(name)) for name in names)})" for row in rows)
        self.run(f"CREATE TABLE {table} ({columns})", f"INSERT INTO {table} VALUES {values}")

    @staticmethod
    def literal(value: object) -> str:
        if value is None or isinstance(value, int):
            return "NULL" if value is None else str(value)
        return "'" + str(value).replace("'", "''") + "'"

    def fetch(self, *, events: bool = False, **where: str) -> tuple[list[Row] | None, list[str]]:
        """Return the rows, None if there is no file, and the problems as rule and message."""
        columns = EVENT_COLUMNS if events else COLUMNS
        to = self.root / "out.arrow"
        extract = Extract(LedgerTable(**{"database": self.name, **where}), columns, to, ordered=events)
        problems = Problems()
        database.fetch([extract], self.root, problems)
        messages = [render(problem, "en") for problem in problems]
        assert all("\n" not in found.message("en") for found in problems)
        return (read(to, tuple(columns)) if to.exists() else None), messages


@pytest.fixture(params=["postgresql", "sqlite"])
def filled(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    is_server = request.param == "postgresql"
    return Database(tmp_path, request.getfixturevalue("running") if is_server else None)


@pytest.fixture
def served(running: Server, tmp_path: Path) -> Database:
    return Database(tmp_path, running)


@pytest.fixture
def local(tmp_path: Path) -> Database:
    return Database(tmp_path, None)


def only(messages: list[str], rule: str) -> str:
    (message,) = messages
    assert f"error {rule} " in message
    return message


def test_a_table_of_certificates_comes_by_number(filled: Database) -> None:
    assert filled.fetch(table="certificates") == (wanted(CERTIFICATES, tuple(COLUMNS)), [])


def test_a_table_of_events_comes_by_seq(filled: Database) -> None:
    assert filled.fetch(table="events", events=True) == (wanted(EVENTS, tuple(EVENT_COLUMNS)), [])


def test_a_query_comes_in_its_order(filled: Database) -> None:
    query = "SELECT * FROM certificates ORDER BY revision DESC; -- newest first"
    assert filled.fetch(query=query) == (wanted(CERTIFICATES[::-1], tuple(COLUMNS)), [])
    query = 'SELECT number, "on", type, until FROM events ORDER BY seq DESC'
    assert filled.fetch(query=query, events=True) == (wanted(EVENTS[::-1], tuple(EVENT_COLUMNS)), [])


def test_a_view_in_a_schema(filled: Database) -> None:
    filled.run('CREATE VIEW "当前 证书" AS SELECT * FROM certificates')
    schema = "public" if filled.server else "main"
    assert filled.fetch(table=f"{schema}.当前 证书") == (wanted(CERTIFICATES, tuple(COLUMNS)), [])


def test_an_empty_table(filled: Database) -> None:
    filled.run("DELETE FROM certificates")
    assert filled.fetch(table="certificates") == ([], [])


def test_columns_of_a_table(filled: Database) -> None:
    filled.run("ALTER TABLE certificates DROP COLUMN number", "ALTER TABLE certificates ADD colour text")
    rows, messages = filled.fetch(table="certificates")
    assert rows is None
    assert [message.split(" = ")[0].split(": ", 1)[1].split("\n")[0] for message in messages] == [
        "error CS606 Columns are missing: number",
        "error CS605 There is no column “colour”",
    ]
    assert messages[0].startswith(f"{filled.name}#certificates:1:1: ")


def test_columns_of_a_query(filled: Database) -> None:
    query = "SELECT number, number, 1 AS one FROM certificates"
    rules = {message.split(": error ")[1][:5] for message in filled.fetch(query=query)[1]}
    assert rules == {"CS605", "CS606", "CS607"}


def test_events_without_an_order(filled: Database) -> None:
    assert "no ORDER BY" in only(filled.fetch(query="SELECT * FROM events", events=True)[1], "CS668")
    filled.run("UPDATE events SET seq = 2 WHERE seq = 10")
    rows, messages = filled.fetch(table="events", events=True)
    assert rows is None
    assert "#events:3:1" in only(messages, "CS668") and "seq 2 is not greater" in messages[0]
    filled.run("UPDATE events SET seq = NULL WHERE type = 'suspended'")
    assert "whole number" in only(filled.fetch(table="events", events=True)[1], "CS668")
    filled.run("ALTER TABLE events DROP COLUMN seq")
    assert "no column seq" in only(filled.fetch(table="events", events=True)[1], "CS668")


def test_seq_is_a_number_not_text(filled: Database) -> None:
    filled.run("ALTER TABLE events RENAME TO old")
    filled.create("events", [{**row, "seq": str(row["seq"])} for row in EVENTS], "seq text")
    message = only(filled.fetch(table="events", events=True)[1], "CS668")
    assert "seq 2 is not greater" in message  # as text 10 stands before 2


def test_a_name_of_a_table_is_never_a_statement(filled: Database) -> None:
    for name in (
        'certificates"; DROP TABLE certificates; --',
        "certificates; DROP TABLE certificates",
        "certificates UNION SELECT * FROM certificates",
    ):
        rows, messages = filled.fetch(table=name)
        assert rows is None
        only(messages, "CS666")
    assert filled.value("SELECT count(*) FROM certificates") == 3


def test_a_query_cannot_write(filled: Database) -> None:
    for query in ("DELETE FROM certificates", "SELECT 1; DELETE FROM certificates"):
        only(filled.fetch(query=query)[1], "CS667")
    if filled.server:
        for query in (
            "WITH gone AS (DELETE FROM certificates RETURNING *) SELECT * FROM gone",
            "SELECT * INTO copy FROM certificates",
            "SELECT set_config('transaction_read_only', 'off', false) AS number",
            "SELECT nextval('counter') AS number",
        ):
            filled.run("CREATE SEQUENCE IF NOT EXISTS counter")
            rows, messages = filled.fetch(query=query)
            assert rows is None
            assert any(" CS666 " in message or " CS606 " in message for message in messages)
        assert filled.value("SELECT is_called FROM counter") is False
    else:
        only(filled.fetch(query="WITH x AS (SELECT 1) DELETE FROM certificates")[1], "CS666")
    assert filled.value("SELECT count(*) FROM certificates") == 3


def test_an_error_in_the_middle(filled: Database) -> None:
    columns = ", ".join(f"'x' AS {name}" for name in REQUIRED if name != "number")
    if filled.server:
        source = "SELECT CAST(100 / (i - 90000) AS text) AS number, * FROM generate_series(1, 100000) i"
        wanted = "division by zero"
    else:
        source = (
            "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000) "
            "SELECT CASE WHEN i < 29000 THEN 'x' ELSE abs(-9223372036854775808) END AS number FROM n"
        )
        wanted = "integer overflow"
    rows, messages = filled.fetch(query=f"SELECT number, {columns} FROM ({source}) AS s")
    assert rows is None
    assert wanted in only(messages, "CS666")


def test_any_number_of_rows_takes_little_memory(filled: Database, tmp_path: Path) -> None:
    columns = ", ".join(f"'示例示例示例' AS {name}" for name in REQUIRED if name != "number")
    count = 200_000
    series = (
        f"SELECT CAST(i AS text) AS number, {columns} FROM generate_series(1, {count}) i"
        if filled.server
        else f"WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) SELECT i AS number, {columns} FROM n"
    )
    to, before = tmp_path / "out.arrow", pa.total_allocated_bytes()
    most, rows = 0, 0

    def progress(more: int) -> None:
        nonlocal most, rows
        most, rows = max(most, pa.total_allocated_bytes() - before), rows + more

    problems = Problems()
    extract = Extract(LedgerTable(database=filled.name, query=series), COLUMNS, to)
    database.fetch([extract], filled.root, problems, progress)
    assert [*problems] == []
    assert rows == count
    whole = sum(batch.nbytes for batch in columnar.batches(to, tuple(COLUMNS)))
    assert most < whole / 3


def test_both_tables_are_of_one_moment(filled: Database, tmp_path: Path) -> None:
    """What is committed while the first table is being read is in neither."""
    if filled.server is None:
        filled.run("PRAGMA journal_mode = WAL")  # else SQLite makes the writer wait
    extracts = [
        Extract(LedgerTable(database=filled.name, table="certificates"), COLUMNS, tmp_path / "c.arrow"),
        Extract(LedgerTable(database=filled.name, table="events"), EVENT_COLUMNS, tmp_path / "e.arrow", True),
    ]
    problems = Problems()
    added = False

    def progress(more: int) -> None:
        nonlocal added
        if not added:
            filled.run("DELETE FROM events")
            added = True

    database.fetch(extracts, filled.root, problems, progress)
    assert [*problems] == []
    assert read(tmp_path / "e.arrow", tuple(EVENT_COLUMNS)) == wanted(EVENTS, tuple(EVENT_COLUMNS))
    assert filled.value("SELECT count(*) FROM events") == 0


# PostgreSQL


def test_types_of_postgresql(served: Database) -> None:
    base = ", ".join(f"'x' AS {name}" for name in REQUIRED if name not in {"number", "issued_on", "scope"})
    query = (
        "SELECT CAST('甲' AS char(5)) AS number, CAST('2026-03-02' AS timestamp) AS issued_on, "
        f"CAST(3 AS numeric) AS revision, CAST('乙' AS varchar(3)) AS scope, {base}"
    )
    rows, messages = served.fetch(query=query)
    assert messages == []
    assert rows and [rows[0][name] for name in ("number", "issued_on", "revision", "scope")] == [
        "甲", "2026-03-02", "3", "乙",
    ]  # fmt: skip
    for value in ("1.5::float8", "true", "now()", "'x'::bytea", "ARRAY['x']", "3::money", "3::oid"):
        message = only(served.fetch(query=query.replace("CAST(3 AS numeric)", value))[1], "CS663")
        assert "“revision”" in message
    assert "is of type oid" in message
    for value in ("3::int2", "3::int8", "3::whole"):  # a domain counts as what it is made of
        served.run("DROP DOMAIN IF EXISTS whole", "CREATE DOMAIN whole AS int")
        rows, messages = served.fetch(query=query.replace("CAST(3 AS numeric)", value))
        assert messages == []
        assert rows and rows[0]["revision"] == "3"
    served.run("DROP TYPE IF EXISTS level", "CREATE TYPE level AS ENUM ('a')")
    rows, messages = served.fetch(query=query.replace("CAST(3 AS numeric)", "CAST('a' AS level)"))
    assert messages == []
    assert rows and rows[0]["revision"] == "a"
    message = only(served.fetch(query=query.replace("CAST(3 AS numeric)", "'::1'::inet"))[1], "CS663")
    assert "is of type inet" in message
    assert served.fetch(query=query.replace("CAST(3 AS numeric)", "'::1'::inet::text"))[1] == []


def test_a_fault_of_the_first_table_is_told_once(served: Database, tmp_path: Path) -> None:
    """The transaction is spoilt then, which the second table only repeats."""
    query = "SELECT *, 1 / (length(number) - 14) AS x FROM certificates"
    extracts = [
        Extract(LedgerTable(database=served.name, query=query), COLUMNS, tmp_path / "c.arrow"),
        Extract(LedgerTable(database=served.name, table="events"), EVENT_COLUMNS, tmp_path / "e.arrow", True),
    ]
    problems = Problems()
    database.fetch(extracts, served.root, problems)
    assert [problem.rule for problem in problems] == ["CS605"]
    extracts[0] = Extract(LedgerTable(database=served.name, table="none"), COLUMNS, tmp_path / "c.arrow")
    extracts[1] = Extract(
        LedgerTable(database=served.name, table="nor"), EVENT_COLUMNS, tmp_path / "e.arrow", True
    )
    problems = Problems()
    database.fetch(extracts, served.root, problems)
    assert [(problem.rule, problem.place.file.split("#")[1]) for problem in problems] == [
        ("CS666", "none"),
        ("CS666", "nor"),
    ]
    assert all("aborted" not in render(problem, "en") for problem in problems)
    assert [*tmp_path.glob("*.arrow")] == []
    extracts = [
        Extract(
            LedgerTable(database="postgresql:///none?host=/nowhere", table=name), COLUMNS, tmp_path / name
        )
        for name in ("one", "two")
    ]
    problems = Problems()
    database.fetch(extracts, served.root, problems)
    assert [problem.rule for problem in problems] == ["CS666"]


def test_a_password_comes_from_a_file(
    served: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert served.server
    monkeypatch.delenv("PGPASSWORD", raising=False)
    file = tmp_path / "pgpass"
    file.touch(mode=0o600)
    monkeypatch.setenv("PGPASSFILE", str(file))
    served.name = served.server.guarded
    for word, works in ((None, False), ("another", False), (postgresql.PASSWORD, True)):
        file.write_text(f"*:*:*:*:{word}\n" if word else "")
        rows, messages = served.fetch(table="certificates")
        if works:
            assert (rows, messages) == (wanted(CERTIFICATES, tuple(COLUMNS)), [])
        else:
            assert rows is None
            assert "~/.pgpass" in only(messages, "CS666")
            assert "password" in messages[0].split("\n")[0]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://127.0.0.1:{free}/ledger", "Connection refused"),
        ("postgresql://host.invalid/ledger", "could not translate host name"),
        ("postgresql:///none?host={folder}&port={port}&user=owner", 'database "none" does not exist'),
        ("postgresql:///postgres?host={folder}&port={port}&user=stranger", 'role "stranger" does not exist'),
        ("postgresql:///ledger?host={folder}/nowhere", "No such file or directory"),
        ("postgresql://host/ledger?colour=red", "invalid URI query parameter"),
    ],
)
def test_a_server_that_does_not_let_in(address: str, said: str, served: Database) -> None:
    assert served.server
    server = served.server
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))  # bound and not listening: nothing answers here
        name = address.format(folder=server.folder, port=server.port, free=free.getsockname()[1])
        served.name = name
        rows, messages = served.fetch(table="certificates")
    assert rows is None
    assert said in only(messages, "CS666")


def test_a_database_in_another_encoding(served: Database) -> None:
    assert served.server
    served.run("DROP DATABASE IF EXISTS gb", "CREATE DATABASE gb TEMPLATE template0 ENCODING 'EUC_CN'")
    served.name = served.server.address.replace("/postgres?", "/gb?")
    columns = ", ".join(f"'示例' AS {name}" for name in REQUIRED)
    rows, messages = served.fetch(query=f"SELECT {columns}")
    assert messages == []
    assert rows and {rows[0][name] for name in REQUIRED} == {"示例"}


def test_without_the_driver(served: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "adbc_driver_postgresql", None)
    message = only(served.fetch(table="certificates")[1], "CS666")
    assert "pip install adbc-driver-postgresql" in message


# SQLite


def test_a_file_that_is_not_there_is_not_made(local: Database) -> None:
    local.name = "sqlite:registry/none.db"
    rows, messages = local.fetch(table="certificates")
    assert rows is None
    assert "unable to open database file" in only(messages, "CS666")
    assert not (local.root / "registry" / "none.db").exists()


def test_a_file_that_is_no_database(local: Database) -> None:
    local.path.write_text("number,scheme\n" * 100)
    assert "not a database" in only(local.fetch(table="certificates")[1], "CS666")


@pytest.mark.parametrize(("value", "kind"), [("1.0", "REAL"), ("x'00'", "BLOB")])
def test_values_of_sqlite_that_are_no_text(value: str, kind: str, local: Database) -> None:
    local.run(
        "ALTER TABLE certificates DROP COLUMN revision",
        "ALTER TABLE certificates ADD revision",
        f"UPDATE certificates SET revision = {value} WHERE number LIKE '%1R0S'",
    )
    message = only(local.fetch(table="certificates")[1], "CS663")
    assert "#certificates:2:1" in message
    assert f"“revision” is of type {kind}" in message
