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

from generator import ledger
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
