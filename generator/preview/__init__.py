"""Preview on this machine: builds, serves, watches the sources, and tells open pages when something has changed.

A fault in the input never stops the preview: the last good site stays, and the faults are shown on it.
"""

from __future__ import annotations

import datetime
import queue
import threading
from collections.abc import Callable
from pathlib import Path

import watchfiles

from generator import build, output, sources
from generator.pages import PageError
from generator.preview.server import Server, State
from generator.problems import Problems, render
from generator.renderer import RenderError

_SETTLE = 150
"""Milliseconds of quiet after a change, for editors that write a file in several steps."""

_TICK = 0.5
"""Seconds between two looks at whether to stop; a wait without end cannot be interrupted on Windows."""


def _rebuild(root: Path, site: Path, generated_at: datetime.datetime, state: State) -> None:
    problems = Problems()
    try:
        plan = build.Plan(root, site, generated_at, "preview", guarded=False)
        built = build.build(plan, problems, build.Watch(lambda _zh, _en: None))
        if built is None:
            state.failed("\n\n".join(render(fault, "zh") for fault in problems.of("error")))
        else:
            state.succeeded()
    except (PageError, RenderError, output.OccupiedError, OSError) as error:
        state.failed(str(error))


def _watches(root: Path) -> list[tuple[list[Path], bool]]:
    """Return folders to watch, and whether with all below. A file is watched through its folder: editors replace files,
    and a watch on the old one would see nothing more."""
    present = [root / name for name in sources.WATCHED if (root / name).exists()]
    return [([root], False), ([path for path in present if path.is_dir()], True)]


def _watch(folders: list[Path], below: bool, changed: queue.SimpleQueue[None], stop: threading.Event) -> None:
    """Tell of every change of a source until `stop` is set."""
    names = set(sources.WATCHED)
    for changes in watchfiles.watch(
        *folders, recursive=below, stop_event=stop, step=_SETTLE, raise_interrupt=False
    ):
        if below or any(Path(path).name in names for _kind, path in changes):
            changed.put(None)


def run(
    root: Path,
    port: int,
    now: Callable[[], datetime.datetime],
    say: Callable[[str, str], str],
    echo: Callable[[str], object],
    stop: threading.Event | None = None,
) -> int:
    """Serve a preview of the project in `root` until interrupted or until `stop` is set. Returns an exit code.

    Raises OSError when the port is taken.
    """
    site = root / "build" / "preview-site"
    state = State()
    server = Server(port, site, root / "site_templates" / "preview", state)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    echo(say(f"预览：{server.address}（Ctrl-C 结束）", f"Preview: {server.address} (Ctrl-C ends it)"))
    stop = stop or threading.Event()
    changed: queue.SimpleQueue[None] = queue.SimpleQueue()
    changed.put(None)  # the first build
    for arguments in _watches(root):
        threading.Thread(target=_watch, args=(*arguments, changed, stop), daemon=True).start()
    try:
        while not stop.is_set():
            try:
                changed.get(timeout=_TICK)
            except queue.Empty:
                continue
            while not changed.empty():
                changed.get()
            _rebuild(root, site, now(), state)
            echo(state.summary(say))
    except KeyboardInterrupt:
        pass
    finally:
        stop.set()
        state.close()
        server.shutdown()
        server.server_close()
    return 0
