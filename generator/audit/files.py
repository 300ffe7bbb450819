"""The files of a finished site, read without trust: no link is followed, and nothing that is wrong raises."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from generator.problems import Place, Problem, Problems, problem

LARGEST = 25_000_000
"""Bytes of a file that are still read. The largest files of a site are a few hundred thousand; one file at a time is in
memory, and nobody on a phone waits for more."""

_PRIVATE = (
    "*.py", "*.pyc", "__pycache__", "*.yml", "*.yaml", "*.toml", "*.lock", "*.j2", "*.md", "*.csv", "*.xls", "*.xlsx",
    "*.map", "*.log", "*.bak", "*.old", "*.orig", "*.rej", "*.tmp", "*.swp", "*.swo", "*~", "~$*", "#*#", "*.pem",
    "*.key", "*.sqlite", "*.db", "node_modules", "desktop.ini", ".*",
)  # fmt: skip
"""Names of sources, ledgers, source maps, keys, and of what editors and systems leave behind."""

_PUBLIC = (".well-known",)
"""Begins with a dot and is for the public (RFC 8615)."""


@dataclass(frozen=True)
class Files:
    """The plain files below `root`. Paths are relative, with `/`; what cannot be read becomes a problem."""

    root: Path
    sizes: Mapping[str, int]
    """Path → bytes, in order of path."""
    problems: Problems

    def below(self, folder: str, *endings: str) -> Iterator[str]:
        """Yield the paths below a folder (with `/` at its end, or empty) that end so; without endings, all."""
        return (path for path in self.sizes if path.startswith(folder) and path.endswith(endings or ("",)))

    def content(self, path: str) -> bytes | None:
        """Return the bytes of a file, or None if it cannot be read."""
        size = self.sizes[path]
        if size > LARGEST:
            self.problems.add(problem("CS804", Place(path), size=size, limit=LARGEST))
            return None
        try:
            return (self.root / path).read_bytes()
        except OSError as error:
            self.problems.add(_unreadable(path, error))
            return None

    def text(self, path: str) -> str | None:
        """Return the text of a file, or None if it cannot be read or is not UTF-8."""
        content = self.content(path)
        if content is None:
            return None
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError as error:
            self.problems.add(problem("CS802", Place(path, content.count(b"\n", 0, error.start) + 1)))
            return None


def walk(root: Path, problems: Problems) -> Files:
    """Find the plain files below `root`. Private names, links and special files are problems; private folders are not looked into."""
    sizes: dict[str, int] = {}
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            entries = list(os.scandir(root / folder))
        except OSError as error:
            problems.add(_unreadable(folder or ".", error))
            continue
        for entry in entries:
            path = folder + entry.name
            shown = os.fsencode(path).decode("utf-8", "replace")
            hidden = _private(entry.name) or not entry.name.isprintable()
            if hidden:
                problems.add(problem("CS805", Place(shown), name=Path(shown).name))
            try:
                kind = _odd(entry)
                if kind is not None:
                    problems.add(problem("CS803", Place(shown), what_zh=kind[0], what_en=kind[1]))
                elif entry.is_dir(follow_symlinks=False):
                    folders += [] if hidden else [path + "/"]
                elif shown == path:
                    sizes[path] = entry.stat(follow_symlinks=False).st_size
            except OSError as error:
                problems.add(_unreadable(shown, error))
    return Files(root, dict(sorted(sizes.items())), problems)


def _private(name: str) -> bool:
    return name not in _PUBLIC and any(fnmatchcase(name.lower(), pattern) for pattern in _PRIVATE)


def _odd(entry: os.DirEntry[str]) -> tuple[str, str] | None:
    """Name what is neither a plain file nor a folder, in both languages."""
    if entry.is_symlink():
        return "符号链接", "a symbolic link"
    if entry.is_dir(follow_symlinks=False) or entry.is_file(follow_symlinks=False):
        return None
    return "特殊文件", "a special file"


def _unreadable(path: str, error: OSError) -> Problem:
    return problem("CS801", Place(path), reason=error.strerror or type(error).__name__)
