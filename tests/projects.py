"""Projects for tests: the small good one, and the same with a change."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
GOOD = ROOT / "tests" / "fixtures" / "project"
BROKEN = ROOT / "tests" / "fixtures" / "broken"


def copy_good(folder: Path) -> Path:
    """Copy the small good project, with the repository's templates, into `folder`."""
    shutil.copytree(GOOD, folder, dirs_exist_ok=True)
    shutil.copytree(ROOT / "site_templates", folder / "site_templates", dirs_exist_ok=True)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


def edit(path: Path, edits: str) -> None:
    """Apply blocks of `-old` and `+new` lines. A block whose old text is not there once is a fault of the test."""
    text = path.read_text("utf-8")
    for block in edits.rstrip("\n").split("\n\n"):
        lines = block.split("\n")
        old = "\n".join(line[1:] for line in lines if line.startswith("-"))
        new = "\n".join(line[1:] for line in lines if line.startswith("+"))
        assert text.count(old) == 1, f"{path.name}: {text.count(old)} times: {old}"
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def break_project(folder: Path, sample: Path) -> None:
    """Lay a broken sample over a project: whole files, `NAME.edits` (`/` written `__`), `.without` naming files to remove."""
    for file in sorted(path for path in sample.rglob("*") if path.is_file()):
        name = file.relative_to(sample).as_posix()
        if name == "expected.txt":
            continue
        if name == ".without":
            for gone in file.read_text("utf-8").split():
                path = folder / gone
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        elif name.endswith(".edits"):
            edit(folder / name.removesuffix(".edits").replace("__", "/"), file.read_text("utf-8"))
        else:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())


def certsite(*arguments: str, project: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the real command."""
    return subprocess.run(
        [sys.executable, "-m", "generator", "--project", str(project), *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=surroundings(**environment),
        timeout=300,
    )


def surroundings(**environment: str) -> dict[str, str]:
    """Return the environment of the real command."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **environment}
