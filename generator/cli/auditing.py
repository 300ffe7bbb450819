"""`certsite audit`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from generator.cli import options
from generator.cli.options import FAULTS, all_option, json_option
from generator.cli.speech import Say, SpokenCommand


def audit(say: Say) -> click.Command:
    """Make the command."""

    def run(site: Path, quarantine: Path | None, as_json: bool, everything: bool) -> int:
        from generator import audit as auditing
        from generator import sources
        from generator.cli import aside, show
        from generator.ledger import places
        from generator.output import OccupiedError, scratch
        from generator.problems import Problems

        root, problems, found = options.sources(say), Problems(), Problems()
        theme = root / "site_templates" / "theme"
        left_out = aside.read(quarantine, say) if quarantine else frozenset()
        counted = None
        try:
            with scratch(root / "build", "audit") as folder, show.progress(say, as_json) as watch:
                watch.step("核对网站", "Auditing the site")
                loaded = sources.load(root, problems)
                files = places.find(root, loaded.facts.register_.ledger, folder, problems) if loaded else None
                if loaded and files:
                    processes = min(2, os.cpu_count() or 1)
                    request = auditing.Request(
                        loaded.facts, files, folder, processes, watch.progress, left_out
                    )
                    counted = auditing.audit(site, request, found, theme if theme.is_dir() else None)
        except OccupiedError as error:
            click.echo(
                say(f"另一次核对正在进行（{error}）。", f"Another audit is running ({error})."), err=True
            )
            return FAULTS
        if counted is None:
            show.report(problems, say, as_json=as_json, everything=everything)
            return FAULTS
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
            counted=counted.more,
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
    quarantine = click.Option(
        ["--quarantine"],
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar=say("文件", "FILE"),
        help=say(
            "建站时同名选项写出的清单：其中的证书不应当在登记册里",
            "The list that the same option of build has written: its certificates must not be in the register",
        ),
    )
    text = say(
        "以外人的眼光核对建成的网站：记录、链接、外部请求、页面大小。",
        "Read a finished site as a stranger: records, links, foreign hosts, page weights.",
    )
    return SpokenCommand(
        "audit",
        say=say,
        callback=run,
        help=text,
        params=[argument, quarantine, json_option(say), all_option(say)],
    )
