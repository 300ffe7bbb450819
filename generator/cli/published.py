"""The address of the site that the project is for, to which codes and files lead, and why a command stops."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from generator.cli import answers
from generator.cli.options import own_register, project
from generator.cli.speech import Say

if TYPE_CHECKING:
    from generator.model import SchemesFile

_FAULTS, _NO_REGISTER = 1, 4


class StopError(Exception):
    """The command ends: an exit code, and why."""

    def __init__(self, code: int, why: str) -> None:
        super().__init__(why)
        self.code = code
        self.why = why


def stopping(say: Say, work: Callable[[], int]) -> int:
    """Do the work, and say why where it stops."""
    from generator.format import Fault

    try:
        return work()
    except StopError as stop:
        click.echo(stop.why, err=True)
        return stop.code
    except Fault as fault:
        click.echo(say(*answers.MESSAGES[fault.code]).format(place=own_register()), err=True)
        return _NO_REGISTER if fault.code == "NETWORK" else _FAULTS


def facts(say: Say) -> SchemesFile:
    """Return the project's facts. Raises StopError if there are none."""
    from generator import schemes
    from generator.problems import Problems, render

    problems = Problems()
    loaded = schemes.load(project() / schemes.FILE, problems)
    if loaded is None:
        raise StopError(
            _FAULTS, "\n".join(render(problem, say.language) for problem in problems.of("error")[:1])
        )
    return loaded[0]


def site(say: Say, known: SchemesFile, *, specimen: bool) -> str:
    """Return the address of the site. Raises StopError if nothing that leaves the house may lead there."""
    from generator import codes

    url = known.site.url
    if specimen or codes.is_fit_for_print(url):
        return url
    raise StopError(
        _FAULTS,
        say(
            f"schemes.yaml 里 site.url 是 {url}：给人用的码和文件要指向 https:// 开头的真实网址，改好后再运行",
            f"site.url in schemes.yaml is {url}: codes and files that people use have to lead to the real address, which "
            "begins with https://. Change it, then run this again.",
        ),
    )
