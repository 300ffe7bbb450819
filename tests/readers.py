"""What both readers of a register must make of servers that mix things up, and of files that are not as specified."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import published

from generator import normalise, shards

NUMBER = "99926Q00001R0S"
PLACE = shards.digest(normalise.key(NUMBER))
RECORD = {
    "number": NUMBER, "scheme": "iso-9001", "standards": ["GB/T 19001-2016/ISO 9001:2015"],
    "holder": "示例有限公司", "address": "示例市", "scope": "生产", "issued_on": "2026-03-02",
    "valid_from": "2026-03-02", "valid_to": "2029-03-01",
}  # fmt: skip
SUSPENDED = {**RECORD, "events": [{"on": "2026-06-01", "type": "suspended", "until": "2026-11-30"}]}
OTHER = {**RECORD, "number": "99926Q00002R0S"}

Files = Mapping[str, bytes]
Served = dict[str, list[tuple[int, bytes]]]
"""Path → answers of a server, as status and content, of which the last one stays. 0: no answer; -1: it breaks off."""


def register(bits: int = 4, record: Mapping[str, Any] = RECORD, **changes: Any) -> dict[str, bytes]:
    """A register of that record and another one: path → content."""
    return published.files([record, OTHER], bits=bits, **changes)


def paths(files: Files) -> tuple[str, str, str]:
    """Where the number's shard and digests lie, and the index, by the specification."""
    index = published.parse(files["index.json"])
    group = shards.group_name(PLACE, index["bits"])
    shard = shards.path(shards.name(PLACE, index["bits"]))
    return shard, shards.digests_path(index["snapshot"], group), "index.json"


def answers(files: Files) -> Served:
    """Every file as one that the server has."""
    return {path: [(200, content)] for path, content in files.items()}


def resealed(files: Files, content: bytes) -> dict[str, bytes]:
    """The register with that content as the number's shard, and a digest file that fits it."""
    shard, digests, _ = paths(files)
    was, now = (hashlib.sha256(each).hexdigest()[:12].encode() for each in (files[shard], content))
    assert files[digests].count(was) == 1
    return {**files, shard: content, digests: files[digests].replace(was, now)}


def _mixed() -> dict[str, tuple[Served, str]]:
    """Name → what the server answers, and the code of the outcome."""
    old, new = register(), register(record=SUSPENDED)
    shard, digests, index = paths(new)
    served = answers(new)
    wider = register(9, record=SUSPENDED)
    found = {
        "as published": (served, "SUSPENDED"),
        "an old shard under a new index would make a suspended certificate look valid": (
            served | {shard: [(200, old[shard])]},
            "INTEGRITY",
        ),
        "an old shard once": (served | {shard: [(200, old[shard]), (200, new[shard])]}, "SUSPENDED"),
        "old digests": (served | {digests: [(200, old[paths(old)[1]])]}, "INTEGRITY"),
        "old digests once": (
            served | {digests: [(200, old[paths(old)[1]]), (200, new[digests])]},
            "SUSPENDED",
        ),
        "an old index once": (
            served
            | {index: [(200, old[index]), (200, new[index])], paths(old)[1]: [(200, old[paths(old)[1]])]},
            "SUSPENDED",
        ),
        "an old register under a new index": (answers(old) | {index: [(200, new[index])]}, "NETWORK"),
        "digests of other bits": (served | {digests: [(200, wider[paths(wider)[1]])]}, "INTEGRITY"),
        "a shard of other bits": (served | {shard: [(200, wider[paths(wider)[0]])]}, "INTEGRITY"),
    }
    for path in new:
        if path.startswith("shards/") and path != shard:
            found[f"{path} in the place of {shard}"] = (served | {shard: [(200, new[path])]}, "INTEGRITY")
    flipped = bytearray(new[shard])
    flipped[-40] ^= 1
    found["one bit"] = (served | {shard: [(200, bytes(flipped))]}, "INTEGRITY")
    for path in paths(new):
        for status in (0, -1, 404, 500, 503):
            found[f"{status} for {path}"] = (served | {path: [(status, b"")]}, "NETWORK")
        newer = new[path].replace(b'"format":1', b'"format":2, "new":0.5')
        files = resealed(new, newer) if path == shard else new | {path: newer}
        found[f"a newer format of {path}"] = (answers(files), "NEWER_FORMAT")
    return found


MIXED = _mixed()

SHARD = register()[paths(register())[0]]
DIGESTS = register()[paths(register())[1]]
INDEX = register()["index.json"]

NO_SHARDS = [
    b"",
    b"<!doctype html><title>Log in to the network</title>",
    b"null",
    b"[]",
    b"{}",
    b"0",
    b'{"format":"1"}',
    b'{"format":1}',
    b'{"format":1.0}',
    b"\xef\xbb\xbf" + SHARD,
    SHARD[:-3],
    SHARD[:200],
    SHARD + b"{}",
    SHARD.replace(b'"records":[', b'"records":["x",'),
    SHARD.replace(b'"records":[', b'"records":[null,'),
    SHARD.replace(b'"bits":4,', b""),
    SHARD.replace(b'"bits":4,', b'"bits":5,'),
    SHARD.replace(b'"shard":"5"', b'"shard":"6"'),
    SHARD.replace(NUMBER.encode(), b""),
    SHARD.replace(b"2029-03-01", b"2029-02-29"),
    SHARD.replace("示".encode(), b"\xff"),
    SHARD.replace("示".encode(), b"\xed\xa0\x80"),
    SHARD.replace("示".encode(), b"\\ud800"),
    SHARD.replace("示".encode(), b"\\u793a"),
    SHARD.replace(b"/ISO", b"\\/ISO"),
    SHARD.replace(b'"issued_on"', b' "issued_on"'),
    SHARD.replace(b"\n", b"\r\n"),
    SHARD.replace(b'"valid_to":', b'"valid_to":"2020-01-01","valid_to":'),
    SHARD.replace(b'"number":', b'"number":"99926Q00009R0S","number":'),
    SHARD.replace(b'"scheme":', b'"revision":1.0,"scheme":'),
    SHARD.replace(b'"scheme":', b'"more":0.5,"scheme":'),
    SHARD.replace(b'"scheme":', b'"more":1e2,"scheme":'),
    SHARD.replace(b'"scheme":', b'"more":1e21,"scheme":'),
    SHARD.replace(b'"scheme":', b'"more":9007199254740993,"scheme":'),
    SHARD.replace(b'"scheme":', b'"more":9007199254740992,"scheme":'),
    SHARD.replace(b'"scheme":', b'"more":-0,"scheme":'),
    SHARD.replace(b'"scheme":', b'"1":0,"scheme":'),
]
"""Contents that are no shard, even under a digest that fits."""

SHARDS = [
    SHARD,
    SHARD.replace(b'"scheme":', b'"more":{"__proto__":[1,-5,9007199254740991,null,true]},"scheme":'),
    SHARD.replace(
        b'"scheme":', '"more":"\u2028\u2029\x7f\ufeff😀\\\\ud800\\u0001\\"1\\":","scheme":'.encode()
    ),
    SHARD.replace(b'"records":[', b'"more":{"toString":"x"},"records":['),
]
"""Contents that are a shard, also if a later version of the format should add to it."""

NO_DIGESTS = [
    b"",
    b"<html>",
    b"null",
    b'{"format":1}',
    DIGESTS[:-5],
    DIGESTS.replace(b'"bits":4', b'"bits":5'),
    DIGESTS.replace(b'"group":"0"', b'"group":"1"'),
    DIGESTS.replace(b'"group":"0"', b'"group":0'),
    DIGESTS.replace(b'"group":"0"', b'"group":"1","group":"0"'),
    DIGESTS.replace(b'"digests":[', b'"digests":["0123456789ab",'),
    DIGESTS.replace(b'"digests":[\n"', b'"digests":[\n"0'),
    DIGESTS.replace(b'"digests":[', b'"digests":{').replace(b"]}", b"}}"),
    b'{"format":1,"bits":4,"group":"0","digests":[%s]}\n' % b",".join([b"0"] * 16),
    b'{"format":1,"bits":4,"group":"0","digests":[]}\n',
    DIGESTS.upper(),
]
"""Contents that are no digest file."""

NO_INDEXES = [
    b"",
    b"<html>",
    b"null",
    b"[]",
    b"{}",
    INDEX[:-3],
    INDEX.replace(b'"bits":4', b'"bits":"4"'),
    INDEX.replace(b'"bits":4', b'"bits":4,"bits":4'),
    INDEX.replace(b'"bits":4', b'"bits": 4'),
    INDEX.replace(b'"generated_at"', b'"generated_at":"2026-11-23T00:00:00Z","generated_at"'),
    INDEX.replace(b'"superseded":{}', b'"superseded":{"a":{"by":"b"},"a":{"by":"c"}}'),
]
"""Contents that are no index."""


def _broken() -> dict[str, tuple[Served, str]]:
    files = register()
    _, digests, index = paths(files)
    assert SHARD not in NO_SHARDS
    assert DIGESTS not in NO_DIGESTS
    assert INDEX not in NO_INDEXES
    found = {}
    for number, content in enumerate(NO_SHARDS):
        found[f"no shard {number}: {content[:60]!r}"] = (answers(resealed(files, content)), "INTEGRITY")
    for number, content in enumerate(SHARDS):
        found[f"shard {number}"] = (answers(resealed(files, content)), "VALID")
    for path, contents in ((digests, NO_DIGESTS), (index, NO_INDEXES)):
        for number, content in enumerate(contents):
            name = f"{path} {number}: {content[:60]!r}"
            found[name] = (answers(files) | {path: [(200, content)]}, "INTEGRITY")
    return found


CASES = MIXED | _broken()
"""Name → what the server answers, and the code of the outcome, on 2026-11-22."""
