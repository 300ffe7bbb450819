"""Writing: all or nothing, and what has not changed stays the same file."""

import os
from pathlib import Path
from typing import Any

import pytest
from ledgers import tree

from generator import output
from generator.output import Renewal


def put(folder: Path, path: str, content: bytes) -> None:
    Renewal(folder).write(path, content)


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
        Renewal(tmp_path / "in", tmp_path).write(path, b"")
    assert tree(tmp_path) == {}


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    output.write_file(path, b"old")

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        output.write_file(path, b"new")
    assert tree(tmp_path) == {"a.json": b"old"}


def test_what_cannot_be_written_to_its_end_is_named(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="space") as first, output.named(tmp_path / "a"):
        raise OSError(28, "full")
    with pytest.raises(OSError, match="full: 'b'") as second, output.named(tmp_path / "a"):
        raise OSError(28, "full", "b")
    assert (first.value.filename, second.value.filename) == (str(tmp_path / "a"), "b")


# A renewed folder


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A folder with two files of long ago."""
    for path, content in (("a/1.json", b"one"), ("2.json", b"two")):
        put(tmp_path / "old", path, content)
        os.utime(tmp_path / "old" / path, ns=(10**18, 10**18))
    return tmp_path / "old"


def test_what_has_the_same_bytes_is_the_same_file(tmp_path: Path, old: Path) -> None:
    renewal = Renewal(tmp_path / "new", old)
    assert [
        renewal.write("a/1.json", b"one"),
        renewal.write("2.json", b"2!!"),
        renewal.write("3.json", b""),
    ] == [
        True,
        False,
        False,
    ]
    assert tree(tmp_path / "new") == {"a/1.json": b"one", "2.json": b"2!!", "3.json": b""}
    assert (tmp_path / "new/a/1.json").samefile(old / "a/1.json")
    assert (tmp_path / "new/2.json").stat().st_mtime_ns != 10**18
    assert tree(old) == {"a/1.json": b"one", "2.json": b"two"}


@pytest.mark.parametrize("content", [b"", b"on", b"one.", b"onE"])
def test_a_file_that_differs_in_a_byte_is_another(tmp_path: Path, old: Path, content: bytes) -> None:
    assert not Renewal(tmp_path / "new", old).write("a/1.json", content)
    assert not (tmp_path / "new/a/1.json").samefile(old / "a/1.json")
    assert (old / "a/1.json").read_bytes() == b"one"


def test_without_hard_links_time_stamps_stay_all_the_same(
    tmp_path: Path, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_arguments: object, **_more: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", none)
    assert Renewal(tmp_path / "new", old).write("a/1.json", b"one")
    assert not (tmp_path / "new/a/1.json").samefile(old / "a/1.json")
    assert (tmp_path / "new/a/1.json").stat().st_mtime_ns == 10**18
    assert (tmp_path / "new/a/1.json").read_bytes() == b"one"


def test_a_file_that_is_there_is_never_written_into(tmp_path: Path, old: Path) -> None:
    """It may be a published one, by a hard link."""
    renewal = Renewal(tmp_path / "new", old)
    renewal.write("a/1.json", b"one")
    with pytest.raises(FileExistsError):
        renewal.write("a/1.json", b"other")
    assert (old / "a/1.json").read_bytes() == b"one"


def test_a_folder_in_the_place_of_a_file_is_no_old_file(tmp_path: Path, old: Path) -> None:
    assert not Renewal(tmp_path / "new", old).write("a", b"one")
    assert not Renewal(tmp_path / "new", old).write("2.json/3.json", b"one")
    assert tree(tmp_path / "new") == {"a": b"one", "2.json/3.json": b"one"}


# A folder replaced


def test_a_folder_is_replaced_when_all_went_well(tmp_path: Path) -> None:
    target = tmp_path / "site"
    for content in (b"1", b"2"):
        with output.replacing(target, "index.html") as fresh:
            put(fresh, "index.html", content)
    assert tree(tmp_path) == {"site/index.html": b"2"}


@pytest.mark.parametrize("error", [OSError(28, "full"), KeyboardInterrupt()])
def test_a_folder_stays_when_something_failed(tmp_path: Path, error: BaseException) -> None:
    target = tmp_path / "site"
    put(target, "index.html", b"1")
    with pytest.raises(type(error)), output.replacing(target, "index.html") as fresh:
        put(fresh, "index.html", b"2")
        raise error
    assert tree(tmp_path) == {"site/index.html": b"1"}


@pytest.mark.parametrize("failing", [1, 2])
def test_a_folder_stays_when_a_renaming_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    target = tmp_path / "site"
    put(target, "index.html", b"1")
    rename, done = Path.rename, []

    def fails(path: Path, to: Path) -> Path:
        done.append(path)
        if len(done) == failing:
            raise OSError(5, "Input/output error")
        return rename(path, to)

    with pytest.raises(OSError, match="Input"), output.replacing(target, "index.html") as fresh:
        put(fresh, "index.html", b"2")
        monkeypatch.setattr(Path, "rename", fails)
    assert tree(tmp_path) == {"site/index.html": b"1"}


def test_a_run_killed_between_the_renames_is_mended(tmp_path: Path) -> None:
    target = tmp_path / "site"
    put(tmp_path / ".site.old", "index.html", b"1")
    put(tmp_path / ".site.new-dead", "index.html", b"half")
    with pytest.raises(RuntimeError), output.replacing(target, "index.html"):
        raise RuntimeError
    assert tree(tmp_path) == {"site/index.html": b"1"}


def test_a_run_killed_after_the_renames_leaves_the_new_folder(tmp_path: Path) -> None:
    put(tmp_path / "site", "index.html", b"2")
    put(tmp_path / ".site.old", "index.html", b"1")
    with output.replacing(tmp_path / "site", "index.html") as fresh:
        put(fresh, "index.html", b"3")
        assert (tmp_path / "site/index.html").read_bytes() == b"2"
    assert tree(tmp_path) == {"site/index.html": b"3"}


def test_two_runs_do_not_replace_one_folder_at_once(tmp_path: Path) -> None:
    """As two check-outs of a project may: the second one stops, and takes nothing away from the first."""
    target = tmp_path / "site"
    with output.replacing(target, "index.html") as fresh:
        put(fresh, "a.html", b"1")
        with pytest.raises(output.OccupiedError, match=r"site$"), output.replacing(target, "index.html"):
            put(target, "never", b"")
        put(fresh, "index.html", b"2")
    assert tree(tmp_path) == {"site/a.html": b"1", "site/index.html": b"2"}


def test_runs_for_different_folders_side_by_side_do_not_meet(tmp_path: Path) -> None:
    with output.replacing(tmp_path / "site.new-x", "index.html") as other:
        put(other, "index.html", b"1")
        with output.replacing(tmp_path / "site", "index.html") as fresh:
            put(fresh, "index.html", b"2")
    assert tree(tmp_path) == {"site.new-x/index.html": b"1", "site/index.html": b"2"}


def test_what_a_run_left_goes_also_where_the_name_is_a_pattern(tmp_path: Path) -> None:
    put(tmp_path / ".s[it]e.new-dead", "index.html", b"half")
    put(tmp_path / ".s[it]e.new-dead-zh", "index.html", b"half")
    with output.replacing(tmp_path / "s[it]e", "index.html") as fresh:
        put(fresh, "index.html", b"1")
    assert tree(tmp_path) == {"s[it]e/index.html": b"1"}


def test_a_folder_that_is_not_whole_replaces_nothing(tmp_path: Path) -> None:
    target = tmp_path / "site"
    put(target, "index.html", b"1")
    with (
        pytest.raises(FileNotFoundError, match=r"index\.html"),
        output.replacing(target, "index.html") as fresh,
    ):
        put(fresh, "a.html", b"2")
    assert tree(tmp_path) == {"site/index.html": b"1"}


def test_what_is_no_site_is_not_removed(tmp_path: Path) -> None:
    put(tmp_path / "registry", "certificates.csv", b"1")
    with pytest.raises(output.OccupiedError), output.replacing(tmp_path / "registry", "index.html"):
        pass
    assert tree(tmp_path) == {"registry/certificates.csv": b"1"}


def test_a_symbolic_link_stays_and_its_folder_is_replaced(tmp_path: Path) -> None:
    put(tmp_path / "served", "index.html", b"1")
    (tmp_path / "site").symlink_to(tmp_path / "served")
    with output.replacing(tmp_path / "site", "index.html") as fresh:
        put(fresh, "index.html", b"2")
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
    assert not (tmp_path / "a.lock").exists()


def test_a_lock_that_was_taken_away_is_no_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who opens the file just before its holder removes it must not hold what nobody else can see."""
    path, opened = tmp_path / "a.lock", Path.open
    holder = output.locked(path)
    holder.__enter__()

    def late(self: Path, *arguments: Any, **more: Any) -> Any:
        file = opened(self, *arguments, **more)
        monkeypatch.undo()
        holder.__exit__(None, None, None)
        return file

    monkeypatch.setattr(Path, "open", late)
    with output.locked(path), pytest.raises(output.OccupiedError), output.locked(path):
        pass
    assert not path.exists()
