"""The program of the check and of the tools is on the site as the project has it, byte for byte: what is tested is what ships."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.audit.files import Files
from generator.problems import Place, Problem, problem

ASSETS = "assets/"
"""Each folder of the theme in here is of its program."""

_ENDINGS = (".mjs", ".js", ".css", ".wasm")
"""What a browser runs and loads, and must be there; the theme's other files may be for those who work on it."""


def check(files: Files, theme: Path) -> Iterator[Problem]:
    """Hold the site's program against that of the theme. Raises OSError where the theme cannot be read."""
    folders = [folder for folder in (theme / ASSETS).iterdir() if folder.is_dir()]
    ours = {
        path.relative_to(theme).as_posix(): path
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
    }
    theirs = {path for folder in folders for path in files.below(f"{ASSETS}{folder.name}/")}
    missing = {path for path in {*ours} - theirs if path.endswith(_ENDINGS)}
    for path in sorted(theirs | missing):
        here = files.content(path) if path in theirs else None
        if here is None and path in theirs:
            continue  # said already
        if path not in ours or here != ours[path].read_bytes():
            yield problem("CS848", Place(path))
