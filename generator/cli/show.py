"""What a run prints: problems, progress, and the same as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from generator.cli.speech import Say
from generator.model import Language
from generator.problems import Problem, Problems, render

FIRST = 20
"""So many problems are shown in full; the others are counted."""


def _counted(problems: list[Problem], language: Language, everything: bool) -> tuple[list[str], int]:
    shown = problems if everything else problems[:FIRST]
    return [render(problem, language) for problem in shown], len(problems) - len(shown)


def show_problems(problems: Problems, say: Say, everything: bool) -> None:
    """Print errors, or, where there are none, what staff should decide. Goes to standard error."""
    errors, warnings = problems.of("error"), problems.of("warning")
    for found, zh, en in ((errors, "个错误", "errors"), ([] if errors else warnings, "条提醒", "warnings")):
        lines, left = _counted(found, say.language, everything)
        for line in lines:
            click.echo(line, err=True)
        if left:
            click.echo(
                say(f"还有 {left} {zh}；加 --all 全部显示", f"{left} more {en}; --all shows them"), err=True
            )


def as_json(problems: Problems, language: Language, **facts: str | int) -> str:
    """Return a run's result as one JSON object."""
    found = [problem.as_json(language) for problem in problems]
    return json.dumps({**facts, "problems": found}, ensure_ascii=False, indent=2)


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
