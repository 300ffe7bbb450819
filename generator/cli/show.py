"""What a run prints: problems, progress, and the same as JSON."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from generator.cli.speech import Say
from generator.problems import Problem, Problems, render
from generator.rules import RULES

if TYPE_CHECKING:
    from generator.build import Watch

FIRST = 20
"""So many problems are shown in full; the others are counted."""

_STANDING = "CS4"
"""Warnings that stay until staff decide; they come after those of the day's work."""

_ONLY_BUILD = {"CS679"}
"""Warnings that come of comparing with an earlier register: a check has none, and the next build has another one."""

_EXCEL_DAY = re.compile(r"[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}")
"""How Excel writes a day that it has taken for one."""


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

    Warnings, which are for staff to decide, are shown when there is no error; `warnings=False` only counts those that a
    check can show.
    `counted` says of a rule how often it was found, where `problems` does not hold all of that.
    """
    more = _more(problems, counted or {})
    if as_json:
        found = [problem.as_json(say.language) for problem in problems]
        result = {**facts, "problems": found, **({"more": more} if more else {})}
        click.echo(json.dumps(result, ensure_ascii=False, indent=2))
        return
    errors = problems.of("error")
    to_decide = sorted(problems.of("warning"), key=lambda found: found.rule.startswith(_STANDING))
    told = [found for found in to_decide if warnings or found.rule in _ONLY_BUILD]
    for shown in (errors, [] if errors else told):
        left = 0 if everything else len(shown)
        for problem, like in [(each, 0) for each in shown] if everything else _gathered(shown)[:FIRST]:
            click.echo(render(problem, say.language), err=True)
            if like:
                click.echo(_rewritten(like, say), err=True)
            left -= 1 + like
        if left > 0:
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
        hidden = len(told) < len(to_decide)
        zh, en = ("：certsite check --all 列出", ": certsite check --all lists them") if hidden else ("", "")
        click.echo(
            summary + say(f"{total} 条提醒{zh}。", f" {total} warning{'' if total == 1 else 's'}{en}."),
            err=True,
        )


def _gathered(problems: Sequence[Problem]) -> list[tuple[Problem, int]]:
    """Return each problem with how many further ones it stands for: a column that Excel has rewritten is one fault."""
    found: dict[object, list[Problem]] = {}
    for at, problem in enumerate(problems):
        written = (
            dict(problem.details).get("value", "") if problem.rule == "CS610" and problem.suggestion else ""
        )
        rewritten = _EXCEL_DAY.fullmatch(written)
        found.setdefault((problem.place.file, problem.place.path) if rewritten else at, []).append(problem)
    return [(alike[0], len(alike) - 1) for alike in found.values()]


def _rewritten(others: int, say: Say) -> str:
    return say(
        f"  = 这一列另有 {others} 行也这样，像是被 Excel 改写了：把这一列设为文本，日期写作 2025-04-25",
        f"  = and {others} more in this column, as if Excel had rewritten it: make it a column of text, and write days as 2025-04-25",
    )


def _more(problems: Problems, counted: Mapping[str, int]) -> dict[str, int]:
    """Return of each rule how many problems are not in `problems`."""
    kept = Counter(problem.rule for problem in problems)
    return {rule: count - kept[rule] for rule, count in sorted(counted.items()) if count > kept[rule] > 0}


@contextmanager
def progress(say: Say, quiet: bool) -> Iterator[Watch]:
    """Show what is being done and how far it is, on a terminal only."""
    from generator.build import Watch

    if quiet or not sys.stderr.isatty():
        yield Watch(lambda _zh, _en: None)
        return
    from rich import progress as bars
    from rich.console import Console
    from rich.text import Text

    class Rate(bars.TransferSpeedColumn):
        """Bytes a second, where bytes are what is counted."""

        def render(self, task: bars.Task) -> Text:
            return super().render(task) if task.fields.get("bytes") else Text()

    columns = (
        bars.SpinnerColumn(), bars.TextColumn("{task.description}"), bars.BarColumn(),
        Rate(), bars.TimeRemainingColumn(),
    )  # fmt: skip
    with bars.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield Watch(
            lambda zh, en: bar.reset(task, description=say(zh, en) + "…", total=None, bytes=False),
            lambda done, total: bar.update(task, completed=done, total=total, bytes=True),
            lambda done, total: bar.update(task, completed=done, total=total, bytes=False),
        )
