"""Asks a register about many numbers: each shard is read once, and what could not be read is the fault of its own rows only."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from itertools import groupby

from generator import near, reader, shards, verdict
from generator.format import Fault, check_index, parse
from generator.normalise import CertificateKey
from generator.question import Question
from generator.reader import Get, RegisterData
from generator.verdict import Outcome

FRESH = datetime.timedelta(seconds=60)
"""For so long an index that was read may be used (registry/README.md §8.2)."""

MOST_FAILURES = 8
"""After so many failures of the network in a row it counts as gone, and no more files are asked for."""

Clock = Callable[[], datetime.datetime]
"""Tells the time, with its zone."""


@dataclass(frozen=True)
class Checked:
    """What the register says, and when it was asked."""

    outcome: Outcome
    at: datetime.datetime


@dataclass(frozen=True)
class Asking:
    """How to ask: what reads the register, the device's clock, the day to judge (None: today), how many files at once."""

    get: Get
    clock: Clock
    on: datetime.date | None = None
    at_once: int = 1


Asked = Mapping[CertificateKey, Iterable[Question]]
"""What is asked about each number; two rows may have the same number, and a QR code in one of them other claims."""

Answers = dict[tuple[CertificateKey, Question], Checked]


def check(asked: Asked, asking: Asking, progress: Callable[[int, int], None]) -> Answers:
    """Ask about every number; `progress` is told how many are done, of how many.

    Raises Fault if the register's index cannot be read at all. Later faults become outcomes of the numbers they concern.
    """
    desk = _Desk(asking)
    bits = desk.bits()
    places = sorted((shards.digest(key), key) for key in asked)
    by_shard = groupby(places, key=lambda place: shards.name(place[0], bits))
    groups = [[key for _, key in group] for _, group in by_shard]
    answers: Answers = {}
    told = 0
    with ThreadPoolExecutor(asking.at_once) as pool:
        running = [pool.submit(desk.answer, group, asked) for group in groups]
        try:
            for done in as_completed(running):
                found, numbers = done.result()
                answers.update(found)
                told += numbers
                progress(told, len(asked))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return answers


@dataclass
class _Desk:
    """Reads for all numbers, and keeps the files that many of them need. Several threads come here."""

    asking: Asking
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _numbers_lock: threading.Lock = field(default_factory=threading.Lock)
    _index: tuple[bytes, datetime.datetime] | None = None
    _digests: dict[str, bytes] = field(default_factory=dict)
    _numbers: bytes | None = None
    """The list of numbers; empty once it could not be read."""
    _failures: int = 0

    def bits(self) -> int:
        """Return how many bits name a shard at present. Raises Fault."""
        return int(check_index(parse(self._get(reader.INDEX)))["bits"])

    def answer(self, keys: Iterable[CertificateKey], asked: Asked) -> tuple[Answers, int]:
        """Return what is said of numbers that ought to stand in the same shard, and how many they are."""
        answers: Answers = {}
        data: RegisterData | Fault | None = None
        held, count = "", 0
        for key in keys:
            if data is None or (isinstance(data, RegisterData) and self._shard(key, data) != held):
                data = self._load(key)
                held = self._shard(key, data) if isinstance(data, RegisterData) else ""
            for question in asked[key]:
                answers[key, question] = self._judge(key, question, data)
            count += 1
        return answers, count

    def _shard(self, key: CertificateKey, data: RegisterData) -> str:
        return shards.name(shards.digest(key), data.index["bits"])

    def _judge(self, key: CertificateKey, question: Question, data: RegisterData | Fault) -> Checked:
        now = self.asking.clock()
        if isinstance(data, Fault):
            return Checked(verdict.faulty(data, key), now)
        try:
            found = verdict.outcome(key, replace(question, text=key), data, now, self.asking.on)
            return Checked(near.offered(found, key, self._get), now)
        except Fault as fault:
            return Checked(verdict.faulty(fault, key), now)

    def _load(self, key: CertificateKey) -> RegisterData | Fault:
        """Read a shard. What was kept may be of an older state than what was just read: then all is read anew, once."""
        if self._failures >= MOST_FAILURES:
            return Fault("NETWORK")
        kept = self._index is not None
        try:
            try:
                data = reader.load(key, self._get)
            except Fault:
                if not kept:
                    raise
                self._forget()
                data = reader.load(key, self._get)
        except Fault as fault:
            with self._lock:
                self._failures += fault.code == "NETWORK"
            return Fault(fault.code)  # without what led to it, which would keep a connection open
        with self._lock:
            self._failures = 0
        return data

    def _get(self, path: str) -> bytes:
        if path == reader.INDEX:
            with self._lock:
                now = self.asking.clock()
                if self._index is None or not datetime.timedelta() <= now - self._index[1] < FRESH:
                    self._index = (self.asking.get(path), now)
                return self._index[0]
        if path == near.PATH:
            return self._listed()
        content = self._digests.get(path)
        if content is None:
            content = self.asking.get(path)
            if not path.startswith(
                shards.FOLDER
            ):  # a digest file never changes, and a shard is not needed again
                self._digests[path] = content
        return content

    def _listed(self) -> bytes:
        """Read the list of numbers, whatever comes of it, once for all misses."""
        with self._numbers_lock:
            if self._numbers is None:
                try:
                    self._numbers = self.asking.get(near.PATH)
                except Fault:
                    self._numbers = b""
            return self._numbers

    def _forget(self) -> None:
        with self._lock:
            self._index = None
            self._digests.clear()
