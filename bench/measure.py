"""What every bench needs: the time and memory of a command, the machine it ran on, and bench/results.md.

Importing this module makes the program and the browser finder of the tests importable, however the bench was started.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "bench" / "results.md"
INTERVAL = 0.05
"""Seconds between two looks at the memory of a process tree."""

ORDER = ("budgets", "build", "kill", "audit", "lookup_all", "checks", "lists", "search", "pagefind", "sqlite")
"""Sections of the results, in the order in which they stand in the file; other names come after them."""

_DISCARDED = ROOT / ".bench" / "discarded"

sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]

Row = Sequence[object]


def tree_peak(command: Sequence[str | Path], **environment: str) -> tuple[float, int]:
    """Run a command and return its seconds and the peak memory of its process tree in bytes.

    Memory is the sum of the proportional set sizes (PSS) of the process, its descendants and whatever else is in its
    session, so that shared pages count once; Linux only. Raises RuntimeError with the end of what it said if it fails.
    """
    peak, start = 0, time.perf_counter()
    with subprocess.Popen(
        [str(word) for word in command],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stderr is not None
        os.set_blocking(process.stderr.fileno(), False)
        said = b""
        while process.poll() is None:
            said = (said + (process.stderr.read() or b""))[-2000:]
            peak = max(peak, sum(map(_pss, _tree(process.pid))))
            time.sleep(INTERVAL)
        seconds = time.perf_counter() - start
        said += process.stderr.read() or b""
    if process.returncode:
        raise RuntimeError(f"{process.returncode} from {' '.join(map(str, command))}:\n{said.decode()}")
    return seconds, peak


def discard(folder: Path) -> None:
    """Take a folder in `.bench` out of the way, if it is there; `empty` deletes it when `bench/run.py` ends.

    Between two measurements nothing is deleted: for five minutes ext4 passes over the inode of a deleted file when it looks
    for one for a new file, and after tens of thousands of them a build takes twice as long.
    """
    if folder.exists():
        _DISCARDED.mkdir(parents=True, exist_ok=True)
        folder.rename(Path(tempfile.mkdtemp(dir=_DISCARDED)) / folder.name)


def empty() -> None:
    """Delete what was discarded."""
    shutil.rmtree(_DISCARDED, ignore_errors=True)


def _tree(root: int) -> set[int]:
    """Return the ids of a process, of its descendants, and of the processes in its session."""
    parents, found = {}, {root}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            fields = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(folder.name)] = int(fields[1])
        if int(fields[3]) == root:
            found.add(int(folder.name))
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _pss(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    except OSError:  # it has ended
        return 0
    kibibytes = re.search(r"^Pss: +(\d+) kB", text, re.M)
    return int(kibibytes[1]) * 1024 if kibibytes else 0


def machine(*tools: str) -> str:
    """Return a line on the machine and on the versions of tools (commands on PATH) and Python packages."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    parts = [
        f"{platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB",
        f"{platform.system()} {platform.release().split('-')[0]}",
        f"Python {platform.python_version()}",
    ]
    return ", ".join(parts + [f"{tool} {version(tool)}" for tool in tools])


def version(tool: str) -> str:
    """Return the version of a Python package, else of a command on PATH. Raises OSError if there is neither."""
    try:
        return metadata.version(tool)
    except metadata.PackageNotFoundError:
        flag = "-v" if tool.endswith("nginx") else "--version"
        said = subprocess.run([tool, flag], capture_output=True, encoding="utf-8", check=True)
        found = re.search(r"\d+(\.\d+)+", said.stdout + said.stderr)
        return found[0] if found else "?"


def write_results(section: str, rows: Sequence[Row], *notes: str, tools: Iterable[str] = ()) -> None:
    """Put a section into bench/results.md in place of the one of the same name, and print it.

    `section` is a name in ORDER, alone or with a size ("checks 10k"). The first row is the head of the table; the notes
    come before it, after the command and the machine.
    """
    name, *size = section.split()
    command = " ".join(["python3 bench/run.py", name, *(f"--sizes {one}" for one in size)])
    lines = [f"## {section}", "", f"`{command}`, on {machine(*tools)}.", *notes, ""]
    lines += [_line(rows[0]), "|" + "---|" * len(rows[0]), *map(_line, rows[1:]), ""]
    text = "\n".join(lines)
    old = RESULTS.read_text("utf-8") if RESULTS.exists() else ""
    sections = {each.partition("\n")[0]: f"## {each}".rstrip() + "\n" for each in old.split("\n## ")[1:]}
    sections[section] = text
    ordered = [sections[each] for each in sorted(sections, key=_place)]
    RESULTS.write_text("\n".join(["# Results\n", *ordered]), "utf-8")
    print(text, flush=True)


def _line(cells: Row) -> str:
    return "| " + " | ".join(map(str, cells)) + " |"


def _place(section: str) -> tuple[int, int, str]:
    name, _, size = section.partition(" ")
    return ORDER.index(name) if name in ORDER else len(ORDER), count(size) if size else 0, section


def count(size: str) -> int:
    """Return the number of certificates that a size names: 10k, 1m. Raises ValueError for anything else."""
    found = re.fullmatch(r"(\d+)([km])", size)
    if not found:
        raise ValueError(f"{size}: a size is like 10k or 1m")
    return int(found[1]) * {"k": 1000, "m": 1_000_000}[found[2]]


def median(values: Iterable[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def kilobytes(size: float) -> str:
    """Return bytes as text, in units of 1024."""
    for unit in ("B", "KB", "MB"):
        if size < 1000:
            return f"{size:.0f} B" if unit == "B" else f"{size:.{1 if size < 100 else 0}f} {unit}"
        size /= 1024
    return f"{size:.1f} GB"
