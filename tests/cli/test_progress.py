"""What a long run shows on a terminal, which here is a real pseudo-terminal."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from projects import surroundings

SCRIPT = """
import sys, time
from generator.cli import show
from generator.cli.speech import Say
with show.progress(Say(sys.argv[1]), False) as watch:
    watch.step("整理登记册", "Building the register")
    for done in range(1, 13):
        getattr(watch, sys.argv[2])(done * 2_000_000, 60_000_000)
        time.sleep(0.1)
"""
RATE, LEFT = re.compile(r"[0-9] MB/s"), re.compile(r"0:00:[0-9]{2}")


def shown(*arguments: str) -> str:
    """Run the script on a terminal of its own; return all that was written there."""
    import pty

    screen, terminal = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, *arguments],
        stderr=terminal,
        env=surroundings(TERM="xterm-256color", COLUMNS="120"),
    )
    os.close(terminal)
    written = b""
    try:
        while part := os.read(screen, 65_536):
            written += part
    except OSError:  # so Linux says that nobody writes there any more
        pass
    os.close(screen)
    assert done.wait(60) == 0
    return written.decode()


@pytest.mark.skipif(os.name == "nt", reason="terminals of POSIX")
@pytest.mark.parametrize(("language", "step"), [("zh", "整理登记册…"), ("en", "Building the register…")])
def test_bytes_have_a_rate_and_an_end(language: str, step: str) -> None:
    written = shown(language, "progress")
    assert step in written
    assert RATE.search(written)
    assert LEFT.search(written)


@pytest.mark.skipif(os.name == "nt", reason="terminals of POSIX")
def test_a_share_of_the_work_has_an_end_only() -> None:
    written = shown("zh", "share")
    assert LEFT.search(written)
    assert "/s" not in written
