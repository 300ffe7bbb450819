"""Work divided among processes. None of them outlives the one that asked, however that ends."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.connection import wait
from types import TracebackType
from typing import Any, Self, TypeVar

Result = TypeVar("Result")


class Workers:
    """Runs functions in `count` processes, or in this one if that is 1. Use as a context."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        if self.count > 1:
            self._pool = ProcessPoolExecutor(self.count, multiprocessing.get_context("spawn"), _begin)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is None:
            return
        processes = list((self._pool._processes or {}).values())
        self._pool.shutdown(wait=kind is None, cancel_futures=True)
        for process in processes if kind is not None else ():
            process.kill()
            process.join()

    def map(self, function: Callable[..., Result], tasks: Sequence[tuple[Any, ...]]) -> Iterator[Result]:
        """Yield the results of `function(*task)` in the order of the tasks. What a task raises is raised here."""
        if self._pool is None:
            for task in tasks:
                yield function(*task)
            return
        futures = [self._pool.submit(function, *task) for task in tasks][::-1]
        while futures:  # a result is not held longer than it has to be
            yield futures.pop().result()


def _begin() -> None:
    """Prepare a process: an interrupt is the parent's to handle, and the parent's end is this one's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
