"""`certsite verify-list`: every certificate of a list, as anyone reads them from the published register."""

from __future__ import annotations

import codecs
import datetime
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli import answers, lookup
from generator.cli.counter import counter
from generator.cli.options import (
    day_option,
    json_option,
    output_option,
    own_register,
    project,
    register_option,
)
from generator.cli.speech import Say, SpokenCommand, escaped, printable

if TYPE_CHECKING:
    from generator.lists.columns import Columns
    from generator.lists.lines import Line
    from generator.lists.sheet import Sheet
    from generator.normalise import CertificateKey
    from generator.question import Question

_YES, _NOT_YES, _WRONG_USE, _NETWORK = 0, 1, 2, 4

_AT_ONCE = 6
"""So many files are asked for at once from a website: as many as a browser does."""

_REGISTER = "register/1/"

_HEADINGS: dict[str, answers.Wording] = {
    "INPUT_LOST": (
        "表格软件丢掉了这个编号的一部分数字：把这一格设为文本，重新填写",
        "The spreadsheet has lost digits of this number: make the cell text and enter it again",
    ),
    "INPUT_CUT": (
        "分不清这个链接到哪里为止：给各列写上标题，或一行只写一个链接",
        "It is not clear where this link ends: give every column a title, or write one link a line",
    ),
    "INPUT_MORE": (
        "编号旁边还有别的内容，合在一起成了另一个编号：这一格只留编号",
        "Something stands beside the number and would make it another one: leave only the number in this cell",
    ),
    "NEAR_MISS_SEVERAL": (
        "没有编号为 {no} 的证书，相近的编号不止一个：打开链接查看",
        "No certificate {no}; several numbers are like it: open the link to see them",
    ),
}
"""What is said of what only a list has."""


def verify_list(say: Say) -> click.Command:
    """Make the command."""

    def run(file: str, **options: Any) -> int:
        from generator.lists.fault import ListError

        try:
            return _run(say, file, **options)
        except ListError as fault:
            click.echo(printable(f"{fault.place}: {say(fault.zh, fault.en)}"), err=True)
            return _WRONG_USE

    short = say(
        "核验一份名单里的全部证书：CSV、XLSX 或标准输入。",
        "Check every certificate of a list: CSV, XLSX or standard input.",
    )
    return SpokenCommand(
        "verify-list", say=say, callback=run, help=_help(say), short_help=short, params=_parameters(say)
    )


def _help(say: Say) -> str:
    return say(
        "核验一份名单里的全部证书。名单是 CSV、XLSX，或者用 - 从标准输入读，一行一个编号；最多 5000 行，"
        "不同编号的数目没有另外的限制。结果是 CSV，行的次序和其他列不变。"
        "返回 0：全部可以采信，名称也没有不一致；1：不是全部；2：名单不能用；4：有些没能查完。",
        "Check every certificate of a list, which is CSV or XLSX, or - for standard input, a number a line: 5,000 rows at "
        "most, and no other limit on how many numbers are different. The result is CSV; rows and further columns stay as "
        "they are. Returns 0: all can be relied on, and no name differs; 1: not all; 2: the list cannot be used; "
        "4: some could not be checked.",
    )


def _parameters(say: Say) -> list[click.Parameter]:
    title = say("标题", "TITLE")
    return [
        click.Argument(["file"], metavar=say("名单", "FILE")),
        register_option(say),
        day_option(say),
        output_option(
            say,
            "--output",
            say("文件.csv", "FILE.csv"),
            say("结果写到哪里（默认：标准输出）", "Where the result goes (default: standard output)"),
        ),
        click.Option(
            ["--number-column"],
            metavar=title,
            help=say("编号那一列的标题（默认：自己找）", "Title of the column of numbers (default: found)"),
        ),
        click.Option(
            ["--name-column"],
            metavar=title,
            help=say(
                "名称那一列的标题，与登记名称比较（默认：自己找）",
                "Title of the column of names, compared with the registered ones (default: found)",
            ),
        ),
        json_option(say),
    ]


def _run(
    say: Say,
    file: str,
    register: str | None,
    on: datetime.date | None,
    output: Path | None,
    number_column: str | None,
    name_column: str | None,
    as_json: bool,
) -> int:
    from generator import reader
    from generator.format import Fault
    from generator.lists import columns
    from generator.lists.checking import Asking
    from generator.lists.lines import verify
    from generator.output import write_file

    if output is not None and file != "-" and output.resolve() == Path(file).resolve():
        text = say("结果不能写进名单本身", "The result must not overwrite the list.")
        raise click.UsageError(text)
    found = columns.find(_sheet(file), number_column, name_column)
    place = register or str(own_register())
    remote = place.lower().startswith(("http://", "https://"))
    asking = Asking(reader.source(place), lookup.clock, on, _AT_ONCE if remote else 1)
    try:
        with counter(say("已核验", "Checked")) as progress:
            lines = verify(found, asking, progress)
    except Fault as fault:
        message = say(*answers.MESSAGES[fault.code]).format(place=place)
        click.echo(printable(message), err=True)
        return _NETWORK if fault.code == "NETWORK" else _NOT_YES
    result = _Result(lines, found, say, on, _link(place, register is None, say, on))
    if output is not None:
        write_file(output, result.csv())
    if as_json:
        click.echo(result.json())
    elif output is None:
        click.echo(_shown(result.csv()), nl=False)
    for line in result.summary():
        click.echo(line, err=True)
    return result.exit_code()


def _shown(table: bytes) -> bytes:
    """Return a table without what could steer the terminal that shows it; its own line ends stay, and tabs."""
    text = table.removeprefix(codecs.BOM_UTF8).decode()
    lone = re.sub("\r(?!\n)", "\ufffd", text)
    return codecs.BOM_UTF8 + re.sub("[^\t\r\n]+", lambda part: printable(part[0]), lone).encode()


def _sheet(file: str) -> Sheet:
    from generator.lists import sheet

    if file == "-":
        return sheet.lines("-", sys.stdin.buffer.read(sheet.LARGEST + 1))
    with Path(file).open("rb") as opened:
        return sheet.read(file, opened.read(sheet.LARGEST + 1))


class _Result:
    """The lines in the chosen language, and what is said of them."""

    def __init__(
        self,
        lines: list[Line],
        columns: Columns,
        say: Say,
        on: datetime.date | None,
        link: Callable[[CertificateKey, Question], str],
    ) -> None:
        from generator.lists.table import Voice, counts

        self.lines, self.columns, self.say, self.on = lines, columns, say, on
        self.voice = Voice(say.language, self.heading, link)
        self.counts = counts(lines)

    def heading(self, line: Line) -> str:
        """What the outcome of a line is called; specimens and another day are named with it."""
        outcome = line.outcome
        wording = _HEADINGS.get(outcome.text) or answers.HEADINGS[outcome.text]
        text = self.say(*wording).format_map(outcome.facts)
        if self.on and outcome.status:
            text = self.say(f"{self.on}：", f"{self.on}: ") + text
        return self.say("样本演示：", "Specimen demonstration: ") + text if outcome.specimen else text

    def csv(self) -> bytes:
        """The table for spreadsheets."""
        from generator.lists.table import as_csv

        return as_csv(self.lines, self.columns, self.voice)

    def json(self) -> str:
        """The table for programs."""
        from generator.lists.table import as_json

        whole = {"counts": self.counts, "rows": as_json(self.lines, self.columns, self.voice)}
        text = json.dumps(whole, ensure_ascii=False, indent=2)
        return escaped(text)

    def summary(self) -> Iterator[str]:
        """Say the counts."""
        told, say = self.counts, self.say
        yield say(
            "读到 {rows} 行：{numbers} 个不同编号，{repeated} 行重复，{unreadable} 行无法识别",
            "{rows} rows: {numbers} different numbers, {repeated} duplicates, {unreadable} unreadable",
        ).format_map(told)
        if self.columns.above:
            yield say("标题行上面的 {above} 行没有读", "Rows above the titles, left out: {above}").format(
                above=self.columns.above
            )
        yield say(
            "可以采信 {yes}，不能采信 {no}，不能确认 {unknown}；名称不一致 {names_differ}",
            "{yes} yes, {no} no, {unknown} cannot tell; {names_differ} names differ",
        ).format_map(told)
        if told["unfinished"]:
            yield say(
                "{unfinished} 行因网络未完成，请稍后再核验这些行",
                "{unfinished} rows not completed because of the network: check these again later",
            ).format_map(told)

    def exit_code(self) -> int:
        """0 if all can be relied on, and are of whom the list says."""
        told = self.counts
        if told["unfinished"]:
            return _NETWORK
        return _YES if told["yes"] == told["rows"] and not told["names_differ"] else _NOT_YES


def _link(
    place: str, own: bool, say: Say, on: datetime.date | None
) -> Callable[[CertificateKey, Question], str]:
    """Return what makes the address of the live check. Where a folder's site is not known, there is none."""
    from generator import codes, schemes
    from generator.problems import Problems

    site = ""
    if place.lower().startswith(("http://", "https://")):
        base = place if place.endswith("/") else f"{place}/"
        site = base.removesuffix(_REGISTER) if base.endswith(f"/{_REGISTER}") else ""
    elif own:
        loaded = schemes.load(project() / schemes.FILE, Problems())
        site = loaded[0].site.url if loaded else ""
    day = on.isoformat() if on else None

    def link(key: CertificateKey, question: Question) -> str:
        return codes.address(site, say.language, key, day, question.holder, question.to) if site else ""

    return link
