"""The commands of certsite, in the order in which a member of staff meets them."""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import Any

import click

from generator import __version__
from generator.cli.speech import Say, SpokenCommand, SpokenGroup

FAULTS = 1
_EPOCHS = (946_684_800, 4_102_444_800)
"""Seconds of the years 2000 to 2099: what SOURCE_DATE_EPOCH can sensibly be."""


def group(say: Say) -> click.Group:
    """Make the command line in one language."""

    def version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
        if wanted and not ctx.resilient_parsing:
            click.echo(f"certsite {__version__}")
            ctx.exit()

    main = SpokenGroup(
        "certsite",
        say=say,
        help=say(
            "把认证机构的公开信息和证书台账，变成公开网站和证书查询。",
            "Turns a certification body’s public information and ledger of certificates into a website with a certificate check.",
        ),
        epilog=say("从 certsite check 开始。", "Begin with certsite check."),
        no_args_is_help=True,
        params=[
            click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=version, help=say("显示版本", "Show the version")),
            click.Option(
                ["-C", "--project"],
                type=click.Path(exists=True, file_okay=False, path_type=Path),
                default=Path(),
                help=say("项目所在的文件夹（默认：当前文件夹）", "Folder of the project (default: this folder)"),
            ),
            click.Option(["--lang"], type=click.Choice(["zh", "en"]), expose_value=False, help=say("提示用的语言；也可设 CERTSITE_LANG", "Language of messages; CERTSITE_LANG does the same")),
            click.Option(["--debug"], is_flag=True, expose_value=False, help=say("出错时显示细节", "Show details of a fault")),
        ],
        callback=_remember,
    )  # fmt: skip
    for make in (_check, _build, _preview, _audit, _schema, _completion):
        main.add_command(make(say))
    return main


@click.pass_context
def _remember(ctx: click.Context, /, project: Path) -> None:
    ctx.obj = project


def _project() -> Path:
    return Path(click.get_current_context().find_root().obj)


def _json_option(say: Say) -> click.Option:
    return click.Option(
        ["--json", "as_json"], is_flag=True, help=say("结果以 JSON 输出", "Print the result as JSON")
    )


def _all_option(say: Say) -> click.Option:
    return click.Option(["--all", "everything"], is_flag=True, help=say("显示全部问题", "Show every problem"))


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


def _check(say: Say) -> click.Command:
    def check(as_json: bool, strict: bool, everything: bool) -> int:
        from generator import sources
        from generator.cli import show
        from generator.problems import Problems

        problems = Problems()
        loaded = sources.load(_project(), problems)
        summary = ""
        if loaded:
            schemes, certificates = len(loaded.facts.schemes), len(loaded.ledger.certificates)
            summary = say(
                f"检查通过：{schemes} 个认证项目，{certificates} 张证书，",
                f"Checked {schemes} schemes and {certificates} certificates:",
            )
        show.report(problems, say, summary, as_json=as_json, everything=everything)
        return FAULTS if loaded is None or (strict and problems.found) else 0

    strict = click.Option(
        ["--strict"], is_flag=True, help=say("有提醒也算不通过", "Warnings count as faults")
    )
    text = say(
        "检查所有输入：一次列出全部问题，不写任何文件。",
        "Check all input: every problem at once, nothing is written.",
    )
    return SpokenCommand(
        "check", say=say, callback=check, help=text, params=[_json_option(say), strict, _all_option(say)]
    )


def _build(say: Say) -> click.Command:
    def build(out: Path | None, as_json: bool, everything: bool) -> int:
        from generator import build as building
        from generator import sources
        from generator.cli import show
        from generator.output import OccupiedError
        from generator.pages import PageError
        from generator.problems import Problems
        from generator.renderer import RenderError

        root, problems = _project(), Problems()
        with show.progress(say, as_json) as step:
            step("检查输入", "Checking the input")
            loaded = sources.load(root, problems)
            if loaded is not None:
                try:
                    built = building.build(loaded, root, out or root / "site", now(), step)
                except OccupiedError as error:
                    click.echo(
                        say(
                            f"没有写入：{error} 里不是 certsite 建成的网站，或者另一次建站正在进行。",
                            f"Nothing was written: {error} is no site built by certsite, or another build is running.",
                        ),
                        err=True,
                    )
                    return FAULTS
                except (PageError, RenderError) as error:
                    click.echo(str(error), err=True)
                    click.echo(
                        say(
                            "渲染失败，原因见上。原有网站没有变。",
                            "Rendering failed, see above. The site is as it was.",
                        ),
                        err=True,
                    )
                    return FAULTS
        if loaded is None:
            show.report(problems, say, as_json=as_json, everything=everything)
            if not as_json:
                click.echo(
                    say("什么都没有写入，原有网站没有变。", "Nothing was written; the site is as it was."),
                    err=True,
                )
            return FAULTS
        summary = say(
            f"已建成 {built.site}：{built.pages} 个页面，{built.certificates} 张证书，登记册版本 {built.snapshot[:12]}。",
            f"Built {built.site}: {built.pages} pages, {built.certificates} certificates, register {built.snapshot[:12]}.",
        )
        show.report(
            problems,
            say,
            summary,
            as_json=as_json,
            everything=everything,
            warnings=everything,
            site=str(built.site),
            pages=built.pages,
            certificates=built.certificates,
            snapshot=built.snapshot,
        )
        return 0

    out = click.Option(
        ["--out"],
        type=click.Path(file_okay=False, path_type=Path),
        help=say("网站写到哪里（默认：项目的 site/）", "Where the site goes (default: site/ of the project)"),
    )
    text = say(
        "建成网站。输入有错就什么都不写，原有网站不变。",
        "Build the site. Wrong input writes nothing and leaves the site as it was.",
    )
    return SpokenCommand(
        "build", say=say, callback=build, help=text, params=[out, _json_option(say), _all_option(say)]
    )


def _preview(say: Say) -> click.Command:
    def preview(port: int) -> int:
        from generator import preview as previewing

        return previewing.run(_project(), port, now, say, click.echo)

    option = click.Option(
        ["--port"],
        type=click.IntRange(0, 65535),
        default=8000,
        show_default=True,
        help=say("端口；0 由系统选", "Port; 0 lets the system choose"),
    )
    text = say(
        "在本机预览，改动后自动更新；有错就显示在页面上。",
        "Preview on this machine; follows every change and shows faults on the page.",
    )
    return SpokenCommand("preview", say=say, callback=preview, help=text, params=[option])


def _audit(say: Say) -> click.Command:
    def audit(site: Path, as_json: bool, everything: bool) -> int:
        from generator import audit as auditing
        from generator import sources
        from generator.cli import show
        from generator.problems import Problems

        problems = Problems()
        loaded = sources.load(_project(), problems)
        if loaded is None:
            show.report(problems, say, as_json=as_json, everything=everything)
            return FAULTS
        found = Problems()
        counted = auditing.audit(site, loaded.facts, loaded.ledger, found)
        summary = say(
            f"核对无误：{counted.pages} 个页面，{counted.links} 个链接，{counted.records} 条证书记录。",
            f"Audited {counted.pages} pages, {counted.links} links, {counted.records} records.",
        )
        show.report(
            found,
            say,
            summary,
            as_json=as_json,
            everything=everything,
            pages=counted.pages,
            links=counted.links,
            records=counted.records,
        )
        return FAULTS if found.stop else 0

    argument = click.Argument(
        ["site"],
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        metavar=say("网站文件夹", "SITE"),
    )
    text = say(
        "以外人的眼光核对建成的网站：记录、链接、外部请求、页面大小。",
        "Read a finished site as a stranger: records, links, foreign hosts, page weights.",
    )
    return SpokenCommand(
        "audit", say=say, callback=audit, help=text, params=[argument, _json_option(say), _all_option(say)]
    )


def _schema(say: Say) -> click.Command:
    def schema() -> int:
        from generator import output, schemes

        path = _project() / schemes.SCHEMA_FILE
        output.write_file(path, schemes.json_schema().encode())
        click.echo(say(f"已写入 {path}", f"Wrote {path}"), err=True)
        return 0

    text = say(
        "写出 schemes.yaml 的 JSON Schema，供编辑器提示和补全。",
        "Write the JSON Schema of schemes.yaml, for completion in editors.",
    )
    return SpokenCommand("schema", say=say, callback=schema, help=text)


def _completion(say: Say) -> click.Command:
    def completion(shell: str) -> int:
        from click.shell_completion import get_completion_class

        found = get_completion_class(shell)
        root: Any = click.get_current_context().find_root().command
        if found is None:
            raise click.UsageError(shell)
        click.echo(found(root, {}, "certsite", "_CERTSITE_COMPLETE").source())
        return 0

    shells = click.Argument(["shell"], type=click.Choice(["bash", "zsh", "fish"]))
    text = say(
        '输出命令补全脚本，例如 eval "$(certsite completion bash)"。',
        'Print a completion script; for example: eval "$(certsite completion bash)".',
    )
    return SpokenCommand("completion", say=say, callback=completion, help=text, params=[shells])
