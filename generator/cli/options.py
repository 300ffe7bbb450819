"""What several commands share: their options, the project, and the time of the run."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

import click

from generator.cli.speech import Say

FAULTS = 1
"""Exit code: faults were found."""

_EPOCHS = (946_684_800, 4_102_444_800)
"""Seconds of the years 2000 to 2099: what SOURCE_DATE_EPOCH can sensibly be."""


def project() -> Path:
    """Return the folder of the project."""
    return Path(click.get_current_context().find_root().obj)


def json_option(say: Say) -> click.Option:
    """Return `--json`."""
    return click.Option(
        ["--json", "as_json"], is_flag=True, help=say("结果以 JSON 输出", "Print the result as JSON")
    )


def all_option(say: Say) -> click.Option:
    """Return `--all`."""
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
