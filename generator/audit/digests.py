"""The digest files, which bind each shard to the index (registry/README.md §3)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from generator import shards
from generator.audit.files import Files
from generator.audit.listing import Listing
from generator.audit.records import compact
from generator.audit.shard import FORMAT
from generator.audit.walk import NO_DIGEST
from generator.problems import Place, Problem, problem


def snapshot(digests: bytes | bytearray) -> str:
    """Return the snapshot of shards, by their SHA-256 of 32 bytes each."""
    found = hashlib.sha256()
    for at in range(0, len(digests), 32):
        found.update(digests[at : at + 32].hex().encode() + b"\n")
    return found.hexdigest()


def check(listed: Listing, digests: bytes | bytearray, files: Files) -> Iterator[Problem]:
    """Yield what digest files say otherwise than the shards, whose SHA-256 are `digests`."""
    wanted = listed.wanted
    count = len(listed.shards) // len(listed.groups)
    for number, there in enumerate(listed.groups):
        content = files.content(wanted.digests(number)) if there else None
        if content is None:
            continue
        of_group = digests[32 * count * number : 32 * count * (number + 1)]
        lines = [*_lines(wanted.bits, wanted.group(number), of_group)]
        found = content.split(b"\n")
        if len(found) != len(lines):
            place = Place(wanted.digests(number), min(len(found), len(lines)))
            zh, en = (f"应当有 {len(lines) - 1} 行", f"it should have {len(lines) - 1} lines")
            yield problem("CS831", place, reason_zh=zh, reason_en=en)
            continue
        for line, (said, right) in enumerate(zip(found, lines, strict=True), 1):
            if right is not None and said != right:
                yield problem("CS845", Place(wanted.digests(number), line), wanted=right.decode())
                break


def _lines(bits: int, group: str, digests: bytes | bytearray) -> Iterator[bytes | None]:
    """Yield the lines of a digest file, the empty one after the last line end too; None for a shard that could not be read."""
    yield compact({"format": FORMAT, "bits": bits, "group": group, "digests": []})[:-2]
    for at in range(0, len(digests), 32):
        digest = digests[at : at + 32]
        comma = "," if at + 32 < len(digests) else ""
        known = digest != NO_DIGEST
        yield f'"{digest.hex()[: shards.DIGEST_DIGITS]}"{comma}'.encode() if known else None
    yield from (b"]}", b"")
