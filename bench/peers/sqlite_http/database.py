"""Writes certificates into a SQLite database for reading over HTTP ranges: `python database.py RECORDS FILE`.

RECORDS has one record of the register a line. A table has the key of the number and the record; a trigram index has the
holders' names. Both are written in order and packed, as sql.js-httpvfs advises.
"""

import json
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

from generator import normalise

PAGE = 1024
"""Bytes of a page, SQLite's own choice; also the least that is fetched."""


def rows(records: Path) -> Iterator[tuple[str, str, str | None]]:
    """Yield key, record and holder."""
    with records.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            names = [record[key] for key in ("holder", "holder_en") if key in record]
            yield normalise.key(record["number"]), line.rstrip("\n"), " ".join(names)


def write(records: Path, file: Path) -> None:
    """Write the database."""
    file.unlink(missing_ok=True)
    with sqlite3.connect(file) as database:
        database.executescript(f"""
            pragma page_size = {PAGE}; pragma journal_mode = off; pragma synchronous = off;
            create table certificate (key text primary key, record text not null);
            create temporary table intake (key text, record text, names text);
        """)
        database.executemany("insert into intake values (?, ?, ?)", rows(records))
        database.executescript("""
            insert into certificate select key, record from intake order by key;
            create virtual table name using fts5(names, content='', tokenize='trigram');
            insert into name (rowid, names) select c.rowid, i.names from certificate c join intake i using (key);
            insert into name (name) values ('optimize');
            drop table intake;
        """)
    database.execute("vacuum")
    database.close()


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
