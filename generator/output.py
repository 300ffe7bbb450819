"""Writing. The only module that changes the disk, so that every write is atomic and every failure leaves what was there."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath


class OccupiedError(Exception):
    """The folder to replace is not a site that certsite has built, or another build is at work on it."""


class UnsafePathError(ValueError):
    """A planned file would lie outside its folder."""


def _inside(folder: Path, path: str) -> Path:
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or "\\" in path or ":" in path:
        raise UnsafePathError(path)
    return folder.joinpath(*parts)


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Let an error of the disk that names no file, as those of writing do, name this one."""
    try:
        yield
    except OSError as error:
        if error.filename is None and error.errno is not None:
            error.filename, error.strerror = str(path), os.strerror(error.errno)
        raise


def write_file(path: Path, content: bytes) -> None:
    """Write a file through a temporary one beside it, so that a reader sees the old content or the new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with named(path), os.fdopen(handle, "wb") as file:
            file.write(content)
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_tree(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make `folder` hold exactly `files` (path → content). Files that are right already keep their time stamps."""
    wanted = {_inside(folder, path): content for path, content in files.items()}
    for path, content in wanted.items():
        if not (path.is_file() and path.read_bytes() == content):
            write_file(path, content)
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif path not in wanted:
            path.unlink()


@dataclass(frozen=True)
class Renewal:
    """Files of a folder that no one reads yet, and that takes the place of `previous`.

    A file with the same bytes as before is the same file, by a hard link: its time stamp stays, and what copies a site to
    a server by time or inode has nothing to send. Several processes may write at once.
    """

    fresh: Path
    previous: Path | None = None

    def write(self, path: str, content: bytes) -> bool:
        """Write a file; tell whether it is the same as before."""
        target = _inside(self.fresh, path)
        before = _inside(self.previous, path) if self.previous else None
        if before is not None and _holds(before, content):
            _in_folder(target, lambda: _link(before, target))
            return True
        _in_folder(target, lambda: _create(target, content))
        return False


def _in_folder(target: Path, write: Callable[[], None]) -> None:
    try:
        write()
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        write()


def _create(path: Path, content: bytes) -> None:
    """Write a new file: never into one that is there, for it may be a published one."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o644)
    with named(path), os.fdopen(handle, "wb") as file:
        file.write(content)


def _holds(path: Path, content: bytes) -> bool:
    try:
        with path.open("rb", buffering=0) as file:
            return os.fstat(file.fileno()).st_size == len(content) and file.read() == content
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return False


def _link(before: Path, target: Path) -> None:
    try:
        os.link(before, target)
    except FileNotFoundError:
        raise
    except OSError:  # a file system without hard links
        shutil.copy2(before, target)


def _stale_name(target: Path) -> Path:
    return target.parent / f".{target.name}.old"


_HELD = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}
"""What a system says when a lock is another's."""


@contextmanager
def locked(path: Path, what: Path | None = None) -> Iterator[None]:
    """Hold a lock file while the block runs; then it goes away. Raises OccupiedError, which names `what` or else the file,
    if another process holds it; a killed one does not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    while True:
        with path.open("w", encoding="ascii") as file:
            try:
                _lock(file.fileno())
            except OSError as error:
                if error.errno in _HELD:
                    raise OccupiedError(str(what or path)) from None
                raise
            if not _is_there(file.fileno(), path):
                continue  # its holder has removed it meanwhile, and others would lock another one
            try:
                yield
            finally:
                if sys.platform == "win32":  # where nobody removes a file that is open
                    file.close()
                with suppress(OSError):
                    path.unlink()
            return


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_there(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


@contextmanager
def scratch(build: Path, name: str) -> Iterator[Path]:
    """Give an empty folder below `build` that goes away, also what an interrupted run has left in it.

    Raises OccupiedError if another run has it.
    """
    folder = build / name
    with locked(build / f"{name}.lock"):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def replacing(target: Path, mark: str) -> Iterator[Path]:
    """Give an empty folder that takes the place of `target` when the block ends well and there is a file `mark` in it.

    When not, the new folder is removed and `target` is as it was. A run that was killed between the two renames
    is mended by the next one. A symbolic link stays, and what it leads to is replaced. Raises OccupiedError if `target`
    holds something in which there is no file `mark`: then it is not ours to remove; also if another run, of this project
    or of another check-out, is about to replace it.
    """
    target = target.resolve()
    with locked(target.parent / f".{target.name}.certsite.lock", target):
        yield from _replacing(target, mark)


def _replacing(target: Path, mark: str) -> Iterator[Path]:
    if target.is_file() or (target.is_dir() and any(target.iterdir()) and not (target / mark).is_file()):
        raise OccupiedError(str(target))
    old = _stale_name(target)
    if old.exists() and not target.exists():
        old.rename(target)
    for abandoned in _abandoned(target):  # nobody else is at work on the target
        shutil.rmtree(abandoned, ignore_errors=True)
    fresh = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}{_NEW}"))
    try:
        yield fresh
        if not (fresh / mark).is_file():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(fresh / mark))
        fresh.chmod(0o755)
        shutil.rmtree(old, ignore_errors=True)
        if target.exists():
            target.rename(old)
        fresh.rename(target)
    except BaseException:
        if old.exists() and not target.exists():
            old.rename(target)
        raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


_NEW = ".new-"
"""Stands before the random letters in the name of a folder that is to replace another one."""


def _abandoned(target: Path) -> list[Path]:
    """Return the new folders of runs that were killed. One with a point after `_NEW` belongs to another target."""
    begin = f".{target.name}{_NEW}"
    return [
        path
        for path in target.parent.iterdir()
        if path.name.startswith(begin) and "." not in path.name.removeprefix(begin)
    ]
