"""From wherever the ledger comes, the register is the same, byte for byte: CSV, gzip, Parquet, SQLite, PostgreSQL."""

from __future__ import annotations

import csv
import gzip
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import ledgers
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from ledgers import CERTIFICATE, Built, build, facts, specimens
from postgresql import Server
from projects import ROOT

from generator import ledger, registry
from generator.ledger import columnar, places
from generator.ledger.certificates import COLUMNS
from generator.model import LedgerSettings, LedgerTable
from generator.problems import Problems

Rows = list[dict[str, str]]

DAYS = {"issued_on", "valid_from", "valid_to", "first_certified_on", "on", "until"}
QUERIES = (
    "SELECT * FROM certificates ORDER BY number",
    'SELECT number, "on", type, until, "by", note FROM events ORDER BY seq',
)


def rows(name: str) -> Rows:
    with (ROOT / f"registry/{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return [*csv.DictReader(file)]


@pytest.fixture(scope="module")
def from_csv(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The register of the repository's own files."""
    root = tmp_path_factory.mktemp("csv")
    built = build(root, files=ledger.Files(ROOT))
    assert built.rules == []
    assert built.outcome.certificates == len(specimens().certificates)
    return built.files


@pytest.fixture
def made(tmp_path: Path) -> Callable[[LedgerSettings], Built]:
    """Build the register of tables that stand somewhere."""

    def make(settings: LedgerSettings) -> Built:
        fetched, problems = tmp_path / "fetched", Problems()
        fetched.mkdir()
        files = places.find(tmp_path, settings, fetched, problems)
        assert files, [*problems]
        assert files.certificates != files.events
        return build(tmp_path, files=files)

    return make


def tables(**where: tuple[str, str]) -> LedgerSettings:
    """Two tables of the same kind; `where` says what each of their fields is."""
    return LedgerSettings(
        certificates=LedgerTable(**{name: values[0] for name, values in where.items()}),
        events=LedgerTable(**{name: values[1] for name, values in where.items()}),
    )


def statements(day: str) -> Iterator[str]:
    """Yield SQL that fills a database with the repository's ledger; days are of the type `day`."""
    for name in ("certificates", "events"):
        found = [{"seq": str(at), **row} for at, row in enumerate(rows(name), 1)]
        if name == "certificates":
            found = [{key: value for key, value in row.items() if key != "seq"} for row in found[::-1]]
        kinds = {"seq": "int", **dict.fromkeys(DAYS, day)}
        columns = ", ".join(f'"{key}" {kinds.get(key, "text")}' for key in found[0])
        yield f"CREATE TABLE {name} ({columns})"
        values = ", ".join(f"({', '.join(map(literal, row.values()))})" for row in found)
        yield f"INSERT INTO {name} VALUES {values}"


def literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'" if value else "NULL"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that holds the repository's ledger."""
    if request.param == "sqlite":
        with closing(sqlite3.connect(tmp_path / "ledger.db")) as connection, connection:
            for statement in statements("text"):
                connection.execute(statement)
        return "sqlite:ledger.db"
    server: Server = request.getfixturevalue("running")
    server.run("DROP SCHEMA IF EXISTS public CASCADE", "CREATE SCHEMA public", *statements("date"))
    return server.address


def test_gzip(from_csv: dict[str, bytes], made: Callable[[LedgerSettings], Built], tmp_path: Path) -> None:
    for name in ("certificates", "events"):
        content = (ROOT / f"registry/{name}.csv").read_bytes()
        (tmp_path / f"{name}.csv.gz").write_bytes(gzip.compress(content))
    built = made(tables(file=("certificates.csv.gz", "events.csv.gz")))
    assert (built.rules, built.files) == ([], from_csv)


def test_parquet(from_csv: dict[str, bytes], made: Callable[[LedgerSettings], Built], tmp_path: Path) -> None:
    for name in ("certificates", "events"):
        whole = [{key: value or None for key, value in row.items()} for row in rows(name)]
        pq.write_table(pa.Table.from_pylist(whole), tmp_path / f"{name}.parquet", row_group_size=7)
    built = made(tables(file=("certificates.parquet", "events.parquet")))
    assert (built.rules, built.files) == ([], from_csv)


def test_tables_of_a_database(
    from_csv: dict[str, bytes], made: Callable[[LedgerSettings], Built], database: str
) -> None:
    built = made(tables(database=(database, database), table=("certificates", "events")))
    assert (built.rules, built.files) == ([], from_csv)


def test_queries_of_a_database(
    from_csv: dict[str, bytes], made: Callable[[LedgerSettings], Built], database: str
) -> None:
    built = made(tables(database=(database, database), query=QUERIES))
    assert (built.rules, built.files) == ([], from_csv)


def test_a_query_beside_a_table(
    from_csv: dict[str, bytes], made: Callable[[LedgerSettings], Built], database: str
) -> None:
    mixed = LedgerSettings(
        certificates=LedgerTable(database=database, query=QUERIES[0]),
        events=LedgerTable(database=database, table="events"),
    )
    built = made(mixed)
    assert (built.rules, built.files) == ([], from_csv)


# What is wrong is told with its place


def sqlite(root: Path, changes: dict[str, str]) -> LedgerSettings:
    """A SQLite ledger of one certificate with a change."""
    row = {**CERTIFICATE, "parent": "", **changes}
    with closing(sqlite3.connect(root / "l.db")) as connection, connection:
        connection.execute(f"CREATE TABLE certificates ({', '.join(row)})")
        connection.execute(f"INSERT INTO certificates VALUES ({', '.join(map(literal, row.values()))})")
        connection.execute('CREATE TABLE events (seq, number, "on", type)')
        connection.execute(f"INSERT INTO events VALUES (1, '{row['number']}', '2026/3/2', 'granted')")
    return tables(database=("sqlite:l.db", "sqlite:l.db"), table=("certificates", "events"))


def test_a_value_of_a_database_is_told_with_row_number_and_column(
    made: Callable[[LedgerSettings], Built], tmp_path: Path
) -> None:
    built = made(sqlite(tmp_path, {"valid_to": "46000", "parent": "x"}))
    assert built.rendered == {
        "sqlite:l.db#certificates:1:24: error CS610 “46000” is not a day: it cannot be read\n"
        "  | number=99926Q00001R0S, valid_to=46000\n"
        "  |                        ^ Write 2025-04-25",
        "sqlite:l.db#certificates:1:24: error CS611 “x” cannot be a certificate number: it has fewer than 8 letters and digits\n"
        "  | number=99926Q00001R0S, parent=x\n"
        "  |                        ^ A number has 8 to 40 letters and digits; spaces, dashes, dots and slashes may stand between them",
        "sqlite:l.db#events:1:24: error CS610 “2026/3/2” is not a day: it is written in another way\n"
        "  | number=99926Q00001R0S, on=2026/3/2\n"
        "  |                        ^ Did you mean “2026-03-02”?",
    }
    assert {problem.place.path for problem in built.problems} == {"valid_to", "parent", "on"}


def test_a_number_of_a_parquet_file_is_shown_once(
    made: Callable[[LedgerSettings], Built], tmp_path: Path
) -> None:
    row = {**CERTIFICATE, "number": "编号"}
    pq.write_table(pa.Table.from_pylist([row]), tmp_path / "c.parquet")
    pq.write_table(pa.table({"number": [""], "on": [""], "type": [""]}), tmp_path / "e.parquet")
    (text,) = made(tables(file=("c.parquet", "e.parquet"))).rendered
    assert text.startswith("c.parquet:1:1: error CS611")
    assert "\n  | number=编号\n  | ^ " in text


# Files that are not what their names say


CONTENT = (ROOT / "registry/certificates.csv").read_bytes()
PACKED = gzip.compress(CONTENT, mtime=0)
DAMAGED = PACKED[:900] + bytes([PACKED[900] ^ 4]) + PACKED[901:]


@pytest.mark.parametrize(
    ("name", "content", "said", "hint"),
    [
        ("c.csv.gz", PACKED[:-100], "CS601 Ledger: this file breaks off", "anew"),
        ("c.csv.gz", PACKED[:-4], "CS601 Ledger: this file breaks off", "anew"),
        ("c.csv.gz", b"", "CS601 Ledger: this file breaks off", "anew"),
        ("c.csv.gz", DAMAGED, "CS601 Ledger: this compressed file is damaged", "anew"),
        ("c.csv.gz", PACKED[:-8] + b"abcd" + PACKED[-4:], "CS601 Ledger: this compressed file is damaged", "anew"),
        ("c.csv.gz", PACKED + b"xxx", "CS601 Ledger: this compressed file is damaged", "anew"),
        ("c.csv.gz", CONTENT, "CS601 Ledger: this file is not compressed", "Name it .csv"),
        ("c.csv", PACKED, "CS602 The file is not UTF-8: it is compressed with gzip", ".csv.gz"),
        ("c.csv", CONTENT.replace(b"\r", b"").replace(b"\n", b"\r"), "CS677 The file begins in a wrong way: its lines end with CR", "save"),
        ("c.csv", b"\xef\xbb\xbf" * 2 + CONTENT, "CS677 The file begins in a wrong way: it begins with two byte-order", "Keep"),
        ("c.csv", b"sep=,\r\n" + CONTENT, "CS677 The file begins in a wrong way: its first line, “sep=,”", "Remove"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("small", [0, 16 << 20])
def test_a_file_that_is_not_what_it_should_be_is_one_fault(
    name: str,
    content: bytes,
    said: str,
    hint: str,
    small: int,
    made: Callable[[LedgerSettings], Built],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(registry, "_SMALL", small)
    (tmp_path / name).write_bytes(content)
    (tmp_path / "e.csv").write_bytes((ROOT / "registry/events.csv").read_bytes())
    built = made(tables(file=(name, "e.csv")))
    (text,) = built.rendered
    assert text.startswith(f"{name}:1:1: error {said}")
    assert hint in text.split("\n")[-1]
    assert "\r" not in text


# PostgreSQL


@pytest.fixture
def served(running: Server, made: Callable[[LedgerSettings], Built]) -> Callable[..., Built]:
    """Change the tables of the server and build."""

    def change(*changes: str) -> Built:
        running.run(
            "DROP SCHEMA IF EXISTS public CASCADE", "CREATE SCHEMA public", *statements("text"), *changes
        )
        return made(tables(database=(running.address,) * 2, table=("certificates", "events")))

    return change


@pytest.mark.parametrize("kind", ["date", "timestamp"])
@pytest.mark.parametrize("value", ["infinity", "-infinity"])
def test_a_day_of_postgresql_that_is_infinite(kind: str, value: str, served: Callable[..., Built]) -> None:
    built = served(
        f"ALTER TABLE certificates ALTER valid_to TYPE {kind} USING valid_to::{kind}",
        f"UPDATE certificates SET valid_to = '{value}' WHERE number = '{specimens().certificates[0].number}'",
    )
    assert {problem.rule for problem in built.problems} == {"CS610"}
    assert f"“{value}” is not a day: it is outside the calendar" in str(built.rendered)


def test_a_far_day_of_postgresql(served: Callable[..., Built]) -> None:
    built = served(
        "ALTER TABLE certificates ALTER valid_to TYPE date USING '5874897-01-01'::date",
    )
    assert {problem.rule for problem in built.problems} == {"CS610"}


def test_a_fetched_table_that_is_another_is_refused(tmp_path: Path) -> None:
    """Its header is looked at, as that of every other file is: nothing of it becomes an empty ledger."""
    events = tmp_path / "events.arrow"
    table = pa.table({"number": [CERTIFICATE["number"]], "on": ["2026-03-02"], "type": ["granted"]})
    with pa.ipc.new_file(str(events), table.schema) as file:
        file.write_table(table)
    problems = Problems()
    assert columnar.read(events, "x", COLUMNS, problems) is None
    assert "CS606" in {problem.rule for problem in problems}
    ledgers.write(tmp_path / "registry", ledgers.csv_text([CERTIFICATE]))
    files = ledger.Files(tmp_path, fetched=(("certificates", events),))
    for set_aside in (False, True):
        built = build(tmp_path, files=files, set_aside=set_aside, known=facts())
        assert "CS606" in built.rules
        assert built.outcome.summary is None
