#!/usr/bin/env python3
"""Runs certsite from a fresh clone: `python3 run.py build`, `python3 run.py test`, `python3 run.py <command> …`.

Needs Python 3.11 or newer and nothing else. The first run makes `.venv` and installs exactly what `requirements.lock`
names, each file checked against its hash; later runs start at once. uv is used where it is found, else pip.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "installed.sha256"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST = (3, 11)


def stop(zh: str, en: str) -> None:
    """Say in one line what is missing, and end."""
    sys.exit(f"run.py: {zh} / {en}")


def fingerprint() -> str:
    """What `.venv` must have been made from: this Python and this lock file."""
    return hashlib.sha256(sys.version.encode() + sys.executable.encode() + LOCK.read_bytes()).hexdigest()


def install() -> None:
    """Make `.venv` from the lock file, unless it is there already."""
    wanted = fingerprint()
    if STAMP.is_file() and STAMP.read_text() == wanted and PYTHON.exists():
        return
    print("run.py: 首次运行，正在安装… / first run, installing…", file=sys.stderr, flush=True)
    try:
        import venv
    except ImportError:
        stop(
            "Python 缺少 venv 模块（Debian：apt install python3-venv）",
            "Python has no venv module (Debian: apt install python3-venv)",
        )
    uv = shutil.which("uv")
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        venv.create(VENV, with_pip=uv is None, symlinks=os.name != "nt")
    except (OSError, subprocess.CalledProcessError):
        stop(
            "无法建立 .venv（Debian：apt install python3-venv；或磁盘已满）",
            "cannot make .venv (Debian: apt install python3-venv; or the disk is full)",
        )
    command = (
        [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
        if uv
        else [str(PYTHON), "-m", "pip", "install"]
    )
    if not uv:
        command += ["--quiet", "--disable-pip-version-check"]
    if subprocess.run([*command, "--require-hashes", "-r", str(LOCK)], check=False).returncode:
        stop(
            "安装失败，原因见上；检查网络后重试",
            "installing failed, see above; check the network and try again",
        )
    STAMP.write_text(wanted)


def environment() -> dict[str, str]:
    """The environment of every command: UTF-8 everywhere, and this checkout's code."""
    return {**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}


def run(*arguments: str) -> int:
    """Run `.venv`'s Python and return its exit code."""
    try:
        return subprocess.run([str(PYTHON), *arguments], cwd=ROOT, env=environment(), check=False).returncode
    except KeyboardInterrupt:
        return 130


HALVES = (["tests/browser"], ["tests", "--ignore=tests/browser"])
"""All tests, each in one of two processes. One browser at a time is as much as two processors bear."""


def test() -> int:
    """Run all tests in two processes. What the second says comes after the first has ended."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that both end with this one
    with tempfile.TemporaryFile() as later:
        command = [str(PYTHON), "-m", "pytest", *HALVES[1]]
        other = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=later, stderr=subprocess.STDOUT)
        try:
            code = run("-m", "pytest", *HALVES[0])
            if code not in (2, 130):  # it was interrupted
                code = other.wait() or code
        except KeyboardInterrupt:
            code = 130
        finally:
            other.terminate()
            other.wait()
        later.seek(0)
        sys.stdout.flush()
        shutil.copyfileobj(later, sys.stdout.buffer)
    return code


def browser() -> None:
    """See to a browser for the tests: one that is there, else Playwright's download, else Debian's package as root."""
    if run("tests/browser/finder.py") == 0:
        return
    print(
        "run.py: 正在安装测试用的浏览器… / installing a browser for the tests…", file=sys.stderr, flush=True
    )
    run("-m", "playwright", "install", "chromium")
    if run("tests/browser/finder.py") == 0:
        return
    if shutil.which("apt-get") and getattr(os, "geteuid", lambda: 1)() == 0:
        for step in (["update"], ["install", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk"]):
            subprocess.run(["apt-get", "-qq", *step], stdout=subprocess.DEVNULL, check=False)
    if run("tests/browser/finder.py") != 0:
        stop(
            "测试需要 Chromium 或 Chrome：请安装，或用 BROWSER_PATH 指明",
            "the tests need Chromium or Chrome: install one, or name it in BROWSER_PATH",
        )


def database() -> None:
    """See to PostgreSQL's programs for the tests, with Debian's package as root; without them the tests say what to install."""
    if shutil.which("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        return
    if shutil.which("apt-get") and getattr(os, "geteuid", lambda: 1)() == 0:
        print(
            "run.py: 正在安装测试用的 PostgreSQL… / installing PostgreSQL for the tests…",
            file=sys.stderr,
            flush=True,
        )
        for step in (["update"], ["install", "-y", "--no-install-recommends", "postgresql"]):
            subprocess.run(["apt-get", "-qq", *step], stdout=subprocess.DEVNULL, check=False)


def main(arguments: list[str]) -> int:
    """Install what is needed, then run the command."""
    if sys.version_info < OLDEST:
        stop(
            f"需要 Python {OLDEST[0]}.{OLDEST[1]} 以上，现在是 {sys.version.split()[0]}",
            f"needs Python {OLDEST[0]}.{OLDEST[1]} or newer, this is {sys.version.split()[0]}",
        )
    install()
    if arguments[:1] == ["test"]:
        browser()
        database()
        return run("-m", "pytest", *arguments[1:]) if arguments[1:] else test()
    return run("-m", "generator", *arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
