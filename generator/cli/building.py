"""`certsite check` and `certsite build`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import FAULTS, all_option, json_option, now, output_option, sources
from generator.cli.speech import Say, SpokenCommand

if TYPE_CHECKING:
    from generator.build import Built
    from generator.normalise import CertificateKey
    from generator.problems import Problems


def check(say: Say) -> click.Command:
    """Make the command."""

    def run(as_json: bool, strict: bool, everything: bool) -> int:
        from generator import build as building
        from generator.cli import show
        from generator.problems import Problems

        root, problems = sources(say), Problems()
        with show.progress(say, as_json) as watch:
            checked = building.check(root, now(), problems, watch)
        summary = ""
        if checked:
            summary = say(
                f"检查通过：{checked.certificates} 张证书，", f"Checked {checked.certificates} certificates:"
            )
        counted = checked.counted if checked else {}
        show.report(problems, say, summary, as_json=as_json, everything=everything, counted=counted)
        return FAULTS if problems.stop or (strict and problems.found) else 0

    strict = click.Option(
        ["--strict"], is_flag=True, help=say("有提醒也算不通过", "Warnings count as faults")
    )
    text = say(
        "检查所有输入：一次列出全部问题，不写任何文件。",
        "Check all input: every problem at once, nothing is written.",
    )
    return SpokenCommand(
        "check", say=say, callback=run, help=text, params=[json_option(say), strict, all_option(say)]
    )


def build(say: Say) -> click.Command:
    """Make the command."""

    def run(
        out: Path | None, quarantine: Path | None, intended: tuple[str, ...], as_json: bool, everything: bool
    ) -> int:
        from generator import build as building
        from generator.cli import aside, show, target
        from generator.output import OccupiedError
        from generator.pages import PageError
        from generator.problems import Problems
        from generator.registry import UnreadableError
        from generator.renderer import RenderError

        root, problems = sources(say), Problems()
        if quarantine is not None and quarantine.exists():
            aside.read(quarantine, say)  # no other file is overwritten
        plan = building.Plan(
            root, out or root / "site", now(), set_aside=quarantine is not None, intended=_keys(intended)
        )
        target.spare(root, plan.site.resolve(), say)
        if quarantine is not None:
            target.apart(quarantine.resolve(), plan.site.resolve(), say)
        unchanged = say("原有网站没有变。", "The site is as it was.")
        try:
            with show.progress(say, as_json) as watch:
                built = building.build(plan, problems, watch)
        except OccupiedError as error:
            what = say(
                f"没有写入：{error} 里不是 certsite 建成的网站，或者另一次建站正在进行。",
                f"Nothing was written: {error} is no site built by certsite, or another build is running.",
            )
            click.echo(what, err=True)
            return FAULTS
        except UnreadableError as error:
            what = say(
                f"上一次建成的登记册读不了：{error}。因此无法保证没有证书消失。",
                f"The register that was built last cannot be read: {error}. So nobody can say that no certificate vanishes.",
            )
            how = say(
                "请恢复它，例如从服务器取回。恢复不了，就把这个网站文件夹改名移开再建，并自己核对没有证书消失。",
                "Restore it, for example from the server. If you cannot, rename the folder of that site, build again, and see for "
                "yourself that no certificate is missing.",
            )
            click.echo(
                f"{what}{unchanged}{how}" if say.language == "zh" else f"{what} {unchanged} {how}", err=True
            )
            return FAULTS
        except (PageError, RenderError) as error:
            click.echo(str(error), err=True)
            click.echo(say("渲染失败，原因见上。", "Rendering failed, see above. ") + unchanged, err=True)
            return FAULTS
        if built is None:
            show.report(problems, say, as_json=as_json, everything=everything)
            if not as_json:
                click.echo(say("什么都没有写入，", "Nothing was written. ") + unchanged, err=True)
            return FAULTS
        if quarantine is not None:
            try:
                aside.write(quarantine, built.register, say)
            except OSError as error:
                count = built.register.left_out
                what = say(
                    f"网站已经换成新的，{count} 张有错的证书不在其中，但名单写不出：{error}。换一个地方写，再建一次。",
                    f"The site has been replaced and leaves out {count} certificates with faults, but their list cannot be "
                    f"written: {error}. Name another place for it and build again.",
                )
                click.echo(what, err=True)
                return FAULTS
        _report(built, plan.site, problems, say, as_json, everything, quarantine)
        return 0

    out = click.Option(
        ["--out"],
        type=click.Path(file_okay=False, path_type=Path),
        help=say("网站写到哪里（默认：项目的 site/）", "Where the site goes (default: site/ of the project)"),
    )
    quarantine = output_option(
        say,
        "--quarantine",
        say("文件", "FILE"),
        say(
            "有错的证书不公布，错误列在这个 CSV 文件里，其余照常建成",
            "Leave out certificates with faults, list these in this CSV file, and build the rest",
        ),
    )
    intended = click.Option(
        ["--intended"],
        multiple=True,
        metavar=say("编号", "NUMBER"),
        help=say(
            "这张证书从登记册消失、或少了暂停和终止的记录，是有意的；可以写多次",
            "This certificate vanishes, or loses a suspension or an ending, on purpose; may be repeated",
        ),
    )
    text = say(
        "建成网站。输入有错就什么都不写，原有网站不变。",
        "Build the site. Wrong input writes nothing and leaves the site as it was.",
    )
    parameters = [out, quarantine, intended, json_option(say), all_option(say)]
    return SpokenCommand("build", say=say, callback=run, help=text, params=parameters)


def _keys(numbers: tuple[str, ...]) -> frozenset[CertificateKey]:
    from generator import normalise

    try:
        return frozenset(normalise.key(number) for number in numbers)
    except normalise.Refused as refused:
        raise click.UsageError(f"--intended: {refused}") from refused


def _report(
    built: Built,
    site: Path,
    problems: Problems,
    say: Say,
    as_json: bool,
    everything: bool,
    quarantine: Path | None,
) -> None:
    from generator.cli import show

    register, snapshot = built.register, built.summary.snapshot
    summary = say(
        f"已建成 {site}：{built.pages} 个页面，{register.certificates} 张证书，登记册版本 {snapshot[:12]}。",
        f"Built {site}: {built.pages} pages, {register.certificates} certificates, register {snapshot[:12]}.",
    )
    if register.left_out:
        summary = (
            say(
                f"{register.left_out} 张证书有错，没有公布，见 {quarantine}。",
                f"{register.left_out} certificates with faults are not published, see {quarantine}. ",
            )
            + summary
        )
    if not built.compared:
        summary += say(
            "没有上一次建成的登记册可以比对：请自己核对没有证书消失，也没有少了暂停和终止的记录。",
            " There was no earlier register to compare with: see for yourself that no certificate, suspension or ending is missing.",
        )
    show.report(
        problems,
        say,
        summary,
        as_json=as_json,
        everything=everything,
        warnings=everything,
        counted=register.counted,
        site=str(site),
        pages=built.pages,
        certificates=register.certificates,
        set_aside=register.left_out,
        snapshot=snapshot,
        compared=built.compared,
    )
