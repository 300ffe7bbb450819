"""What a run prints: problems, progress, and the same as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from generator.cli.speech import Say
from generator.problems import Problems, render

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
    **facts: str | int,
) -> None:
    """Print a run's result: as JSON on standard output, or as text on standard error.

    Warnings, which are for staff to decide, are shown when there is no error; `warnings=False` only counts them.
    """
    if as_json:
        found = [problem.as_json(say.language) for problem in problems]
        click.echo(json.dumps({**facts, "problems": found}, ensure_ascii=False, indent=2))
        return
    errors, to_decide = problems.of("error"), problems.of("warning")
    for shown in (errors, to_decide if warnings and not errors else []):
        for problem in shown if everything else shown[:FIRST]:
            click.echo(render(problem, say.language), err=True)
        left = 0 if everything else max(0, len(shown) - FIRST)
        if left:
            click.echo(say(f"还有 {left} 个；加 --all 全部显示", f"{left} more; --all shows them"), err=True)
    if errors:
        click.echo(
            say(f"{len(errors)} 个错误。", f"{len(errors)} error{'' if len(errors) == 1 else 's'}."), err=True
        )
    else:
        click.echo(
            summary
            + say(
                f"{len(to_decide)} 条提醒。",
                f" {len(to_decide)} warning{'' if len(to_decide) == 1 else 's'}.",
            ),
            err=True,
        )


@contextmanager
def progress(say: Say, quiet: bool) -> Iterator[Progress]:
    """Show what is being done, on a terminal only."""
    if quiet or not sys.stderr.isatty():
        yield Progress(say, None)
        return
    from rich.console import Console

    with Console(stderr=True).status("") as status:
        yield Progress(say, status)


class Progress:
    """Told the present step; shows it where there is somebody to see it."""

    def __init__(self, say: Say, status: object | None) -> None:
        self.say, self.status = say, status

    def __call__(self, zh: str, en: str) -> None:
        """Show a step."""
        from rich.status import Status

        if isinstance(self.status, Status):
            self.status.update(self.say(zh, en) + "…")
