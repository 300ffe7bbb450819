"""Puts ES modules into one page: each becomes a `data:` address, and an import map gives it a name in place of its path.

A module at a `data:` address has no folder, so `./x.mjs` means nothing in it; a name that the page's import map knows does.
The text of the modules stays as it is but for that, so what is tested is what runs.
"""

from __future__ import annotations

import base64
import posixpath
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_IMPORT = re.compile(r'^((?:import|export)\b[^"\';]*?\bfrom\s*|import\s*)"(\.{1,2}/[^"]+)"', re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/|^\s*//[^\n]*", re.DOTALL | re.MULTILINE)
_ANY_IMPORT = re.compile(
    r"^(?:import|export)\b[^;=]*?[\"'](\.[^\"']*)[\"']|\bimport\(\s*[\"'`](\.[^\"'`]*)", re.MULTILINE
)


class BundleError(Exception):
    """A module is not there, or imports in a way that cannot be put into one page."""


def bundle(root: Path, entries: Iterable[str]) -> dict[str, str]:
    """Return name → `data:` address of the modules with these paths below `root`, and of all that they import.

    A module's name is its path. Raises BundleError.
    """
    found: dict[str, str] = {}
    waiting = list(entries)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        text, needed = _named(name, _read(root, name))
        encoded = base64.b64encode(text.encode()).decode("ascii")
        found[name] = f"data:text/javascript;charset=utf-8;base64,{encoded}"
        waiting += needed
    return dict(sorted(found.items()))


def _read(root: Path, name: str) -> str:
    try:
        return (root / name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BundleError(f"{name}: {error}") from error


def _named(name: str, text: str) -> tuple[str, list[str]]:
    """Return a module's text with names in place of paths, and the names."""
    needed: list[str] = []

    def rename(found: re.Match[str]) -> str:
        other = posixpath.normpath(posixpath.join(posixpath.dirname(name), found[2]))
        if other.startswith(".."):
            raise BundleError(f"{name}: {found[2]}")
        needed.append(other)
        return f'{found[1]}"{other}"'

    renamed = _IMPORT.sub(rename, text)
    for left in _left(renamed):
        raise BundleError(f"{name}: {left}")
    return renamed, needed


def _left(text: str) -> Iterator[str]:
    """Yield the paths that are imported all the same."""
    for found in _ANY_IMPORT.finditer(_COMMENT.sub("", text)):
        yield found[1] or found[2]
