"""Where a new site may go: it replaces a whole folder, so nothing that the project lives on is in it or around it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.cli.options import SOURCES, inside_site
from generator.cli.speech import Say

_WORK = ("build", ".git", ".venv")
"""What a build works in or with, beside the sources."""


def spare(root: Path, site: Path, say: Say) -> None:
    """Keep the ledger, the sources and what a build works with apart from the folder of a new site. Raises UsageError."""
    from generator import schemes

    for file in schemes.ledger_files(root) or ():
        if site in file.parents:
            text = say(
                f"台账 {file} 在网站 {site} 里，建站会把它删掉：把台账移到别处，或用 --out 另选文件夹",
                f"The ledger {file} is in the site {site}, and a build would remove it. Move the ledger, or choose another "
                "folder with --out.",
            )
            raise click.UsageError(text)
    # A project may lie in the folder of an environment, but no site takes an environment's place.
    program = (Path(sys.prefix).resolve(), Path(__file__).resolve())
    own = [(root / name).resolve() for name in (*SOURCES, *_WORK)]
    inside = (each for each in own if each in (site, *site.parents))
    around = (each for each in (*own, *program) if site in (each, *each.parents))
    if found := next(inside, None) or next(around, None):
        text = say(
            f"{site} 是项目的源文件所在，或者建站时要用（{found}），网站不能放在那里：用 --out 另选文件夹",
            f"{site} is where the project’s sources are, or what a build works with ({found}). Choose another folder with --out.",
        )
        raise click.UsageError(text)


def apart(listed: Path, site: Path, say: Say) -> None:
    """Keep a list of faults out of a site that is yet to be built, too. Raises UsageError."""
    if site in (listed, *listed.parents):
        raise click.UsageError(inside_site(listed, say))
