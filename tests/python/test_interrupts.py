"""A build that is broken off, at any moment and in any way: the site is the old one or the new one, whole, and the next run completes."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import odd_ledgers
import pytest
from ledgers import tree, write
from projects import ROOT, surroundings

from generator import renderer

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and limits of POSIX")

PROGRAM = """
import os, sys
from pathlib import Path
from generator import output, registry, renderer
from generator.ledger import blocks
from generator.registry import intake, ranges, runs

registry._SMALL, intake._RANGE_BYTES, runs.RUN_BYTES, blocks.BLOCK = 0, 20_000, 50_000, 50_000
create, work, written = output._create, ranges.work, []

def render(folder, out, languages, epoch):
    for path in sorted(folder.rglob("*.md")):
        output.write_file(out / path.relative_to(folder).with_suffix(".html"), path.read_bytes())

def full(path, content):
    written.append(path)
    if len(written) > int(os.environ["FULL_AFTER"]):
        raise OSError(28, "No space left on device", str(path))
    create(path, content)

def die(*task):
    os.kill(os.getpid(), 9)

renderer.render = render
if "FULL_AFTER" in os.environ:
    output._create = full
if "DIE" in os.environ:
    ranges.work = die
if __name__ == "__main__":
    from generator.cli import main
    main(sys.argv[1:])
"""
"""The real command with two processes and small parts, but without MkDocs, which takes most of the time of a small build."""


class Project:
    """A project with a site of before, and a ledger that has changed since."""

    def __init__(self, root: Path) -> None:
        self.root, self.site = root, root / "site"
        for name in ("content", "site_templates"):
            shutil.copytree(ROOT / name, root / name)
        for name in ("schemes.yaml", "mkdocs.yml"):
            shutil.copy(ROOT / name, root)
        (root / "program.py").write_text(PROGRAM, "utf-8")
        self.put(0)
        assert self.run().returncode == 0
        self.old = tree(self.site)
        self.put(10)
        started = time.monotonic()
        done = self.run("--out", str(root / "other"))
        self.takes = time.monotonic() - started
        assert done.returncode == 0, done.stderr
        self.new = tree(root / "other")
        shutil.rmtree(root / "other")
        assert self.old.keys() & self.new.keys()
        assert self.old != self.new

    def put(self, changes: int) -> None:
        sheets = (odd_ledgers.Sheet(table) for table in odd_ledgers.lifelike(600, 1, changes))
        write(self.root / "registry", *(sheet.bytes() for sheet in sheets))

    def start(self, *arguments: str, limit: int = 0, **environment: str) -> subprocess.Popen[str]:
        import resource

        return subprocess.Popen(
            [
                sys.executable,
                str(self.root / "program.py"),
                "-C",
                str(self.root),
                "--lang",
                "en",
                "build",
                *arguments,
            ],
            env=surroundings(SOURCE_DATE_EPOCH="1795305600", **environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
            preexec_fn=(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))) if limit else None,
        )

    def run(self, *arguments: str, limit: int = 0, **environment: str) -> subprocess.CompletedProcess[str]:
        process = self.start(*arguments, limit=limit, **environment)
        out, err = process.communicate(timeout=120)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def reset(self) -> None:
        """Put the old site back."""
        shutil.rmtree(self.site, ignore_errors=True)
        for path, content in self.old.items():
            (self.site / path).parent.mkdir(parents=True, exist_ok=True)
            (self.site / path).write_bytes(content)

    def is_whole(self) -> None:
        """The old site or the new one is there; between two renames, the old one under its other name."""
        found = tree(self.site if self.site.exists() else self.root / ".site.old")
        assert found in (self.old, self.new)

    def is_clean(self) -> None:
        """Nothing lies about."""
        assert [path.name for path in self.root.iterdir() if path.name.startswith(".")] == []
        assert [path.name for path in (self.root / "build").iterdir() if path.suffix == ".ledger"] == []


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(tmp_path_factory.mktemp("interrupted"))


@pytest.fixture(autouse=True)
def _reset(project: Project) -> Iterator[None]:
    yield
    project.reset()


def ended(group: int) -> bool:
    """Tell whether every process of a group ends within a few seconds."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def test_killed_builds_leave_a_whole_site_and_no_process(project: Project) -> None:
    draw = random.Random(1)
    for _ in range(3):
        process = project.start()
        time.sleep(draw.uniform(0.1, 1.05) * project.takes)
        killed(project, process)
    completes(project)


@pytest.mark.parametrize("moments", [(".site.new-", "events-"), ("shards/", "search/", "index.json")])
def test_builds_killed_at_certain_moments(project: Project, moments: tuple[str, ...]) -> None:
    """Killed when something of that name has appeared that is not of the site."""
    for moment in moments:
        process = project.start()
        seen = False
        while process.poll() is None and not seen:
            time.sleep(0.005)
            with suppress(OSError):
                seen = any(moment in path.as_posix() for path in new_files(project.root))
        assert seen, moment
        killed(project, process)
    completes(project)


def killed(project: Project, process: subprocess.Popen[str]) -> None:
    """Kill this process alone: the workers have to notice."""
    process.kill()
    process.communicate(timeout=60)
    project.is_whole()
    assert ended(process.pid)


def completes(project: Project) -> None:
    done = project.run()
    assert done.returncode == 0, done.stderr
    assert tree(project.site) == project.new
    project.is_clean()


def new_files(root: Path) -> Iterator[Path]:
    for folder in (*root.glob(".site.new-*"), root / "build/site.ledger"):
        yield from (folder, *folder.rglob("*"))


@pytest.mark.parametrize("part", [0, 0.06, 0.15, 0.4])
def test_an_interrupted_build_says_so_and_leaves_the_site(project: Project, part: float) -> None:
    """Ctrl-C goes to all processes of the terminal, also to workers that are only just starting."""
    process = project.start()
    while not (project.root / "build/site.ledger").exists():
        assert process.poll() is None
        time.sleep(0.005)
    time.sleep(part * project.takes)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    if process.returncode == 0:  # it was done by then
        assert tree(project.site) == project.new
    else:
        assert (process.returncode, err.strip()) == (130, "Interrupted. The site is as it was.")
        assert tree(project.site) == project.old
    assert ended(process.pid)
    project.is_clean()


@pytest.mark.parametrize("limit", [2_000, 20_000])
def test_a_file_that_cannot_be_written_to_its_end(project: Project, limit: int) -> None:
    done = project.run(limit=limit)
    failed(project, done)
    if limit > 4096:  # below that, not even the memory that processes share can be had, which has no name
        assert f"Disk or network: {project.root}" in done.stderr


@pytest.mark.parametrize("count", [0, 30])
def test_a_full_disk(project: Project, count: int) -> None:
    done = project.run(FULL_AFTER=str(count))
    failed(project, done)
    assert "No space left on device" in done.stderr


def failed(project: Project, done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 4, done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.endswith("The site is as it was.\n")
    assert tree(project.site) == project.old
    project.is_clean()


def test_a_worker_that_is_killed_ends_the_build(project: Project) -> None:
    """As the system does when memory runs out."""
    done = project.run(DIE="1")
    assert done.returncode not in (0, 1)
    assert "The site is as it was." in done.stderr
    assert "Traceback" not in done.stderr
    assert tree(project.site) == project.old
    project.is_clean()


def test_two_builds_do_not_meet(project: Project) -> None:
    first = project.start()
    while not (project.root / "build/site.ledger").exists():
        assert first.poll() is None
    second = project.run()
    assert second.returncode == 1
    assert "another build is running" in second.stderr
    _, err = first.communicate(timeout=60)
    assert first.returncode == 0, err
    assert tree(project.site) == project.new
    project.is_clean()


def test_the_renderer_ends_with_the_build(project: Project) -> None:
    """A build that is killed closes what MkDocs holds on to."""
    process = renderer._start(project.root / "build/site", "zh", project.root / "rendered", 0)
    assert process.stdin
    process.stdin.close()
    renderer._log(process)
    assert process.returncode == 1
    assert not (project.root / "rendered/index.html").exists()
