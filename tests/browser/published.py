"""Publishes a register (registry/README.md §3–§5) of records that a test makes up, by the letter of the specification.

It knows nothing of the builder, so that each can show what the other has wrong.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from generator import normalise, shards

Record = Mapping[str, Any]

INDEX: dict[str, Any] = {
    "format": 1,
    "bits": 2,
    "snapshot": "0" * 64,
    "generated_at": "2026-11-22T02:00:00Z",
    "next_update_due": "2026-11-29",
    "since": "2023-03-02",
    "specimen": False,
    "issuer": {"name": {"zh": "示例认证机构", "en": "Example Certification"}, "prefixes": ["999"]},
    "platform": {
        "name": {"zh": "全国认证认可信息公共服务平台", "en": "CNCA public information platform"},
        "url": "https://cx.cnca.cn/",
    },
    "limits": {"notice": 3, "downgrade": 14, "expiring": 60},
    "counts": {"total": 0, "by_status": {}},
    "schemes": {"iso-9001": {"zh": "质量管理体系认证", "en": "Quality management system"}},
    "levels": {"three-star": {"zh": "三星级"}},
    "superseded": {},
}
"""An index that a test may change."""


def compact(value: object) -> str:
    """Return JSON as §5 writes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def parse(content: bytes) -> Any:
    """Return what a file says."""
    return json.loads(content)


def place(record: Record) -> tuple[bytes, str]:
    """Return what orders records within a shard."""
    key = normalise.key(record["number"])
    return shards.digest(key), key


def name(number: int, bits: int) -> str:
    """Return the name of the file with a number, of as many as `bits` bits can count."""
    return f"{number:0{max(1, -(-bits // 4))}x}"


def numbered(name: str) -> str:
    """Return where a file with this name lies below `shards/` or a folder of digests."""
    return f"{name[:-2]}/{name}.json" if len(name) > 2 else f"{name}.json"


def shard(name: str, bits: int, records: Iterable[Record]) -> str:
    """Return the text of a shard; the records are in order."""
    head = compact({"format": 1, "bits": bits, "shard": name, "records": []})[:-2]
    lines = ",\n".join(compact(record) for record in records)
    return f"{head}\n{lines}\n]}}\n" if lines else f"{head}\n]}}\n"


def digests(group: str, bits: int, contents: Iterable[bytes]) -> str:
    """Return the text of the digest file of a group, of which `contents` are the shards in order."""
    head = compact({"format": 1, "bits": bits, "group": group, "digests": []})[:-2]
    lines = ",\n".join(compact(digest(content)) for content in contents)
    return f"{head}\n{lines}\n]}}\n"


def digest(content: bytes) -> str:
    """Return what stands for a file in a digest file, or in the index."""
    return hashlib.sha256(content).hexdigest()[:12]


def numbers(listed: object) -> str:
    """Return the text of the list of numbers, which a test may make of anything."""
    if not isinstance(listed, list):
        return compact({"format": 1, "numbers": listed}) + "\n"
    lines = ",\n".join(map(compact, listed))
    return f'{{"format":1,"numbers":[\n{lines}\n]}}\n' if lines else '{"format":1,"numbers":[\n]}\n'


def files(records: Iterable[Record], listed: bool = False, **changes: Any) -> dict[str, bytes]:
    """Return path → content of a whole register, with a list of its numbers if they are to be `listed`.

    `changes` are keys of the index; one that is None is left out. With a `snapshot` among them, that one is believed.
    """
    records = list(records)
    told = [record["number"] for record in records if record.get("disclosure") != "limited"]
    listing = {"numbers.json": numbers(sorted(told, key=normalise.key)).encode()} if listed else {}
    if listed:
        changes = {"numbers": digest(listing["numbers.json"]), **changes}
    bits = changes.get("bits", INDEX["bits"])
    partitions: dict[int, list[Record]] = {number: [] for number in range(1 << bits)}
    for record in sorted(records, key=place):
        partitions[int.from_bytes(place(record)[0], "big") >> (256 - bits)].append(record)
    contents = [shard(name(number, bits), bits, own).encode() for number, own in partitions.items()]
    found = {f"shards/{numbered(name(number, bits))}": content for number, content in enumerate(contents)}
    found |= listing
    sums = "".join(hashlib.sha256(content).hexdigest() + "\n" for content in contents)
    index = {**INDEX, "snapshot": hashlib.sha256(sums.encode()).hexdigest(), **changes}
    width = 1 << min(6, bits)
    for start in range(0, len(contents), width):
        group = name(start // width, max(0, bits - 6))
        path = f"digests/{index['snapshot'][:16]}/{numbered(group)}"
        found[path] = digests(group, bits, contents[start : start + width]).encode()
    if listed:
        index = {key: index[key] for key in ("format", "bits", "snapshot", "numbers")} | index
    index = {key: value for key, value in index.items() if value is not None}
    return {**found, "index.json": f"{compact(index)}\n".encode()}


def write(folder: Path, records: Iterable[Record], listed: bool = False, **changes: Any) -> None:
    """Publish into a folder. Unless told otherwise, under the snapshot that the check page of check_site.py expects."""
    for path, content in files(records, listed, **{"snapshot": INDEX["snapshot"], **changes}).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
