"""Work divided among processes, with progress, and without anything left running when it is broken off."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing.connection import wait as wait_for
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar

Result = TypeVar("Result")
Arguments = ParamSpec("Arguments")

Done = Callable[[int], None]
"""Told how many more units of work are done."""

_TICK = 0.2
"""Seconds between two looks at the progress."""

_counter: Any = None


class Doing:
    """Adds up the units that workers have done, and tells how many of how many they are: `progress(done, total)`."""

    def __init__(self, total: int, progress: Callable[[int, int], object]) -> None:
        self.total, self.progress, self.done = total, progress, 0

    def __call__(self, units: int) -> None:
        """Note that more is done."""
        self.done += units
        self.progress(min(self.done, self.total), self.total)


def _unseen(_units: int) -> None:
    """Progress that nobody watches."""


def tick(units: int) -> None:
    """Tell from within a worker that more is done."""
    if _counter is not None:
        with _counter.get_lock():
            _counter.value += units


def _begin(counter: Any) -> None:
    """Prepare a worker: an interrupt is the parent's to handle, and no worker outlives the parent."""
    global _counter
    _counter = counter
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


@contextmanager
def _shielded() -> Iterator[None]:
    """Hold an interrupt back for a moment. A process that is started meanwhile never gets one, not even before `_begin`.

    The mask is for that process, which inherits it. Here, another thread may take the signal, so it is noted, too.
    """
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return
    held: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _frame: held.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, handler)
    if held:
        signal.raise_signal(held[0])


def _end_with(sentinel: int) -> None:
    wait_for([sentinel])
    os._exit(1)


class Workers:
    """Runs functions in `count` processes, or in this one if that is 1. Use as a context."""

    def __init__(self, count: int, done: Done = _unseen) -> None:
        self.count, self.done = count, done
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        if self.count > 1:
            context = multiprocessing.get_context("spawn")
            self._value = context.Value("q", 0)
            self._pool = ProcessPoolExecutor(self.count, context, _begin, (self._value,))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is None:
            return
        processes = list((self._pool._processes or {}).values())
        self._pool.shutdown(wait=kind is None, cancel_futures=True)
        if kind is not None:
            for process in processes:
                process.kill()
                process.join()

    def map(self, function: Callable[..., Result], tasks: Sequence[tuple[Any, ...]]) -> Iterator[Result]:
        """Yield the results of `function(*task)` in the order of the tasks. What a task raises is raised here."""
        if self._pool is None:
            for task in tasks:
                yield _told(self.done, function, task)
            return
        with _shielded():  # the first tasks start the workers
            futures = [self._pool.submit(function, *task) for task in tasks][::-1]
        while futures:  # a result is not held longer than it has to be
            future = futures.pop()
            self._watch(future)
            yield future.result()

    def _watch(self, future: Future[Any]) -> None:
        while not future.done():
            wait([future], _TICK)
            with self._value.get_lock():
                units, self._value.value = self._value.value, 0
            self.done(units)


def _told(done: Done, function: Callable[..., Result], task: tuple[Any, ...]) -> Result:
    """Run a task here; `tick` tells `done` directly."""
    global _counter
    _counter = _Here(done)
    try:
        return function(*task)
    finally:
        _counter = None


class _Here:
    """Stands in for the shared counter when there is one process only."""

    def __init__(self, done: Done) -> None:
        self.done, self.lock = done, threading.Lock()

    def get_lock(self) -> threading.Lock:
        """Return a lock that nobody else holds."""
        return self.lock

    @property
    def value(self) -> int:
        """Nothing waits."""
        return 0

    @value.setter
    def value(self, units: int) -> None:
        self.done(units)
