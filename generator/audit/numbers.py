"""The list of numbers, from which something is offered after a miss (registry/README.md §12)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator import normalise
from generator.audit.files import Files
from generator.audit.records import compact
from generator.audit.shard import FORMAT
from generator.problems import Place, Problem, problem

MOST = 20_000
"""A register with more certificates of full disclosure has no list."""


def content(numbers: Sequence[str]) -> bytes | None:
    """Return the list as it should be; None where there should be none."""
    if len(numbers) > MOST:
        return None
    lines = [compact(number) for number in sorted(numbers, key=normalise.key)]
    body = b",\n".join(lines) + b"\n" if lines else b""
    return b'{"format":%d,"numbers":[\n%s]}\n' % (FORMAT, body)


def check(path: str, wanted: bytes, files: Files) -> Iterator[Problem]:
    """Yield what the list says otherwise, the first line of it."""
    if not files.holds(path):
        yield problem("CS831", Place(path), reason_zh="没有这个文件", reason_en="there is no such file")
        return
    found = files.content(path)
    if found is None or found == wanted:
        return
    said, right = found.split(b"\n"), wanted.split(b"\n")
    pairs = enumerate(zip(said, right, strict=False))
    line = next((at for at, (one, other) in pairs if one != other), min(len(said), len(right) - 1))
    yield problem("CS849", Place(path, line + 1), wanted=right[line].decode())
