"""Writes a ledger of invented certificates of any size: `python3 bench/make_ledger.py SIZE FOLDER`.

The same arguments give the same rows on every machine. Blocks of certificates are made by two processes and written
as they come, so memory does not grow with the size. Certificates stand roughly in the order of their issue, the
events of a certificate in the order in which they were decided. Format: registry/README.md §1.
"""

from __future__ import annotations

import argparse
import gzip
import math
import random
import re
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import BinaryIO, NamedTuple

import ledger_words as words
from ledger_history import FIRST, LAST, SUSPENSION, TEXT, TODAY, Happening, Life, life

CERTIFICATE_COLUMNS = (
    "number,scheme,standards,holder,holder_en,uscc,address,address_en,scope,scope_en,sites,level,"
    "issued_on,valid_from,valid_to,first_certified_on,revision,parent,disclosure"
)
EVENT_COLUMNS = "number,on,type,until,by,note"
ADDRESS, ISSUED, REVISION = (
    CERTIFICATE_COLUMNS.split(",").index(c) for c in ("address", "issued_on", "revision")
)

BLOCK = 10_000
"""Certificates that are made at once; part of what the rows depend on."""
PROCESSES = 2

SCHEMES = {
    "Q": ("iso-9001", "iso-9001-2015"),
    "E": ("iso-14001", "iso-14001-2015"),
    "S": ("iso-45001", "iso-45001-2018"),
    "MD": ("iso-13485", "iso-13485-2016"),
    "SH": ("gbt-27922", "gbt-27922-2011"),
}
"""By the letters in a number."""
SYSTEMS = (*((("Q",),) * 34), *((("Q", "E", "S"),) * 25), *((("Q", "E"),) * 8), *((("Q", "S"),) * 6), *((("E",),) * 4), *((("S",),) * 5), *((("E", "S"),) * 4), *((("SH",),) * 6), *((("Q", "SH"),) * 4), *((("Q", "E", "S", "SH"),) * 4))  # fmt: skip
MEDICAL = (("MD",), ("MD",), ("Q", "MD"))
LEVELS = ("five-star", "five-star", "four-star", "three-star", "qualified")
SIZES = (*("S",) * 68, *("M",) * 26, *("L",) * 6)
SERIAL = re.compile(r"[A-Z]([0-9]+)R")
MOST = 5
"""Certificates of a holder, without sub-certificates."""


class Row(NamedTuple):
    """A certificate: its values in the order of the columns, and its history."""

    values: list[str]
    events: list[Happening]
    plain: bool
    """Neither a main certificate nor a sub-certificate, and valid and not suspended on TODAY."""


def holders(block: int, size: int, room: int, draw: random.Random) -> Iterator[list[Row]]:
    """Invent organisations with their certificates, `room` certificates in all."""
    made = chain = 0
    for number in range(block * BLOCK, (block + 1) * BLOCK):
        owner = words.holder(number, draw)
        share = (block * BLOCK + made) / size
        start = FIRST + int(
            (LAST - FIRST) * (0.5 * math.sqrt(share) + 0.5 * math.sqrt(math.sqrt(share))) * 0.9999
        )
        rows: list[Row] = []
        chain = _certify(owner, start, block * BLOCK + chain, room - made, size, rows, draw) - block * BLOCK
        made += len(rows)
        yield rows
        if made == room:
            return


def _certify(
    owner: words.Holder, start: int, chain: int, room: int, size: int, rows: list[Row], draw: random.Random
) -> int:
    """Add the certificates of an organisation, at most `room`; return the first serial number that is still free."""
    r = draw.random
    kinds = MEDICAL if owner.trade.kind == "medical" and r() < 0.9 else SYSTEMS
    base = words.scope(owner.trade, draw)
    in_english = owner.name_en and r() < 0.6
    letter, secret, places = SIZES[int(r() * len(SIZES))], r() < 0.005, r()
    office = "/1100" if r() < 0.01 else ""
    most = min(room, MOST)
    systems = kinds[int(r() * len(kinds))]
    left = most - len(systems)
    for at, system in enumerate(systems):
        if len(rows) >= room:
            break
        scope, scope_en = words.scope_of(system, base[0], base[1] if in_english else "")
        day = start + int(r() * 9) - 4 if at == 0 or r() < 0.85 else start + int(r() * 700)
        day = max(day, FIRST) if day <= LAST else start
        sites = words.sites(owner, draw) if places < 0.05 else ""
        moved = r() < 0.04
        first, cycle = (day - 1096 - int(r() * 60), 1) if moved else (day, 0)
        level = LEVELS[int(r() * len(LEVELS))] if system == "SH" else ""
        family = not secret and bool(sites) and r() < 0.10 and room - len(rows) >= 4
        while True:
            lived = life(day, left > 0 and not family and room - len(rows) > 1, draw)
            year = TEXT[min(day, lived.issued) if day > TODAY else day][2:4]
            number = f"999{year}{system}{chain:0{_width(size)}d}R{cycle}{letter}{office}"
            revision = lived.revision or (1 if chain % 5 == 0 else 0)
            values = [
                number, *SCHEMES[system], owner.name, owner.name_en, owner.code, owner.address, owner.address_en,
                scope, scope_en, sites, level, TEXT[lived.issued], TEXT[day], TEXT[lived.to],
                TEXT[first] if chain % 10 else "", str(revision or ""), "", "limited" if secret else "",
            ]  # fmt: skip
            rows.append(Row(values, lived.events, _plain(day, lived) and not family))
            if family:
                rows.extend(_parts(rows[-1], owner, draw))
            if lived.successor is None:
                break
            day, cycle, left = lived.successor, cycle + 1, left - 1
            successor = f"999{TEXT[day][2:4]}{system}{chain:0{_width(size)}d}R{cycle}{letter}{office}"
            lived.events.append(Happening(day, "superseded", None, successor))
        chain += 1
    return chain


def _parts(main: Row, owner: words.Holder, draw: random.Random) -> Iterator[Row]:
    """Invent sub-certificates, which live and end with the main one."""
    for at in range(1, 2 + int(draw.random() * 3)):
        values = main.values.copy()
        values[0], values[3] = f"{values[0]}-{at}", f"{values[3]}第{'一二三'[at - 1]}工厂"
        values[4], values[7], values[10], values[-2] = "", "", "", main.values[0]
        values[ADDRESS] = words.address(owner.city, draw)[0]
        yield Row(values, main.events, False)


def _plain(start: int, lived: Life) -> bool:
    states = [
        event.type
        for event in lived.events
        if event.type in {"suspended", "restored", "withdrawn", "cancelled"}
    ]
    return start <= TODAY <= lived.to and lived.successor is None and (not states or states[-1] == "restored")


def _width(size: int) -> int:
    return max(5, len(str(size - 1)))


class Made(NamedTuple):
    """A block as it is written, and what `--changes` adds to the ends of the files."""

    certificates: bytes
    events: bytes
    new_certificates: bytes
    new_events: bytes


def make(block: int, size: int, seed: int, changed: int, added: int) -> Made:
    """Make one block; the rows that are not changed do not depend on `changed` and `added`."""
    draw = random.Random(seed * 1_000_003 + block)
    rows = [row for owned in holders(block, size, min(BLOCK, size - block * BLOCK), draw) for row in owned]
    rows.sort(key=lambda row: row.values[ISSUED])
    events = "".join(_event_line(row.values[0], event) for row in rows for event in row.events)
    other = random.Random(seed * 1_000_003 + block + 500_000)
    later = [_change(row, at, other) for at, row in enumerate(_spread(rows, changed))] if changed else []
    new = _newcomers(block, added, size, rows, other) if added else []
    later += [_event_line(row.values[0], event) for row in new for event in row.events]
    texts = (
        "".join(_certificate_line(row) for row in rows),
        events,
        "".join(_certificate_line(row) for row in new),
        "".join(later),
    )
    return Made(*(text.encode() for text in texts))


def _spread(rows: list[Row], many: int) -> list[Row]:
    fit = [row for row in rows if row.plain]
    if many > len(fit):
        raise ValueError(f"no more than {len(fit)} of {len(rows)} certificates can be changed")
    return [fit[at * len(fit) // many] for at in range(many)]


def _change(row: Row, at: int, draw: random.Random) -> str:
    """Let something happen to a certificate TODAY; return its new events."""
    if at % 3 == 0:
        return _event_line(
            row.values[0], Happening(TODAY, "suspended", SUSPENSION[TODAY], "", "未按期接受监督")
        )
    if at % 3 == 1:
        return _event_line(row.values[0], Happening(TODAY, "surveillance_passed"))
    row.values[ADDRESS] = f"示例市样本新区迁址路 {1 + int(draw.random() * 9999)} 号"
    row.values[ISSUED] = TEXT[TODAY]
    row.values[REVISION] = str(int(row.values[REVISION] or 1) + 1)
    return _event_line(row.values[0], Happening(TODAY, "reissued", None, "", "地址变更"))


def _newcomers(block: int, many: int, size: int, rows: list[Row], draw: random.Random) -> list[Row]:
    """Invent more certificates, with serial numbers of the block that `rows` have left free."""
    taken = {int(found[1]) for row in rows if (found := SERIAL.search(row.values[0]))}
    free = [serial for serial in range((block + 1) * BLOCK - 1, block * BLOCK, -1) if serial not in taken]
    if many > len(free):
        raise ValueError(f"no more than {len(free)} of {BLOCK} certificates can be added")
    new: list[Row] = []
    for serial in free[:many]:
        owned: list[Row] = []
        _certify(words.holder(serial, draw), TODAY, serial, 1, size, owned, draw)
        new += owned
    return new


def _event_line(number: str, event: Happening) -> str:
    until = TEXT[event.until] if event.until else ""
    return f"{number},{TEXT[event.on]},{event.type},{until},{event.by},{event.note}\n"


def _certificate_line(row: Row) -> str:
    return ",".join(f'"{value}"' if "," in value else value for value in row.values) + "\n"


def write(size: int, folder: Path, seed: int, changes: int, packed: bool) -> None:
    """Write both files."""
    blocks = -(-size // BLOCK)
    new = -(-changes // 20)
    ends: list[Made] = []
    folder.mkdir(parents=True, exist_ok=True)
    end = ".csv.gz" if packed else ".csv"
    with (
        _open(folder / f"certificates{end}") as certificates,
        _open(folder / f"events{end}") as events,
        ProcessPoolExecutor(PROCESSES) as pool,
    ):
        certificates.write(f"{CERTIFICATE_COLUMNS}\n".encode())
        events.write(f"{EVENT_COLUMNS}\n".encode())
        waiting: deque[Future[Made]] = deque()
        for block in range(blocks):
            shares = (many * (block + 1) // blocks - many * block // blocks for many in (changes, new))
            waiting.append(pool.submit(make, block, size, seed, *shares))
            while len(waiting) > 2 * PROCESSES or (waiting and block == blocks - 1):
                made = waiting.popleft().result()
                certificates.write(made.certificates)
                events.write(made.events)
                ends.append(made._replace(certificates=b"", events=b""))
        for made in ends:
            certificates.write(made.new_certificates)
            events.write(made.new_events)


def _open(path: Path) -> BinaryIO | gzip.GzipFile:
    return gzip.GzipFile(path, "wb", 6, mtime=0) if path.suffix == ".gz" else path.open("wb")


def main() -> None:
    """Read the arguments and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("size", type=int, help="number of certificates, 1 to 20,000,000")
    parser.add_argument("folder", type=Path, help="where certificates.csv and events.csv are written")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another ledger")
    parser.add_argument(
        "--changes", type=int, default=0, help="change so many certificates, and add a twentieth as many"
    )
    parser.add_argument("--gzip", action="store_true", help="write certificates.csv.gz and events.csv.gz")
    given = parser.parse_args()
    if not 1 <= given.size <= 20_000_000 or given.changes < 0:
        parser.error("SIZE is 1 to 20,000,000, and --changes is not negative")
    try:
        write(given.size, given.folder, given.seed, given.changes, given.gzip)
    except ValueError as error:
        parser.error(f"too many changes: {error}")


if __name__ == "__main__":
    main()
