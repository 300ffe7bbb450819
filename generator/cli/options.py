"""What several commands share: their options, the project, and the time of the run."""

from __future__ import annotations

import datetime
import os
import re
from pathlib import Path

import click

from generator.cli.speech import Say

FAULTS = 1
"""Exit code: faults were found."""

SOURCES = ("schemes.yaml", "mkdocs.yml", "content", "registry", "site_templates", "generator")
"""What the project is made of; no command but `schema` writes there."""

_EPOCHS = (946_684_800, 4_102_444_800)
"""Seconds of the years 2000 to 2099: what SOURCE_DATE_EPOCH can sensibly be."""


def project() -> Path:
    """Return the folder of the project."""
    return Path(click.get_current_context().find_root().obj)


def sources(say: Say) -> Path:
    """Return the folder of the project, which has to be one. Raises UsageError."""
    from generator import schemes

    root = project()
    if not (root / schemes.FILE).exists():
        text = say(
            f"这里不是项目文件夹，没有 {schemes.FILE}：{root.resolve()}；用 -C 指明",
            f"{root.resolve()} is no project folder, it has no {schemes.FILE}; name one with -C.",
        )
        raise click.UsageError(text)
    return root


def own_register() -> Path:
    """Return the folder of the register that the project has built."""
    return project() / "site" / "register" / "1"


def inside_site(path: Path, say: Say) -> str:
    """Say why nothing is written into a site."""
    return say(
        f"{path} 在网站里，会随网站公开，下次建站又会消失：写到别处",
        f"{path} is in a site: it would be published, and go with the next build. Write it elsewhere.",
    )


def _on_ledger(path: Path, root: Path, say: Say) -> str:
    """Say why nothing is written where the ledger of the project in `root` is; empty if it is not there."""
    from generator import schemes

    files = schemes.ledger_files(root)
    if files is None and path.exists():
        return say(
            f"{schemes.FILE} 读不了，不知道 {path} 是不是台账，不覆盖它：运行 certsite check",
            f"{schemes.FILE} cannot be read, so {path} may be the ledger and is not written over. Run certsite check.",
        )
    if any(file in (path, *path.parents) for file in files or ()):
        return say(
            f"{path} 是台账（{schemes.FILE} 的 register.ledger），不能覆盖：换一个文件名",
            f"{path} is the ledger (register.ledger in {schemes.FILE}) and is not written over. Choose another name.",
        )
    return ""


def output_option(say: Say, name: str, metavar: str, text: str, *, folder: bool = False) -> click.Option:
    """Return an option that names a file to write, or a folder. It is never a source of the project, its ledger, or in a site."""

    def guarded(ctx: click.Context, parameter: click.Parameter, value: Path | None) -> Path | None:
        if value is None:
            return None
        path, root = value.resolve(), Path(ctx.find_root().obj).resolve()
        if any((root / each).resolve() in (path, *path.parents) for each in SOURCES):
            fault = say(
                f"{value} 是项目的源文件，或在它们的文件夹里，不能写在那里：换一个文件名",
                f"{value} is one of the project’s sources or in a folder of theirs. Choose another name.",
            )
            raise click.BadParameter(fault, param=parameter)
        if any((parent / "register" / "1" / "index.json").exists() for parent in (path, *path.parents)):
            raise click.BadParameter(inside_site(value, say), param=parameter)
        if fault := _on_ledger(path, root, say):
            raise click.BadParameter(fault, param=parameter)
        return value

    kind = click.Path(file_okay=not folder, dir_okay=folder, path_type=Path)
    return click.Option([name], type=kind, metavar=metavar, callback=guarded, help=text)


def json_option(say: Say) -> click.Option:
    """Return `--json`."""
    return click.Option(
        ["--json", "as_json"], is_flag=True, help=say("结果以 JSON 输出", "Print the result as JSON")
    )


def all_option(say: Say) -> click.Option:
    """Return `--all`."""
    return click.Option(["--all", "everything"], is_flag=True, help=say("显示全部问题", "Show every problem"))


def register_option(say: Say) -> click.Option:
    """Return `--registry`."""
    return click.Option(
        ["--registry", "register"],
        metavar=say("文件夹或网址", "DIR|URL"),
        help=say(
            "登记册在哪里（默认：项目的 site/register/1）",
            "Where the register is (default: site/register/1 of the project)",
        ),
    )


def day_option(say: Say) -> click.Option:
    """Return `--on`, a day of the years 1900 to 2199."""

    def read(_ctx: click.Context, parameter: click.Parameter, value: str | None) -> datetime.date | None:
        if value is None:
            return None
        try:
            if re.fullmatch(r"(?:19|2[01])[0-9]{2}-[0-9]{2}-[0-9]{2}", value):
                return datetime.date.fromisoformat(value)
        except ValueError:
            pass
        text = say(f"“{value}”不是日期，写成 2026-11-22 那样", f"“{value}” is no day like 2026-11-22.")
        raise click.BadParameter(text, param=parameter)

    text = say("按哪一天判断（默认：今天）", "The day to judge (default: today)")
    return click.Option(["--on"], metavar="YYYY-MM-DD", callback=read, help=text)


def now() -> datetime.datetime:
    """The time of this run in UTC; SOURCE_DATE_EPOCH (seconds) makes a build reproducible."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch and not (epoch.isascii() and epoch.isdigit() and _EPOCHS[0] <= int(epoch) < _EPOCHS[1]):
        raise click.UsageError(f"SOURCE_DATE_EPOCH={epoch}")
    utc = datetime.UTC
    return (
        datetime.datetime.fromtimestamp(int(epoch), utc)
        if epoch
        else datetime.datetime.now(utc).replace(microsecond=0)
    )
