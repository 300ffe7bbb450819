"""The ledger's rows as the audit needs them: text, read in shares, and laid aside by the place of their certificate.

A *part* is a range of digests (registry/README.md §3), small enough to be held in memory with its events. The parts divide all
digests evenly, so that each is a whole number of shards. A row whose number nobody can read is expected nowhere.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from generator import normalise, shards
from generator.audit.confidential import mark
from generator.ledger import Files, columnar, table
from generator.ledger.batches import Share, of_file
from generator.ledger.record import WHITE_SPACE
from generator.model import TableName
from generator.normalise import CertificateKey
from generator.problems import Problems
from generator.workers import tick

CERTIFICATES = (
    "number", "scheme", "standards", "holder", "holder_en", "uscc", "address", "address_en", "scope", "scope_en", "sites",
    "level", "issued_on", "valid_from", "valid_to", "first_certified_on", "revision", "parent", "disclosure",
)  # fmt: skip
EVENTS = ("number", "on", "type", "until", "by", "note")
"""The columns of §1."""

TABLES: tuple[tuple[TableName, tuple[str, ...]], ...] = (("certificates", CERTIFICATES), ("events", EVENTS))

_PART_BYTES = 4 << 20
"""Bytes of the ledger in a part, about."""

_MOST_BITS = 10

_PACKED = {".gz": 5, ".parquet": 4, ".arrow": 3}
"""How many times larger the text of a packed file is, about."""


def size(files: Files) -> int:
    """Return how many bytes a ledger has, nearly; a file that is not there has none."""
    found = 0
    for path in (files.path("certificates"), files.path("events")):
        if path.is_file():
            found += path.stat().st_size * _PACKED.get(path.suffix, 1)
    return found


def part_bits(size: int) -> int:
    """Return how many bits of a digest name the part, for a ledger of so many bytes."""
    return next((bits for bits in range(_MOST_BITS) if size <= _PART_BYTES << bits), _MOST_BITS)


def number(digest: bytes, bits: int) -> int:
    """Return the first bits of a digest, at most 32, as a number: that of a part, or of a shard."""
    return int.from_bytes(digest[:4], "big") >> (32 - bits)


@dataclass
class Taken:
    """What came of a share of the ledger. Shares are added up."""

    size: int = 0
    """Bytes of its text."""
    unreadable: bool = False
    """Whether a table could not be read at all."""
    limited: array[int] = field(default_factory=lambda: array("Q"))
    notes: array[int] = field(default_factory=lambda: array("Q"))
    """Marks of the keys of limited disclosure, and of the notes."""

    def add(self, other: Taken) -> None:
        """Add another share."""
        self.size += other.size
        self.unreadable |= other.unreadable
        self.limited += other.limited
        self.notes += other.notes


def take(
    files: Files, scratch: Path, bits: int, share: Share, left_out: frozenset[CertificateKey] = frozenset()
) -> Taken:
    """Lay aside the rows of a share of both tables, in parts of `bits` bits, but for those of certificates that are left out.

    Raises OSError if `scratch` cannot be written.
    """
    taken = Taken()
    for name, names in TABLES:
        aside = Aside(scratch, f"{name}-{share.number}")
        columns = {column: column == "number" for column in names}
        for batch in of_file(files.path(name), columns, share):
            taken.unreadable |= batch.headless
            if batch.rows is not None:
                taken.size += batch.rows.nbytes
                texts = [_texts(batch.rows, column) for column in names]
                rows = zip(batch.rows.column("line").to_pylist(), *texts, strict=True)
                for key, row in _keyed(rows):
                    if name == "certificates" and row[len(CERTIFICATES)] not in ("", "full"):
                        taken.limited.append(mark(key.encode()))
                    if key not in left_out:
                        aside.add(number(shards.digest(key), bits), (key, *row))
                if name == "events":
                    taken.notes.extend(mark(note.encode()) for note in {*texts[-1]} - {""})
                aside.flush()
            tick(batch.size)
    return taken


def complain(files: Files, problems: Problems) -> None:
    """Say why a table could not be read at all."""
    for table_name, names in TABLES:
        columns = {name: name == "number" for name in names}
        path, file = files.path(table_name), files.name(table_name)
        if columnar.is_columnar(path):
            columnar.check(path, file, columns, problems)
        else:
            table.read(path, file, columns, problems, ())


def _texts(rows: pa.RecordBatch, name: str) -> list[str]:
    if name not in rows.schema.names:
        return [""] * len(rows)
    texts: list[str] = pc.fill_null(pc.utf8_trim(rows.column(name), characters=WHITE_SPACE), "").to_pylist()
    return texts


def _keyed(rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[CertificateKey, tuple[Any, ...]]]:
    """Yield key and row (line, number, …) of each row whose number can be read."""
    for row in rows:
        try:
            yield normalise.key(row[1]), row
        except normalise.Refused:
            continue


class Aside:
    """Rows of JSON values laid aside by part, in files that `name` tells from those of other writers."""

    def __init__(self, scratch: Path, name: str) -> None:
        self.scratch, self.name = scratch, name
        self._waiting: dict[int, list[Sequence[object]]] = {}

    def add(self, part: int, row: Sequence[object]) -> None:
        """Note a row."""
        self._waiting.setdefault(part, []).append(row)

    def flush(self) -> None:
        """Write what was noted. Raises OSError."""
        for part, rows in self._waiting.items():
            path = _folder(self.scratch, part) / self.name
            path.parent.mkdir(exist_ok=True)
            with path.open("a", encoding="utf-8", newline="\n") as file:
                file.write(json.dumps(rows, ensure_ascii=False) + "\n")
        self._waiting = {}


def load(scratch: Path, part: int, table: str) -> Iterator[list[Any]]:
    """Yield the rows of a part that writers whose names begin with `table` have laid aside."""
    folder = _folder(scratch, part)
    for path in sorted(folder.glob(f"{table}-*")) if folder.is_dir() else ():
        with path.open(encoding="utf-8", newline="\n") as file:
            for line in file:
                yield from json.loads(line)


def _folder(scratch: Path, part: int) -> Path:
    return scratch / f"{part:04x}"
