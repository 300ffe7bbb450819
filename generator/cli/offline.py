"""`certsite offline`: the check in one HTML file with the register inside, for places without a network."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Literal

import click

from generator.cli.options import json_option, output_option, own_register, project
from generator.cli.published import StopError, facts, site, stopping
from generator.cli.speech import Say, SpokenCommand

_WELL, _FAULTS = 0, 1


def offline(say: Say) -> click.Command:
    """Make the command."""

    def run(output: Path | None, page: Literal["zh", "en"], as_json: bool) -> int:
        return stopping(say, lambda: _write(say, output, page, as_json))

    parameters: list[click.Parameter] = [
        output_option(
            say,
            "--output",
            say("文件.html", "FILE.html"),
            say(
                "写到哪里（默认：项目的 build/offline.zh.html 或 .en.html）",
                "Where it goes (default: build/offline.zh.html or .en.html of the project)",
            ),
        ),
        click.Option(
            ["--language", "page"],
            type=click.Choice(["zh", "en"]),
            default="zh",
            help=say("文件的语言（默认：zh）", "Language of the file (default: zh)"),
        ),
        json_option(say),
    ]
    text = say(
        "写出一个 HTML 文件，里面有查询程序和整个登记册，不联网也能核验；最多 20000 张证书。"
        "文件上写明数据发布时间；它按那一天或更早的日子判断，从不把旧结论当作现在的。",
        "Write one HTML file with the check and the whole register in it, for use without a network; 20,000 certificates at "
        "most. Its face says when the data were released; it judges that day or an earlier one, and never gives an old "
        "verdict as a current one.",
    )
    short = say(
        "写出离线核验文件：一个 HTML 文件，里面有整个登记册。",
        "Write the check in one HTML file, with the whole register in it.",
    )
    return SpokenCommand("offline", say=say, callback=run, help=text, short_help=short, params=parameters)


def _write(say: Say, output: Path | None, page: Literal["zh", "en"], as_json: bool) -> int:
    from generator import census, codes, offline, reader
    from generator.output import write_file
    from generator.verdict import BEIJING

    taken = census.take(reader.folder(own_register()))
    known = facts(say)
    address = site(say, known, specimen=taken.index.get("specimen") is True)
    live = codes.address(address, page)
    maker = offline.Maker(
        templates=project() / "site_templates",
        language=page,
        live=live,
        search=live.replace("verify.html", "organisations.html"),
        prefixes=known.register_.prefixes,
        example=known.register_.example,
    )
    try:
        content = offline.make(maker, taken)
    except offline.TooManyError as many:
        raise StopError(
            _FAULTS,
            say(
                f"登记册有 {many.total} 张证书，一个文件最多 {offline.MOST} 张，没有写出：请用网站上的查询页或 certsite verify-list",
                f"The register has {many.total} certificates, and a file holds {offline.MOST} at most, so nothing was written: "
                "use the check on the website, or certsite verify-list.",
            ),
        ) from None
    except offline.BundleError as error:
        raise StopError(
            _FAULTS, say(f"查询程序的模块不全：{error}", f"A module of the check is wanting: {error}")
        ) from None
    path = output if output is not None else project() / "build" / f"offline.{page}.html"
    write_file(path, content)
    if as_json:
        whole = {
            "file": str(path),
            "bytes": len(content),
            "certificates": taken.total,
            "generated_at": taken.index["generated_at"],
            "snapshot": taken.index["snapshot"],
        }
        click.echo(json.dumps(whole, ensure_ascii=False, indent=2))
    else:
        size = f"{len(content) / 1e6:.1f} MB"
        released = datetime.datetime.fromisoformat(taken.index["generated_at"]).astimezone(BEIJING).date()
        click.echo(
            say(
                f"已写出 {path}（{taken.total} 张证书，{size}）。数据发布于 {released}，此后的变化不在其中。",
                f"Wrote {path} ({taken.total} certificates, {size}). The data were released on {released}; what changes later "
                "is not in it.",
            ),
            err=True,
        )
    return _WELL
