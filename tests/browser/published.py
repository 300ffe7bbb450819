"""Writes a register as it is published (registry/README.md §4 and §5), from records that a test makes up."""

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


def place(record: Record) -> tuple[bytes, str]:
    """Return what orders records within a shard."""
    key = normalise.key(record["number"])
    return shards.digest(key), key


def shard(name: str, bits: int, records: Iterable[Record]) -> str:
    """Return the text of a shard."""
    head = compact({"format": 1, "bits": bits, "shard": name, "records": []})[:-2]
    lines = ",\n".join(compact(record) for record in sorted(records, key=place))
    return f"{head}\n{lines}\n]}}\n" if lines else f"{head}\n]}}\n"


def write(folder: Path, records: Iterable[Record], **changes: Any) -> None:
    """Write `index.json` and all shards below a folder. `changes` are keys of the index."""
    records = sorted(records, key=place)
    lines = "".join(compact(record) + "\n" for record in records)
    index = {**INDEX, "snapshot": hashlib.sha256(lines.encode()).hexdigest(), **changes}
    bits = index["bits"]
    (folder / "shards").mkdir(parents=True, exist_ok=True)
    (folder / "index.json").write_text(compact(index) + "\n", encoding="utf-8")
    for number in range(1 << bits):
        name = f"{number:0{shards.digits(bits)}x}"
        own = [record for record in records if shards.name(place(record)[0], bits) == name]
        (folder / shards.path(name)).write_text(shard(name, bits, own), encoding="utf-8")
