"""The command line: the only place that prints, reads the clock or the environment, and exits.

Exit codes: 0 well, 1 faults found, 2 wrong use, 4 disk or network, 70 a fault of certsite itself, 130 interrupted.
"""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Sequence

import click

from generator.cli.speech import Say, anywhere, usage_message

_WELL, _USAGE, _IO, _INTERNAL, _INTERRUPTED = 0, 2, 4, 70, 130

ARROW_MEMORY = ("ARROW_DEFAULT_MEMORY_POOL", "system")
"""Arrow's other pools keep much of what was freed; it reads this when it is first used, also in worker processes."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run certsite and exit."""
    os.environ.setdefault(*ARROW_MEMORY)
    sys.exit(run(sys.argv[1:] if arguments is None else list(arguments)))


def run(arguments: list[str]) -> int:
    """Run certsite and return its exit code."""
    from generator.cli.commands import group

    arguments, language, debug = anywhere(arguments, os.environ)
    say = Say(language)
    unchanged = say("原有网站没有变。", " The site is as it was.") if "build" in arguments else ""
    try:
        result = group(say).main(arguments, prog_name="certsite", standalone_mode=False)
        return result if isinstance(result, int) else _WELL
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.Abort:
        click.echo(say("已中断。", "Interrupted.") + unchanged, err=True)
        return _INTERRUPTED
    except click.ClickException as error:
        click.echo(usage_message(error, say), err=True)
        return _USAGE
    except OSError as error:
        if debug:
            traceback.print_exc()
        click.echo(_failure(error, say) + unchanged, err=True)
        return _IO
    except Exception as error:
        if debug:
            traceback.print_exc()
        click.echo(
            say(
                f"certsite 自身出错（{type(error).__name__}: {error}）。加 --debug 再运行一次可看到细节。",
                f"A fault in certsite ({type(error).__name__}: {error}). Run it again with --debug for details.",
            )
            + unchanged,
            err=True,
        )
        return _INTERNAL


def _failure(error: OSError, say: Say) -> str:
    """Say what disk or network did not give."""
    name = str(error.filename or "")
    if error.errno == errno.ENOENT and name:
        return say(f"没有这个文件：{name}。", f"There is no file {name}.")
    if error.errno == errno.EADDRINUSE:
        port = name.rpartition(":")[2]
        return say(
            f"端口 {port} 已被占用，用 --port 换一个。", f"Port {port} is in use; choose another with --port."
        )
    name = str(error.filename2 or name)  # of two, the second is the one that is written
    what = " ".join(str(part) for part in (name, error.strerror or error) if part)
    return say(f"读写失败：{what}。", f"Disk or network: {what}.")
