"""What a run prints: problems, progress, and the same as JSON."""

from __future__ import annotations

import codecs
import csv
import io
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.speech import Say
from generator.problems import Problem, Problems, render
from generator.rules import RULES

if TYPE_CHECKING:
    from generator.build import Watch

FIRST = 20
"""So many problems are shown in full; the others are counted."""


def report(
    problems: Problems,
    say: Say,
    summary: str = "",
    *,
    as_json: bool,
    everything: bool,
    warnings: bool = True,
    counted: Mapping[str, int] | None = None,
    **facts: str | int,
) -> None:
    """Print a run's result: as JSON on standard output, or as text on standard error.

    Warnings, which are for staff to decide, are shown when there is no error; `warnings=False` only counts them.
    `counted` says of a rule how often it was found, where `problems` does not hold all of that.
    """
    more = _more(problems, counted or {})
    if as_json:
        found = [problem.as_json(say.language) for problem in problems]
        result = {**facts, "problems": found, **({"more": more} if more else {})}
        click.echo(json.dumps(result, ensure_ascii=False, indent=2))
        return
    errors, to_decide = problems.of("error"), problems.of("warning")
    for shown in (errors, to_decide if warnings and not errors else []):
        for problem in shown if everything else shown[:FIRST]:
            click.echo(render(problem, say.language), err=True)
        left = 0 if everything else max(0, len(shown) - FIRST)
        if left:
            click.echo(say(f"还有 {left} 个；加 --all 全部显示", f"{left} more; --all shows them"), err=True)
    for rule, count in more.items():
        click.echo(
            say(f"{rule} 另有 {count} 处，没有一一列出", f"{rule}: {count} more that are not listed"),
            err=True,
        )
    if errors:
        total = len(errors) + sum(count for rule, count in more.items() if RULES[rule].severity == "error")
        click.echo(say(f"{total} 个错误。", f"{total} error{'' if total == 1 else 's'}."), err=True)
    else:
        total = len(to_decide) + sum(more.values())
        click.echo(
            summary + say(f"{total} 条提醒。", f" {total} warning{'' if total == 1 else 's'}."), err=True
        )


def _more(problems: Problems, counted: Mapping[str, int]) -> dict[str, int]:
    """Return of each rule how many problems are not in `problems`."""
    kept = Counter(problem.rule for problem in problems)
    return {rule: count - kept[rule] for rule, count in sorted(counted.items()) if count > kept[rule] > 0}


def quarantine(path: Path, faults: Sequence[Problem], say: Say) -> None:
    """Write the faults of what was left out as CSV that Excel opens: place, rule, message, and the row as it stands."""
    from generator import output

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(say("文件 行 列 规则 问题 原文", "file line column rule problem row").split())
    for fault in sorted(faults):
        place = fault.place
        writer.writerow(
            (
                place.file,
                place.line,
                place.path,
                fault.rule,
                fault.message(say.language),
                _inert(place.source),
            )
        )
    output.write_file(path, codecs.BOM_UTF8 + out.getvalue().encode())


def _inert(text: str) -> str:
    """Keep a spreadsheet from reading text as a formula."""
    return f"'{text}" if text[:1] in "=+-@\t" and text else text


@contextmanager
def progress(say: Say, quiet: bool) -> Iterator[Watch]:
    """Show what is being done and how far it is, on a terminal only."""
    from generator.build import Watch

    if quiet or not sys.stderr.isatty():
        yield Watch(lambda _zh, _en: None)
        return
    from rich import progress as bars
    from rich.console import Console

    columns = (
        bars.SpinnerColumn(), bars.TextColumn("{task.description}"), bars.BarColumn(),
        bars.TransferSpeedColumn(), bars.TimeRemainingColumn(),
    )  # fmt: skip
    with bars.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield Watch(
            lambda zh, en: bar.reset(task, description=say(zh, en) + "…", total=None),
            lambda done, total: bar.update(task, completed=done, total=total),
        )
