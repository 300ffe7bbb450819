"""Ledgers that people and programs have spoilt: lifelike rows with some change, the same for the same seed."""

from __future__ import annotations

import csv
import datetime
import io
import random
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from projects import ROOT, surroundings

Row = list[str]


class Raw(str):
    """A value that stands in the file as it is, also where that breaks the rules of quoting."""

    __slots__ = ()


class Sheet:
    """A file of the ledger while it is being spoilt: rows, the header first, and then bytes."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows

    def bytes(self) -> bytes:
        """Return the file."""
        return "".join(",".join(map(_written, row)) + "\n" for row in self.rows).encode()


def _written(value: str) -> str:
    if isinstance(value, Raw) or not re.search('[",\r\n]', value):
        return value
    return '"' + value.replace('"', '""') + '"'


@cache
def lifelike(size: int, seed: int, changes: int = 0) -> tuple[list[Row], list[Row]]:
    """Return the rows of a synthetic ledger, with their headers; `changes` of its certificates have changed."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, ROOT / "bench/make_ledger.py", str(size), folder, "--seed", str(seed)]
        command += ["--changes", str(changes)]
        subprocess.run(command, check=True, capture_output=True, env=surroundings(), timeout=120)
        texts = [(Path(folder) / name).read_text("utf-8") for name in ("certificates.csv", "events.csv")]
    certificates, events = ([*csv.reader(io.StringIO(text, newline=""))] for text in texts)
    return certificates, events


def some(draw: random.Random, most: int) -> tuple[Sheet, Sheet]:
    """Return some certificates of a lifelike ledger, with their events and with those that they name."""
    certificates, events = lifelike(1500, 1)
    header, *rows = certificates
    start = draw.randrange(len(rows) - most)
    chosen = rows[start : start + draw.randint(1, most)]
    chosen += draw.sample([row for row in rows if row[-2]], 2)  # sub-certificates
    numbers = {row[0] for row in chosen} | {row[-2] for row in chosen}
    while named := {row[4] for row in events if row[0] in numbers and row[4]} - numbers:
        numbers |= named
    return (
        Sheet([[*header], *([*row] for row in rows if row[0] in numbers)]),
        Sheet([[*events[0]], *([*row] for row in events[1:] if row[0] in numbers)]),
    )


ODD: tuple[str, ...] = (
    "", " ", "\t", "\u3000", "\u00a0x\u2028", "\u0085x", "x\u200b", "\u200b", "\ufeff", "\ufeffx", "x\ufeff", "\u2066x", "\ufffd",
    "\0", "x\0", "\x01", "\x7f", "\x80", "\ufff9", "\u00ad", "\U000e0001", "<", "<b>", "＜b＞", "\\", 'x"y', '"', "x,y", "x\ny", "\n",
    "\nx", "x\n", "\r", "x\ry", "x\r\ny", "😀", "|", "x|y", "x||y", "x|x", "x| x", "|x", ";", "x;", "𠮷",
    Raw('x"y'), Raw('"x"y'), Raw('""x'), Raw('"'), Raw('x"'), Raw('x""'), Raw(' ""'), Raw(' "x"'), Raw('"x" '), Raw('""'),
    Raw('"""x"'), Raw('"x"""'), Raw('""""'), Raw('"x'), Raw('"x""'), Raw("\r"), Raw('"x\r\ny"'), Raw('"x\r\n"'), Raw("x,y"),
    Raw("x\ny"), Raw(","), Raw('","'), Raw('"\n"'), Raw('"\n'), Raw('\n"'),
    "2025-02-30", "2025-02-29", "2024-02-29", "2028-02-29", "2027-02-29", "1899-12-31", "1900-01-01", "2199-12-31", "2200-01-01", "0000-01-01", "2025-00-10", "2025-13-01",
    "2025-01-00", "2025-1-1", "2025/01/01", "２０２５-０１-０１", "20250101", "2025-01-01 ", "2025-01-01T00:00:00", "2025-01-01x", "+2025-01-01", "-025-01-01",
    "10000-01-01", "９999-01-01", "2025-01-01\u200b", "2026-11-22", "2026-11-23", "2027-05-05",
    "0", "1", "01", "9999", "10000", "1.0", "１", "-1", "+1", "1\n", "٣", "１２３４５６７８",
    "full", "limited", "Full", "FULL", " limited", "limited ", "ｆｕｌｌ", "none",
    "iso-9001", "iso-14001", "gbt-27922", "iso-9001-2015", "iso-14001-2015", "iso-9001-2015;iso-14001-2015",
    "iso-9001-2015;iso-9001-2015", " iso-9001-2015 ; ", "gbt-27922-2011", "five-star", "four-star", "ISO-9001",
    "91999999DEMO00014G", "91999999MA00000000", "919999990000000000", "9199999900000000０0", "中中中中中中", "９１９９９９", "91999999000000000", "9199999900000000000",
    "granted", "recertified", "expired_restored", "suspended", "restored", "withdrawn", "cancelled", "superseded",
    "surveillance_passed", "corrected", "Granted", "merged", "suspended ",
    "99926Q", "12345678", "123456789012", "99926Q00001R0S中", "999-26Q 99999/R0.S", "99926Q99999R0S", "ÄÖÜ99999", "ſ9999999", "ı9999999",
    "9" * 40, "9" * 41, "9" * 61, "999" + " " * 55 + "26Q1", "999" + " " * 60 + "26Q12", "99926Q1" + "-" * 52 + "2", "99926Q1" + "-" * 53 + "2",
    "x" * 300,
)  # fmt: skip
"""Values that some column does not take, or only seems to take."""


def _number(number: str, draw: random.Random) -> str:
    """Write a number in another way, or as another one that looks the same or nearly so."""
    return draw.choice(
        (
            lambda n: n.lower(),
            lambda n: "-".join(n),
            lambda n: n[:5] + "\u200b" + n[5:],
            lambda n: n[:5] + " " + n[5:],
            lambda n: "".join(chr(ord(c) + 0xFEE0) if c.isalnum() else c for c in n),
            lambda n: n.translate(str.maketrans("0123456789SLO", "OIZ34S67B95I0")),
            lambda n: n.replace("S", "5"),
            lambda n: n.replace("0", "O", 1),
            lambda n: n.replace("1", "I", 1),
            lambda n: n[::-1],
            lambda n: n + "0",
            lambda n: n[:-1],
            lambda n: n + " " * 50,
            lambda n: n[:5] + " " * 50 + n[5:],
            lambda n: n + "中",
            lambda n: n,
        )
    )(number)


def _moved(day: str, draw: random.Random) -> str:
    """Move a day by a little or by much."""
    try:
        found = datetime.date.fromisoformat(day)
    except ValueError:
        return draw.choice(("2026-02-28", "2028-02-29", "2025-08-31"))
    by = draw.choice(
        (
            0,
            1,
            -1,
            2,
            -2,
            30,
            -30,
            180,
            181,
            182,
            183,
            184,
            185,
            364,
            365,
            366,
            -365,
            -366,
            1094,
            1095,
            1096,
            1097,
            1098,
            -1096,
            4000,
        )
    )
    return (found + datetime.timedelta(days=by)).isoformat()


Change = Callable[[Sheet, Sheet, random.Random], None]


def _any(sheet: Sheet, draw: random.Random) -> int:
    return draw.randrange(1, len(sheet.rows)) if len(sheet.rows) > 1 else 0


def odd_value(ours: Sheet, theirs: Sheet, draw: random.Random) -> None:
    row = draw.choice(ours.rows[1:] or ours.rows)
    row[draw.randrange(len(row))] = draw.choice(ODD)


def odd_around(ours: Sheet, theirs: Sheet, draw: random.Random) -> None:
    row = draw.choice(ours.rows[1:] or ours.rows)
    at = draw.randrange(len(row))
    odd = draw.choice(ODD)
    value = draw.choice(
        (row[at] + odd, odd + row[at], row[at][: len(row[at]) // 2] + odd + row[at][len(row[at]) // 2 :])
    )
    row[at] = Raw(value) if isinstance(odd, Raw) else value


def swapped_values(ours: Sheet, theirs: Sheet, draw: random.Random) -> None:
    row = draw.choice(ours.rows[1:] or ours.rows)
    one, other = draw.randrange(len(row)), draw.randrange(len(row))
    row[one], row[other] = row[other], row[one]


def value_of_another_row(ours: Sheet, theirs: Sheet, draw: random.Random) -> None:
    row, other = draw.choice(ours.rows), draw.choice(ours.rows[1:] or ours.rows)
    at = draw.randrange(min(len(row), len(other)) or 1)
    if at < min(len(row), len(other)):
        other[at] = row[at]


def other_number(ours: Sheet, theirs: Sheet, draw: random.Random) -> None:
    row = draw.choice(ours.rows[1:] or ours.rows)
    row[0] = _number(draw.choice(draw.choice((ours, theirs)).rows)[0], draw)


def named_number(ours: Sheet, theirs: Sheet, draw: random.Random) -> None:
    """Let a row name another certificate: as its main one, or as its successor."""
    row = draw.choice(ours.rows[1:] or ours.rows)
    at = {19: 17, 6: 4}.get(len(ours.rows[0]))
    if at is not None and at < len(row):
        row[at] = draw.choice((_number, lambda n, _: n))(
            draw.choice(draw.choice((ours, theirs)).rows)[0], draw
        )


def moved_day(ours: Sheet, theirs: Sheet, draw: random.Random) -> None:
    row = draw.choice(ours.rows[1:] or ours.rows)
    at = draw.choice((12, 13, 14, 15) if len(ours.rows[0]) == 19 else (1, 3))
    if at < len(row):
        row[at] = _moved(
            row[draw.choice((at, at, 1 if len(ours.rows[0]) < 19 else 13))]
            if len(row) > 13 or at < 4
            else row[at],
            draw,
        )


def limited(ours: Sheet, theirs: Sheet, draw: random.Random) -> None:
    row = draw.choice(ours.rows[1:] or ours.rows)
    row[-1] = "limited"


def doubled_row(ours: Sheet, theirs: Sheet, draw: random.Random) -> None:
    at = _any(ours, draw)
    ours.rows.insert(draw.randrange(1, len(ours.rows) + 1), [*ours.rows[at]])


def lost_row(ours: Sheet, theirs: Sheet, draw: random.Random) -> None:
    if len(ours.rows) > 1:
        del ours.rows[_any(ours, draw)]


def moved_row(ours: Sheet, theirs: Sheet, draw: random.Random) -> None:
    if len(ours.rows) > 1:
        row = ours.rows.pop(_any(ours, draw))
        sheet = draw.choice((ours, ours, ours, theirs))
        sheet.rows.insert(draw.randrange(1, len(sheet.rows) + 1), row)


def shuffled(ours: Sheet, theirs: Sheet, draw: random.Random) -> None:
    rest = ours.rows[1:]
    draw.shuffle(rest)
    ours.rows[1:] = rest


def another_event(ours: Sheet, theirs: Sheet, draw: random.Random) -> None:
    """Add an event to some certificate, seldom a right one."""
    sheet = ours if len(ours.rows[0]) == 6 else theirs
    number = draw.choice(draw.choice((ours, theirs)).rows)[0]
    kinds = [value for value in ODD if re.fullmatch("[a-z_]{6,}", value)]
    like = draw.choice(sheet.rows)
    on = _moved(like[1], draw) if len(like) > 1 else "2026-01-01"
    until = draw.choice(("", "", _moved(on, draw), _moved(like[3], draw) if len(like) > 3 else ""))
    by = draw.choice(("", "", "", draw.choice(ours.rows)[0]))
    sheet.rows.insert(draw.randrange(1, len(sheet.rows) + 1), [number, on, draw.choice(kinds), until, by, ""])


def suspended(ours: Sheet, theirs: Sheet, draw: random.Random) -> None:
    """Add a suspension of six months, a day more or a day less."""
    sheet, certificates = (ours, theirs) if len(ours.rows[0]) == 6 else (theirs, ours)
    row = draw.choice(certificates.rows[1:] or certificates.rows)
    on = draw.choice(
        ("2026-08-31", "2027-08-31", "2024-08-29", "2024-02-29", "2026-11-30", "2026-05-31", "2026-03-01")
    )
    first = datetime.date.fromisoformat(on)
    until = first + datetime.timedelta(days=draw.choice((180, 181, 182, 183, 184)))
    sheet.rows.append([row[0], on, "suspended", until.isoformat(), "", ""])
    if draw.random() < 0.5:
        sheet.rows.append(
            [row[0], until.isoformat(), draw.choice(("restored", "withdrawn", "suspended")), "", "", ""]
        )


def comma(ours: Sheet, theirs: Sheet, draw: random.Random) -> None:
    """Add a comma, or lose one."""
    row = draw.choice(ours.rows)
    if draw.random() < 0.5 and row:
        del row[draw.randrange(len(row))]
    else:
        row.insert(draw.randrange(len(row) + 1), "")


def blank_row(ours: Sheet, theirs: Sheet, draw: random.Random) -> None:
    blank = draw.choice(
        (
            [""],
            [""] * len(ours.rows[0]),
            [" "] * len(ours.rows[0]),
            [" "],
            ["", ""],
            [Raw('""')],
            [Raw('"\n"')],
            [Raw('""')] * len(ours.rows[0]),
            ["\u3000"],
        )
    )
    for _ in range(draw.choice((1, 1, 2, 5))):
        ours.rows.insert(draw.randrange(len(ours.rows) + (draw.random() < 0.9)), [*blank])


def column(ours: Sheet, theirs: Sheet, draw: random.Random) -> None:
    """Change the header, or a whole column."""
    header = ours.rows[0]
    at = draw.randrange(len(header)) if header else 0
    kind = draw.randrange(7)
    if kind == 0:
        order = [*range(len(header))]
        draw.shuffle(order)
        ours.rows[:] = [[row[to] for to in order] if len(row) == len(header) else row for row in ours.rows]
    elif kind == 1:
        ours.rows[:] = [row[:at] + row[at + 1 :] for row in ours.rows]
    elif kind == 2 and header:
        header[at] = draw.choice(
            (
                f" {header[at]}\t",
                Raw(f'"{header[at]}"'),
                Raw(f'"{header[at]}\n"'),
                Raw(f'"\n{header[at]}"'),
                header[at].upper(),
                "",
                "x",
                header[at - 1],
                Raw(f'{header[at]}"'),
            )
        )
    elif kind == 3:
        ours.rows[:] = [[*row, ""] for row in ours.rows]
    elif kind == 4:
        ours.rows[1:] = [[Raw(f'"{v}"') if '"' not in v else v for v in row] for row in ours.rows[1:]]
    elif kind == 5 and header:
        for row in ours.rows[1:]:
            if at < len(row):
                row[at] = ""
    else:
        ours.rows.insert(draw.randrange(len(ours.rows) + 1), [*header])


CHANGES: tuple[Change, ...] = (
    odd_value, odd_value, odd_value, odd_value, odd_around, odd_around, odd_around, swapped_values, value_of_another_row,
    other_number, other_number, named_number, named_number, moved_day, moved_day, moved_day, limited, doubled_row, lost_row, moved_row, moved_row,
    shuffled, another_event, another_event, another_event, suspended, suspended, comma, blank_row, column,
)  # fmt: skip


def spoilt_bytes(data: bytes, draw: random.Random) -> bytes:
    """Change the bytes of a file."""
    lines = data.split(b"\n")
    at = draw.randrange(len(lines))
    place = draw.randrange(len(data) + 1)
    kind = draw.randrange(18)
    if kind == 0:
        return data.replace(b"\n", b"\r\n")
    if kind == 1:
        return data[:place] + b"\r" + data[place:]
    if kind == 2:
        return b"\xef\xbb\xbf" + data
    if kind == 3:
        lines[at] = b"\xef\xbb\xbf" + lines[at]
    elif kind == 4:
        return data.rstrip(b"\n")
    elif kind == 5:
        return data[:place]
    elif kind == 6:
        return (
            data[:place]
            + draw.choice((b"\xff", b"\xe4\xb8", b"\xc0\x80", b"\xed\xa0\x80", b"\x80"))
            + data[place:]
        )
    elif kind == 7:
        lines[at] = (
            lines[at].decode().encode("gb18030")
            if draw.random() < 0.5
            else lines[at].decode().encode("utf-16")
        )
    elif kind == 8:
        return (
            data[:place]
            + draw.choice((b'"', b'""', b",", b"\n", b"\r\n", b'"\n', b'\n"', b',"', b'",'))
            + data[place:]
        )
    elif kind == 9:
        return data + draw.choice(
            (b"\n", b"\n\n", b'"', b",", b" ", b"\r", b"\r\n\r\n", b'"\n"', b"\x1a", b"\0")
        )
    elif kind == 10:
        lines[at] += b"\r"
    elif kind == 11:
        lines[at] = b""
    elif kind == 12:
        return data[:place] + data[place + 1 :]
    elif kind == 13:
        return data.replace(b"\n", b"\r")
    elif kind == 14:
        return draw.choice(
            (
                b"",
                b"\xef\xbb\xbf",
                b"\n",
                b"\r\n",
                b'"',
                data.split(b"\n")[0],
                data.split(b"\n")[0] + b"\n",
                b",\n",
                b"\xff",
            )
        )
    elif kind == 15:
        return data.replace(b",", draw.choice((b";", b"\t")))
    elif kind == 16:
        return data.replace(b"\n", b"\n\n" if draw.random() < 0.5 else b"\n,\n")
    else:
        return data + data.split(b"\n", 1)[-1] if draw.random() < 0.3 else data + b"\xef\xbb\xbf" + data
    return b"\n".join(lines)


def spoilt(seed: int, most: int = 20) -> tuple[bytes, bytes]:
    """Return the files of a spoilt ledger: certificates, events."""
    draw = random.Random(seed)
    sheets = some(draw, most)
    for _ in range(draw.choice((1, 1, 1, 2, 2, 3, 5))):
        ours, theirs = draw.sample(sheets, 2)
        draw.choice(CHANGES)(ours, theirs, draw)
    files = [sheet.bytes() for sheet in sheets]
    if draw.random() < 0.25:
        at = draw.randrange(2)
        files[at] = spoilt_bytes(files[at], draw)
    return files[0], files[1]
