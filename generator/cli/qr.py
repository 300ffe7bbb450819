"""`certsite qr`: print-ready codes that lead to the live check of certificates."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

import click

from generator.cli.counter import counter
from generator.cli.options import json_option, output_option, own_register, project
from generator.cli.published import StopError, facts, site, stopping
from generator.cli.speech import Say, SpokenCommand

if TYPE_CHECKING:
    from generator.census import Census
    from generator.codes import Code, Format
    from generator.format import Json

_WELL, _FAULTS, _WRONG_USE = 0, 1, 2

_LARGEST = 500.0
"""Millimetres: larger than any sheet that a certificate is printed on."""


def qr(say: Say) -> click.Command:
    """Make the command."""

    def run(**options: Any) -> int:
        return stopping(say, lambda: _Printing(say, **options).run())

    text = say(
        "写出可以付印的二维码，指向证书的实时查询页。SVG 和 PNG（600 dpi）里都有编号和网站域名的文字。"
        "码至少 20 毫米宽，一个模块至少 0.4 毫米，四周留白已算在内，纠错等级 Q。",
        "Write print-ready QR codes that lead to the live check of certificates. SVG and PNG (600 dpi) have the number and the "
        "site’s domain below the code. A code is at least 20 mm wide, a module at least 0.4 mm, with the "
        "quiet zone in it, at level Q.",
    )
    short = say(
        "写出可以付印的二维码，指向证书的实时查询页。",
        "Write print-ready QR codes that lead to the live check of certificates.",
    )
    return SpokenCommand("qr", say=say, callback=run, help=text, short_help=short, params=_parameters(say))


def _parameters(say: Say) -> list[click.Parameter]:
    return [
        click.Argument(["numbers"], nargs=-1, metavar=say("[证书编号]…", "[NUMBER]...")),
        click.Option(
            ["--all", "everything"],
            is_flag=True,
            help=say("登记册里的全部证书", "All certificates of the register"),
        ),
        click.Option(
            ["--format", "form"],
            type=click.Choice(["svg", "png"]),
            default="svg",
            help=say("文件格式（默认：svg）", "Format of the files (default: svg)"),
        ),
        output_option(
            say,
            "--output",
            say("文件夹", "DIR"),
            say("写到哪里（默认：项目的 build/qr）", "Where they go (default: build/qr of the project)"),
            folder=True,
        ),
        click.Option(
            ["--language", "page"],
            type=click.Choice(["zh", "en"]),
            default="zh",
            help=say("指向哪种语言的查询页（默认：zh）", "Language of the page they lead to (default: zh)"),
        ),
        click.Option(
            ["--size"],
            metavar="MM",
            callback=_millimetres(say),
            help=say("码连留白的宽度，毫米（默认：最小的）", "Width with quiet zone in mm (default: least)"),
        ),
        click.Option(
            ["--unchecked"],
            is_flag=True,
            help=say(
                "编号不在登记册里也写出", "Also for numbers that are not in the register"
            ),
        ),
        json_option(say),
    ]  # fmt: skip


def _millimetres(say: Say) -> Callable[[click.Context, click.Parameter, str | None], float | None]:
    def read(_ctx: click.Context, parameter: click.Parameter, value: str | None) -> float | None:
        if value is None:
            return None
        if re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]+)?", value) and 0 < float(value) <= _LARGEST:
            return float(value)
        text = say(
            f"“{value}”不是 0 到 {_LARGEST:g} 之间的毫米数",
            f"“{value}” is no length of up to {_LARGEST:g} mm.",
        )
        raise click.BadParameter(text, param=parameter)

    return read


class _Printing:
    """One run of the command."""

    def __init__(
        self,
        say: Say,
        numbers: tuple[str, ...],
        everything: bool,
        form: Format,
        output: Path | None,
        page: Literal["zh", "en"],
        size: float | None,
        unchecked: bool,
        as_json: bool,
    ) -> None:
        if everything == bool(numbers):
            raise click.UsageError(say("写明编号，或者 --all", "Give numbers, or --all."))
        self.say, self.numbers, self.everything, self.form = say, numbers, everything, form
        self.page, self.size, self.unchecked, self.as_json = page, size, unchecked, as_json
        self.folder = output if output is not None else project() / "build" / "qr"

    def run(self) -> int:
        from generator import census, reader

        # Numbers that need not be in a register need none; whether it holds specimens only is then not known.
        needed = self.everything or not self.unchecked or (own_register() / reader.INDEX).exists()
        self.get = reader.folder(own_register())
        taken = census.take(self.get) if needed else None
        self.site = site(self.say, facts(self.say), specimen=taken is not None and _is_specimen(taken.index))
        return self._all(taken) if self.everything and taken else self._some(taken)

    def _all(self, taken: Census) -> int:
        done = 0
        with counter(self.say("写二维码", "Codes")) as progress:
            for records in taken.shards():
                for record in records:
                    number = record["number"]
                    self._write(number, self._drawn(number, _is_specimen(record, taken.index))[1])
                done += len(records)
                progress(done, taken.total)
        self._report(done, [])
        return _WELL

    def _some(self, taken: Census | None) -> int:
        wanted = [self._wanted(text, taken) for text in self.numbers]
        drawn = [(number, *self._drawn(number, specimen)) for number, specimen in wanted]
        made = [
            {"number": number, "address": address, "file": str(self._write(number, content))}
            for number, address, content in drawn
        ]
        self._report(len(made), made)
        return _WELL

    def _wanted(self, text: str, taken: Census | None) -> tuple[str, bool]:
        """Return a number as it is registered, and whether it is a specimen. Raises StopError if it is not registered."""
        from generator import normalise, question, reader, shards

        try:
            key = normalise.key(question.read(text).text)
        except normalise.Refused:
            raise StopError(
                _WRONG_USE, self.say(f"“{text}”不是证书编号", f"“{text}” is no certificate number.")
            ) from None
        if taken is None:
            return key, False
        alike = ""
        for record in reader.load(key, self.get).records:
            own = normalise.key(record["number"])
            if own == key:
                return record["number"], _is_specimen(record, taken.index)
            if shards.fold(own) == shards.fold(key):
                alike = record["number"]
        if self.unchecked:
            return key, False
        near_zh, near_en = (f"，是不是 {alike}", f"; did you mean {alike}?") if alike else ("", ".")
        raise StopError(
            _FAULTS,
            self.say(
                f"登记册里没有 {key}{near_zh}。没有写出任何码；要为尚未公布的证书付印，加 --unchecked",
                f"{key} is not in the register{near_en} No code was written. For certificates that are not published yet "
                "there is --unchecked.",
            ),
        )

    def _drawn(self, number: str, specimen: bool) -> tuple[str, bytes]:
        """Return where a code leads, and its file. Raises StopError if it would be too small."""
        from generator import codes

        code = self._code(number, specimen)
        try:
            return code.address, code.draw(self.form)
        except codes.TooSmallError as small:
            raise StopError(
                _WRONG_USE,
                self.say(
                    f"--size {self.size:g} 太小：编号 {number} 的码至少 {small.least:g} 毫米，否则手机难以识读",
                    f"--size {self.size:g} is too small: the code of {number} needs {small.least:g} mm at least, or phones "
                    "hardly read it.",
                ),
            ) from None

    def _write(self, number: str, content: bytes) -> Path:
        from generator import codes, normalise
        from generator.output import write_file

        path = self.folder / codes.file_name(normalise.key(number), self.form)
        write_file(path, content)
        return path

    def _code(self, number: str, specimen: bool) -> Code:
        from generator import codes

        # A PNG has a font for Latin text only.
        label = "样本" if (self.page, self.form) == ("zh", "svg") else "Specimen"
        first = f"{label} {number}" if specimen else number
        address = codes.address(self.site, self.page, number)
        return codes.Code(address, (first, urlsplit(self.site).netloc), self.size)

    def _report(self, count: int, made: list[dict[str, str]]) -> None:
        if self.as_json:
            whole = {"count": count, "folder": str(self.folder), **({"codes": made} if made else {})}
            click.echo(json.dumps(whole, ensure_ascii=False, indent=2))
            return
        for line in self._said(count):
            click.echo(line, err=True)

    def _said(self, count: int) -> Iterator[str]:
        yield self.say(
            f"已写出 {count} 个二维码：{self.folder}",
            f"Wrote {count} QR code{'' if count == 1 else 's'}: {self.folder}",
        )
        yield self.say(
            "付印前用手机扫一个，看打开的是不是正式网站。",
            "Before printing, scan one with a phone and see that the real website opens.",
        )


def _is_specimen(*parts: Json) -> bool:
    return any(part.get("specimen") is True for part in parts)
