"""The list of certificates that were left out for their faults: a CSV file that `build` writes and `audit` reads."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path

import click

from generator.cli.speech import Say
from generator.normalise import CertificateKey, Refused, key
from generator.registry import Outcome

_TITLES = {"zh": "编号 文件 行 列 规则 问题 原文", "en": "number file line column rule problem row"}


def write(path: Path, outcome: Outcome, say: Say) -> None:
    """Write every certificate that was left out, and its faults with place, rule, message and the row as it stands.

    Raises OSError.
    """
    from generator import output

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_TITLES[say.language].split())
    for fault in sorted(outcome.set_aside):
        place, number = fault.place, outcome.owners.get(fault, "")
        message = fault.message(say.language)
        writer.writerow(
            (number, place.file, place.line, place.path, fault.rule, message, _inert(place.source))
        )
    listed = {outcome.owners.get(fault) for fault in outcome.set_aside}
    more = say(
        "有错，同类错误太多，没有逐条列出", "has faults, of a kind of which there are too many to list all"
    )
    writer.writerows((number, "", "", "", "", more, "") for number in sorted(outcome.faulty - listed))
    output.write_file(path, codecs.BOM_UTF8 + out.getvalue().encode())


def read(path: Path, say: Say) -> frozenset[CertificateKey]:
    """Return the certificates of such a list. Raises click.UsageError if it is none, and OSError."""
    try:
        titles, *rows = csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
        if titles not in [each.split() for each in _TITLES.values()]:
            raise ValueError
        return frozenset(key(row[0]) for row in rows if row and row[0])
    except (UnicodeDecodeError, csv.Error, ValueError, Refused) as error:
        message = say(
            f"{path} 不是 build --quarantine 写出的清单",
            f"{path} is no list that build --quarantine has written",
        )
        raise click.UsageError(message) from error


def _inert(text: str) -> str:
    """Keep a spreadsheet from reading text as a formula."""
    return f"'{text}" if text[:1] in "=+-@\t" and text else text
