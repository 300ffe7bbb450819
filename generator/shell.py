"""The shell of the check page: all that it needs to open without network. The service worker is told which files those are.

The worker keeps a shell only if its bytes are those of the build that it came with, so a page and its program are of one
release wherever they come from, and a release that is still being uploaded is not kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

WORKER = "sw.js"
"""Where the service worker is, below the root of the site."""

PAGES = ("verify.html", "en/verify.html")
"""The check page in each language."""

_FOLDERS = ("verify", "more", "report", "offline")
"""Folders of what the page loads, at first or when it is used, below its `assets/`."""

_ENDINGS = (".mjs", ".css")

_ICON = "assets/site/icon.svg"

_PLACE = "const SHELLS = {};\n"
"""The line of the worker that the shells are put in for. As it stands, it makes workers retire."""

_DIGITS = 16
"""Of a version, in hexadecimal."""


def fill(site: Path) -> None:
    """Tell the worker of a finished site about its pages. Raises OSError, and ValueError where it has no place for that."""
    worker = site / WORKER
    shells = {page: _shell(site / page) for page in PAGES}
    worker.write_text(filled(worker.read_text("utf-8"), shells), "utf-8", newline="\n")


def filled(worker: str, shells: Mapping[str, object]) -> str:
    """Return the worker's program with the shells in it. Raises ValueError where it has no place for them."""
    if worker.count(_PLACE) != 1:
        raise ValueError(f"{WORKER}: there is not one line {_PLACE.strip()}")
    return worker.replace(_PLACE, f"const SHELLS = {json.dumps(shells, ensure_ascii=False)};\n")


def _shell(page: Path) -> dict[str, object]:
    """Return the version of a page's shell and its files, relative to the page."""
    folder = page.parent
    found = [path for name in _FOLDERS for path in (folder / "assets" / name).rglob("*")]
    own = sorted(path.relative_to(folder).as_posix() for path in found if path.suffix in _ENDINGS)
    files = [*own, _ICON]
    contents = [page, *(folder / file for file in files)]
    digests = b"".join(hashlib.sha256(path.read_bytes()).digest() for path in contents)
    return {"version": hashlib.sha256(digests).hexdigest()[:_DIGITS], "files": files}
