"""A shard against what should be in it: frame, every record as the ledger has it, nothing missing, nothing foreign, order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator import normalise, shards
from generator.audit.parts import Expected
from generator.audit.records import Json, compact, crop, parse
from generator.normalise import CertificateKey
from generator.problems import Place, Problem, problem

FORMAT = 1
"""The format that this audit knows."""

_END = b"]}"


def content(name: str, bits: int, expected: Sequence[Expected]) -> bytes:
    """Return the whole file of a shard (§5)."""
    body = b",\n".join(each.line for each in expected)
    return b"".join((_head(name, bits), b"\n", body, b"\n" if body else b"", _END, b"\n"))


def _head(name: str, bits: int) -> bytes:
    return compact({"format": FORMAT, "bits": bits, "shard": name, "records": []})[: -len(_END)]


@dataclass
class Shard:
    """A shard that is not as it should be, and is read line by line."""

    path: str
    name: str
    bits: int
    expected: Sequence[Expected]
    records: int = 0
    """How many records are exactly as the ledger has them."""
    strangers: list[tuple[CertificateKey, int]] = field(default_factory=list)
    """Key and line of each record that should not be in it."""

    def check(self, found: bytes) -> Iterator[Problem]:
        """Yield what is wrong with the file. A reader refuses a shard with another frame."""
        head = _head(self.name, self.bits)
        first, *lines = found.split(b"\n")
        if first != head:
            yield problem("CS835", self._place(1), wanted=head.decode())
        elif lines[-2:] != [_END, b""]:
            zh, en = "最后一行应当是 ]} 和换行", "the last line should be ]} and a line end"
            yield problem("CS831", self._place(len(lines)), reason_zh=zh, reason_en=en)
        else:
            yield from self._records(lines[:-2])

    def _place(self, line: int) -> Place:
        return Place(self.path, line)

    def _records(self, lines: list[bytes]) -> Iterator[Problem]:
        """Yield what is wrong with the records, which stand on the lines from the second."""
        ours = {each.key: each for each in self.expected}
        seen: dict[CertificateKey, int] = {}
        before = (b"", "")
        for at, line in enumerate(lines):
            place, text = self._place(at + 2), line.removesuffix(b",")
            if line.endswith(b",") != (at + 1 < len(lines)):
                yield problem("CS836", place)
            try:
                record, key = _numbered(text)
            except ValueError as error:
                zh, en = f"这一行不是记录（{error}）", f"the line is no record ({error})"
                yield problem("CS831", place, reason_zh=zh, reason_en=en)
                continue
            mine = ours.get(key)
            if key in seen:
                yield problem("CS839", place, number=key, first=seen[key])
            elif mine and (mine.digest, key) < before:
                yield problem("CS842", place, number=key)
            elif mine:
                before = (mine.digest, key)
            seen.setdefault(key, place.line)
            if mine is None:
                self.strangers.append((key, place.line))
            elif text == mine.line:
                self.records += 1
            else:
                yield from _differences(place, record, mine.record)
        for key, mine in ours.items():
            if key not in seen:
                yield problem("CS837", self._place(1), number=mine.record["number"])


def _differences(place: Place, record: Json, wanted: Json) -> Iterator[Problem]:
    """Every field is as in the ledger; if all are, the line is not written as the format says."""
    same = True
    for name in dict.fromkeys((*wanted, *record)):
        found, should = (compact(side[name]).decode() if name in side else None for side in (record, wanted))
        if found != should:
            same = False
            details = {"field": name, "found": crop(found), "wanted": crop(should)}
            yield problem("CS841", place, number=wanted["number"], **details)
    if same:
        yield problem("CS836", place)


def _numbered(text: bytes) -> tuple[Json, CertificateKey]:
    """Return a line's record and key. Raises ValueError where it has none."""
    record = parse(text)
    if not isinstance(record, dict) or not isinstance(record.get("number"), str):
        raise ValueError("number")
    return record, normalise.key(record["number"])


def stranger(path: str, line: int, key: CertificateKey, bits: int, known: bool) -> Problem:
    """Return what is wrong with a record that stands in a shard to which it does not belong; `known` to the ledger or not."""
    if known:
        return problem("CS840", Place(path, line), number=key, wanted=shards.name(shards.digest(key), bits))
    return problem("CS838", Place(path, line), number=key)
