"""Writing: all or nothing."""

import os
from pathlib import Path

import pytest

from generator import output


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_a_tree_is_made_exact(tmp_path: Path) -> None:
    output.write_tree(tmp_path, {"a/b.txt": b"1", "c.txt": b"2"})
    before = (tmp_path / "c.txt").stat().st_mtime_ns
    os.utime(tmp_path / "c.txt", ns=(before - 10**9, before - 10**9))
    output.write_tree(tmp_path, {"c.txt": b"2", "d/e.txt": b"3"})
    assert tree(tmp_path) == {"c.txt": b"2", "d/e.txt": b"3"}
    assert not (tmp_path / "a").exists()
    assert (tmp_path / "c.txt").stat().st_mtime_ns == before - 10**9


@pytest.mark.parametrize("path", ["../x", "/x", "a/../../x", "", "a\\b", "C:x"])
def test_nothing_is_written_outside(tmp_path: Path, path: str) -> None:
    with pytest.raises(output.UnsafePathError):
        output.write_tree(tmp_path / "in", {path: b""})
    with pytest.raises(output.UnsafePathError):
        output.write_new(tmp_path / "in", [(path, b"")])


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    output.write_file(path, b"old")

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        output.write_file(path, b"new")
    assert tree(tmp_path) == {"a.json": b"old"}


def test_a_folder_is_replaced_when_all_went_well(tmp_path: Path) -> None:
    target = tmp_path / "site"
    for content in (b"1", b"2"):
        with output.replacing(target, "index.html") as fresh:
            output.write_new(fresh, [("index.html", content)])
    assert tree(tmp_path) == {"site/index.html": b"2"}


@pytest.mark.parametrize("error", [OSError(28, "full"), KeyboardInterrupt()])
def test_a_folder_stays_when_something_failed(tmp_path: Path, error: BaseException) -> None:
    target = tmp_path / "site"
    output.write_new(target, [("index.html", b"1")])
    with pytest.raises(type(error)), output.replacing(target, "index.html") as fresh:
        output.write_new(fresh, [("index.html", b"2")])
        raise error
    assert tree(tmp_path) == {"site/index.html": b"1"}


def test_a_run_killed_between_the_renames_is_mended(tmp_path: Path) -> None:
    target = tmp_path / "site"
    output.write_new(tmp_path / ".site.old", [("index.html", b"1")])
    output.write_new(tmp_path / ".site.new-dead", [("index.html", b"half")])
    with pytest.raises(RuntimeError), output.replacing(target, "index.html"):
        raise RuntimeError
    assert tree(tmp_path) == {"site/index.html": b"1"}


def test_what_is_no_site_is_not_removed(tmp_path: Path) -> None:
    output.write_new(tmp_path / "registry", [("certificates.csv", b"1")])
    with pytest.raises(output.OccupiedError), output.replacing(tmp_path / "registry", "index.html"):
        pass
    assert tree(tmp_path) == {"registry/certificates.csv": b"1"}


def test_a_symbolic_link_stays_and_its_folder_is_replaced(tmp_path: Path) -> None:
    output.write_new(tmp_path / "served", [("index.html", b"1")])
    (tmp_path / "site").symlink_to(tmp_path / "served")
    with output.replacing(tmp_path / "site", "index.html") as fresh:
        output.write_new(fresh, [("index.html", b"2")])
    assert (tmp_path / "site").is_symlink()
    assert tree(tmp_path / "served") == {"index.html": b"2"}


def test_a_lock_is_held_once(tmp_path: Path) -> None:
    with (
        output.locked(tmp_path / "a.lock"),
        pytest.raises(output.OccupiedError),
        output.locked(tmp_path / "a.lock"),
    ):
        pass
    with output.locked(tmp_path / "a.lock"):
        pass
