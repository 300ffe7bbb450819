"""The register as a reader finds it: every certificate at its place, every field as in the ledger, and nothing more.

One shard is in memory at a time. Each is found by the path of the specification, number → key → digest → shard, and never
by what its neighbour says.
"""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator import normalise, shards
from generator.audit import index as indexes
from generator.audit.files import Files
from generator.audit.records import Expected, Json, Publication, compact, crop, parse, partitioned, placed
from generator.audit.weights import CHECK, after_gzip
from generator.model import Ledger, SchemesFile
from generator.problems import Place, Problem, Problems, problem
from generator.status import StatusName, status

_END = b"]}"


@dataclass
class Register:
    """What reading the register gave."""

    bits: int | None = None
    """Those of the index, if it could be read."""
    records: int = 0
    """How many records are exactly as the ledger has them."""


@dataclass
class _Sums:
    """What is added up on the way through the shards."""

    snapshot: hashlib._Hash = field(default_factory=hashlib.sha256)
    whole: bool = True
    """Whether every shard could be read, so that `snapshot` means something."""
    size: int = 0
    """Bytes of all records of the ledger."""
    statuses: Counter[StatusName] = field(default_factory=Counter)
    records: int = 0
    heaviest: tuple[int, str] = (0, "")


def check(folder: str, files: Files, facts: SchemesFile, ledger: Ledger, problems: Problems) -> Register:
    """Read the register in `folder` (with `/` at its end)."""
    path = folder + "index.json"
    index = indexes.read(files, path, problems)
    if index is None:
        return Register()
    publication, sums = Publication(facts), _Sums()
    partitions = partitioned(placed(ledger), index.bits)
    present = _present(folder, index.bits, files, problems)
    sums.whole = len(present) == 2**index.bits
    day = index.day or datetime.date.min
    for name in sorted(present | partitions.keys()):
        shard = _Shard(folder + shards.path(name), name, index.bits, publication, partitions, sums, problems)
        wanted = shard.wanted(day)
        content = files.content(shard.path) if name in present else None
        if content is None:
            sums.whole = False
        else:
            shard.read(content, wanted)
    snapshot = sums.snapshot.hexdigest() if sums.whole else None
    problems.extend(indexes.check(index, facts, sums.size, sums.statuses, snapshot))
    weight, heaviest = sums.heaviest
    weight += after_gzip(files.content(path) or b"")
    if heaviest and weight > CHECK:
        problems.add(problem("CS852", Place(heaviest), size=weight, limit=CHECK))
    return Register(index.bits, sums.records)


def _present(folder: str, bits: int, files: Files, problems: Problems) -> set[str]:
    """Return the names of the shards that are there. All 2^bits must be, and no other file (§3)."""
    number, digits = 2**bits, shards.digits(bits)
    start, end = folder + shards.path("").removesuffix(".json"), ".json"
    present: set[str] = set()
    for path in files.below(folder):
        name = path.removeprefix(start).removesuffix(end)
        proper = len(name) == digits and set(name) <= set("0123456789abcdef") and int(name, 16) < number
        if proper and path == folder + shards.path(name):
            present.add(name)
        elif path != folder + "index.json":
            problems.add(problem("CS834", Place(path)))
    if len(present) < number:
        first = next(name for name in (f"{n:0{digits}x}" for n in range(number)) if name not in present)
        place = Place(folder + shards.path(first))
        problems.add(problem("CS833", place, count=number - len(present), first=first))
    return present


@dataclass
class _Shard:
    """A shard that is being read."""

    path: str
    name: str
    bits: int
    publication: Publication
    partitions: Mapping[str, list[Expected]]
    sums: _Sums
    problems: Problems

    @property
    def expected(self) -> list[Expected]:
        """The certificates that should be in it."""
        return self.partitions.get(self.name, [])

    def wanted(self, day: datetime.date) -> list[bytes]:
        """Return the lines that the shard should have, and count them."""
        lines = []
        for each in self.expected:
            record = self.publication.record(each.certificate)
            self.sums.statuses[status(record, day).status] += 1
            lines.append(compact(record))
        self.sums.size += sum(len(line) + 1 for line in lines)
        return lines

    def read(self, content: bytes, wanted: list[bytes]) -> None:
        """Compare the shard's lines with those that it should have. A reader refuses a shard with another frame."""
        weight = after_gzip(content)
        self.sums.heaviest = max(self.sums.heaviest, (weight, self.path), key=lambda heavy: heavy[0])
        head = compact({"format": indexes.FORMAT, "bits": self.bits, "shard": self.name, "records": []})[
            : -len(_END)
        ]
        first, *lines = content.split(b"\n")
        if first != head:
            self.sums.whole = False
            self.problems.add(problem("CS835", self.place(1), wanted=head.decode()))
        elif lines[-2:] != [_END, b""]:
            self.sums.whole = False
            wrong = {
                "reason_zh": "最后一行应当是 ]} 和换行",
                "reason_en": "the last line should be ]} and a line end",
            }
            self.problems.add(problem("CS831", self.place(len(lines)), **wrong))
        else:
            self.problems.extend(self.records(lines[:-2], wanted))

    def place(self, line: int) -> Place:
        return Place(self.path, line)

    def records(self, lines: list[bytes], wanted: list[bytes]) -> Iterator[Problem]:
        """Yield what is wrong with the records, which stand on the lines from the second."""
        ours = {each.key: (each, line) for each, line in zip(self.expected, wanted, strict=True)}
        seen: dict[str, int] = {}
        before = (b"", "")
        for at, line in enumerate(lines):
            place, text = self.place(at + 2), line.removesuffix(b",")
            if line.endswith(b",") != (at + 1 < len(lines)):
                yield problem("CS836", place)
            self.sums.snapshot.update(text + b"\n")
            if at < len(wanted) and text == wanted[at]:
                key = self.expected[at].key
                record = None
            else:
                try:
                    record, key = _numbered(text)
                except ValueError as error:
                    wrong = {
                        "reason_zh": f"这一行不是记录（{error}）",
                        "reason_en": f"the line is no record ({error})",
                    }
                    yield problem("CS831", place, **wrong)
                    continue
            digest = shards.digest(key)
            if key in seen:
                yield problem("CS839", place, number=key, first=seen[key])
            elif key in ours and (digest, key) < before:
                yield problem("CS842", place, number=key)
            elif key in ours:
                before = (digest, key)
            seen.setdefault(key, place.line)
            if record is None:
                self.sums.records += 1
            elif key in ours:
                yield from self.differences(place, text, record, ours[key])
            else:
                yield self.stranger(place, key, digest)
        for key, (each, _) in ours.items():
            if key not in seen:
                yield problem("CS837", self.place(1), number=each.certificate.number)

    def differences(
        self, place: Place, text: bytes, record: Json, ours: tuple[Expected, bytes]
    ) -> Iterator[Problem]:
        """Every field is as in the ledger, and written as the format says."""
        expected, line = ours
        if text == line:
            self.sums.records += 1
            return
        number, wanted = expected.certificate.number, self.publication.record(expected.certificate)
        same = True
        for name in dict.fromkeys((*wanted, *record)):
            found, should = (
                compact(side[name]).decode() if name in side else None for side in (record, wanted)
            )
            if found != should:
                same = False
                yield problem(
                    "CS841", place, number=number, field=name, found=crop(found), wanted=crop(should)
                )
        if same:
            yield problem("CS836", place)

    def stranger(self, place: Place, key: normalise.CertificateKey, digest: bytes) -> Problem:
        """A record that this shard should not have: it belongs to another one, or to none."""
        name = shards.name(digest, self.bits)
        if any(each.key == key for each in self.partitions.get(name, ())):
            return problem("CS840", place, number=key, wanted=name)
        return problem("CS838", place, number=key)


def _numbered(text: bytes) -> tuple[Json, normalise.CertificateKey]:
    """Return a line's record and key. Raises ValueError where it has none."""
    record = parse(text)
    if not isinstance(record, dict) or not isinstance(record.get("number"), str):
        raise ValueError("number")
    return record, normalise.key(record["number"])
