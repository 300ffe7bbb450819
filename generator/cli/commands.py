"""The commands of certsite, in the order in which a member of staff meets them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from generator import __version__
from generator.cli import auditing, building, lookup, offline, qr, verify_list
from generator.cli.options import now, project, sources
from generator.cli.speech import Say, SpokenCommand, SpokenGroup


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
    for make in (
        building.check,
        building.build,
        _preview,
        auditing.audit,
        lookup.lookup,
        verify_list.verify_list,
        qr.qr,
        offline.offline,
        _schema,
        _completion,
    ):
        main.add_command(make(say))
    return main


@click.pass_context
def _remember(ctx: click.Context, /, project: Path) -> None:
    ctx.obj = project


def _preview(say: Say) -> click.Command:
    def preview(port: int) -> int:
        from generator import preview as previewing

        return previewing.run(sources(say), port, now, say, click.echo)

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


def _schema(say: Say) -> click.Command:
    def schema() -> int:
        from generator import output, schemes

        path = project() / schemes.SCHEMA_FILE
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
