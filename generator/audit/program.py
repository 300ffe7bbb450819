"""The program that checks numbers is on the site as the project has it, byte for byte: what is tested is what ships."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.audit.files import Files
from generator.problems import Place, Problem, problem

FOLDER = "assets/verify/"

_ENDINGS = (".mjs", ".css")
"""What a browser loads; the theme's other files are for those who work on it."""


def check(files: Files, theme: Path) -> Iterator[Problem]:
    """Hold the site's program against that of the theme. Raises OSError where the theme cannot be read."""
    ours = {
        FOLDER + path.relative_to(theme / FOLDER).as_posix(): path
        for path in sorted((theme / FOLDER).rglob("*"))
        if path.suffix in _ENDINGS and path.is_file()
    }
    for path in sorted({*ours, *files.below(FOLDER)}):
        here = files.content(path) if path in files.sizes else None
        if here is None and path in files.sizes:
            continue  # said already
        if path not in ours or here != ours[path].read_bytes():
            yield problem("CS848", Place(path))
