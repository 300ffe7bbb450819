"""MkDocs, as a subprocess: a folder of Markdown in, a website out. Nothing else in the code knows MkDocs.

The languages are rendered side by side. MkDocs empties the folder that it writes to, so each language gets a folder of its
own first, and the others move into the one of the first language afterwards.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from generator import shell
from generator.model import Language

_LEFT_OVER = ("**/*.map", "**/*.d.ts", "**/assets/javascripts/lunr", "**/assets/images/favicon.png")
"""What the theme ships that this site never loads: source maps, types for editors, stemmers for other languages."""


class RenderError(Exception):
    """The renderer failed. `log` is what it said."""

    def __init__(self, log: str) -> None:
        super().__init__(log)
        self.log = log


def render(build_folder: Path, out: Path, languages: Sequence[Language], epoch: int) -> None:
    """Render `build_folder/mkdocs.<language>.yml` into `out`, beside what is there: the first language at its root, each
    other one in a folder of its name. `epoch` (seconds) is the only time that gets into the files. Raises RenderError, and
    OSError where the disk does not take a file."""
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f"{out.name}-") as folder:
        places = {language: Path(folder) / language for language in languages}
        running = {
            language: _start(build_folder, language, place, epoch) for language, place in places.items()
        }
        try:
            logs = {language: _log(process) for language, process in running.items()}
        except BaseException:
            for process in running.values():
                process.kill()
                process.wait()
            raise
        for language, process in running.items():
            if process.returncode == _DISK:
                number, reason, file = json.loads(logs[language].rstrip().splitlines()[-1])
                raise OSError(number, reason, file or str(out))
        if failed := [language for language, process in running.items() if process.returncode != 0]:
            raise RenderError("\n".join(logs[language].strip() for language in failed))
        first, *others = places
        for pattern in _LEFT_OVER:
            for path in list(Path(folder).glob(pattern)):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        for language in others:
            for alone in ("404.html", "sw.js"):  # the one at the root is for all
                (places[language] / alone).unlink(missing_ok=True)
            places[language].rename(places[first] / language)
        shell.fill(places[first])
        out.mkdir(exist_ok=True)
        for made in places[first].iterdir():
            made.rename(out / made.name)


def _log(process: subprocess.Popen[str]) -> str:
    """Wait for a run to end, and return what it said."""
    with process:
        return process.stdout.read() if process.stdout else ""


_DISK = 74
"""Exit code: the disk did not take a file. MkDocs itself has 0, 1 and 2."""

_PROGRAM = f"""
import errno, json, os, threading
threading.Thread(target=lambda: (os.read(0, 1), os._exit(1)), daemon=True).start()
from mkdocs.__main__ import cli
try:
    cli(prog_name="mkdocs")
except OSError as error:
    if error.errno in (None, errno.ENOENT):
        raise
    print("\\n" + json.dumps([error.errno, error.strerror, error.filename2 or error.filename]), flush=True)
    os._exit({_DISK})
"""
"""MkDocs for as long as its standard input is open: a build that is killed leaves nothing behind that goes on writing. What the
disk does not take is told in the last line, as number, reason and file, if it has one; a file that is missing is a fault of the templates."""


def _start(build_folder: Path, language: Language, place: Path, epoch: int) -> subprocess.Popen[str]:
    environment = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "SOURCE_DATE_EPOCH": str(epoch),
        "TZ": "UTC",
    }
    command = [sys.executable, "-c", _PROGRAM, "build", "--strict"]
    command += ["-f", str(build_folder / f"mkdocs.{language}.yml"), "-d", str(place.resolve())]
    return subprocess.Popen(  # noqa: S603 - our own interpreter, with arguments of our own
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
