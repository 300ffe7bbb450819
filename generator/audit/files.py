"""The files of a finished site, read without trust: no link is followed, and nothing that is wrong raises."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import translate
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

_PATTERN = re.compile("|".join(map(translate, _PRIVATE)))

_PUBLIC = (".well-known",)
"""Begins with a dot and is for the public (RFC 8615)."""


@dataclass(frozen=True)
class Files:
    """The plain files below `root`. Paths are relative, with `/`; what cannot be read becomes a problem."""

    root: Path
    sizes: Mapping[str, int]
    """Path → bytes, in order of path, but for the folder `apart`."""
    problems: Problems
    apart: str = ""
    """A folder of so many files (with `/` at its end) that their paths are not held."""

    def below(self, folder: str, *endings: str) -> Iterator[str]:
        """Yield the paths below a folder (with `/` at its end, or empty) that end so; without endings, all."""
        return (path for path in self.sizes if path.startswith(folder) and path.endswith(endings or ("",)))

    def holds(self, path: str) -> bool:
        """Tell whether there is such a plain file."""
        if path in self.sizes:
            return True
        if not self.apart or not path.startswith(self.apart):
            return False
        return self._real(path) and self._size(path) is not None

    def scan(self) -> Iterator[tuple[str, int]]:
        """Yield path and bytes of each plain file of the folder apart, in no order; all else in it is a problem."""
        if self._real(self.apart + "."):
            yield from _scan(self.root, self.apart, self.problems)

    def content(self, path: str) -> bytes | None:
        """Return the bytes of a file, or None if it cannot be read; of the folder apart, also if there is none."""
        size = self.sizes[path] if path in self.sizes else self._size(path)
        if size is None:
            return None
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

    def _size(self, path: str) -> int | None:
        try:
            found = (self.root / path).lstat()
        except (OSError, ValueError):
            return None
        return found.st_size if stat.S_ISREG(found.st_mode) else None

    def _real(self, path: str) -> bool:
        """Tell whether all folders above a path are folders and not links."""
        parts = path.split("/")[:-1]
        return all(
            (self.root / "/".join(parts[:end])).is_dir()
            and not (self.root / "/".join(parts[:end])).is_symlink()
            for end in range(1, len(parts) + 1)
        )


def walk(root: Path, apart: str, problems: Problems) -> Files:
    """Find the plain files below `root`. Private names, links and special files are problems; private folders are not looked into."""
    return Files(root, dict(sorted(_scan(root, "", problems, apart))), problems, apart)


def _scan(root: Path, start: str, problems: Problems, apart: str = "") -> Iterator[tuple[str, int]]:
    folders = [start]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(root / folder) as found:
                entries = list(found)
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
                    folders += [] if hidden or path + "/" == apart else [path + "/"]
                elif shown == path:
                    yield path, entry.stat(follow_symlinks=False).st_size
            except OSError as error:
                problems.add(_unreadable(shown, error))


def _private(name: str) -> bool:
    return name not in _PUBLIC and _PATTERN.match(name.lower()) is not None


def _odd(entry: os.DirEntry[str]) -> tuple[str, str] | None:
    """Name what is neither a plain file nor a folder, in both languages."""
    if entry.is_symlink():
        return "符号链接", "a symbolic link"
    if entry.is_dir(follow_symlinks=False) or entry.is_file(follow_symlinks=False):
        return None
    return "特殊文件", "a special file"


def _unreadable(path: str, error: OSError) -> Problem:
    return problem("CS801", Place(path), reason=error.strerror or type(error).__name__)
